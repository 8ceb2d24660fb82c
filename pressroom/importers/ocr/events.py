"""Read a chronicle: lines with dates, in order or run together by the scanner, in; dated events out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressroom.importers.ocr.text import measure
from pressroom.importers.pages import SourceLine
from pressroom.importers.values import BlockKind, CopyBlock
from pressroom.typography.normaliser import normalise

_DATE = re.compile(r"(?<![\d.])((?:19|20)\d{2}[.．/年]\s?\d{1,2}[.．/月]\s?\d{1,2}日?)(?![\d.])")
_SHORT_DATE = re.compile(
    r"^(\d{1,2}\s?月\s?\d{1,2}\s?日(?:\s?[-–—~～至]\s?(?:\d{1,2}\s?月\s?)?\d{1,2}\s?日)?|\d{1,2}[.．/]\d{1,2})(?:[\s:：|,，]+)(?=\S)"
)


def glue(one: str, two: str) -> str:
    """Put two halves of a sentence together; a space stays between Latin words."""
    latin = re.search(r"[A-Za-z]$", one) and re.match(r"[A-Za-z]", two)
    return f"{one.rstrip()} {two.lstrip()}" if latin else one.rstrip() + two.lstrip()


def read_events(lines: Sequence[SourceLine]) -> tuple[CopyBlock, ...]:
    """Read a chronicle: lines that begin with a date, and lines in which dates and events run together."""
    dated = [line for line in lines if _DATE.match(line.text)]
    if not dated:
        return _read_short_dates(lines)
    if len(dated) < 3 or len(dated) * 2 < len([line for line in lines if measure(line.text) > 6]):
        return ()
    items: list[list[str]] = []
    before: list[CopyBlock] = []
    for line in lines:
        _read_event_line(line.text, items, before)
    events = CopyBlock(
        BlockKind.LIST,
        tuple(normalise(words) for _, words in items),
        name="events",
        inner=tuple(date for date, _ in items),
    )
    return (*before, events)


def _read_short_dates(lines: Sequence[SourceLine]) -> tuple[CopyBlock, ...]:
    """Read a chronicle whose dates have no year; each stands at the beginning of its line."""
    found = [(_SHORT_DATE.match(line.text), line) for line in lines]
    first = next((index for index, (date, _) in enumerate(found) if date), 0)
    dated = sum(1 for date, _ in found if date)
    if dated < 3 or dated * 2 < len([line for line in lines if measure(line.text) > 6]):
        return ()
    items: list[list[str]] = []
    for date, line in found[first:]:
        if date:
            items.append([date[1], line.text[date.end() :]])
        else:
            items[-1][1] = glue(items[-1][1], line.text)
    before = [CopyBlock(BlockKind.PARAGRAPH, (normalise(line.text),)) for _, line in found[:first]]
    texts = tuple(normalise(words) for _, words in items)
    return (*before, CopyBlock(BlockKind.LIST, texts, name="events", inner=tuple(date for date, _ in items)))


def _read_event_line(text: str, items: list[list[str]], before: list[CopyBlock]) -> None:
    """Read one line of a chronicle; a date inside the line belongs to the sentence around it."""
    marks = list(_DATE.finditer(text))
    if not marks:
        if items:
            items[-1][1] = glue(items[-1][1], text)
        else:
            before.append(CopyBlock(BlockKind.PARAGRAPH, (normalise(text),)))
        return
    if marks[0].start() == 0:
        bounds = [*(mark.start() for mark in marks), len(text)]
        for mark, end in zip(marks, bounds[1:], strict=True):
            items.append([mark[1], text[mark.end() : end].strip()])
        return
    rest = text
    for mark in marks:
        at = rest.find(mark[1])
        sentence_start = max(rest.rfind("。", 0, at), rest.rfind("。 ", 0, at)) + 1
        if items and rest[:sentence_start].strip():
            items[-1][1] = glue(items[-1][1], rest[:sentence_start])
        items.append([mark[1], rest[sentence_start:at].strip()])
        rest = rest[at + len(mark[1]) :]
        end = rest.find("。") + 1
        if end:
            items[-1][1] = glue(items[-1][1], rest[:end])
            rest = rest[end:]
    if rest.strip():
        items[-1][1] = glue(items[-1][1], rest)
