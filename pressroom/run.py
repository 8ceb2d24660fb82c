"""What is known of set pages: the run of a slot and the facts about it. Reads nothing, loads no engine."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path

from pressroom.report import Finding, PressError

#: What the folders of a slot are called inside its run, before their number.
PRESS = "file:///press/"


@dataclass(frozen=True)
class Head:
    """Where an article begins: its page in the run (from 0) and its place from the page's top left, in points."""

    slug: str
    page: int
    x: float
    y: float


@dataclass(frozen=True)
class Break:
    """What a page of the run begins with: a block, and how many of its characters stand on earlier pages.

    White space is not counted. The block is empty where the page holds no text of an article.
    """

    page: int
    block: str
    offset: int


@dataclass(frozen=True)
class Figure:
    """A picture, drawing or box that stands on a page: its block, and how many lines of a column it takes."""

    block: str
    lines: int


@dataclass(frozen=True)
class Tail:
    """What an article has too much: the page of the run (from 0) that it fills, and where that begins.

    ``offset`` are the characters of the block that stand before; white space is not counted. ``figures`` stand there
    too, and their lines are counted. ``area`` is what it takes: left, top, right and bottom, in points from the
    page's top left.
    """

    page: int
    block: str
    offset: int
    lines: int
    characters: int
    figures: tuple[Figure, ...] = ()
    area: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Overset:
    """What has to go so that a slot fits its pages: the ends of articles that are the shortest."""

    pages: int
    tails: tuple[Tail, ...]

    @property
    def lines(self) -> int:
        """Lines over, those of figures among them."""
        return sum(tail.lines for tail in self.tails)

    @property
    def characters(self) -> int:
        """Characters over, white space not counted."""
        return sum(tail.characters for tail in self.tails)


@dataclass(frozen=True)
class Room:
    """What a full page of a run holds: lines of all its columns, and characters in a line; no lines where none is set.

    ``leading`` and ``column``, the width of a column, are in pixels.
    """

    lines: int = 0
    characters: float = 0.0
    leading: float = 0.0
    column: float = 0.0


@dataclass(frozen=True)
class Departure:
    """A token that copyfit changed: what the layout wants, and what was set."""

    token: str
    was: str
    now: str


@dataclass(frozen=True, order=True)
class PlacedPicture:
    """A bitmap on the pages of a run: what the engine calls it in the PDF, and the file it was made from.

    ``folder`` is the number of the folder of the pasteup that the file lies in, ``file`` its name there.
    """

    name: str
    folder: int
    file: str


@dataclass(frozen=True)
class MadeUp:
    """How the columns of an article were made up; pages are those of the run, from 0.

    ``short`` are columns that run on and end above their foot: page, column, lines. ``moved`` are blocks that stand
    elsewhere than at their place in the text: page, column, top or foot. ``opening`` are the lines that the picture
    above took (or gave, below 0). From the page ``left`` on, what was left could not be made up: the engine set it.
    """

    article: str
    page: int
    pages: int
    short: tuple[tuple[int, int, int], ...] = ()
    moved: tuple[tuple[str, int, int, str], ...] = ()
    opening: int = 0
    left: int | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of the pages of one slot.

    ``set_pages`` are the pages that the copy took, ``blank_pages`` those added to fill the slot; in the first
    ``filled_pages`` of these stand fillers. ``breaks`` say what
    each page begins with, ``heads`` where each article begins. ``lost`` are blocks that print fewer characters than
    they have, and how many are missing: the engine has lost them. ``fills`` say how full each page is that the copy
    took, 0 to 1, ``room`` what a full one holds, ``figures`` what could be dropped of a run that is over. ``fit``
    names the step that copyfit took, ``departures`` are what that changed, ``left_out`` the blocks that it left out.
    ``pictures`` are the bitmaps on all pages. ``made_up`` says how the columns of articles were made up.
    ``pictures`` are the bitmaps on all pages. ``wide`` are the tables that are wider than what they stand in, and by
    how many millimetres.
    """

    set_pages: int
    blank_pages: int
    heads: tuple[Head, ...]
    breaks: tuple[Break, ...]
    overset: Overset | None
    findings: tuple[Finding, ...]
    lost: tuple[tuple[str, int], ...] = ()
    fills: tuple[float, ...] = ()
    room: Room = field(default_factory=Room)
    figures: tuple[Figure, ...] = ()
    fit: str = ""
    departures: tuple[Departure, ...] = ()
    left_out: tuple[str, ...] = ()
    filled_pages: int = 0
    pictures: tuple[PlacedPicture, ...] = ()
    made_up: tuple[MadeUp, ...] = ()
    wide: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Run(Facts):
    """The pages of one slot, set: facts, and a PDF. It travels between processes.

    The PDF is a ``file`` on the bench of the workshop, whose SHA-256 is ``digest``: it is there for as long as the
    workshop is open.
    """

    file: Path
    digest: str

    @classmethod
    def of(cls, facts: Facts, file: Path, digest: str) -> Run:
        """The run of some facts and their PDF."""
        known = {entry.name: getattr(facts, entry.name) for entry in fields(facts)}
        return cls(**known, file=file, digest=digest)

    @property
    def pdf(self) -> bytes:
        """The PDF.

        :raises OSError: if its file is gone.
        """
        return self.file.read_bytes()


@dataclass(frozen=True, order=True)
class Served:
    """A file that a run was made from: the number of its folder, its name there, and the digest of what was read."""

    folder: int
    name: str
    digest: str


@dataclass(frozen=True)
class SetSlot:
    """What a worker says of a slot: its run, or what stopped it; and the files that it was made from."""

    run: Run | None
    served: tuple[Served, ...] = ()
    stopped: PressError | None = None
