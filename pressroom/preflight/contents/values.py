"""What is read of a finished PDF, as values; knows no library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle in points from the top left of the trimmed page."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Sign:
    """A character of a page with its size in points."""

    text: str
    size: float
    box: Box


@dataclass(frozen=True)
class TextSpot:
    """A place where a text stands: page, characters, size in points, a box for each line.

    ``alone`` says that no other words stand in its lines, ``edge`` that it stands at the head or foot of the page.
    """

    page: int
    start: int
    end: int
    size: float
    alone: bool
    edge: bool
    lines: tuple[Box, ...]


@dataclass(frozen=True)
class Word:
    """What stands in one go at the head or foot of a page."""

    text: str
    box: Box


@dataclass(frozen=True)
class Link:
    """A link on a page: its rectangle, the page that it leads to (-1: none) and how far down that, in points."""

    page: int
    box: Box
    target: int
    top: float | None


@dataclass(frozen=True)
class Bookmark:
    """A bookmark: its depth from 0, its words, the page that it leads to (-1: none)."""

    depth: int
    title: str
    target: int


@dataclass(frozen=True)
class PrintedPage:
    """What is read of every page: its label, its height in points, and the words at head and foot."""

    label: str
    height: float
    edges: tuple[Word, ...]


@dataclass(frozen=True)
class Printed:
    """A finished PDF, as far as the proof of the contents looks at it.

    ``spots`` are the places of each text that was asked for, by its fold. ``signs`` and ``links`` are those of the
    pages that were asked for.
    """

    pages: tuple[PrintedPage, ...]
    bookmarks: tuple[Bookmark, ...]
    spots: dict[str, tuple[TextSpot, ...]]
    signs: dict[int, tuple[Sign, ...]]
    links: tuple[Link, ...]


def same_line(one: Box, two: Box) -> bool:
    """Whether two boxes stand side by side, by and large."""
    overlap = min(one.bottom, two.bottom) - max(one.top, two.top)
    return overlap > 0.4 * min(one.bottom - one.top, two.bottom - two.top)


def join_lines(signs: Sequence[Sign]) -> Iterator[Box]:
    """The boxes of the lines that characters stand in."""
    line: Box | None = None
    for sign in signs:
        box = sign.box
        if line and same_line(line, box) and box.left > line.left:
            line = Box(line.left, min(line.top, box.top), box.right, max(line.bottom, box.bottom))
            continue
        if line:
            yield line
        line = box
    if line:
        yield line
