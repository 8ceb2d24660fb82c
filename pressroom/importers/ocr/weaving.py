"""Unweave columns that were read across: lines with both, or line about line, in; one behind the other out.

Columns on one line are told by the wide space between them. Columns line about line are told by what goes on where: two
characters that stand together elsewhere in the text speak for two lines being neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pressroom.importers.ocr.text import fold, is_finished, measure
from pressroom.importers.pages import SourceLine
from pressroom.importers.values import Doubt
from pressroom.typography.normaliser import HAN

_GUTTER = re.compile(r"(?<=\S)(?:[ \u3000]{3,}|\s*[|｜]\s*)(?=\S)")
_LEAST = 3  # lines of columns side by side
_SIDE = 5  # characters of one side of such a line, at least
_SHARE = 0.6  # of the lines of a group that have a gutter
_LEAST_WOVEN = 4  # lines of columns line about line
_AHEAD = 1.5  # by how much, in pairs, the one order must be likelier than the other
_MANY = 6  # pairs that the text as a whole must be ahead
_FEW = 12  # characters of the lines that are weighed


@dataclass(frozen=True)
class _Pairs:
    """Pairs of characters that stand together inside the lines of a text."""

    known: frozenset[str]

    def say(self, one: SourceLine, two: SourceLine) -> int:
        """Whether two lines could be neighbours: their ends stand together elsewhere."""
        before, after = fold(one.text), fold(two.text)
        return int(bool(before and after) and before[-1] + after[0] in self.known and not is_finished(one.text))


def unweave_lines(lines: Sequence[SourceLine]) -> tuple[tuple[SourceLine, ...], tuple[Doubt, ...]]:
    """Part lines that hold two columns, and put the left ones before the right ones."""
    made: list[SourceLine] = []
    doubts: list[Doubt] = []
    index = 0
    while index < len(lines):
        size = _side_by_side(lines, index)
        if size < _LEAST:
            made.append(lines[index])
            index += 1
            continue
        group = lines[index : index + size]
        made += _part_columns(group)
        what = f"columns were read across: {group[0].text[:24]}…"
        doubts.append(
            Doubt(group[0].number, what, f"parted {size} lines at the wide space and set the left side first")
        )
        index += size
    return tuple(made), tuple(doubts)


def _side_by_side(lines: Sequence[SourceLine], start: int) -> int:
    """How many lines from one on hold two columns; the last ones may hold the left one only."""
    if not _has_columns(lines[start]):
        return 0
    size = with_both = 0
    for line in lines[start:]:
        both = _has_columns(line)
        if (
            (size and line.gap and _ends_inside(lines[start : start + size], line))
            or line.mark
            or (not both and (measure(line.text) < 2 or with_both < 2))
        ):
            break
        if not both and with_both < _SHARE * (size + 1):
            break
        if (
            not both
            and size
            and measure(line.text) > 1.4 * max(measure(part) for part in _GUTTER.split(lines[start].text))
        ):
            break
        size, with_both = size + 1, with_both + both
    while size and not _has_columns(lines[start + size - 1]) and is_finished(lines[start + size - 2].text):
        size -= 1
    return size if with_both >= _LEAST else 0


def _ends_inside(group: Sequence[SourceLine], line: SourceLine) -> bool:
    """Whether an empty line ends both columns: it is wide, or the left column breaks off and the right one ends."""
    if line.gap > 1:
        return True
    sides = [_GUTTER.split(one.text.strip()) for one in group]
    return not is_finished(sides[-1][0]) or (len(sides[-1]) < 2 and not is_finished(group[-1].text))


def _has_columns(line: SourceLine) -> bool:
    """Whether a line has two sides of running text with a wide space between."""
    sides = _GUTTER.split(line.text.strip())
    return len(sides) == 2 and all(measure(side) >= _SIDE for side in sides) and not re.search(r"[….]{3}", line.text)


def _part_columns(group: Sequence[SourceLine]) -> list[SourceLine]:
    """The left sides of some lines, then the right ones."""
    columns: tuple[list[SourceLine], list[SourceLine]] = ([], [])
    for line in group:
        sides = _GUTTER.split(line.text.strip())
        for column, side in zip(columns, sides, strict=False):
            column.append(replace(line, text=side, gap=line.gap, bold=()))
    first = columns[1][0]
    return [*columns[0], replace(first, gap=0), *columns[1][1:]]


def unweave_groups(lines: Sequence[SourceLine]) -> tuple[tuple[SourceLine, ...], tuple[Doubt, ...]]:
    """Put columns that stand line about line behind each other, where the text as a whole is so."""
    groups = group_lines(lines)
    pairs = _Pairs(frozenset(fold(line.text)[at : at + 2] for line in lines for at in range(len(fold(line.text)) - 1)))
    gains = [_gain(group, pairs) for group in groups]
    if sum(gain for gain in gains if gain > 0) < _MANY or sum(gains) < _MANY:
        return tuple(lines), ()
    made: list[SourceLine] = []
    doubts: list[Doubt] = []
    for group, gain in zip(groups, gains, strict=True):
        if gain < _AHEAD:
            made += group
            continue
        made += _put_apart(group)
        what = f"columns were read line about line: {group[0].text[:16]}…"
        doubts.append(Doubt(group[0].number, what, f"set every other of {len(group)} lines behind the rest"))
    return tuple(made), tuple(doubts)


def _put_apart(group: Sequence[SourceLine]) -> list[SourceLine]:
    """Every other line of a group, then the rest; the gap before the group stays there."""
    odd = [replace(group[0], gap=group[0].gap), *group[2::2]]
    return [*odd, *group[1::2]]


def _gain(group: Sequence[SourceLine], pairs: _Pairs) -> float:
    """By how many pairs it is likelier that every other line goes on than that each does."""
    if len(group) < _LEAST_WOVEN or any(line.mark or measure(line.text) < _FEW for line in group[:-2]):
        return 0
    if not re.search(f"[{HAN}]", group[0].text):
        return 0
    woven = [*zip(group, group[2:], strict=False)]
    plain = [*pairwise(group)]
    joined = sum(pairs.say(one, two) for one, two in plain)
    apart = sum(pairs.say(one, two) for one, two in woven)
    return apart - joined * len(woven) / len(plain)


def group_lines(lines: Sequence[SourceLine]) -> list[list[SourceLine]]:
    """Lines that no empty line parts."""
    groups: list[list[SourceLine]] = []
    for line in lines:
        if groups and not line.gap and line.page == groups[-1][-1].page:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
