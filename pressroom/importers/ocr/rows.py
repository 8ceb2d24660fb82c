"""Part what stands on one line of a contents page: entries side by side, columns read across."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pressroom.importers.ocr.text import fold, halve, has_stop
from pressroom.importers.pages import SourceLine

Row = tuple[int, SourceLine]
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


def part_line(line: SourceLine) -> tuple[SourceLine, ...]:
    """Part a line that holds several entries, each with its folio in one and the same form; else the line alone."""
    if line.mark == "|":
        return (line,)
    text = halve(line.text).strip()
    if has_stop(text) or len(re.findall(r"\d+", text)) < 2:
        return (line,)
    for name, pattern, leads in _SIGNS:
        parts = _part(text, pattern, leads)
        if len(parts) >= (_LEAST if name == "space" and not _GUTTER.search(text) else 2):
            return tuple(replace(_cell(line, part), gap=0 if at else line.gap) for at, part in enumerate(parts))
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
    parts = [re.sub(r"\s+[-*•]$", "", text[one:two].strip()) for one, two in pairwise(cuts)]
    ascend = numbers == sorted(numbers)
    worded = all(len(fold(re.sub(r"\d+", "", part))) >= 2 for part in parts)
    return parts if worded and (ascend or len(parts) == 2) else []


def unweave(rows: Sequence[Row], parted: Sequence[tuple[int, tuple[SourceLine, ...]]]) -> tuple[Row, ...]:
    """Put the columns of a contents page that was read across behind each other; as they are where it was not.

    Columns stand side by side on a line, or line about line.
    """
    sides = [_cells(parts[0]) if len(parts) == 1 else parts if len(parts) == 2 else parts[:1] for _, parts in parted]
    both = [side for side in sides if len(side) == 2]
    counted = [sum(1 for side in both if _has_folio(side[at])) for at in (0, 1)]
    if len(both) >= 2 and len(both) * 3 >= len(parted) and min(counted) * 4 >= len(both) and min(counted) >= 2:
        columns: tuple[list[Row], list[Row]] = ([], [])
        for (index, _), side in zip(parted, sides, strict=True):
            for column, cell in zip(columns, side, strict=False):
                column.append((index, cell))
        return (*columns[0], *columns[1])
    return (*rows[::2], *rows[1::2]) if _alternates(rows) else tuple(rows)


def _cells(line: SourceLine) -> tuple[SourceLine, ...]:
    """The two sides of a line that a wide space parts: each says something, or the right one is a folio by itself."""
    sides = _GUTTER.split(line.text.strip(), maxsplit=1)
    alone = len(sides) == 2 and sides[1].strip().isdigit() and re.match(r"\W*\d", sides[0])
    if len(sides) < 2 or not (alone or all(fold(re.sub(r"\d+", "", side)) for side in sides)):
        return (line,)
    return tuple(_cell(line, side) for side in sides)


def _cell(line: SourceLine, text: str) -> SourceLine:
    """One side of a line, without the mark of a list."""
    item = re.match(r"^[-*•]\s+(?=\S)", text)
    return replace(line, text=text[item.end() :] if item else text, mark="-" if item else line.mark, bold=())


def _has_folio(line: SourceLine) -> bool:
    """Whether a line begins or ends with a number."""
    return re.search(r"^\W*(?:[Pp]\.?|第)?\s?\d{1,4}\b|\d{1,4}\W*$", halve(line.text)) is not None


def _alternates(rows: Sequence[Row]) -> bool:
    """Whether every other line goes on with the one before the last: folios rise so, and not from line to line."""
    folios = [_folio_of(line) for _, line in rows]
    whole, first, second = (_falls(one) for one in (folios, folios[::2], folios[1::2]))
    enough = all(sum(1 for folio in one if folio) >= 2 for one in (folios[::2], folios[1::2]))
    return enough and whole >= 2 and (first + second) * 3 <= whole


def _folio_of(line: SourceLine) -> int:
    """The number at either end of a line; 0 where there is none."""
    found = re.search(r"^[-\s(（\[]*(?:[Pp]\.?|第)?\s?(\d{1,4})\b|(\d{1,4})[)）\]\s页]*$", halve(line.text))
    return int(found[1] or found[2]) if found else 0


def _falls(folios: Sequence[int]) -> int:
    """How often a folio is lower than the one before it."""
    named = [folio for folio in folios if folio]
    return sum(1 for one, two in pairwise(named) if two < one)


def part_lines(lines: Sequence[SourceLine], start: int) -> Iterator[tuple[int, tuple[SourceLine, ...]]]:
    """Part line after line, each with its index."""
    for index in range(start, len(lines)):
        yield index, part_line(lines[index])
