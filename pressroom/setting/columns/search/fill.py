"""Fill one column: all ways to set the flow from a point into so many lines, with where each ends and its price.

What a column may hold hangs neither on its page nor on what came before, only on the point that it begins with, its
height and what has been taken out of the flow: so each answer is kept, and columns of many plans share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from pressroom.setting.columns.search import prices
from pressroom.setting.columns.search.items import Item, Size

#: Item, lines it is set in, lines of it that stand before: a point in the flow.
Spot = tuple[int, int, int]
#: Item, line that it begins on, lines of the whole, and those that it takes here.
Set = tuple[int, int, int, int]

HEAD = "head"
_SPARED = 3  # lines: a column that could end nearer to its foot never ends farther above it
_MOST_LATE = 2


class Asked(NamedTuple):
    """What is asked for: where a column begins, what is not there, what waits, if something is above, what closes it.

    A column that comes to the item ``target`` is closed: nothing is to stand below. One that runs ``across`` holds
    what does so, and nothing else.
    """

    start: Spot
    away: frozenset[int]
    waiting: tuple[str, ...]
    under: bool
    target: int
    across: bool


class End(NamedTuple):
    """One way to fill a column: what follows it, its lines, the items sent on and those passed that stand elsewhere.

    ``low`` is the line that its last head ends on. One is ``forced`` by what ends its column.
    """

    spot: Spot
    used: int
    cost: float
    late: tuple[int, ...]
    passed: tuple[int, ...]
    closed: bool
    low: int
    sets: tuple[Set, ...]
    forced: bool = False


class _FillState(NamedTuple):
    """What tells two ways apart in the midst of a column: the next line, what waits, what was passed, what is kept."""

    line: int
    late: tuple[int, ...]
    passed: tuple[int, ...]
    kept: int
    low: int


class _Way(NamedTuple):
    """The cheapest way to a state."""

    cost: float
    sets: tuple[Set, ...]


_States = dict[_FillState, _Way]


class LegFiller:
    """Fills columns with the items of one flow, up to so many lines, and remembers how."""

    def __init__(self, items: Sequence[Item], most: int) -> None:
        self.items, self.most = items, most
        self._ends: dict[Asked, list[list[End]]] = {}
        self._known: dict[tuple[Asked, int], list[tuple[float, End]]] = {}
        self._reach = [_reach(items, number, most) for number in range(len(items) + 1)]
        self._forces = any(item.ends for item in items)
        self._moves = [number for number, item in enumerate(items) if item.moves]

    def fill(self, asked: Asked, room: int) -> list[tuple[float, End]]:
        """Give the ways to fill a column of so many lines, and what each costs by where it ends: the cheapest first."""
        key = asked, room
        found = self._known.get(key)
        if found is None:
            asked = self._plain(asked)
            found = self._known.get((asked, room))
        if found is None:
            ends = self._ends.get(asked)
            if ends is None:
                ends = self._ends[asked] = _Leg(self.items, asked, self.most).ends()
            found = self._known[asked, room] = sorted(_priced(ends, room, self._forces), key=itemgetter(0))
        self._known[key] = found
        return found

    def _plain(self, asked: Asked) -> Asked:
        """Leave out what makes no difference, for it is out of reach: so more columns are the same."""
        first = asked.start[0]
        reach = self._reach[first]
        moves = any(first <= number < reach for number in self._moves)
        begins = first
        while begins < len(self.items) and (begins in asked.away or self.items[begins].moves):
            begins += 1
        head = begins < len(self.items) and self.items[begins].kind == HEAD
        return asked._replace(
            away=frozenset([number for number in asked.away if number < reach]),
            waiting=asked.waiting if moves else (),
            under=asked.under and head,
            target=asked.target if asked.target <= reach else -1,
        )


def is_low(end: End, room: int) -> bool:
    """Tell whether the last head of a column of so many lines that runs on stands near its foot."""
    return not (end.closed or end.forced) and end.low > max(0, room - prices.NEAR_FOOT)


def _reach(items: Sequence[Item], first: int, most: int) -> int:
    """Find the first item that no column can come to which begins with or in another one."""
    lines = 0
    for number in range(first + 1, len(items)):
        if lines > most:
            return number
        item = items[number]
        lines += 0 if item.moves or item.wide else min(size.lines for size in item.sizes) - item.tight
    return len(items)


def _priced(ends: Sequence[Sequence[End]], room: int, forces: bool) -> Iterator[tuple[float, End]]:
    """Say what ends cost in a column of so many lines; of those above its foot the nearest and forced are given."""
    open_ = False
    for used in range(room, -1, -1):
        left = room - used
        far = left > _SPARED and open_
        if far and not forces:
            return
        for end in ends[used]:
            if end.forced or not far:
                open_ = open_ or not (end.closed or end.forced or end.late)
                low = prices.HEAD_LOW if is_low(end, room) else 0.0
                yield end.cost + low + (0.0 if end.closed or end.forced else prices.short(left)), end


class _Leg:
    """One column while it is filled, item by item, as far as it could ever go."""

    def __init__(self, items: Sequence[Item], asked: Asked, most: int) -> None:
        self.items, self.asked, self.most = items, asked, most
        self.found: dict[tuple[Spot, tuple[int, ...], tuple[int, ...], bool, int, int], End] = {}
        self.next: _States = {}

    def ends(self) -> list[list[End]]:
        """Fill the column, and give the ways that it may end, by the lines that it then has."""
        number, lines, above = self.asked.start
        states: _States = {_FillState(0, (), (), 0, 0): _Way(0.0, ())}
        if above:
            states = self._go_on(number, lines, above)
            number += 1
        while states and number != self.asked.target and number < len(self.items):
            states = self._pass(number, states) if number in self.asked.away else self._set(number, states)
            number += 1
        if number in (self.asked.target, len(self.items)):  # the text may end where something still waits
            for state, way in states.items():
                alone = prices.HEAD_ALONE if state.kept else 0.0
                self._end((number, 0, 0), state, way._replace(cost=way.cost + alone), state.line)
        ends: list[list[End]] = [[] for _ in range(self.most + 1)]
        for end in self.found.values():
            ends[end.used].append(end)
        return ends

    def _pass(self, number: int, states: _States) -> _States:
        """Go by an item that stands elsewhere already."""
        return {state._replace(passed=(*state.passed, number)): way for state, way in states.items()}

    def _go_on(self, number: int, lines: int, above: int) -> _States:
        """Set the rest of an item that an earlier column began."""
        self.next = {}
        size = next(size for size in self.items[number].sizes if size.lines == lines)
        sets = ((number, -above, lines, lines),)
        start = _FillState(0, (), (), 0, 0)
        for place in size.breaks:
            if above < place.after <= above + self.most:
                self._end((number, lines, place.goes_on), start, _Way(place.cost, sets), place.after - above)
        if lines - above <= self.most:
            self._reach(_FillState(lines - above, (), (), 0, 0), _Way(0.0, sets))
        return self.next

    def _set(self, number: int, states: _States) -> _States:
        """Set an item in all ways that there are, or end the column before it."""
        self.next = {}
        item = self.items[number]
        for state, way in states.items():
            if not state.kept and (state.line or not self.asked.across):
                self._end((number, 0, 0), state, way, state.line)
            if item.moves and not self.asked.across and len(state.late) + len(self.asked.waiting) < _MOST_LATE:
                self._reach(state._replace(late=(*state.late, number)), _Way(way.cost + prices.LATE, way.sets))
            if item.here and item.wide is self.asked.across and not self._has_to_wait(item, state):
                self._set_here(number, item, state, way)
        return self.next

    def _has_to_wait(self, item: Item, state: _FillState) -> bool:
        """Tell whether one of its kind is to come first: things that are moved keep their order."""
        if not item.moves:
            return False
        return item.kind in self.asked.waiting or any(self.items[late].kind == item.kind for late in state.late)

    def _set_here(self, number: int, item: Item, state: _FillState, way: _Way) -> None:
        """Set an item below what is there, in each of its heights."""
        first = state.line == 0 and not (self.asked.under and item.kind == HEAD)
        for space in (_NONE,) if first else item.above:
            top = state.line + space.lines
            if top >= self.most:
                return
            for size in item.sizes:
                self._set_size(number, item, size, top, state, _Way(way.cost + space.cost + size.cost, way.sets))

    def _set_size(self, number: int, item: Item, size: Size, top: int, state: _FillState, way: _Way) -> None:
        """Set an item in one height, whole or parted."""
        lines, cost = size.lines, way.cost
        bottom = top + lines
        sets = (*way.sets, (number, top, lines, lines))
        for place in size.breaks:
            if top + place.after > self.most:
                break
            if place.after >= state.kept:
                spot = (number, lines, place.goes_on)
                self._end(spot, state, _Way(cost + place.cost, sets), top + place.after)
        if item.tight:
            tight = (*way.sets, (number, top, lines, lines - item.tight))
            self._set_tightly(number, bottom - item.tight, state, _Way(cost, tight))
        if item.ends:
            self._end((number + 1, 0, 0), state, _Way(cost, sets), bottom, forced=True)
        elif bottom <= self.most:
            kept, low = (item.keeps, bottom) if item.keeps else (max(0, state.kept - lines), state.low)
            self._reach(_FillState(bottom, state.late, state.passed, kept, low), _Way(cost, sets))

    def _set_tightly(self, number: int, bottom: int, state: _FillState, way: _Way) -> None:
        """Let an item give up the space below it at the foot of the column, and before a head, which brings its own."""
        if bottom > self.most:
            return
        forced = self.items[number].ends
        self._end((number + 1, 0, 0), state, way, bottom, forced)
        if forced:
            return
        following = number + 1
        if following < len(self.items) and self.items[following].kind == HEAD and following not in self.asked.away:
            self._reach(_FillState(bottom, state.late, state.passed, 0, state.low), way)

    def _reach(self, state: _FillState, way: _Way) -> None:
        """Come to a state; the cheapest way is kept."""
        known = self.next.get(state)
        if known is None or way.cost < known.cost:
            self.next[state] = way

    def _end(self, spot: Spot, state: _FillState, way: _Way, used: int, forced: bool = False) -> None:
        """End the column; one that comes to its target is closed."""
        if used > self.most:
            return
        closed = spot == (self.asked.target, 0, 0)
        key = (spot, state.late, state.passed, closed, used, state.low)
        known = self.found.get(key)
        if known is None or way.cost < known.cost:
            self.found[key] = End(spot, used, way.cost, state.late, state.passed, closed, state.low, way.sets, forced)


_NONE = Size(0)
