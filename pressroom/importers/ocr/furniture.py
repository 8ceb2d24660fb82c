"""Take the page's furniture out of the body: page numbers, running heads, what stands behind the last article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pressroom.importers.ocr.text import fold, is_finished, measure, undress
from pressroom.importers.ocr.words import SECTION_ENDS
from pressroom.importers.pages import SourceLine
from pressroom.importers.values import LeftOver

_STRAY = re.compile(r"[-—·\s]*(?:[Pp]\.?\s*)?\d{1,3}(?:\s*[-—·/|]?\s*\d{0,3})?\s*[:：.·—|-]*")
_DATED = re.compile(r"\d+|[年月日第期总總]|NO|No|no|VOL|Vol|ISSUE|Issue|[一二三四五六七八九十]+(?=月|期)")
_ISSUE = re.compile(r"(?:19|20)\d\d\s*[.．·/年-]|第\s*\d+\s*期|\bNO\b|^\s*\d{1,3}\s|\s\d{1,3}\s*$", re.IGNORECASE)
_LONGEST = 24  # letters of a running head
_OFTEN = 3
_BACK_GAP = 3  # empty lines before what stands behind the last article


def is_stray_folio(line: SourceLine) -> bool:
    """Whether a line is a page number that the scanner left in the text."""
    return _STRAY.fullmatch(line.text.strip()) is not None


def drop_furniture(
    body: Sequence[SourceLine], departments: Sequence[str], title: str, headlines: Sequence[str]
) -> tuple[tuple[SourceLine, ...], tuple[LeftOver, ...]]:
    """Leave page numbers, running heads and the labels of departments out; say what was left out.

    ``headlines`` are the entries of the contents page: a department's name may be one.
    """
    heads = _find_running_heads(body, departments, title)
    folded = [fold(headline) for headline in headlines]
    labels = {fold(name) for name in departments} - set(folded)
    kept: list[SourceLine] = []
    left: list[LeftOver] = []
    gap = 0
    for index, line in enumerate(body):
        text = fold(undress(line.text))
        if is_stray_folio(line):
            left.append(LeftOver(line.number, line.text, "a page number"))
        elif text in heads and not _is_part_of_headline(body, index, folded):
            left.append(LeftOver(line.number, line.text, "a running head"))
        elif text not in labels:
            kept.append(replace(line, gap=line.gap + gap) if gap else line)
            gap = 0
            continue
        gap += line.gap
    return tuple(kept), tuple(left)


def _is_part_of_headline(body: Sequence[SourceLine], index: int, headlines: Sequence[str]) -> bool:
    """Whether a line is a line of a headline, another one of which stands right above or below: a theme may run too."""
    text, *others = (fold(undress(body[at].text)) for at in (index, index - 1, index + 1) if 0 <= at < len(body))
    return any(
        text in headline and any(len(other) >= _PART and other in headline and other != text for other in others)
        for headline in headlines
        if len(text) >= _PART
    )


_PART = 4  # letters of a line of a headline


def _find_running_heads(body: Sequence[SourceLine], departments: Sequence[str], title: str) -> frozenset[str]:
    """Find the short lines that name the magazine, or come often and stand inside a sentence or with a number."""
    names = {fold(name) for name in departments}
    called = fold(title)
    heads = {called, *(called + name for name in names), *(name + called for name in names)} if called else set()
    heads = {_DATED.sub("", head) for head in heads} - {""}
    short = [(index, fold(undress(line.text))) for index, line in enumerate(body)]
    short = [(index, text) for index, text in short if 1 < len(text) <= _LONGEST]
    bare = {text: _DATED.sub("", text) for _, text in short}
    counts = Counter(bare[text] for _, text in short)
    found = {text for _, text in short if bare[text] in heads}
    for index, text in short:
        often = counts[bare[text]] >= _OFTEN and len(bare[text]) > 1 and not bare[text].endswith(SECTION_ENDS)
        if often and (_is_inside(body, index) or text in names or _has_date(body[index].text)):
            found.add(text)
    broken = {bare[text] for text in found if len(bare[text]) > 1}
    return frozenset(found | {text for _, text in short if bare[text] in broken and counts[bare[text]] >= _OFTEN})


def _is_inside(body: Sequence[SourceLine], index: int) -> bool:
    """Whether a line parts a sentence that goes on behind it."""
    if index == 0 or index + 1 >= len(body):
        return False
    before, after = body[index - 1], body[index + 1]
    long = measure(before.text) > 2 * _LONGEST and measure(after.text) > _LONGEST
    return long and not is_finished(before.text)


def _has_date(text: str) -> bool:
    """Whether a line is dated or numbered as a page or an issue is."""
    return _ISSUE.search(text) is not None


def cut_back(lines: Sequence[SourceLine]) -> tuple[tuple[SourceLine, ...], tuple[SourceLine, ...]]:
    """Cut what stands behind the last article: short lines far below, none of them a sentence."""
    at = len(lines)
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if is_finished(line.text) or measure(line.text) > _LONGEST:
            break
        if line.gap >= _BACK_GAP:
            at = index
    return tuple(lines[:at]), tuple(lines[at:])
