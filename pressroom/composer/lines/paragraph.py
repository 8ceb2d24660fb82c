"""What a paragraph holds: its clusters (what a font draws as one), one after the other, as rows of plain values.

Beside it stands its space: how wide each cluster is, and what stands between it and the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The clusters of a paragraph in reading order; all lengths are in px of the engine.

    ``classes`` and ``tails`` are the classes of the first and the last character of each cluster. ``widths`` are
    advances with the padding of inline boxes that begin or end there, ``ems`` sizes of letters.
    ``glued`` clusters are not parted from the next one, ``raised`` ones are note calls and the like, ``open_left``
    and ``open_right`` ones have padding of a box before or behind them, as much as ``padding`` says. ``blanks`` are
    the blanks (left, right) of marks whose font does not place them as usual. ``readings`` stand over some of them.
    """

    strings: tuple[str, ...]
    classes: tuple[str, ...]
    tails: tuple[str, ...]
    widths: tuple[float, ...]
    ems: tuple[float, ...]
    glued: frozenset[int] = frozenset()
    raised: frozenset[int] = frozenset()
    open_left: frozenset[int] = frozenset()
    open_right: frozenset[int] = frozenset()
    padding: Mapping[int, float] = field(default_factory=dict)
    blanks: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()

    def __len__(self) -> int:
        return len(self.strings)


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of the clusters from ``first`` to before ``end``: how wide it is, in px."""

    first: int
    end: int
    width: float


@dataclass(slots=True)
class Space:
    """The space of each cluster of a paragraph; all in px.

    ``base`` is the advance with what neighbours allow, ``gap`` the space behind it, ``left`` and ``right`` the blank
    of a mark that is still there, ``shift`` how far the glyph is moved. ``place`` is where each cluster begins if all
    stood in one line, ``squeezed`` and ``stretched`` the sums of what may be taken and added before each cluster,
    ``joints`` the number of places that may be opened before each cluster. ``before`` and ``behind`` are what a
    cluster's reading needs besides (or leaves) where the cluster begins or ends a line.
    """

    base: list[float]
    gap: list[float]
    left: list[float]
    right: list[float]
    shift: list[float]
    place: list[float]
    squeezed: tuple[list[float], ...]
    stretched: list[float]
    joints: list[int]
    before: dict[int, float] = field(default_factory=dict)
    behind: dict[int, float] = field(default_factory=dict)
