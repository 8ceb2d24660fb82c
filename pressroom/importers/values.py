"""What importers find in old material, whatever it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pressroom.importers.pages import Region, SourcePicture
from pressroom.importers.verdict import Figures, Verdict
from pressroom.issue import Credit


@dataclass(frozen=True)
class Doubt:
    """Something an editor should look at: the line of the scan, what is there, what was decided."""

    line: int
    what: str
    decision: str


@dataclass(frozen=True)
class LeftOver:
    """Text of the scan that stands nowhere in the issue folder, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class Mend:
    """A slip of the scanner that was put right: ``wrong`` stands on ``line``, ``right`` in the issue."""

    line: int
    wrong: str
    right: str


class BlockKind(StrEnum):
    """What a block of copy is."""

    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    LIST = "list"
    BOX = "box"
    FIGURE = "figure"
    PANEL = "panel"
    PULLQUOTE = "pullquote"
    TABLE = "table"
    QUOTE = "quote"


@dataclass(frozen=True)
class CopyBlock:
    """A piece of copy with one meaning.

    ``texts`` are its paragraphs or items; ``title`` is a box's or list's heading, or a panel's role; ``name`` is a
    panel's person, a figure's number or a list's type; ``credit`` and ``picture`` are a figure's, ``rows`` a table's.
    """

    kind: BlockKind
    texts: tuple[str, ...]
    title: str = ""
    name: str = ""
    credit: str = ""
    inner: tuple[str, ...] = ()
    picture: SourcePicture | None = None
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class ScanArticle:
    """An article as the scan gives it."""

    headline: tuple[str, ...]
    blocks: tuple[CopyBlock, ...] = ()
    short_headline: str = ""
    kicker: str = ""
    tag: str = ""
    deck: str = ""
    bylines: tuple[Credit, ...] = ()
    line: int = 0
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def length(self) -> int:
        """How many characters its copy has."""
        return sum(len(text) for block in self.blocks for text in block.texts)


@dataclass(frozen=True)
class Notes:
    """What a step has to say besides its result."""

    doubts: tuple[Doubt, ...] = ()
    left_over: tuple[LeftOver, ...] = ()
    mends: tuple[Mend, ...] = ()

    def __add__(self, other: Notes) -> Notes:
        return Notes(self.doubts + other.doubts, self.left_over + other.left_over, self.mends + other.mends)


@dataclass(frozen=True)
class Known:
    """What the archivist knows and the source may not say; what is empty is sought in the source."""

    title: str = ""
    number: str = ""
    volume: str = ""
    date: str = ""
    language: str = ""
    pages: int | None = None
    first_folio: int | None = None
    layout: str = "base"


@dataclass(frozen=True)
class Sight:
    """A doubt with its places: on the page of the source, and in the file and on the line of the copy."""

    doubt: Doubt
    text: str = ""
    page: int = 0
    label: str = ""
    box: Region | None = None
    file: str = ""
    file_line: int = 0


@dataclass(frozen=True)
class ImportResult:
    """What an import made: its verdict, counts of Han characters, and everything an editor should look at."""

    folder: Path
    entries: int
    articles: int
    han: int
    han_left_over: int
    doubts: tuple[Doubt, ...] = field(default=())
    left_over: tuple[LeftOver, ...] = field(default=())
    mends: tuple[Mend, ...] = field(default=())
    verdict: Verdict = Verdict.LOOK
    reasons: tuple[str, ...] = ()
    figures: Figures | None = None
    sights: tuple[Sight, ...] = ()
    source: str = ""
    known: Known = field(default_factory=Known)
    merged: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """What was made, in a line."""
        counts = f"{self.entries} entries, {self.articles} articles, {self.han} Han characters"
        return f"{counts}, {self.han_left_over} left over, {len(self.doubts)} doubts"

    @property
    def lines(self) -> tuple[str, ...]:
        """The verdict and what it rests on, in a few lines."""
        if self.figures is None:
            return (self.summary,)
        f = self.figures
        return (
            f"{self.verdict.value}" + (f": {'; '.join(self.reasons)}" if self.reasons else ""),
            f"{f.found} of {f.printed} entries found, {self.articles} articles; "
            f"{f.share:.1%} of the text stands in them; {f.order:.0%} of the folios agree with their order",
            f"{f.letters} letters in = {f.taken} out + {f.left} left over; "
            f"{len(self.doubts)} doubts, {len(self.mends)} slips put right; language {f.language}",
        )
