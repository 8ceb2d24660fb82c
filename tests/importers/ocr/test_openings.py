"""Where articles open: the lines of the body that say what the contents page says, in the same order."""

from __future__ import annotations

from pressroom.importers.ocr.openings import find_openings, headline_variants
from pressroom.importers.ocr.values import Contents
from tests.support.scans import entry_of, lines_of

TEXT = "河水记在了木板上，码头南侧的孩子又看见了灯光，修好的收音机送去了学校门口。"
ONE, TWO, THREE = "北岸木匠守着一盏灯", "南坡渔户修好百年水闸", "旧城茶农开起夜间课堂"


def openings(*texts: str | tuple[str, int], entries: tuple[str, ...] = (ONE, TWO, THREE), **named: str):
    listed = tuple(entry_of(4 + 2 * number, text, **named) for number, text in enumerate(entries))
    return find_openings(Contents(0, 0, listed, ("人间", "手艺")), lines_of(*texts))


def test_each_entry_opens_at_the_line_that_says_it():
    assert openings(ONE, TEXT, TWO, TEXT, THREE, TEXT) == (0, 2, 4)


def test_a_slip_of_the_scanner_does_not_hide_a_headline():
    assert openings(ONE, TEXT, "南坡渔户修好百牛水闸", TEXT, THREE, TEXT) == (0, 2, 4)


def test_a_headline_over_two_lines_is_found_at_its_first():
    assert openings(ONE, TEXT, "南坡渔户", "修好百年水闸", TEXT, THREE, TEXT) == (0, 2, 5)


def test_an_entry_that_is_nowhere_has_no_opening():
    assert openings(ONE, TEXT, THREE, TEXT) == (0, None, 2)


def test_openings_follow_each_other_as_the_entries_do():
    assert openings(ONE, TEXT, THREE, TEXT, TWO, TEXT, THREE, TEXT) == (0, 4, 6)


def test_words_amid_running_text_open_nothing():
    assert openings(ONE, f"他说起{TWO}的事，那是很久以前。", THREE, TEXT) == (0, None, 2)


def test_the_department_above_a_headline_is_taken_along():
    assert openings(ONE, TEXT, ("手艺", 3), TWO, TEXT, THREE, TEXT) == (0, 2, 5)


def test_a_kicker_that_stands_alone_above_a_headline_is_taken_along():
    assert openings(ONE, TEXT, ("慢下来的手艺", 3), (TWO, 1), TEXT, THREE, TEXT) == (0, 2, 5)
    assert openings(ONE, TEXT, ("慢下来的手艺。", 3), (TWO, 1), TEXT, THREE, TEXT) == (0, 3, 5)


def test_a_short_tag_is_found_in_its_dress():
    found = openings("说起说灯的事", TEXT, "·说灯·", TWO, TEXT, entries=("说灯",))
    assert found == (2,)


def test_what_an_entry_may_open_with():
    assert headline_variants(entry_of(4, "走读山河", ONE)) == (f"走读山河{ONE}", ONE)
    assert headline_variants(entry_of(4, "说灯")) == ("说灯",)
