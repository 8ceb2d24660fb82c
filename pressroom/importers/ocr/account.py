"""Account for every character: the lines of a scan and the files made of them in, what stands nowhere out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pressroom.importers.ocr.folios import COLUMN_NAMES
from pressroom.importers.ocr.numbers import HAN_NUMBER, read_number
from pressroom.importers.ocr.text import count_han, fold
from pressroom.importers.pages import SourceLine
from pressroom.importers.values import LeftOver, Mend

_CLAUSE = re.compile(r"[，。；：？！、,;:?!…⋯/|丨\s（）()《》“”\"‘’'·・•\[\]【】\\]+")
_ISSUE = re.compile(r"(?:\d|[年月日期第总總.\\/\s·:：]|NO|No|ISSUE|Issue|1SSUE|VOL|Vol)+")
_TAKEN = "\0"
_LEAST = 2  # letters of a part that is sought by itself


@dataclass(frozen=True)
class Share:
    """Lines of a scan, and the texts that were made of them; ``once``: every letter there stands for one of the scan.

    The contents page is a share that is not ``once``: its headlines and those of the articles are one in the files.
    ``folios`` are those of the entries, which a line may give in Chinese; ``numbers`` are those of year, month and
    issue, which a line may give in words of its own.
    """

    lines: tuple[SourceLine, ...]
    texts: tuple[str, ...]
    once: bool = True
    numbers: frozenset[int] = frozenset()
    folios: frozenset[int] = frozenset()


def find_left_over(shares: Iterable[Share], mends: Sequence[Mend], known: Sequence[LeftOver]) -> tuple[LeftOver, ...]:
    """Find what of the scan stands in no file, line by line; ``known`` was left out on purpose.

    A line is there when its letters stand together in the texts of its share; else its clauses are sought one by one,
    then their longest parts. What was found is taken, so that a line that stands twice is sought twice.
    """
    on_purpose = {left.line for left in known}
    left: list[LeftOver] = list(known)
    for share in shares:
        lines = [line for line in share.lines if line.number not in on_purpose and fold(line.text)]
        left += _search(share, lines, mends)
    return tuple(sorted(left, key=lambda one: one.line))


def _search(share: Share, lines: Sequence[SourceLine], mends: Sequence[Mend]) -> list[LeftOver]:
    """Search the texts of a share for its lines: whole lines first, longest first, then parts of the others."""
    stock = _TAKEN.join(fold(text) for text in share.texts)
    broken: list[SourceLine] = []
    for line in sorted(lines, key=lambda one: -len(one.text)):
        whole = next((text for text in (fold(_mended(line, mends)), fold(line.text)) if text in stock), "")
        if not whole:
            broken.append(line)
        elif share.once:
            stock = stock.replace(whole, _TAKEN, 1)
    left: list[LeftOver] = []
    for line in broken:
        lost, rest = _take(_mended(line, mends), stock, share)
        stock = rest if share.once else stock
        dated = _ISSUE.fullmatch(line.text) and {int(n) for n in re.findall(r"\d+", line.text)} <= share.numbers
        if lost and not dated:
            left.append(LeftOver(line.number, " ".join(lost), "stands nowhere"))
    return left


_FOLIO = re.compile(rf"(?:第|p|page|pp)?(\d{{1,4}}|{HAN_NUMBER})(?:页|頁|版|ページ)?")


def _is_folio(lost: str, folios: frozenset[int]) -> bool:
    """Whether what is lost is a folio as the contents page writes it, or the head of one of its columns."""
    if not folios:
        return False
    found = _FOLIO.fullmatch(lost)
    printed = found is not None and read_number(found[1]) in folios
    return printed or lost in COLUMN_NAMES or lost in _PAGE_WORDS


_PAGE_WORDS = frozenset({"第", "页", "頁", "第页", "第頁", "p", "page", "pp", "版"})
_RANGE = re.compile(r"(\d{1,4})\s*[-–—~～至]\s*\d{1,4}")


def _mended(line: SourceLine, mends: Sequence[Mend]) -> str:
    """A line with its slips put right."""
    text = line.text
    for mend in mends:
        text = text.replace(mend.wrong, mend.right) if mend.line == line.number else text
    return text


def _take(text: str, stock: str, share: Share) -> tuple[list[str], str]:
    """Take the clauses of a text from a stock, or their letters; give what is not there, and the rest of the stock."""
    lost: list[str] = []
    text = _RANGE.sub(r"\1", text) if share.folios else text
    for whole in sorted((fold(part) for part in _CLAUSE.split(text)), key=len, reverse=True):
        clause, missing = whole, ""
        while clause:
            size = _longest(clause, stock)
            if size:
                stock = stock.replace(clause[:size], _TAKEN, 1)
            else:
                missing += clause[0]
            clause = clause[max(size, 1) :]
        if missing and not _is_folio(missing, share.folios) and not _is_folio(whole, share.folios):
            lost.append(missing if share.once else whole)
    return lost, stock


def _longest(clause: str, stock: str) -> int:
    """How many letters of a clause's beginning stand together in a stock: all, or two at least."""
    if clause in stock:
        return len(clause)
    return next((size for size in range(len(clause) - 1, _LEAST - 1, -1) if clause[:size] in stock), 0)


def count_lost(lines: Sequence[SourceLine], texts: Iterable[str]) -> Counter[str]:
    """Count the Han characters that a chapter has more often in the scan than in its copy."""
    scanned = Counter(letter for line in lines for letter in line.text if count_han(letter))
    written = Counter(letter for text in texts for letter in text if count_han(letter))
    return scanned - written
