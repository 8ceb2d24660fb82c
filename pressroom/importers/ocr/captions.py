"""Read captions: ``1. 雨后的河口。 摄影: 甲`` in, number, words and credit out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pressroom.importers.ocr.text import count_han, measure
from pressroom.importers.pages import SourceLine
from pressroom.typography.normaliser import HAN

_CREDIT = re.compile(
    rf"\s*[（(/|]?\s*((?:摄影|攝影|供图|供圖|图|圖|摄|图片|制图|绘图)\s*[:：/|]\s*[{HAN}A-Za-z·• ]{{2,16}})[)）]?\s*$"
)
_NUMBER = re.compile(r"^(?:\d\s+)?([1-9]\d?|[①-⑳])\s*[.、．]?\s*(?=\D)")
_LONGEST = 60


@dataclass(frozen=True)
class Caption:
    """A caption: its number, its words, and who made the picture."""

    number: str
    words: str
    credit: str


def read_caption(line: SourceLine) -> Caption | None:
    """Read a line that is a caption: numbered, or with a credit, and short."""
    found = _CREDIT.search(line.text)
    words = line.text[: found.start()] if found else line.text
    credit = re.sub(r"\s*[:：/|]\s*", " ", found[1]).strip() if found else ""
    number = _NUMBER.match(words)
    if number is None and not credit:
        return None
    if number and not credit and not re.match(r"^\s*[1-9①-⑳][^.、．]{0,2}[.、．]", words):
        return None
    rest = words[number.end() :] if number else words
    if not 0 < measure(rest) <= _LONGEST or not count_han(rest):
        return None
    return Caption(number[1] if number else "", rest.strip(), credit)


def split_captions(line: SourceLine) -> tuple[SourceLine, ...]:
    """Split a line in which the scanner ran several captions together."""
    cuts = [found.start() for found in re.finditer(r"(?<=\s)(?:\d\s+)?[1-9][.、．]\s*(?=\S)", line.text)]
    if not read_caption(line) and not (cuts and _CREDIT.search(line.text[: cuts[0]].rstrip() + " ")):
        return (line,)
    bounds = [0, *cuts, len(line.text)]
    texts = [line.text[a:b].strip() for a, b in pairwise(bounds)]
    return tuple(SourceLine(line.number, text, line.gap, line.mark) for text in texts if text)
