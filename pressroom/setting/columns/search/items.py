"""What a column is filled with: the galley of an article as items in whole lines. No engine, nothing that changes.

All heights are in lines of the grid. An item is as high wherever it stands: what makes it up sees to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pressroom.setting.columns.search.prices import ORPHAN, WIDOW

#: Where a thing may be moved to: the top or the foot of a column, or of a page where it runs across all columns.
PLACES = ("top", "foot")


@dataclass(frozen=True, slots=True)
class Parting:
    """A place where an item may be parted: after so many of its lines, at a price.

    The rest begins with line ``goes_on``; that is the next one, unless space between the two is lost.
    """

    after: int
    cost: float
    goes_on: int


@dataclass(frozen=True, slots=True)
class Size:
    """A height that an item may have, what that costs, and where it may be parted at that height."""

    lines: int
    cost: float = 0.0
    breaks: tuple[Parting, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the flow of an article.

    ``sizes`` are the heights that it may have where it stands, the natural one first, ``apart`` those that it has when
    it is moved. ``above`` are the lines of space that it may have above it, none at the top of a column. Of what comes
    below it ``keeps`` lines have to stand in the same column. It gives up ``tight`` lines of its height at the foot of
    a column and before a head. One that is ``wide`` runs across all columns.

    ``places`` are where it may be moved to; one that is not ``here`` has to be. One that is ``early`` may be moved
    before the column that its anchor stands in. Below one that ``ends`` its column nothing stands.
    """

    name: str
    kind: str
    sizes: tuple[Size, ...]
    apart: tuple[Size, ...] = ()
    above: tuple[Size, ...] = (Size(0),)
    keeps: int = 0
    tight: int = 0
    wide: bool = False
    places: tuple[str, ...] = ()
    here: bool = True
    early: bool = True
    ends: bool = False

    @property
    def lines(self) -> int:
        """Its natural height."""
        return self.sizes[0].lines

    @property
    def moves(self) -> bool:
        """Whether it may stand elsewhere than at its anchor."""
        return bool(self.places)


@lru_cache(maxsize=1024)
def text_size(lines: int, cost: float = 0.0, orphans: int = 1, widows: int = 1) -> Size:
    """Give the size of a paragraph: it may be parted after any line; a single one is dear."""
    breaks = (
        Parting(after, (ORPHAN if after == 1 else 0.0) + (WIDOW if lines - after == 1 else 0.0), after)
        for after in range(max(1, orphans), lines - max(1, widows) + 1)
    )
    return Size(lines, cost, tuple(breaks))


@dataclass(frozen=True, slots=True)
class SlotExtent:
    """The pages that a flow is to fill: how many columns each has, and how many lines.

    ``first`` are the lines left on the first page, ``lines`` those of a whole one; ``recto`` says on which side the
    first one lies. ``pages`` are those that it is to fill, 0 where nobody has said. ``opening`` are the lines that the
    picture above may give (below 0) or take. The last page is ``balanced``, or its columns are filled one after the
    other; a ``fill`` of 0.8 asks that no more than a fifth of it stays empty.
    """

    columns: int
    first: int
    lines: int
    pages: int = 0
    recto: bool = True
    opening: tuple[Size, ...] = (Size(0),)
    balanced: bool = True
    fill: float = 0.0

    @property
    def spared(self) -> int:
        """How many lines of the last page may stay empty."""
        return int(self.lines * (1 - self.fill) - 0.5)

    @property
    def least_opening(self) -> int:
        """The most that the picture above may give, as a number below 0."""
        return min((size.lines for size in self.opening), default=0)

    def foot(self, page: int) -> int:
        """How many lines a page has."""
        return self.lines if page else self.first

    def faces(self, page: int) -> bool:
        """Tell whether a page and the next one face each other."""
        return (page % 2 == 0) is not self.recto
