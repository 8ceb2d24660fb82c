"""The nouns of an import: lines of the scan, entries of its contents page, pieces of its body, doubts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pressroom.importers.pages import SourceLine
from pressroom.importers.values import Doubt, Mend, ScanArticle
from pressroom.issue import Credit

_TENS = "零一二三四五六七八九"


@dataclass(frozen=True)
class ContentsEntry:
    """An entry of the contents page: its folio (none if not printed), its lines, and where it belongs.

    ``opens`` is true for one without a folio that opens its department; ``near`` is where one stands whose folio could
    not be read; ``people`` are its authors, where the contents page names them.
    """

    folio: int | None
    lines: tuple[SourceLine, ...]
    department: str = ""
    part: str = ""
    note: str = ""
    blurb: tuple[SourceLine, ...] = ()
    people: tuple[Credit, ...] = ()
    place: int = 0
    opens: bool = False
    near: float = 0

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
    """The contents block: its entries in folio order, and which lines of the scan it takes (indexes, end excluded).

    ``agreement`` is the share of its folios that stand in the order in which the body has the articles.
    """

    start: int
    end: int
    entries: tuple[ContentsEntry, ...]
    departments: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()
    mends: tuple[Mend, ...] = ()
    agreement: float = 1


@dataclass(frozen=True)
class Chapter:
    """An entry of the contents page with its pieces and the lines of the scan they were made from."""

    entry: ContentsEntry
    pieces: tuple[ScanArticle, ...]
    lines: tuple[SourceLine, ...] = ()
    found: bool = True


@dataclass(frozen=True)
class Front:
    """What stands before the articles: nameplate, masthead, editorial."""

    title: str
    subtitle: str = ""
    number: str = "1"
    date: str = "2000-01"
    cover_lines: tuple[str, ...] = ()
    masthead: tuple[Credit, ...] = ()
    address: tuple[str, ...] = ()
    issn: str = ""
    cn: str = ""
    editorial: ScanArticle | None = None
    lines: tuple[SourceLine, ...] = ()


def _count_in_han(text: str) -> int:
    """Read a number up to 99 in Han: 十二 is 12."""
    tens, ten, ones = text.rpartition("十")
    return (10 * (_TENS.find(tens) if tens else 1) if ten else 0) + (_TENS.find(ones) if ones else 0)
