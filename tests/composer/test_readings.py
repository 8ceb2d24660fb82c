"""Readings on the page: clear of each other, inside the measure, and over their words."""

from __future__ import annotations

import re
from itertools import pairwise

import pymupdf
import pypdfium2
import pytest

from tests.support.furniture import CSS, PLAIN, PT, leaves, mono, readings, set_page, words
from tests.support.pages import page, write


@pytest.mark.parametrize("em", [14, 17, 20, 24, 32, 40])
def test_readings_are_clear_of_each_other_and_inside_the_measure(em):
    spread = "".join(f"{PLAIN[i]}<ruby>{mono(1 + i % 3)}</ruby>，" for i in range(40))
    for line in set_page(f"<p><ruby>{mono(50)}</ruby>{PLAIN}<p>{spread}", em):
        found = readings(line)
        left, right = line.position_x, 30 / PT + em * 10 / PT
        for box in found:
            assert left - 0.01 <= box.position_x
            assert box.position_x + box.width <= right + 0.01
        for before, after in pairwise(found):
            assert after.position_x - before.position_x - before.width >= 0.12 * 10 / PT


@pytest.mark.parametrize("em", [14, 17, 24, 40])
def test_lines_that_end_in_a_reading_are_flush(em):
    set_lines = set_page(f"<p style='text-indent:0'><ruby>{mono(90)}</ruby>", em)
    for line in set_lines[:-1]:
        first, last = readings(line)[0], readings(line)[-1]
        assert first.position_x == pytest.approx(line.position_x, abs=0.1)
        assert last.position_x + last.width == pytest.approx(30 / PT + em * 10 / PT, abs=0.1)


def test_readings_do_not_open_the_leading():
    body = "".join(f"<p>{PLAIN}<ruby>{mono(3)}</ruby>{PLAIN}" for _ in range(3))
    places = [line.position_y for line in set_page(body)]
    assert {round(after - before, 2) for before, after in pairwise(places)} == {round(16 / PT, 2)}


def test_a_reading_stands_over_the_middle_of_its_word_however_the_line_is_set():
    for line in set_page(f"<p>{PLAIN[:9]}，<ruby>词语<rt>cíyǔ</rt></ruby>，{PLAIN * 2}", 14):
        for box in readings(line):
            (word,) = [leaf for leaf in leaves(line) if leaf.text == "词语"]
            shown = word.width - (word.width - 2 * 10 / PT if word.width > 2 * 10 / PT + 0.01 else 0)
            assert box.position_x + box.width / 2 == pytest.approx(word.position_x + shown / 2, abs=0.5)


def test_a_word_with_one_reading_is_not_parted():
    for em in range(14, 30):
        set_lines = set_page(f"<p>{PLAIN[:20]}<ruby>操作系统<rt>operating system</rt></ruby>{PLAIN}", em)
        assert sum("操作系统" in words(line) for line in set_lines) == 1


def test_plain_text_is_set_as_if_short_readings_were_not_there():
    plain = [words(line) for line in set_page(f"<p>{PLAIN}，{PLAIN}")]
    read = [words(line) for line in set_page(f"<p><ruby>{PLAIN[0]}<rt>cháo</rt></ruby>{PLAIN[1:]}，{PLAIN}")]
    assert read == plain


def test_the_words_are_read_in_one_piece_and_the_readings_behind_their_line(tmp_path):
    body = f"<p>{PLAIN[:4]}<ruby>涛<rt>tāo</rt>头<rt>tóu</rt></ruby>{PLAIN[4:]}"
    file = write(page(body, 17, CSS), tmp_path / "read.pdf")
    for text in (
        pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range(),
        pymupdf.open(file)[0].get_text(),
    ):
        bare = "".join(text.split())
        assert f"{PLAIN[:4]}涛头{PLAIN[4:8]}" in bare
        assert "tāotóu" in bare


@pytest.mark.parametrize(
    "body",
    [
        "<ruby>汉 <rt>hàn</rt></ruby>",
        "<ruby>汉<br>字<rt>hàn</rt></ruby>",
        "<ruby><rt>hàn</rt></ruby>",
        "<ruby>汉<rt></rt></ruby>",
        "<ruby>汉<rt><b>hàn</b></rt></ruby>",
        "<ruby><ruby>汉<rt>hàn</rt></ruby><rt>x</rt></ruby>",
        f"<ruby>{PLAIN}<rt>all of it</rt></ruby>",
        f"<ruby>汉<rt>{'long ' * 60}</rt></ruby>",
        "<u><ruby>汉<rt>hàn</rt></ruby></u><em><ruby>汉<rt>hàn</rt></ruby></em>",
    ],
)
def test_odd_ruby_loses_nothing(body):
    wanted = "".join(re.sub("<[^>]*>", "", body).split())
    found = "".join("".join(leaf.text for leaf in leaves(line)) for line in set_page(f"<p>{body}潮", 14))
    assert sorted("".join(found.split())) == sorted(f"{wanted}潮")
