"""What the search has chosen: where every column begins and ends, and where the things stand that are moved.

Lines are counted from the top of a page's text; on the first page from where the text would begin if the opening
picture had its natural height. A piece of column between two things that run across is a leg, as in newspapers.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FlowPoint:
    """A point in the flow: an item, in how many lines it is set, and how many of them stand before the point."""

    item: int
    lines: int = 0
    above: int = 0


@dataclass(frozen=True, slots=True)
class Portion:
    """An item, or a part of one, in a leg: the line that it begins on, counted from the leg's top.

    The whole item is set in ``lines``, and takes ``room`` of them; a part that begins below 0 has begun before.
    """

    item: int
    line: int
    lines: int
    room: int


@dataclass(frozen=True, slots=True)
class Leg:
    """A column, or a part of one: where it stands, what it begins and ends with, its lines, and what it holds.

    ``count`` legs stand side by side there, below the line ``band``: below something that is moved one begins deeper.
    ``foot`` is where it is to end, ``end`` where it does.
    """

    page: int
    number: int
    count: int
    band: int
    top: int
    foot: int
    end: int
    begins: FlowPoint
    ends: FlowPoint
    portions: tuple[Portion, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A thing that is moved: the column that it begins in and how many it spans, the line, the height, top or foot."""

    item: int
    page: int
    number: int
    span: int
    line: int
    lines: int
    place: str


@dataclass(frozen=True, slots=True)
class Makeup:
    """How a flow fills its pages, and what that costs; ``opening`` are lines more (or less) for the opening picture."""

    legs: tuple[Leg, ...]
    moved: tuple[Moved, ...]
    opening: int
    cost: float

    @property
    def short(self) -> bool:
        """Whether a column that runs on ends above its foot."""
        return any(leg.end < leg.foot for leg in self.legs if leg.page + 1 < self.pages)

    @property
    def pages(self) -> int:
        """How many pages it fills."""
        return max((leg.page for leg in self.legs), default=-1) + 1
