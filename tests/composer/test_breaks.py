"""Where lines end: dashes, words, addresses, and marks that are wider than their line."""

from __future__ import annotations

import itertools

import pytest

from tests.support.pages import STRICT, boxes, line_texts, lines, page, render, walk, write


def test_a_dash_opens_a_line_in_narrow_measures_only():
    for size in range(3, 40):
        text = (STRICT * 4)[:size] + "——" + STRICT * 3
        assert not any(line.startswith("—") for line in line_texts(render(page(f"<p>{text}</p>", 20))))
    basic = [
        line_texts(render(page(f"<p>{(STRICT * 4)[:n]}——{STRICT * 3}</p>", 20, "p{--line-break:basic}")))
        for n in range(12, 40)
    ]
    assert any(line.startswith("——") for found in basic for line in found)


def test_long_latin_words_are_parted_at_syllables_with_a_hyphen():
    document = render(page(f"<p>{STRICT[:9]}international{STRICT}</p>", 14))
    drawn = [box.pango_layout.text for line in lines(document) for box in walk(line) if isinstance(box, boxes.TextBox)]
    assert any(text.endswith("‐") for text in drawn)
    assert "".join(line_texts(document)) == f"{STRICT[:9]}international{STRICT}"
    whole = render(page(f"<p style='--hyphenate:none'>{STRICT[:9]}international{STRICT}</p>", 14))
    assert any("international" in line for line in line_texts(whole))


def test_table_cells_leave_room_for_the_spaces_of_the_composer():
    body = "<table style='text-indent:0'><tr><td>共20人</td><td>约35%的A类</td></tr></table>"
    assert line_texts(render(page(body, 40))) == ["共20人", "约35%的A类"]


def test_a_word_wider_than_its_line_stays_in_the_measure():
    found = lines(render(page(f"<p>江岸{'W' * 200}江岸</p>", 10)))
    assert max(line.width for line in found) <= 10 * 10 / 0.75 + 0.02


def test_marks_wider_than_their_line_stay_in_the_measure():
    found = lines(render(page(f"<p>江{'，' * 60}{'“' * 60}岸</p>", 10)))
    assert max(line.width for line in found) <= 10 * 10 / 0.75 + 0.02


def test_lines_through_and_under_composed_text_are_drawn(tmp_path):
    css = "s{text-decoration:line-through} u{text-decoration:underline overline line-through}"
    assert write(page("<p>江<s>岸，水</s><u>“上”</u></p>", 10, css), tmp_path / "lines.pdf").stat().st_size


def test_an_address_turns_without_a_hyphen():
    address = "https://example.org/archive/2021/january/international-responsibilities"
    document = render(page(f"<p>{STRICT}{address}{STRICT}</p>", 14))
    drawn = [box.pango_layout.text for line in lines(document) for box in walk(line) if isinstance(box, boxes.TextBox)]
    assert "".join(drawn) == f"{STRICT}{address}{STRICT}"
    ends = [
        "".join(box.pango_layout.text for box in walk(line) if isinstance(box, boxes.TextBox))
        for line in lines(document)
    ]
    full = [line.width == pytest.approx(14 * 10 / 0.75, abs=0.05) for line in lines(document)]
    for end, following, filled in zip(ends, ends[1:], full, strict=False):
        assert filled or end[-1] in "/-@" or following[0] in ".?#&=_"


ADDRESSES = [
    "https://www.example.org/2021/01/industry.html",
    "editor.office@qiantang-magazine.example.org",
    "http://example.org/search?query=tide&page=12#results",
    "www.example.org/a-long-name_of-a-page.html",
    "https://example.org/~somebody/files/report-2021.final.pdf",
    "first.last+news@mail.example.org",
    "ftp://files.example.org/pub/archive/issue-08.zip",
    "museum.library.example.org",
    "https://example.org:8080/api/v2/articles/metro",
    "/usr/share/fonts/truetype",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_word_of_an_address_is_parted_while_a_sign_is_near(address):
    for em in range(12, 31):
        document = render(page(f"<p>编辑部的网址或信箱是{address}，欢迎来信。</p>", em))
        drawn = [
            "".join(box.pango_layout.text for box in walk(line) if isinstance(box, boxes.TextBox))
            for line in lines(document)
        ]
        assert "".join(drawn) == f"编辑部的网址或信箱是{address}，欢迎来信。"
        for end, following in itertools.pairwise(drawn):
            assert not (
                end[-1].isascii() and end[-1].isalnum() and following[0].isascii() and following[0].isalnum()
            ), em


def test_chinese_before_an_address_is_not_opened_wide():
    for em in range(15, 31):
        (first, *_) = lines(
            render(page("<p>编辑部的邮箱是editor.office@qiantang-magazine.example.org，欢迎来信。</p>", em))
        )
        (box, *_) = [box for box in walk(first) if isinstance(box, boxes.TextBox)]
        assert box.width <= 10 / 0.75 * (len(box.pango_layout.text) + 2), em
