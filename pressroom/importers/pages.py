"""What every reader gives: the pages of a source, their lines and pictures, with places where the source has any."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

PICTURE = "picture"  # the mark of a line that stands for a picture
TABLE = "table"  # the mark of a line that stands for a table
NOTE = "note"  # the mark of a line that is the text of a note


@dataclass(frozen=True)
class Region:
    """A place on a page, in the page's own units from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    def __or__(self, other: Region) -> Region:
        """The smallest box around two."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        return Region(left, top, max(self.right, other.right), max(self.bottom, other.bottom))


@dataclass(frozen=True)
class SourcePicture:
    """A picture of the source: the name it has there, its bytes (none where they are not at hand), and its words."""

    name: str
    data: bytes = field(default=b"", repr=False)
    alt: str = ""


@dataclass(frozen=True)
class SourceLine:
    """A line of the scan that holds text, without the marks of its format.

    ``number`` counts from 1 in the source, ``gap`` is how many empty lines stand before it, ``mark`` is the Markdown
    mark it began with (``-``, ``#``, ``>``, ``|``) or one of this module's, ``bold`` are the spans of ``text`` that
    the scan set in bold. ``indent`` is the space before its first letter, in letters. ``page`` counts from 1 and is 0
    where the source does not say; ``box`` is its place there, ``size`` the height of its letters. ``rows`` are the
    cells of a table, ``level`` is that of a heading.
    """

    number: int
    text: str
    gap: int = 0
    mark: str = ""
    bold: tuple[tuple[int, int], ...] = ()
    indent: float = 0
    page: int = 0
    box: Region | None = None
    size: float = 0
    confidence: float = 1
    picture: SourcePicture | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    level: int = 0


@dataclass(frozen=True)
class SourcePage:
    """A page of the source: its number from 1, its printed folio where it is known, its size and its picture."""

    number: int
    label: str = ""
    width: float = 0
    height: float = 0
    image: Path | None = None


@dataclass(frozen=True)
class Scan:
    """The text of a scanned issue, whatever it was read from.

    ``printed`` says that a line is a printed line and no paragraph. ``left`` are lines that the reader knows to be no
    text of an article, each with the reason. ``language`` is the one the source itself names.
    """

    file: Path
    lines: tuple[SourceLine, ...]
    pages: tuple[SourcePage, ...] = ()
    printed: bool = False
    left: tuple[tuple[SourceLine, str], ...] = ()
    language: str = ""
    reader: str = "text"
