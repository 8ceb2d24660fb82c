"""Rules on where lines break: R01 to R03, and R11 on last lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from pressroom.lint import marks
from pressroom.lint.columns import ColumnLine, TextSetting, slack
from pressroom.lint.lines import Line, stack_lines
from pressroom.lint.registry import Fault, at, between, rule

_WIDE = 18  # em: from this measure on a line can do without —— and …… at its start


def _stacks(setting: TextSetting) -> Iterator[tuple[Line, ...]]:
    """Chinese text of several lines in any size: a heading, a caption, a column."""
    for _, lines in groupby(setting.lines, key=lambda line: line.page.index):
        for stack in stack_lines([line for line in lines if not line.tabular]):
            if len(stack) > 1 and sum(line.han for line in stack) > len(stack):
                yield stack


def _turns(setting: TextSetting) -> Iterator[tuple[ColumnLine, ColumnLine]]:
    """Lines of reading text with the line in which their paragraph goes on."""
    for column in setting.columns:
        for above, row in pairwise(column.rows):
            if row.follows:
                yield above, row


@rule("R01", 0, "GB/T 15834—2011 5.1.1–5.1.7; clreq 6.1.1 Prohibition rules for line start and line end")
def forbidden_start(setting: TextSetting) -> Iterator[Fault | None]:
    """No line begins with a stop, a closing mark, a middle dot or a sign that belongs to a number.

    In any size; a line that begins with a middle dot or a sign may be an item, so these count only where a paragraph
    goes on.
    """
    turned = {id(row.line) for _, row in _turns(setting)}
    for stack in _stacks(setting):
        for above, line in zip((stack[0], *stack), stack, strict=False):
            first = line.letters[0].char
            wrong = first in marks.NEVER_FIRST or (first in marks.NOT_FIRST and id(line) in turned)
            yield (
                between(above, line, f"the line begins with {first}")
                if wrong and above is not line
                else (at(line, 0, 0, f"the line begins with {first}") if wrong else None)
            )


@rule("R01s", 0, "clreq 6.1.1 Prohibition rules for line start and line end, strict level")
def dash_at_start(setting: TextSetting) -> Iterator[Fault | None]:
    """No line of 18 em or more begins with —— or …….

    In narrower columns that is better than a torn line.
    """
    for column in setting.columns:
        for above, row in pairwise(column.rows):
            if row.follows and column.measure > _WIDE - 0.05:
                first = row.line.letters[0].char
                wrong = first in marks.DASHES | marks.DOTS
                yield between(above.line, row.line, f"the line begins with {first}") if wrong else None


@rule("R02", 0, "GB/T 15834—2011 5.1.3; clreq 6.1.1 Prohibition rules for line start and line end")
def forbidden_end(setting: TextSetting) -> Iterator[Fault | None]:
    """No line ends with an opening mark or a currency sign."""
    for stack in _stacks(setting):
        for line, below in pairwise(stack):
            last = line.letters[-1].char
            yield between(line, below, f"the line above ends with {last}") if last in marks.NEVER_LAST else None


@rule("R03", 0, "GB/T 15834—2011 5.1.4, 5.1.5; clreq 6.1.2 Prohibition rules for unbreakable marks")
def split_unit(setting: TextSetting) -> Iterator[Fault | None]:
    """No line break splits ——, ……, a number, or a number from its sign."""
    for above, row in _turns(setting):
        split = _is_unit(above.line, row.line)
        yield between(above.line, row.line, "a unit is split over two lines") if split else None


def _is_unit(above: Line, line: Line) -> bool:
    """Whether what stands on both sides of a line break belongs together."""
    if line.letters[0].after_space:
        return False
    before, after = above.text[-1], line.text[0]
    if before in marks.DASHES | marks.DOTS:
        return before == after and not _is_whole(above, before)
    if before.isdecimal():
        return after.isdecimal() or after in marks.AFTER_NUMBER or _is_point(line.text)
    if before in ".,":
        return len(above.text) > 1 and above.text[-2].isdecimal() and after.isdecimal()
    return (before in marks.CURRENCIES or before in "−+") and after.isdecimal()


def _is_whole(line: Line, mark: str) -> bool:
    """Whether a line ends with both halves of a dash or of dots, so that a second pair may follow."""
    return mark == "⸺" or (len(line.text) - len(line.text.rstrip(mark))) % 2 == 0


def _is_point(text: str) -> bool:
    """Whether a text begins with a decimal point or the comma of thousands."""
    return len(text) > 1 and text[0] in ".," and text[1].isdecimal()


@rule("R03b", 0.015, "clreq 6.1.2 Prohibition rules for unbreakable marks; CY/T 154—2017")
def number_from_measure(setting: TextSetting) -> Iterator[Fault | None]:
    """A number and its word of measure stay on one line."""
    for above, row in _turns(setting):
        before, after = above.line.text[-1], row.line.text[0]
        split = (before.isdecimal() or before == "%") and (
            after in marks.MEASURES or (after.isascii() and after.isalpha())
        )
        yield between(above.line, row.line, f"{before} and {after} are apart") if split else None


def _last_lines(setting: TextSetting) -> Iterator[tuple[Line, Line]]:
    """The last line of each paragraph of several lines, with the line above it."""
    for column in setting.columns:
        for above, row, below in zip(column.rows, column.rows[1:], (*column.rows[2:], None), strict=False):
            ended = slack(row.line, column.right) > 1 or (below is not None and below.opens)
            if row.follows and not row.goes_on and ended:
                yield above.line, row.line


def _count(line: Line) -> int:
    """How many characters a reader sees: marks do not count."""
    return sum(marks.counts_as_character(char) for char in line.text)


@rule("R11", 0, "clreq 7.1.2 Handling of widows and orphans (孤字): a last line has at least two characters")
def lone_character(setting: TextSetting) -> Iterator[Fault | None]:
    """No last line of a paragraph is a single character."""
    for above, line in _last_lines(setting):
        yield between(above, line, "the last line is a single character") if _count(line) <= 1 else None


@rule("R11b", 0.015, "clreq 7.1.2 Handling of widows and orphans (孤字)")
def short_last_line(setting: TextSetting) -> Iterator[Fault | None]:
    """Last lines of one or two characters are rare."""
    for above, line in _last_lines(setting):
        count = _count(line)
        yield between(above, line, f"the last line has {count} characters") if count <= 2 else None
