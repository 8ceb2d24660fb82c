"""Feet of columns, stubs above what runs across, heads near feet: planted on pages of letters, and well made pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pressroom.lint import RULES
from pressroom.lint.columns import find_setting
from pressroom.lint.letters import GlyphBox, Letter, LetterPage
from tests.support.handset import han

SIZE, LEADING, MEASURE, GAP, LINES = 10, 16, 20, 20, 30
LEFT, TOP = 50.0, 600.0
STEP = MEASURE * SIZE + GAP


def letters(text: str, column: int, line: int, size: float = SIZE) -> list[Letter]:
    """A line of square letters in a column, counted from the top."""
    x, y = LEFT + STEP * column, TOP - LEADING * line
    ink = [GlyphBox(x + at * size + 1, y, x + (at + 1) * size - 1, y + size - 1) for at in range(len(text))]
    return [
        Letter(char, x + at * size, y, size, ink[at], size, "Song", after_space=False, mapped=True)
        for at, char in enumerate(text)
    ]


def a_page(
    index: int, *columns: list[tuple[int, str]], drawn: tuple[GlyphBox, ...] = (), more: tuple[Letter, ...] = ()
) -> LetterPage:
    """A page of two columns, given as lines with the line that each stands on."""
    found = [one for number, lines in enumerate(columns) for line, text in lines for one in letters(text, number, line)]
    return LetterPage(index, str(index + 1), 0, 700, (*found, *more), drawn)


def lines(count: int, first: int = 0) -> list[tuple[int, str]]:
    return [(first + number, han(MEASURE, 7 * (first + number))) for number in range(count)]


def full(index: int) -> LetterPage:
    return a_page(index, lines(LINES), lines(LINES))


def faults(rule: str, *pages: LetterPage) -> list[str]:
    """What a rule finds on pages that stand among well made ones."""
    around = [full(0), full(1), *(replace(page, index=2 + at) for at, page in enumerate(pages))]
    around += [full(len(around)), full(len(around) + 1)]
    return [found.message for found in RULES[rule].measure(find_setting(around)) if found]


def across(line: int, high: int) -> GlyphBox:
    """A picture across both columns, from a line on."""
    top = TOP + SIZE - LEADING * line
    return GlyphBox(LEFT, top - LEADING * high + 6, LEFT + STEP + MEASURE * SIZE, top)


@pytest.mark.parametrize("rule", ["R19", "R20", "R21"])
def test_well_made_pages_have_no_fault(rule: str) -> None:
    picture = a_page(0, lines(10), lines(10), drawn=(across(10, 20),))
    top = a_page(0, lines(20, 10), lines(20, 10), drawn=(across(0, 10),))
    assert faults(rule, full(0), picture, top) == []


def test_a_column_that_runs_on_and_ends_short_is_found() -> None:
    assert faults("R19", a_page(0, lines(LINES), lines(LINES - 2))) == ["ends 2 lines above the foot"]


def test_the_last_page_of_an_article_may_end_anywhere() -> None:
    opens = a_page(0, lines(LINES - 5, 5), lines(LINES - 5, 5), more=tuple(letters("潮头的新城", 0, 2, 24)))
    assert faults("R19", a_page(0, lines(LINES), lines(LINES - 9)), opens) == []


def test_a_picture_at_the_foot_ends_a_column() -> None:
    foot = GlyphBox(
        LEFT + STEP, TOP - LEADING * (LINES - 1) - 4, LEFT + STEP + MEASURE * SIZE, TOP - LEADING * 20 + SIZE
    )
    assert faults("R19", a_page(0, lines(LINES), lines(20), drawn=(foot,))) == []
    assert len(faults("R19", a_page(0, lines(LINES), lines(18)))) == 1


def test_a_stub_above_a_picture_across_is_found() -> None:
    stub = a_page(0, lines(10), lines(6), drawn=(across(10, 20),))
    assert faults("R20", stub) == ["4.1 lines above what runs across"]


def test_text_on_a_ground_is_no_stub() -> None:
    ground = GlyphBox(LEFT - 5, TOP - LEADING * 16, LEFT + STEP + MEASURE * SIZE + 5, TOP + SIZE)
    assert faults("R20", a_page(0, [*lines(6), *lines(20, 10)], lines(LINES), drawn=(ground,))) == []


def test_a_picture_that_opens_another_article_has_no_stub_above_it() -> None:
    headline = tuple(letters("潮头的新城", 0, 22, 24))
    stub = a_page(0, lines(10), lines(6), drawn=(across(12, 8),), more=headline)
    assert faults("R20", stub) == []


def test_a_head_with_too_little_below_it_is_found() -> None:
    head = tuple(letters("潮头的新城", 0, LINES - 1, 11))
    assert faults("R21", a_page(0, lines(LINES - 2), lines(LINES), more=head)) == ["a head with 0 lines below it"]


def test_a_second_head_so_low_on_a_spread_is_found() -> None:
    def low(column: int) -> tuple[Letter, ...]:
        return tuple(letters("潮头的新城", column, LINES - 3, 11))

    column = [*lines(LINES - 4), *lines(2, LINES - 2)]
    one = a_page(0, column, lines(LINES), more=low(0))
    assert faults("R21", one) == []
    two = a_page(0, column, column, more=(*low(0), *low(1)))
    assert faults("R21", two) == ["a second head at a foot of this spread"]
