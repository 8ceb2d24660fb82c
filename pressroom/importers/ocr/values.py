"""The nouns of an import: lines of the scan, entries of its contents page, pieces of its body, doubts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pressroom.issue import Credit

_TENS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Line:
    """A line of the scan that holds text, without its Markdown marks.

    ``number`` counts from 1 in the file, ``gap`` is how many empty lines stand before it, ``mark`` is the Markdown
    mark it began with (``-``, ``#``, ``>``, ``|``), ``bold`` are the spans of ``text`` that the scan set in bold.
    """

    number: int
    text: str
    gap: int = 0
    mark: str = ""
    bold: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Scan:
    """The text of a scanned issue."""

    file: Path
    lines: tuple[Line, ...]


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


@dataclass(frozen=True)
class Entry:
    """An entry of the contents page: its folio (none if not printed), its lines, and where it belongs.

    ``opens`` is true for one without a folio that opens its department.
    """

    folio: int | None
    lines: tuple[Line, ...]
    department: str = ""
    part: str = ""
    note: str = ""
    blurb: tuple[Line, ...] = ()
    place: int = 0
    opens: bool = False

    @property
    def text(self) -> str:
        """Its words in one line."""
        return " ".join(line.text for line in self.lines)

    @property
    def count(self) -> int:
        """How many pieces its note announces: 10 for 等10则, else 1."""
        found = re.match(r"等(\d+|[一二三四五六七八九十]+)", self.note)
        if found is None:
            return 1
        return max(1, int(found[1]) if found[1].isdigit() else _count_in_han(found[1]))


@dataclass(frozen=True)
class Contents:
    """The contents block: its entries in folio order, and which lines of the scan it takes (indexes, end excluded)."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    departments: tuple[str, ...]


class BlockKind(StrEnum):
    """What a block of copy is."""

    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    LIST = "list"
    BOX = "box"
    FIGURE = "figure"
    PANEL = "panel"
    PULLQUOTE = "pullquote"


@dataclass(frozen=True)
class Block:
    """A piece of copy with one meaning.

    ``texts`` are its paragraphs or items; ``title`` is a box's or list's heading, or a panel's role; ``name`` is a
    panel's person, a figure's number or a list's type; ``credit`` is a figure's.
    """

    kind: BlockKind
    texts: tuple[str, ...]
    title: str = ""
    name: str = ""
    credit: str = ""
    inner: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """An article as the scan gives it."""

    headline: tuple[str, ...]
    blocks: tuple[Block, ...] = ()
    short_headline: str = ""
    kicker: str = ""
    tag: str = ""
    deck: str = ""
    bylines: tuple[Credit, ...] = ()
    line: int = 0

    @property
    def length(self) -> int:
        """How many characters its copy has."""
        return sum(len(text) for block in self.blocks for text in block.texts)


@dataclass(frozen=True)
class Chapter:
    """An entry of the contents page with its pieces and the lines of the scan they were made from."""

    entry: Entry
    pieces: tuple[Piece, ...]
    lines: tuple[Line, ...] = ()
    found: bool = True


@dataclass(frozen=True)
class Front:
    """What stands before the articles: nameplate, masthead, editorial."""

    title: str
    subtitle: str = ""
    number: int = 1
    date: str = "2000-01"
    cover_lines: tuple[str, ...] = ()
    masthead: tuple[Credit, ...] = ()
    address: tuple[str, ...] = ()
    issn: str = ""
    cn: str = ""
    editorial: Piece | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Notes:
    """What a step has to say besides its result."""

    doubts: tuple[Doubt, ...] = ()
    left_over: tuple[LeftOver, ...] = ()
    mends: tuple[Mend, ...] = ()

    def __add__(self, other: Notes) -> Notes:
        return Notes(self.doubts + other.doubts, self.left_over + other.left_over, self.mends + other.mends)


@dataclass(frozen=True)
class ImportResult:
    """What an import made: counts of Han characters, and everything an editor should look at."""

    folder: Path
    entries: int
    articles: int
    han: int
    han_left_over: int
    doubts: tuple[Doubt, ...] = field(default=())
    left_over: tuple[LeftOver, ...] = field(default=())
    mends: tuple[Mend, ...] = field(default=())

    @property
    def summary(self) -> str:
        """What was made, in a line."""
        counts = f"{self.entries} entries, {self.articles} articles, {self.han} Han characters"
        return f"{counts}, {self.han_left_over} left over, {len(self.doubts)} doubts"


def _count_in_han(text: str) -> int:
    """Read a number up to 99 in Han: 十二 is 12."""
    tens, ten, ones = text.rpartition("十")
    return (10 * (_TENS.find(tens) if tens else 1) if ten else 0) + (_TENS.find(ones) if ones else 0)
