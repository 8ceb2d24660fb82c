"""The space of a paragraph: how wide each character is, and what stands between it and the next."""

from __future__ import annotations

from dataclasses import dataclass, field


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
