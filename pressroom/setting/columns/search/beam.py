"""Make up an article: choose breaks, places and heights together, so that all columns end on the last line.

A beam search over columns, from the first to the last: a state is how far the text has come, what stands elsewhere
already and what still waits; of the states at one place the cheapest are kept. Knuth and Plass's total fit does the
same for lines, and Plass (1981) has shown that with floats it has no end in general; floats that keep their order
and stay near their anchors make it short. Where nothing is dropped from the beam the plan is the best there is.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from operator import attrgetter
from typing import NamedTuple

from pressroom.setting.columns.search import prices
from pressroom.setting.columns.search.bounds import Areas, Growth
from pressroom.setting.columns.search.fill import Asked, End, LegFiller, Spot, is_low
from pressroom.setting.columns.search.items import Item, SlotExtent
from pressroom.setting.columns.search.makeup import FlowPoint, Leg, Makeup, Moved, Portion

WIDTH = 300  # states that are kept at one place
_QUICK = (16, 80)  # the same for first, quick looks
_AHEAD = 2  # things that are looked at to be moved up
_OPEN = -1  # no item: a band of columns that goes on at the next page
_NEAR = 5  # lines: how much deeper than a fair share the columns above a thing across may be
_TOP, _FOOT = "top", "foot"


class _Away(NamedTuple):
    """An item that is not at its anchor: where it stands, or where it was passed (column, counted on, and page)."""

    item: int
    column: int
    page: int


class _Flow(NamedTuple):
    """How far the text has come, what was placed before its anchor, what waits, and low heads on this spread."""

    spot: Spot
    early: tuple[_Away, ...] = ()
    late: tuple[_Away, ...] = ()
    heads: int = 0


class _Band(NamedTuple):
    """Columns side by side: how many, between which lines, the foot of their page, and the item that closes them."""

    columns: int
    top: int
    foot: int
    page_foot: int
    target: int


class _Start(NamedTuple):
    """The beginning of a band: the line, the foot of the page, if the page is empty, if what runs across is next."""

    top: int
    foot: int
    fresh: bool
    across: bool = False


class _Filled(NamedTuple):
    """A column as it is filled."""

    page: int
    number: int
    band: _Band
    top: int
    foot: int
    start: Spot
    end: End


#: A column or a float, as it is chosen.
_Move = _Filled | Moved


class _Node(NamedTuple):
    """A state, the cheapest way to it, what that chose last, and what any that goes on from it costs at least."""

    cost: float
    flow: _Flow
    place: _Start | _Band
    number: int
    before: _Node | None
    chosen: tuple[_Move, ...]
    opening: int
    bound: float


#: Page, band and step (0: the band begins, then its columns): what comes later is never needed for what comes before.
_Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Begun:
    """A flow whose first pages are set: the page that is next, the point, floats before their anchors, what waits."""

    page: int
    point: FlowPoint
    early: tuple[Moved, ...] = ()
    late: tuple[int, ...] = ()


def search(items: Sequence[Item], extent: SlotExtent, width: int = WIDTH, begun: Begun | None = None) -> Makeup | None:
    """Find the cheapest makeup; none where there is no way to set what the flow holds."""
    searching = _Search(items, extent, begun)
    for narrow in (*_QUICK, width):  # what a quick look finds is a limit: nothing dearer is followed again
        searching.go(narrow)
    return _sheet_of(searching.best) if searching.best else None


_bound_of = attrgetter("bound")


class _Search:
    """One search."""

    def __init__(self, items: Sequence[Item], extent: SlotExtent, begun: Begun | None) -> None:
        self.items, self.extent, self.begun = items, extent, begun
        self.filler = LegFiller(items, max(extent.first + max(0, -extent.least_opening), extent.lines))
        natural = (item.lines + item.above[0].lines for item in items)
        self.sums = [0, *accumulate(0 if item.wide else lines for item, lines in zip(items, natural, strict=True))]
        self.least, self.natural = Areas(items, extent.columns, True), Areas(items, extent.columns, False)
        self.growth = Growth(items, extent.columns)
        self._yet: dict[tuple[int, int], float] = {}
        self.page_area = extent.lines * extent.columns
        self.waiting: list[_Key] = []
        self.layers: dict[_Key, dict[tuple[_Flow, _Start | _Band, int], _Node]] = {}
        self.best: _Node | None = None
        self.limit = prices.INFINITE
        self.last = _most_pages(items, extent)

    def go(self, width: int) -> None:
        """Search from the first column to the last."""
        self._start(self.begun)
        while self.waiting:
            key = heapq.heappop(self.waiting)
            nodes = sorted(self.layers.pop(key).values(), key=_bound_of)[:width]
            for node in nodes:
                if node.bound >= self.limit:
                    break
                if isinstance(node.place, _Start):
                    self._begin_band(node, key, node.place)
                else:
                    self._fill_column(node, key, node.place)

    def _start(self, begun: Begun | None) -> None:
        """Begin with the first page, or with the next one."""
        if begun is None:
            for size in self.extent.opening:
                start = _Start(size.lines, self.extent.first, True)
                self._put((0, 0, 0), _Flow((0, 0, 0)), start, 0, size.cost, None, (), size.lines)
            return
        columns, page, point = self.extent.columns, begun.page, begun.point
        early = tuple(_Away(moved.item, moved.page * columns + moved.number, moved.page) for moved in begun.early)
        late = tuple(_Away(number, page * columns - 1, page - 1) for number in begun.late)
        flow = _Flow((point.item, point.lines, point.above), early, late)
        self._put((page, 0, 0), flow, _Start(0, self.extent.foot(page), True), 0, 0.0, None, (), 0)

    def _put(
        self,
        key: _Key,
        flow: _Flow,
        place: _Start | _Band,
        number: int,
        cost: float,
        before: _Node | None,
        chosen: tuple[_Move, ...],
        opening: int,
    ) -> None:
        """Come to a state; the cheapest way is kept, and none that must become dearer than one that is complete."""
        layer = self.layers.get(key)
        if layer is None:
            layer = self.layers[key] = {}
            heapq.heappush(self.waiting, key)
        state = (flow, place, 0 if key[0] else opening)
        known = layer.get(state)
        if known is None or cost < known.cost:
            bound = cost + self._yet_to_come(flow, place, number, key[0])
            if bound < self.limit:
                layer[state] = _Node(cost, flow, place, number, before, chosen, opening, bound)

    def _yet_to_come(self, flow: _Flow, place: _Start | _Band, number: int, page: int) -> float:
        """Say what a plan costs at least from here: the pages that it needs, and what stays empty of the last one."""
        columns, per_page = self.extent.columns, self.page_area
        free = (place.foot - place.top) * columns
        if isinstance(place, _Band):
            free -= (place.foot - place.top) * (number if place.columns > 1 else 0)
            free += (place.page_foot - place.foot) * columns
        if self.extent.pages:
            free += max(0, self.extent.pages - page - 1) * per_page
        more = max(0, ceil((self.least.rest(*_left_of(flow)) - free) / per_page))
        cost = (prices.PAGE if self.extent.pages else prices.MORE_PAGES) * more
        first = flow.spot[0]
        cost += prices.LEAST_AWAY * len(flow.early)
        for away in flow.late:
            cost += prices.LEAST_AWAY if self.items[away.item].wide else prices.LEAST_LATE
            first = min(first, away.item)
        empty = (free + more * per_page - self.natural.rest(*_left_of(flow))) // columns
        return cost + self._emptiness_at_least(first, min(empty, self.extent.lines))

    def _emptiness_at_least(self, first: int, empty: int) -> float:
        """Say what it costs at least that so many lines would stay empty; things from an item on may yet grow."""
        key = first, empty
        found = self._yet.get(key)
        if found is None:
            grown = self.growth.prices(first)
            found = min(self._emptiness(empty - lines) + price for lines, price in enumerate(grown))
            self._yet[key] = found
        return found

    # ---- Bands: a page, or a part of one ----

    def _begin_band(self, node: _Node, key: _Key, start: _Start) -> None:
        """Begin a band of columns, or one across them, with or without a thing at the top or foot of the page."""
        flow, (page, number, _) = node.flow, key
        if start.fresh and not (page and self.extent.faces(page - 1)):
            flow = flow._replace(heads=0)
        for place, moved, cost, moves in self._page_floats(flow, page, start):
            for band, more in self._bands(moved, place):
                whole = node.cost + cost + more
                self._put((page, number, 1), moved, band, 0, whole, node, moves, node.opening)

    def _page_floats(
        self, flow: _Flow, page: int, start: _Start
    ) -> Iterator[tuple[_Start, _Flow, float, tuple[_Move, ...]]]:
        """Give the ways to set a thing across the columns at the top or foot of a page, and that without one."""
        yield start, flow, 0.0, ()
        if not start.fresh or self.extent.columns == 1:
            return
        number = self._wide_ahead(flow, page, start)
        if number is None:
            return
        item = self.items[number]
        moved, cost = self._take(flow, number, page * self.extent.columns, page)
        cost += 0.0 if page else prices.ON_OPENING
        for size in item.apart:
            if size.lines > start.foot - start.top - prices.LEAST_BAND:
                continue
            if _TOP in item.places:
                float_ = Moved(number, page, 0, self.extent.columns, start.top, size.lines, _TOP)
                yield start._replace(top=start.top + size.lines), moved, cost + size.cost, (float_,)
            if _FOOT in item.places:
                foot = start.foot - size.lines
                float_ = Moved(number, page, 0, self.extent.columns, foot, size.lines, _FOOT)
                yield start._replace(foot=foot), moved, cost + size.cost, (float_,)

    def _wide_ahead(self, flow: _Flow, page: int, start: _Start) -> int | None:
        """Find the thing across the columns that may stand on a page: the first that waits, or the next one."""
        for away in flow.late:
            if self.items[away.item].wide:
                return away.item if self._waits_first(away.item, flow) else None
        here = flow.spot[0]
        reach = (start.foot - start.top) * self.extent.columns
        reach += self.extent.lines * self.extent.columns if self.extent.faces(page) else 0
        taken = {away.item for away in flow.early}
        for number in range(here, len(self.items)):
            if self.sums[number] - self.sums[here] > reach:
                break
            item = self.items[number]
            if item.wide and number not in taken:
                near = item.early or self.sums[number] - self.sums[here] <= reach
                return number if item.moves and near and self._is_first(number, flow) else None
        return None

    def _is_first(self, number: int, flow: _Flow) -> bool:
        """Tell whether no other of its kind is to come before a thing: things that are moved keep their order."""
        kind, taken = self.items[number].kind, {away.item for away in flow.early}
        ahead = [other for other in range(flow.spot[0], number) if other not in taken and self.items[other].moves]
        return all(self.items[other].kind != kind for other in [*ahead, *(away.item for away in flow.late)])

    def _waits_first(self, number: int, flow: _Flow) -> bool:
        """Tell whether a thing is the first of its kind that waits."""
        kind = self.items[number].kind
        return number == next(away.item for away in flow.late if self.items[away.item].kind == kind)

    def _bands(self, flow: _Flow, start: _Start) -> Iterator[tuple[_Band, float]]:
        """Give the bands that may begin at a line."""
        top, foot, count = start.top, start.foot, self.extent.columns
        if foot <= top:
            return
        first, closers = self._runs(flow)
        if count == 1:
            yield _Band(1, top, foot, foot, len(self.items)), 0.0
            if self._may_leave_late(flow, foot - top):
                yield _Band(1, top, foot, foot, _OPEN), 0.0
            return
        if first is not None:
            stays = self.items[first].moves
            yield _Band(1, top, foot, foot, self._end_of_wide(flow, first)), prices.STAYS if stays else 0.0
            if not stays or start.across:
                return
        elif start.across:
            return
        yield _Band(count, top, foot, foot, _OPEN), 0.0
        for target in closers:
            for depth in self._depths(flow, target, top, foot):
                yield _Band(count, top, depth, foot, target), 0.0

    def _may_leave_late(self, flow: _Flow, room: int) -> bool:
        """Tell whether the text may end in a column while something still waits for the next page."""
        here = flow.spot[0]
        near = self.sums[-1] - self.sums[here] <= 2 * room
        return near and (bool(flow.late) or any(item.moves for item in self.items[here:]))

    def _runs(self, flow: _Flow) -> tuple[int | None, list[int]]:
        """Find what runs across at this point of the flow, if anything does, and the items that may close columns."""
        taken = {away.item for away in flow.early}
        number, _, above = flow.spot
        first: int | None = None
        closers: list[int] = []
        begun = above > 0
        for index in range(number, len(self.items)):
            item = self.items[index]
            if index in taken:
                continue
            if not item.wide:
                begun = True
            elif not begun or (index == number and above):
                first = index if first is None and item.here else first
            elif item.here:
                closers.append(index)
            if item.wide and not item.moves:
                return first, closers
        return first, [*closers[:1], len(self.items)]

    def _end_of_wide(self, flow: _Flow, first: int) -> int:
        """Find the first item behind one that runs across which does not."""
        taken = {away.item for away in flow.early}
        following = (n for n in range(first, len(self.items)) if n not in taken and not self.items[n].wide)
        return next(following, len(self.items))

    def _depths(self, flow: _Flow, target: int, top: int, foot: int) -> Iterator[int]:
        """Give the feet that columns may have which are closed by an item: about a fair share of what is left."""
        if target == len(self.items) and not self.extent.balanced:
            yield foot
            return
        number, _, above = flow.spot
        rest = self.sums[target] - self.sums[number] - above
        for away in flow.early:
            item = self.items[away.item]
            rest -= item.lines if not item.wide and away.item < target else 0
        rest += sum(self.items[away.item].lines for away in flow.late if not self.items[away.item].wide)
        share = top + ceil(max(rest, 1) / self.extent.columns)
        yield from range(max(top + 1, share - 2), min(foot, share + _NEAR) + 1)

    # ---- Columns ----

    def _fill_column(self, node: _Node, key: _Key, band: _Band) -> None:
        """Fill a column, with or without a thing at its top or foot, and go on behind it."""
        number, page = node.number, key[0]
        counted = page * self.extent.columns + number
        across = band.columns < self.extent.columns
        for top, foot, flow, cost, moves in self._column_floats(node.flow, page, number, counted, band):
            waiting = [self.items[away.item].kind for away in flow.late]
            waiting += [self.items[move.item].kind for move in moves if move.place == _FOOT]
            asked = Asked(
                flow.spot,
                frozenset([away.item for away in flow.early]),
                tuple(waiting),
                bool(moves) and moves[0].place == _TOP,
                band.target,
                across,
            )
            cost += node.cost
            for more, end in self.filler.fill(asked, foot - top):
                if cost + more >= self.limit:
                    break
                after, besides = self._after(flow, end, counted, page, foot - top)
                total = cost + more + besides
                if total < self.limit:
                    filled = _Filled(page, number, band, top, foot, flow.spot, end)
                    self._go_on(node, key, after, total, (*moves, filled), filled)

    def _column_floats(
        self, flow: _Flow, page: int, number: int, counted: int, band: _Band
    ) -> Iterator[tuple[int, int, _Flow, float, tuple[Moved, ...]]]:
        """Give the ways to set a thing at the top or foot of a column, and that without one."""
        top, foot = band.top, band.foot
        yield top, foot, flow, 0.0, ()
        if band.columns != self.extent.columns:
            return
        for index in self._ahead(flow, page, number, band):
            item = self.items[index]
            moved, near = self._take(flow, index, counted, page)
            for size in item.apart:
                if size.lines > foot - top - prices.LEAST_TEXT:
                    continue
                cost = near + size.cost
                if _TOP in item.places:
                    float_ = Moved(index, page, number, 1, top, size.lines, _TOP)
                    stacked = prices.UNDER_HEAD if not page else prices.STACKED if top else 0.0
                    yield top + size.lines, foot, moved, cost + stacked, (float_,)
                if _FOOT in item.places:
                    float_ = Moved(index, page, number, 1, foot - size.lines, size.lines, _FOOT)
                    more = 0.0 if page else prices.ON_OPENING
                    yield top, foot - size.lines, moved, cost + more, (float_,)

    def _ahead(self, flow: _Flow, page: int, number: int, band: _Band) -> Iterator[int]:
        """Find the things that may stand at the top or foot of a column: the first that waits, or the next ones."""
        for away in flow.late:
            if not self.items[away.item].wide:
                if self._waits_first(away.item, flow):
                    yield away.item
                return
        here, _, above = flow.spot
        reach = (band.foot - band.top) * (band.columns - number) + above
        reach += self.extent.lines * band.columns if self.extent.faces(page) else 0
        taken = {away.item for away in flow.early}
        found = 0
        for index in range(here + bool(above), len(self.items)):
            item = self.items[index]
            if self.sums[index] - self.sums[here] > reach or found == _AHEAD or index == band.target:
                return
            if item.wide and not item.moves:
                return
            if item.moves and not item.wide and index not in taken:
                found += 1
                if self._is_first(index, flow):
                    yield index

    def _take(self, flow: _Flow, number: int, counted: int, page: int) -> tuple[_Flow, float]:
        """Take a thing out of the flow: it stands in a column now; say what its distance from its anchor costs."""
        for away in flow.late:
            if away.item == number:
                late = tuple(other for other in flow.late if other is not away)
                return flow._replace(late=late), self._distance(number, page - away.page, counted - away.column)
        early = (*flow.early, _Away(number, counted, page))
        return flow._replace(early=early), 0.0

    def _distance(self, number: int, pages: int, columns: int) -> float:
        return prices.pages_away(pages) if self.items[number].wide else prices.away(columns)

    def _after(self, flow: _Flow, end: End, counted: int, page: int, room: int) -> tuple[_Flow, float]:
        """Say how the flow stands behind a column, and what its floats and heads cost besides."""
        cost = 0.0
        early, late, heads = flow.early, flow.late, flow.heads
        if end.passed:
            for away in early:
                if away.item in end.passed:
                    cost += self._ahead_by(away, counted, page)
            early = tuple([away for away in early if away.item not in end.passed])
        if end.late:
            late = (*late, *[_Away(number, counted, page) for number in end.late])
        if is_low(end, room):
            cost += prices.HEADS_LOW * heads
            heads = 1
        return _Flow(end.spot, early, late, heads), cost

    def _ahead_by(self, away: _Away, counted: int, page: int) -> float:
        """Say what it costs that a thing stands before its anchor: never before its spread."""
        item = self.items[away.item]
        pages, columns = page - away.page, counted - away.column
        if pages > 1 or (pages == 1 and not self.extent.faces(away.page)):
            return prices.INFINITE
        if not item.early and columns and not (item.wide and not pages):
            return prices.INFINITE
        return prices.pages_away(-pages) if item.wide else prices.away(columns)

    def _go_on(
        self, node: _Node, key: _Key, flow: _Flow, cost: float, chosen: tuple[_Move, ...], filled: _Filled
    ) -> None:
        """Go on behind a column: to the next one, to what closes the band, to the next page, or to the end."""
        (page, ordinal, step), band, columns = key, filled.band, self.extent.columns
        if filled.end.closed:
            self._close(node, key, flow, cost, chosen, filled)
        elif flow.spot[0] == len(self.items) and not flow.late:
            return  # a band that is to run on has nothing left to run on with
        elif filled.number < band.columns - 1:
            number = filled.number + 1
            if self._in_time(flow, page, page * columns + number):
                self._put((page, ordinal, step + 1), flow, band, number, cost, node, chosen, node.opening)
        elif (band.columns == 1 or band.target == _OPEN) and page < self.last:
            page += 1
            if self._in_time(flow, page, page * columns):
                start = _Start(0, self.extent.foot(page), True)
                cost += self._next_page(page)
                self._put((page, 0, 0), flow, start, 0, cost, node, chosen, node.opening)

    def _close(
        self, node: _Node, key: _Key, flow: _Flow, cost: float, chosen: tuple[_Move, ...], filled: _Filled
    ) -> None:
        """Close a band: what runs across stands below it, or nothing does."""
        (page, ordinal, _), band = key, filled.band
        left, bottom = filled.foot - filled.top - filled.end.used, band.foot
        if band.columns == 1:
            bottom -= left
        elif self.extent.balanced or band.target < len(self.items):
            cost += prices.UNBALANCED * max(0, left - 1) if not filled.end.forced else 0.0
            cost += prices.empty_columns(band.columns - 1 - filled.number, band.foot - band.top)
        if band.target < len(self.items):
            start = _Start(bottom, band.page_foot, False, band.columns > 1)
            self._put((page, ordinal + 1, 0), flow, start, 0, cost, node, chosen, node.opening)
        elif not flow.late and not flow.early:
            empty = band.page_foot - bottom
            if band.columns > 1:
                empty += (left + (band.columns - 1 - filled.number) * (band.foot - band.top)) // band.columns
            cost += self._last_page(page, empty, band.page_foot)
            if cost < self.limit:
                self.limit = cost
                self.best = _Node(cost, flow, band, 0, node, chosen, node.opening, cost)

    def _next_page(self, page: int) -> float:
        """Say what it costs to go on to a page."""
        if self.extent.pages:
            return prices.PAGE if page >= self.extent.pages else 0.0
        return prices.MORE_PAGES

    def _last_page(self, page: int, empty: int, foot: int) -> float:
        """Say what it costs that a page is the last one, and so many of its lines are empty."""
        missing = max(0, self.extent.pages - page - 1) * prices.PAGE
        if foot < self.extent.foot(page):  # something stands at its foot
            return missing + prices.GAP * empty
        return missing + self._emptiness(empty)

    def _emptiness(self, empty: int) -> float:
        """Say what it costs that so many lines of the last page are empty."""
        missing = empty - self.extent.spared
        unfilled = prices.UNDERSET + prices.UNFILLED * missing if missing > 0 else 0.0
        return prices.EMPTY * max(0, empty - prices.SPARED) + unfilled

    def _in_time(self, flow: _Flow, page: int, counted: int) -> bool:
        """Tell whether nothing has been away from its anchor for too long already."""
        if not flow.late and not flow.early:
            return True
        for away in flow.late:
            if self._distance(away.item, page - away.page, counted - away.column) == prices.INFINITE:
                return False
        return all(self._ahead_by(away, counted, page) < prices.INFINITE for away in flow.early)


def _left_of(flow: _Flow) -> tuple[Spot, list[int], list[int]]:
    """Say where a flow has come to, and which items are not where they belong: placed already, and waiting."""
    return flow.spot, [away.item for away in flow.early], [away.item for away in flow.late]


def _most_pages(items: Sequence[Item], extent: SlotExtent) -> int:
    """Say how many pages a flow may take at most, so that a search always ends."""
    lines = sum((item.lines + item.above[0].lines) * (extent.columns if item.wide else 1) for item in items)
    return extent.pages + 2 + 2 * lines // max(1, extent.lines * extent.columns)


def _column(filled: _Filled) -> Leg:
    """Write a column down."""
    end, band = filled.end, filled.band
    portions = tuple(Portion(*values) for values in end.sets)
    begins, ends = FlowPoint(*filled.start), FlowPoint(*end.spot)
    bottom = filled.top + end.used
    foot = bottom if end.forced or (end.closed and band.columns == 1) else filled.foot
    return Leg(filled.page, filled.number, band.columns, band.top, filled.top, foot, bottom, begins, ends, portions)


def _sheet_of(node: _Node) -> Makeup:
    """Write down what a state has chosen, from the first column on."""
    moves: list[_Move] = []
    step: _Node | None = node
    while step is not None:
        moves[:0] = step.chosen
        step = step.before
    columns = tuple(_column(move) for move in moves if isinstance(move, _Filled))
    floats = tuple(move for move in moves if isinstance(move, Moved))
    return Makeup(columns, floats, node.opening, node.cost)
