"""Part what stands on one line of a contents page: entries side by side, columns read across."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pressroom.importers.ocr.text import fold, halve, has_stop, measure
from pressroom.importers.pages import Line
from pressroom.typography.normaliser import HAN

Row = tuple[int, Line]
_MEASURES = "年月日时分秒个家名位%万亿号岁余多天次种人元条项平公米里度倍周届"
_SIGNS = (
    ("slash", r"(?P<n>\d{1,4})\s*[/|丨│∕]\s*(?=\S)", True),
    ("leaders", r"(?P<n>\d{1,4})\s*(?:…+|[.·‥・—–-]{2,})\s*(?=\S)", True),
    ("fence", r"[（(\[【〔]\s?(?P<n>\d{1,4})\s?[）)\]】〕]\s*(?=\S)", True),
    ("page", r"(?:第\s?|[Pp]\s?\.?\s?)(?P<n>\d{1,4})\s?页?\s*(?=\D)", True),
    ("space", r"(?<![\d.])(?P<n>\d{1,3})\s+(?=\D)", True),
    ("slash", r"\s*[/|丨│∕]\s*(?P<n>\d{1,4})(?=\s|$)", False),
    ("leaders", r"\s*(?:…|[.·‥・—–-]\s?[.·‥・—–-])[\s….·‥・—–-]*[（(]?(?P<n>\d{1,4})[）)]?", False),
    ("fence", r"\s*[（(\[【〔]\s?(?P<n>\d{1,4})\s?[）)\]】〕]", False),
    ("page", r"\s*(?:第\s?|[Pp]\s?\.?\s?)(?P<n>\d{1,4})\s?页?(?=\s|$)", False),
    ("space", r"\s+(?P<n>\d{1,3})(?=\s|$)", False),
)
_GUTTER = re.compile(r"\s{3,}|\t+")
_LEAST = 3  # entries of a line that is a whole contents page


def part_line(line: Line) -> tuple[Line, ...]:
    """Part a line that holds several entries, each with its folio in one and the same form; else the line alone."""
    if line.mark == "|":
        return (line,)
    text = halve(line.text).strip()
    if has_stop(text) or len(re.findall(r"\d+", text)) < 2:
        return (line,)
    for name, pattern, leads in _SIGNS:
        parts = _part(text, pattern, leads)
        if len(parts) >= (_LEAST if name == "space" and not _GUTTER.search(text) else 2):
            return tuple(
                replace(line, text=part, gap=line.gap if not at else 0, bold=()) for at, part in enumerate(parts)
            )
    return (line,)


def _part(text: str, pattern: str, leads: bool) -> list[str]:
    """Cut a text before or behind each folio; nothing where one of the parts is no entry."""
    found = [one for one in re.finditer(pattern, text) if text[one.end() : one.end() + 1] not in _MEASURES or not leads]
    numbers = [int(one["n"]) for one in found]
    if len(found) < 2 or len(set(numbers)) < len(numbers) or 0 in numbers:
        return []
    if leads and (found[0].start() != 0 or any(not text[one.start() - 1].isspace() for one in found[1:])):
        return []
    if not leads and found[-1].end() != len(text):
        return []
    cuts = [one.start() for one in found] + [len(text)] if leads else [0] + [one.end() for one in found]
    parts = [text[one:two].strip() for one, two in pairwise(cuts)]
    ascend = numbers == sorted(numbers)
    worded = all(len(fold(re.sub(r"\d+", "", part))) >= 2 for part in parts)
    return parts if worded and (ascend or len(parts) == 2) else []


_HEADING = re.compile(
    rf"^\s*((?:本期|本刊)?\s*(?:目\s*[录錄次]|要\s*目|table of contents|contents|in this issue)(?:\s*contents)?)\s*[:：]?\s*(?=[\d{HAN}A-Z“\"(（\[P])",
    re.IGNORECASE,
)


def open_heading(line: Line) -> tuple[Line, ...]:
    """Part the heading of a contents page from entries that stand on its line."""
    found = _HEADING.match(line.text)
    if found is None or measure(line.text) < 12:
        return (line,)
    rest = replace(line, text=line.text[found.end() :].strip(), gap=0, bold=())
    parts = part_line(rest)
    return (replace(line, text=found[1], bold=()), *parts) if len(parts) >= 2 else (line,)


def unweave(rows: Sequence[Row], parted: Sequence[tuple[int, tuple[Line, ...]]]) -> tuple[Row, ...]:
    """Put the columns of a contents page that was read across behind each other; as they are where it was not."""
    twos = sum(1 for _, parts in parted if len(parts) == 2)
    if twos < 2 or twos * 3 < len(parted):
        return tuple(rows)
    columns: tuple[list[Row], list[Row]] = ([], [])
    for index, parts in parted:
        cells = parts if len(parts) == 2 else _cells(parts[0])
        for column, cell in zip(columns, cells, strict=False):
            column.append((index, cell))
    return (*columns[0], *columns[1])


def _cells(line: Line) -> tuple[Line, ...]:
    """The two sides of a line that a wide space parts."""
    sides = _GUTTER.split(line.text.strip(), maxsplit=1)
    return tuple(replace(line, text=side, bold=()) for side in sides)


def part_lines(lines: Sequence[Line], start: int) -> Iterator[tuple[int, tuple[Line, ...]]]:
    """Part line after line, each with its index."""
    for index in range(start, len(lines)):
        yield index, part_line(lines[index])
