"""The folio beside each headline of a contents page, whatever side of it the layout prints it on."""

from __future__ import annotations

import pytest

from pressroom.preflight.contents.listing import ContentsLine, find_tokens, read_folios
from pressroom.preflight.contents.values import Box, Sign, join_lines, same_line
from tests.support.printed import lay, spot, write

TITLES = {"最后一班渡轮": "2", "新桥试通车": "4", "早市搬进顶棚": "10"}


def read(signs: tuple[Sign, ...], wanted: dict[str, str]) -> tuple[str, ...]:
    lines = [ContentsLine(spot(signs, title), folio) for title, folio in wanted.items()]
    return read_folios(lines, {0: signs})


def page(manner: str, folios: dict[str, str]) -> tuple[Sign, ...]:
    """Headlines under each other with their folios on one side."""
    lines = []
    for number, (title, folio) in enumerate(folios.items()):
        top = 60.0 + 50 * number
        x, y = {"before": (30, top), "behind": (200, top), "above": (60, top - 14), "below": (60, top + 14)}[manner]
        parts = [write(60, top, title), write(x, y, folio)]
        lines += parts if manner in ("behind", "below") else reversed(parts)
    return lay(*lines)


@pytest.mark.parametrize("manner", ["before", "behind", "above", "below"])
def test_folios_are_read_on_every_side(manner):
    assert read(page(manner, TITLES), TITLES) == ("2", "4", "10")


@pytest.mark.parametrize("manner", ["before", "behind", "above", "below"])
def test_a_wrong_folio_is_read_as_it_stands(manner):
    shown = TITLES | {"新桥试通车": "5"}
    assert read(page(manner, shown), TITLES) == ("2", "5", "10")


def test_an_entry_without_a_folio_is_empty_and_takes_no_other_s():
    signs = lay(
        write(30, 60, "2"), write(60, 60, "最后一班渡轮"), write(60, 110, "新桥试通车"), write(30, 160, "10"), write(60, 160, "早市搬进顶棚")
    )  # fmt: skip
    assert read(signs, TITLES) == ("2", "", "10")
    assert read(signs, TITLES | {"新桥试通车": ""}) == ("2", "", "10")


def test_a_folio_beside_an_entry_that_should_have_none_is_read():
    assert read(page("before", TITLES), TITLES | {"新桥试通车": ""}) == ("2", "4", "10")


def test_entries_of_two_pages_are_read_each_on_its_own():
    one, two = page("before", {"最后一班渡轮": "2"}), page("before", {"新桥试通车": "4"})
    lines = [ContentsLine(spot(one, "最后一班渡轮", 0), "2"), ContentsLine(spot(two, "新桥试通车", 1), "4")]
    assert read_folios(lines, {0: one, 1: two}) == ("2", "4")


def labels(signs: tuple[Sign, ...], *headlines: str) -> list[str]:
    return [token.label for token in find_tokens(signs, [spot(signs, headline) for headline in headlines])]


def test_numbers_in_headlines_and_amid_words_are_no_folios():
    signs = lay(write(30, 60, "12"), write(60, 60, "十2座桥"), write(30, 90, "等10则"), write(30, 120, "P.4"))
    assert labels(signs, "十2座桥") == ["12", "4"]


def test_a_number_between_two_words_that_stand_apart_is_a_folio():
    signs = lay(write(30, 60, "桥"), write(60, 60, "4"), write(90, 60, "船"))
    assert labels(signs) == ["4"]


def test_a_folio_dressed_as_one_is_one():
    assert labels(lay(write(30, 60, "第12页"))) == ["12"]


def test_lines_are_told_apart_by_their_height():
    one, raised, below = Box(0, 0, 10, 10), Box(10, 4, 20, 14), Box(0, 8, 10, 18)
    assert same_line(one, raised)
    assert not same_line(one, below)
    signs = [*write(30, 60, "桥上"), *write(30, 80, "的灯")]
    assert list(join_lines(signs)) == [Box(30, 60, 50, 70), Box(30, 80, 50, 90)]
    assert list(join_lines([])) == []
