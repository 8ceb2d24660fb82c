"""Another way to make up: judge a make-up from what it is, and try all there are. For small cases only; it is slow.

Written apart from the search on purpose: neither the beam nor the bounds nor what the search remembers is here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pressroom.setting.columns.search import prices
from pressroom.setting.columns.search.items import Item, Size, SlotExtent, text_size
from pressroom.setting.columns.search.makeup import FlowPoint, Leg, Makeup, Moved, Portion

_Edges = tuple[int, int, int]
_Content = tuple[tuple[Portion, ...], int, FlowPoint]

# ---- articles by chance ----


def random_items(chance: random.Random, count: int) -> tuple[Item, ...]:
    """Draw a few items of all kinds; the first is text."""
    return tuple(_random_item(chance, number) for number in range(count))


def _random_item(chance: random.Random, number: int) -> Item:
    what = chance.random() if number else 0.0
    if what < 0.5:
        lines = chance.randint(1, 4)
        more = (text_size(lines + 1, 40.0),) if lines > 1 and chance.random() < 0.2 else ()
        return Item(f"p{number}", "text", (text_size(lines), *more))
    if what < 0.62:
        return Item(f"h{number}", "head", (Size(1),), above=(Size(1), Size(2, 110.0)), keeps=2)
    if what < 0.8:
        lines = chance.randint(2, 3)
        sizes = (Size(lines), Size(lines + 1, 60.0))
        places = chance.choice([(), ("top",), ("top", "foot"), ("foot",)])
        here, early = not places or chance.random() < 0.7, chance.random() < 0.7
        apart = sizes if places else ()
        return Item(f"f{number}", "figure", sizes, apart, places=places, here=here, early=early)
    if what < 0.9:
        size, places = (Size(chance.randint(2, 3)),), chance.choice([(), ("top",), ("top", "foot")])
        kind = chance.choice(["figure", "quote"])
        return Item(f"w{number}", kind, size, size if places else (), wide=True, places=places)
    tight, ends = chance.randint(0, 1), chance.random() < 0.3
    return Item(f"b{number}", "box", (Size(2),), tight=tight, ends=ends)


def random_extent(chance: random.Random) -> SlotExtent:
    """Draw a few short pages."""
    lines = chance.randint(6, 8)
    return SlotExtent(
        chance.choice([1, 2, 2, 2, 3]),
        chance.randint(4, lines),
        lines,
        chance.choice([0, 1, 2]),
        chance.random() < 0.5,
        chance.choice([(Size(0),), (Size(0), Size(1, 70.0)), (Size(0), Size(-1, 70.0))]),
        chance.random() < 0.8,
        chance.choice([0.0, 0.8]),
    )


# ---- what one costs ----


def price(items: Sequence[Item], extent: SlotExtent, makeup: Makeup) -> float:
    """Check a make-up by the rules, and add up what it costs.

    :raises AssertionError: where a rule is broken.
    """
    moved = {one.item for one in makeup.moved}
    assert len(moved) == len(makeup.moved), "nothing stands twice"
    _check_all_there(items, makeup)
    _check_order(items, makeup)
    _check_apart(extent, makeup)
    cost = next(size.cost for size in extent.opening if size.lines == makeup.opening)
    cost += sum(_price_leg(items, extent, leg, makeup) for leg in makeup.legs)
    cost += sum(_price_moved(items, extent, makeup, one) for one in makeup.moved)
    return cost + _price_heads(items, extent, makeup) + _price_end(items, extent, makeup)


def _beside(makeup: Makeup, leg: Leg) -> list[Leg]:
    """The legs of the band of one."""
    return [other for other in makeup.legs if (other.page, other.band) == (leg.page, leg.band)]


def _closed(makeup: Makeup, leg: Leg) -> bool:
    """A leg is closed where something that runs across follows on its page, or nothing at all."""
    later = [other for other in makeup.legs if (other.page, other.band) > (leg.page, leg.band)]
    following = min(later, key=lambda other: (other.page, other.band), default=None)
    return following is None or following.page == leg.page


def _forced(items: Sequence[Item], leg: Leg) -> bool:
    """Whether what stands last in a leg ends it."""
    return bool(leg.portions) and not leg.ends.above and items[leg.portions[-1].item].ends


def _price_leg(items: Sequence[Item], extent: SlotExtent, leg: Leg, makeup: Makeup) -> float:
    cost = 0.0
    if leg.portions and leg.count < extent.columns and items[leg.portions[0].item].moves:
        cost += prices.STAYS
    cost += _price_portions(items, extent, leg, _may_stand_alone(items, leg, makeup))
    cost += prices.HEAD_LOW if _is_low(items, leg, makeup) else 0.0
    return cost + _price_foot(items, extent, leg, makeup)


def _may_stand_alone(items: Sequence[Item], leg: Leg, makeup: Makeup) -> bool:
    """Whether a head may stand at the end of a leg: what runs across follows it, or nothing."""
    rest = set(range(leg.ends.item, len(items))) - {one.item for one in makeup.moved}
    return not rest or (_closed(makeup, leg) and leg.number == _beside(makeup, leg)[-1].number)


def _price_portions(items: Sequence[Item], extent: SlotExtent, leg: Leg, alone: bool) -> float:
    """Check what stands in a leg, from its top to its foot."""
    cost, line, held = 0.0, 0, 0
    for number, portion in enumerate(leg.portions):
        item, last = items[portion.item], number + 1 == len(leg.portions)
        assert item.wide is (leg.count < extent.columns), "what runs across does, and nothing else"
        size = next(size for size in item.sizes if size.lines == portion.lines)
        cost += _price_top(item, size, portion, line, leg) if portion.line >= 0 else 0.0
        if last and leg.ends.item == portion.item and leg.ends.above:
            cut = next(cut for cut in size.breaks if cut.goes_on == leg.ends.above)
            assert cut.after >= held, "a head has lines below it"
            cost, bottom = cost + cut.cost, portion.line + cut.after
        else:
            bottom = portion.line + portion.room
            following = None if last else items[leg.portions[number + 1].item]
            _check_room(item, portion, following)
        held = item.keeps if item.keeps else max(0, held - (bottom - max(portion.line, 0)))
        line = bottom
    assert not held or alone, "a head has lines below it"
    cost += prices.HEAD_ALONE if held else 0.0
    assert leg.end == leg.top + line <= leg.foot, "nothing passes the foot"
    return cost


def _price_top(item: Item, size: Size, portion: Portion, line: int, leg: Leg) -> float:
    """Check the space above an item."""
    if line or (item.kind == "head" and leg.top > leg.band):
        return size.cost + next(space.cost for space in item.above if space.lines == portion.line - line)
    assert portion.line == 0, "no space at the top of a column"
    return size.cost


def _check_room(item: Item, portion: Portion, following: Item | None) -> None:
    """Space below an item is given up at a foot and before a head alone."""
    assert portion.room in (portion.lines, portion.lines - item.tight)
    assert portion.room == portion.lines or following is None or following.kind == "head"
    assert following is None or not item.ends, "nothing stands below what ends its column"


def _price_foot(items: Sequence[Item], extent: SlotExtent, leg: Leg, makeup: Makeup) -> float:
    """Say what it costs where a leg ends."""
    beside, closed = _beside(makeup, leg), _closed(makeup, leg)
    last = leg.number == beside[-1].number
    if _forced(items, leg):
        assert leg.foot == leg.end
    if not closed or not last:
        return prices.short(leg.foot - leg.end)
    final = not any((other.page, other.band) > (leg.page, leg.band) for other in makeup.legs)
    if leg.count == 1 or (final and not extent.balanced):
        return 0.0
    empty = leg.count - 1 - leg.number
    depth = max(other.foot + _at_foot(makeup, other) for other in beside) - leg.band
    lopsided = empty * (prices.LOPSIDED + prices.UNBALANCED * max(0, depth - 1))
    return prices.UNBALANCED * max(0, leg.foot - leg.end - 1) + lopsided


def _at_foot(makeup: Makeup, leg: Leg) -> int:
    """Say how many lines what is moved takes below a leg, in its column."""
    below = (moved for moved in makeup.moved if (moved.page, moved.number, moved.span) == (leg.page, leg.number, 1))
    return sum(moved.lines for moved in below if moved.place == "foot" and moved.line == leg.foot)


def _is_low(items: Sequence[Item], leg: Leg, makeup: Makeup) -> bool:
    """Whether the last head of a leg that runs on stands near its foot."""
    if _forced(items, leg) or (_closed(makeup, leg) and leg.number == _beside(makeup, leg)[-1].number):
        return False
    heads = [portion.line + portion.room for portion in leg.portions if items[portion.item].keeps and portion.line >= 0]
    return bool(heads) and heads[-1] > max(0, leg.foot - leg.top - prices.NEAR_FOOT)


def _price_heads(items: Sequence[Item], extent: SlotExtent, makeup: Makeup) -> float:
    """Say what several heads near the feet of one spread cost."""
    cost = 0.0
    for page in range(makeup.pages):
        spread = (page - 1, page) if page and extent.faces(page - 1) else (page,)
        before = sum(_is_low(items, leg, makeup) for leg in makeup.legs if leg.page in spread and leg.page < page)
        for leg in makeup.legs:
            if leg.page == page and _is_low(items, leg, makeup):
                cost += prices.HEADS_LOW if before else 0.0
                before += 1
    return cost


def _anchor(items: Sequence[Item], makeup: Makeup, number: int) -> tuple[int, int, int]:
    """Find the page, the band and the column in which the text comes to an item that stands elsewhere."""
    for leg in makeup.legs:
        if number < leg.ends.item or (leg.ends.item == len(items) and number < len(items)):
            return leg.page, leg.band, leg.number if leg.count > 1 else 0
    raise AssertionError("never passed")


def _price_moved(items: Sequence[Item], extent: SlotExtent, makeup: Makeup, one: Moved) -> float:
    item = items[one.item]
    size = next(size for size in item.apart if size.lines == one.lines)
    page, band, column = _anchor(items, makeup, one.item)
    pages, columns = one.page - page, one.page * extent.columns + one.number - page * extent.columns - column
    cost = size.cost
    behind = pages > 0 if item.wide else (one.page, _band_of(makeup, one), one.number) > (page, band, column)
    if behind:
        cost += prices.LATE + (prices.pages_away(pages) if item.wide else prices.away(abs(columns)))
    else:
        assert pages in (0, -1)
        assert not pages or extent.faces(one.page), "never before the spread"
        assert item.early or not columns or (item.wide and not pages)
        cost += prices.pages_away(pages) if item.wide else prices.away(-columns)
    if one.place == "top" and not item.wide:
        return cost + (prices.UNDER_HEAD if not one.page else prices.STACKED if _band_of(makeup, one) else 0.0)
    return cost + (0.0 if one.page else prices.ON_OPENING)


def _band_of(makeup: Makeup, one: Moved) -> int:
    """Find the band that something stands in which is moved; what runs across stands before all of them."""
    bands = [leg.band for leg in makeup.legs if leg.page == one.page and leg.band <= one.line]
    return max(bands, default=0)


def _check_all_there(items: Sequence[Item], makeup: Makeup) -> None:
    """Every item stands once and whole, in the order of the text, but for those that are moved."""
    point = FlowPoint(0)
    moved = {one.item for one in makeup.moved}

    def skip(number: int) -> int:
        while number in moved:
            number += 1
        return number

    for leg in makeup.legs:
        assert leg.begins == point or (skip(leg.begins.item), leg.begins.above) == (skip(point.item), point.above)
        here = skip(leg.begins.item)
        for portion in leg.portions:
            assert portion.item == here, "the order is that of the text"
            here = skip(here + 1)
        ended = leg.portions[-1].item if leg.ends.above else here
        assert skip(leg.ends.item) == ended
        point = leg.ends
    assert skip(point.item) == len(items), "nothing is lost"


def _check_order(items: Sequence[Item], makeup: Makeup) -> None:
    """Things of one kind that may be moved stand in the order of the text."""
    stands: dict[int, tuple[int, ...]] = {}
    for one in makeup.moved:
        across = items[one.item].wide
        stands[one.item] = (one.page, -99, 0, 0) if across else (one.page, _band_of(makeup, one), one.number, one.line)
    for leg in makeup.legs:
        for at in leg.portions:
            stands.setdefault(at.item, (leg.page, leg.band, leg.number, leg.top + at.line))
    for kind in {item.kind for item in items if item.moves}:
        order = [stands[number] for number, item in enumerate(items) if item.moves and item.kind == kind]
        assert order == sorted(order), "things of one kind keep their order"


def _check_apart(extent: SlotExtent, makeup: Makeup) -> None:
    """Nothing stands over anything, or outside its page."""
    taken: set[tuple[int, int, int]] = set()

    def take(page: int, number: int, span: int, top: int, bottom: int) -> None:
        least = makeup.opening if not page else 0
        assert least <= top <= bottom <= extent.foot(page)
        for column in range(number, number + span):
            for line in range(top, bottom):
                assert (page, column, line) not in taken
                taken.add((page, column, line))

    for leg in makeup.legs:
        take(leg.page, leg.number, 1 if leg.count > 1 else extent.columns, leg.top, leg.end)
    for one in makeup.moved:
        take(one.page, one.number, one.span, one.line, one.line + one.lines)


def _price_end(items: Sequence[Item], extent: SlotExtent, makeup: Makeup) -> float:
    """Say what the last page costs, and pages too many or too few."""
    page = makeup.pages - 1
    last = [leg for leg in makeup.legs if leg.page == page]
    final = max(last, key=lambda leg: (leg.band, leg.number))
    bottom, free = final.end + _below(makeup, final), 0
    if final.count > 1:
        beside = _beside(makeup, final)
        bottom = max(leg.foot + _below(makeup, leg) for leg in beside)
        free = bottom - _below(makeup, final) - final.end + (final.count - len(beside)) * (bottom - final.band)
    across = [one for one in makeup.moved if one.page == page and items[one.item].wide and one.place == "foot"]
    foot = min((one.line for one in across), default=extent.foot(page))
    if final.count > 1 and not extent.balanced and not any(_forced(items, leg) for leg in _beside(makeup, final)):
        assert bottom == foot, "columns that are not balanced are filled"
    cost = prices.PAGE * abs(extent.pages - page - 1) if extent.pages else prices.MORE_PAGES * page
    empty = foot - bottom + free // max(1, final.count)
    if across:
        return cost + prices.GAP * empty
    if empty > extent.spared:
        cost += prices.UNDERSET + prices.UNFILLED * (empty - extent.spared)
    return cost + prices.EMPTY * max(0, empty - prices.SPARED)


def _below(makeup: Makeup, leg: Leg) -> int:
    """The lines of what is moved to the foot of a leg."""
    return sum(
        one.lines
        for one in makeup.moved
        if (one.page, one.number, one.span, one.place) == (leg.page, leg.number, 1, "foot")
        and _band_of(makeup, one) == leg.band
    )


def is_far(items: Sequence[Item], makeup: Makeup) -> bool:
    """Tell whether a make-up is one that the search leaves out: a column that ends far above its foot, for nothing."""
    return any(
        leg.foot - leg.end > 3 or (leg.foot - leg.band > 5 and _closed(makeup, leg))
        for leg in makeup.legs
        if not _forced(items, leg)
    )


# ---- all there are ----


@dataclass(frozen=True)
class _Begun:
    """A make-up as far as it has come, and the point of the text that is next."""

    makeup: Makeup
    point: FlowPoint

    @property
    def placed(self) -> set[int]:
        return {one.item for one in self.makeup.moved}

    def has_set(self, number: int) -> bool:
        """Whether an item stands in the text already."""
        return any(portion.item == number for leg in self.makeup.legs for portion in leg.portions)

    def move(self, one: Moved) -> _Begun:
        """The same with a thing that is moved."""
        return replace(self, makeup=replace(self.makeup, moved=(*self.makeup.moved, one)))


class _Trying:
    """All make-ups of some items on so many pages."""

    def __init__(self, items: Sequence[Item], extent: SlotExtent, most: int) -> None:
        self.items, self.extent, self.most = items, extent, most

    def pages(self, begun: _Begun, page: int) -> Iterator[Makeup]:
        """Go on with a page, with or without a thing across its columns."""
        if page == self.most:
            return
        top, foot = (begun.makeup.opening if not page else 0), self.extent.foot(page)
        yield from self.bands(begun, page, top, foot)
        if self.extent.columns == 1:
            return
        for number in self._movable(begun, wide=True):
            for size in self.items[number].apart:
                if size.lines <= foot - top - prices.LEAST_BAND:
                    for place in self.items[number].places:
                        line = top if place == "top" else foot - size.lines
                        one = Moved(number, page, 0, self.extent.columns, line, size.lines, place)
                        edges = (top + size.lines, foot) if place == "top" else (top, foot - size.lines)
                        yield from self.bands(begun.move(one), page, *edges)

    def _movable(self, begun: _Begun, wide: bool) -> list[int]:
        return [
            number
            for number, item in enumerate(self.items)
            if item.moves and item.wide is wide and number not in begun.placed and not begun.has_set(number)
        ]

    def bands(self, begun: _Begun, page: int, top: int, foot: int, after: int = 0) -> Iterator[Makeup]:
        """Begin columns, or what runs across; not the same as what went ``after`` them."""
        count = self.extent.columns
        if foot <= top:
            return
        if count > 1 and after != 1:
            yield from self.legs(begun, page, 0, 1, (top, foot, foot))
        if after != count or count == 1:
            for depth in [foot] if count == 1 else range(top + 1, foot + 1):
                yield from self.legs(begun, page, 0, count, (top, depth, foot))

    def legs(self, begun: _Begun, page: int, number: int, count: int, edges: _Edges) -> Iterator[Makeup]:
        """Fill a leg in all ways."""
        for top, bottom, way in self._floats(begun, page, number, count, edges):
            contents = _Contents(self.items, way, bottom - top, top > edges[0], count < self.extent.columns)
            for portions, lines, ends in contents.all():
                leg = Leg(page, number, count, edges[0], top, bottom, top + lines, way.point, ends, portions)
                leg = replace(leg, foot=leg.end) if _forced(self.items, leg) else leg
                after = _Begun(replace(way.makeup, legs=(*way.makeup.legs, leg)), ends)
                yield from self.after(after, leg, edges)

    def _floats(
        self, begun: _Begun, page: int, number: int, count: int, edges: _Edges
    ) -> Iterator[tuple[int, int, _Begun]]:
        band, foot, _ = edges
        yield band, foot, begun
        for index in self._movable(begun, wide=False) if count == self.extent.columns else ():
            for size in self.items[index].apart:
                if size.lines <= foot - band - prices.LEAST_TEXT:
                    for place in self.items[index].places:
                        line = band if place == "top" else foot - size.lines
                        one = Moved(index, page, number, 1, line, size.lines, place)
                        inner = (band + size.lines, foot) if place == "top" else (band, foot - size.lines)
                        yield (*inner, begun.move(one))

    def after(self, begun: _Begun, leg: Leg, edges: _Edges) -> Iterator[Makeup]:
        """Go on behind a leg: with the next one, the next band, the next page; or be done."""
        _, foot, page_foot = edges
        rest = [n for n in range(begun.point.item, len(self.items)) if n not in begun.placed]
        here = not begun.point.above
        if not rest and here and all(n in begun.placed or begun.has_set(n) for n in range(len(self.items))):
            yield begun.makeup
            return
        if leg.number < leg.count - 1:
            yield from self.legs(begun, leg.page, leg.number + 1, leg.count, edges)
        came = leg.portions or leg.begins != leg.ends  # a column that begins at what closes it is none
        several = leg.count > 1
        closes = came and rest and here and self.items[rest[0]].wide is several and self.extent.columns > 1
        if closes:
            closed = begun if several else _end_here(begun)
            yield from self.bands(closed, leg.page, foot if several else leg.end, page_foot, leg.count)
        if leg.number == leg.count - 1 and foot == page_foot and (several or not closes):
            yield from self.pages(begun, leg.page + 1)


def _end_here(begun: _Begun) -> _Begun:
    """Let the last leg end where what it holds does."""
    *legs, last = begun.makeup.legs
    return replace(begun, makeup=replace(begun.makeup, legs=(*legs, replace(last, foot=last.end))))


class _Contents:
    """All that a leg may hold: items in the order of the text, those that are moved or wait left out."""

    def __init__(self, items: Sequence[Item], begun: _Begun, room: int, under: bool, across: bool) -> None:
        self.items, self.point = items, begun.point
        self.room, self.under, self.across = room, under, across
        self.out = frozenset(begun.placed)

    def all(self) -> Iterator[_Content]:
        """Begin where the text has come to."""
        number, lines, above = self.point.item, self.point.lines, self.point.above
        if not above:
            yield from self._go(number, 0, (), self.out)
            return
        size = next(size for size in self.items[number].sizes if size.lines == lines)
        rest = (Portion(number, -above, lines, lines),)
        for cut in size.breaks:
            if above < cut.after <= above + self.room:
                yield rest, cut.after - above, FlowPoint(number, lines, cut.goes_on)
        if lines - above <= self.room:
            yield from self._go(number + 1, lines - above, rest, self.out)

    def _go(self, number: int, line: int, portions: tuple[Portion, ...], out: frozenset[int]) -> Iterator[_Content]:
        """Go on with an item: end before it, let it wait, set it."""
        while number in out:
            number += 1
        if portions or not self.across:
            yield portions, line, FlowPoint(number)
        if number == len(self.items):
            return
        item = self.items[number]
        if item.moves and not self.across:
            yield from self._go(number + 1, line, portions, out | {number})
        if item.here and item.wide is self.across:
            first = not line and not (self.under and item.kind == "head")
            for space in (0,) if first else [size.lines for size in item.above]:
                for size in item.sizes:
                    yield from self._put(number, line + space, size, portions, out)

    def _put(
        self, number: int, line: int, size: Size, portions: tuple[Portion, ...], out: frozenset[int]
    ) -> Iterator[_Content]:
        """Set an item in one height: parted, whole, or without the space below it."""
        item, lines, room = self.items[number], size.lines, self.room
        whole = (*portions, Portion(number, line, lines, lines))
        for cut in size.breaks:
            if line + cut.after <= room:
                yield whole, line + cut.after, FlowPoint(number, lines, cut.goes_on)
        if line + lines <= room:
            yield from self._behind(number, line + lines, whole, out)
        if item.tight and line + lines - item.tight <= room:
            tight = (*portions, Portion(number, line, lines, lines - item.tight))
            yield from self._behind_tight(number, line + lines - item.tight, tight, out)

    def _behind(self, number: int, line: int, portions: tuple[Portion, ...], out: frozenset[int]) -> Iterator[_Content]:
        if self.items[number].ends:
            yield portions, line, FlowPoint(number + 1)
        else:
            yield from self._go(number + 1, line, portions, out)

    def _behind_tight(
        self, number: int, line: int, portions: tuple[Portion, ...], out: frozenset[int]
    ) -> Iterator[_Content]:
        yield portions, line, FlowPoint(number + 1)
        following = number + 1
        head = following < len(self.items) and self.items[following].kind == "head" and following not in out
        if head and not self.items[number].ends:
            yield from self._go(following, line, portions, out)


def all_makeups(items: Sequence[Item], extent: SlotExtent, most_pages: int) -> Iterator[Makeup]:
    """Try everything: every place, every height, every break."""
    for size in extent.opening:
        yield from _Trying(items, extent, most_pages).pages(_Begun(Makeup((), (), size.lines, 0.0), FlowPoint(0)), 0)
