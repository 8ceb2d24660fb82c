"""Another way to make up: judge a make-up from what it is, and try all there are. For small cases only; it is slow.

Written apart from the search on purpose: neither the beam nor the bounds nor what the search remembers is here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pressroom.setting.columns import prices
from pressroom.setting.columns.items import Extent, Item
from pressroom.setting.columns.makeup import FlowPoint, Leg, Makeup, Moved, Portion


def price(items: Sequence[Item], extent: Extent, makeup: Makeup) -> float:
    """Check a make-up by the rules, and add up what it costs.

    :raises AssertionError: where a rule is broken.
    """
    moved = {one.item: one for one in makeup.moved}
    assert len(moved) == len(makeup.moved), "nothing stands twice"
    cost = next(size.cost for size in extent.opening if size.lines == makeup.opening)
    cost += sum(_price_leg(items, extent, leg, makeup) for leg in makeup.legs)
    cost += sum(_price_moved(items, extent, makeup, one) for one in makeup.moved)
    _check_all_there(items, makeup)
    _check_apart(extent, makeup)
    for page in range(makeup.pages):
        low = sum(
            _is_low(items, leg, makeup) for leg in makeup.legs if leg.page in _spread(extent, page) and leg.page <= page
        )
        low_here = [_is_low(items, leg, makeup) for leg in makeup.legs if leg.page == page]
        before = low - sum(low_here)
        for is_low in low_here:
            cost += prices.HEADS_LOW if is_low and before else 0.0
            before += is_low
    return cost + _price_end(items, extent, makeup)


def _spread(extent: Extent, page: int) -> tuple[int, ...]:
    return (page - 1, page) if page and extent.faces(page - 1) else (page,)


def _closed(makeup: Makeup, leg: Leg) -> bool:
    """A leg is closed where something that runs across follows on its page, or nothing at all."""
    later = [other for other in makeup.legs if (other.page, other.band) > (leg.page, leg.band)]
    following = min(later, key=lambda other: (other.page, other.band), default=None)
    return following is None or following.page == leg.page


def _price_leg(items: Sequence[Item], extent: Extent, leg: Leg, makeup: Makeup) -> float:
    cost, line, held = 0.0, 0, 0
    if leg.count < extent.columns and items[leg.portions[0].item].moves:
        cost += prices.STAYS
    for number, portion in enumerate(leg.portions):
        item = items[portion.item]
        assert item.wide is (leg.count < extent.columns), "what runs across does, and nothing else"
        size = next(size for size in item.sizes if size.lines == portion.lines)
        assert portion.room in (portion.lines, portion.lines - item.tight)
        last = number + 1 == len(leg.portions)
        parted = last and leg.ends.item == portion.item and leg.ends.above > 0
        if portion.line >= 0:
            cost += size.cost
            if line or (item.kind == "head" and leg.top > leg.band):
                space = next(space for space in item.above if space.lines == portion.line - line)
                cost += space.cost
            else:
                assert portion.line == 0, "no space at the top of a column"
        if parted:
            cut = next(cut for cut in size.breaks if cut.goes_on == leg.ends.above)
            cost += cut.cost
            bottom = portion.line + cut.after
            assert cut.after >= held, "a head has lines below it"
        else:
            bottom = portion.line + portion.room
            if portion.room < portion.lines:
                following = None if last else items[leg.portions[number + 1].item]
                assert following is None or following.kind == "head"
        held = item.keeps if item.keeps else max(0, held - (bottom - max(portion.line, 0)))
        line = bottom
    assert not held, "a head has lines below it"
    assert leg.end == leg.top + line <= leg.foot, "nothing passes the foot"
    cost += prices.HEAD_LOW if _is_low(items, leg, makeup) else 0.0
    if not _closed(makeup, leg):
        return cost + prices.short(leg.foot - leg.end)
    final = not any((other.page, other.band) > (leg.page, leg.band) for other in makeup.legs)
    beside = [other for other in makeup.legs if (other.page, other.band) == (leg.page, leg.band)]
    if leg.number < beside[-1].number:
        return cost + prices.short(leg.foot - leg.end)
    if leg.count > 1 and (extent.balanced or not final):
        cost += prices.UNBALANCED * max(0, leg.foot - leg.end - 1) + prices.LOPSIDED * (leg.count - 1 - leg.number)
    return cost


def _is_low(items: Sequence[Item], leg: Leg, makeup: Makeup) -> bool:
    """Whether the last head of a leg that runs on stands near its foot."""
    if _closed(makeup, leg) and _comes_to_end(items, leg, makeup):
        return False
    heads = [portion.line + portion.room for portion in leg.portions if items[portion.item].keeps and portion.line >= 0]
    return bool(heads) and heads[-1] > max(0, leg.foot - leg.top - prices.NEAR_FOOT)


def _comes_to_end(items: Sequence[Item], leg: Leg, makeup: Makeup) -> bool:
    """Whether nothing of what stands above the next thing across is left behind a leg."""
    beside = [other for other in makeup.legs if (other.page, other.band) == (leg.page, leg.band)]
    return leg.number == beside[-1].number


def _anchor(items: Sequence[Item], makeup: Makeup, number: int) -> tuple[int, int]:
    """Find the page and the column in which the text comes to an item that stands elsewhere."""
    for leg in makeup.legs:
        if number < leg.ends.item or (leg.ends.item == len(items) and number < len(items)):
            return leg.page, leg.number if leg.count > 1 else 0
    raise AssertionError("never passed")


def _price_moved(items: Sequence[Item], extent: Extent, makeup: Makeup, one: Moved) -> float:
    item = items[one.item]
    size = next(size for size in item.apart if size.lines == one.lines)
    page, column = _anchor(items, makeup, one.item)
    pages, columns = one.page - page, one.page * extent.columns + one.number - page * extent.columns - column
    cost = size.cost
    late = columns > 0 if not item.wide else pages > 0
    if late:
        cost += prices.LATE + (prices.pages_away(pages) if item.wide else prices.away(columns))
    else:
        assert pages in (0, -1)
        assert not pages or extent.faces(one.page), "never before the spread"
        assert item.early or not columns or (item.wide and not pages)
        cost += prices.pages_away(pages) if item.wide else prices.away(-columns)
    if item.wide:
        return cost + (0.0 if one.page else prices.ON_OPENING)
    if one.place == "top":
        band = next(
            leg.band
            for leg in makeup.legs
            if (leg.page, leg.top) >= (one.page, one.line) and leg.page == one.page and leg.band <= one.line
        )
        return cost + (prices.UNDER_HEAD if not one.page else prices.STACKED if band else 0.0)
    return cost + (0.0 if one.page else prices.ON_OPENING)


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


def _check_apart(extent: Extent, makeup: Makeup) -> None:
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


def _price_end(items: Sequence[Item], extent: Extent, makeup: Makeup) -> float:
    page = makeup.pages - 1
    last = [leg for leg in makeup.legs if leg.page == page]
    final = max(last, key=lambda leg: (leg.band, leg.number))
    bottom, free = final.end, 0
    if final.count > 1:
        beside = [leg for leg in last if leg.band == final.band]
        bottom = max(leg.foot + sum(one.lines for one in _below(makeup, leg)) for leg in beside)
        free = final.foot - final.end + (final.count - len(beside)) * (bottom - final.band)
        assert extent.balanced or bottom == extent.foot(page) or _across_below(items, makeup, page) == bottom
    across = [one for one in makeup.moved if one.page == page and items[one.item].wide and one.place == "foot"]
    foot = min((one.line for one in across), default=extent.foot(page))
    cost = prices.PAGE * max(0, extent.pages - page - 1) if extent.pages else 0.0
    cost += prices.PAGE * max(0, page + 1 - extent.pages) if extent.pages else prices.MORE_PAGES * page
    empty = foot - bottom + free // max(1, final.count)
    if across:
        return cost + prices.GAP * empty
    return cost + prices.EMPTY * max(0, empty - prices.SPARED) + prices.UNFILLED * max(0, empty - extent.spared)


def _across_below(items: Sequence[Item], makeup: Makeup, page: int) -> int | None:
    return next((one.line for one in makeup.moved if one.page == page and items[one.item].wide and one.line), None)


def _below(makeup: Makeup, leg: Leg) -> Iterator[Moved]:
    for one in makeup.moved:
        if one.page == leg.page and one.number == leg.number and one.span == 1 and one.line == leg.foot:
            yield one


# ---- All there are ----


@dataclass(frozen=True)
class _Begun:
    makeup: Makeup
    number: int = 0
    lines: int = 0
    above: int = 0

    @property
    def placed(self) -> set[int]:
        return {one.item for one in self.makeup.moved}


def all_makeups(items: Sequence[Item], extent: Extent, most_pages: int) -> Iterator[Makeup]:
    """Try everything: every place, every height, every break."""
    for size in extent.opening:
        begun = _Begun(Makeup((), (), size.lines, 0.0))
        yield from _pages(items, extent, begun, 0, most_pages)


def _pages(items: Sequence[Item], extent: Extent, begun: _Begun, page: int, most: int) -> Iterator[Makeup]:
    if page == most:
        return
    top, foot = (begun.makeup.opening if not page else 0), extent.foot(page)
    yield from _bands(items, extent, begun, page, top, foot, most)
    if extent.columns == 1:
        return
    for number, item in enumerate(items):
        if not item.wide or not item.moves or number in begun.placed or _is_set(begun, number):
            continue
        for size in item.apart:
            if size.lines > foot - top - prices.LEAST_BAND:
                continue
            for place in item.places:
                line = top if place == "top" else foot - size.lines
                one = Moved(number, page, 0, extent.columns, line, size.lines, place)
                edges = (top + size.lines, foot) if place == "top" else (top, foot - size.lines)
                yield from _bands(items, extent, _with(begun, one), page, *edges, most)


def _is_set(begun: _Begun, number: int) -> bool:
    return any(portion.item == number for leg in begun.makeup.legs for portion in leg.portions)


def _with(begun: _Begun, one: Moved) -> _Begun:
    return replace(begun, makeup=replace(begun.makeup, moved=(*begun.makeup.moved, one)))


def _bands(
    items: Sequence[Item], extent: Extent, begun: _Begun, page: int, top: int, foot: int, most: int
) -> Iterator[Makeup]:
    if foot <= top:
        return
    count = extent.columns
    if count > 1:
        yield from _legs(items, extent, begun, page, 0, 1, (top, foot, foot), most)
    feet = [foot] if count == 1 else range(top + 1, foot + 1)
    for depth in feet:
        yield from _legs(items, extent, begun, page, 0, count, (top, depth, foot), most)


def _legs(
    items: Sequence[Item],
    extent: Extent,
    begun: _Begun,
    page: int,
    number: int,
    count: int,
    edges: tuple[int, int, int],
    most: int,
) -> Iterator[Makeup]:
    band, foot, page_foot = edges
    ways: list[tuple[int, int, _Begun]] = [(band, foot, begun)]
    if count == extent.columns:
        for index, item in enumerate(items):
            if item.wide or not item.moves or index in begun.placed or _is_set(begun, index):
                continue
            for size in item.apart:
                if size.lines <= foot - band - prices.LEAST_TEXT:
                    for place in item.places:
                        line = band if place == "top" else foot - size.lines
                        one = Moved(index, page, number, 1, line, size.lines, place)
                        inner = (band + size.lines, foot) if place == "top" else (band, foot - size.lines)
                        ways.append((*inner, _with(begun, one)))
    for top, bottom, way in ways:
        for portions, end, ends in _contents(items, way, bottom - top, top > band, count < extent.columns):
            leg = Leg(page, number, count, band, top, bottom, top + end, _point(way), ends, portions)
            after = _Begun(replace(way.makeup, legs=(*way.makeup.legs, leg)), ends.item, ends.lines, ends.above)
            yield from _after(items, extent, after, page, number, count, edges, most)


def _point(begun: _Begun) -> FlowPoint:
    return FlowPoint(begun.number, begun.lines, begun.above)


def _after(
    items: Sequence[Item],
    extent: Extent,
    begun: _Begun,
    page: int,
    number: int,
    count: int,
    edges: tuple[int, int, int],
    most: int,
) -> Iterator[Makeup]:
    """Go on behind a leg: with the next one, the next band, the next page; or be done."""
    band, foot, page_foot = edges
    rest = [n for n in range(begun.number, len(items)) if n not in begun.placed]
    if not rest and not begun.above:
        if all(n in begun.placed or _is_set(begun, n) for n in range(len(items))):
            yield begun.makeup
        return
    if number < count - 1:
        yield from _legs(items, extent, begun, page, number + 1, count, edges, most)
    closes = rest and not begun.above and items[rest[0]].wide is (count > 1) and extent.columns > 1
    if closes:
        bottom = foot if count > 1 else begun.makeup.legs[-1].end
        closed = _fit(begun) if count == 1 else begun
        yield from _bands_of(items, extent, closed, page, bottom, page_foot, most, across=count > 1)
    if number == count - 1 and foot == page_foot and not (closes and count == 1):
        yield from _pages(items, extent, begun, page + 1, most)


def _fit(begun: _Begun) -> _Begun:
    *legs, last = begun.makeup.legs
    return replace(begun, makeup=replace(begun.makeup, legs=(*legs, replace(last, foot=last.end))))


def _bands_of(
    items: Sequence[Item],
    extent: Extent,
    begun: _Begun,
    page: int,
    top: int,
    foot: int,
    most: int,
    across: bool,
) -> Iterator[Makeup]:
    if foot <= top:
        return
    if across:
        yield from _legs(items, extent, begun, page, 0, 1, (top, foot, foot), most)
        return
    for depth in range(top + 1, foot + 1):
        yield from _legs(items, extent, begun, page, 0, extent.columns, (top, depth, foot), most)


def _contents(
    items: Sequence[Item], begun: _Begun, room: int, under: bool, across: bool
) -> Iterator[tuple[tuple[Portion, ...], int, FlowPoint]]:
    """Give all that a leg may hold: items in the order of the text, those that are moved or wait left out."""
    placed = begun.placed

    def go(
        number: int, line: int, portions: tuple[Portion, ...]
    ) -> Iterator[tuple[tuple[Portion, ...], int, FlowPoint]]:
        while number in placed:
            number += 1
        if portions:
            yield portions, line, FlowPoint(number)
        if number == len(items):
            return
        item = items[number]
        if item.moves and not across:  # it waits
            waiting = _Begun(begun.makeup)
            yield from go_waiting(number, line, portions, waiting)
        if not item.here or item.wide is not across:
            return
        spaces = (0,) if not line and not (under and item.kind == "head") else tuple(s.lines for s in item.above)
        for space in spaces:
            for size in item.sizes:
                yield from put(number, line + space, size.lines, portions)

    def go_waiting(
        number: int, line: int, portions: tuple[Portion, ...], _: _Begun
    ) -> Iterator[tuple[tuple[Portion, ...], int, FlowPoint]]:
        placed.add(number)
        yield from list(go(number + 1, line, portions))
        placed.discard(number)

    def put(
        number: int, line: int, lines: int, portions: tuple[Portion, ...]
    ) -> Iterator[tuple[tuple[Portion, ...], int, FlowPoint]]:
        item = items[number]
        size = next(size for size in item.sizes if size.lines == lines)
        whole = (*portions, Portion(number, line, lines, lines))
        for cut in size.breaks:
            if line + cut.after <= room:
                yield whole, line + cut.after, FlowPoint(number, lines, cut.goes_on)
        if line + lines <= room:
            yield from go(number + 1, line + lines, whole)
        if item.tight and line + lines - item.tight <= room:
            tight = (*portions, Portion(number, line, lines, lines - item.tight))
            yield tight, line + lines - item.tight, FlowPoint(number + 1)
            if number + 1 < len(items) and items[number + 1].kind == "head" and number + 1 not in placed:
                yield from go(number + 1, line + lines - item.tight, tight)

    if begun.above:
        item = items[begun.number]
        size = next(size for size in item.sizes if size.lines == begun.lines)
        rest = (Portion(begun.number, -begun.above, begun.lines, begun.lines),)
        for cut in size.breaks:
            if begun.above < cut.after <= begun.above + room:
                yield rest, cut.after - begun.above, FlowPoint(begun.number, begun.lines, cut.goes_on)
        if begun.lines - begun.above <= room:
            yield from go(begun.number + 1, begun.lines - begun.above, rest)
    else:
        yield from go(begun.number, 0, ())
