"""Signs on the page: dots, lines and waves, calls of notes, dashes, and texts spread out."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pymupdf
import pypdfium2
import pytest
from click.testing import CliRunner

from pressroom.cli import main
from pressroom.composer.weasy import boxes as engine_boxes
from tests.support.furniture import CSS, PLAIN, PT, leaves, set_page, words
from tests.support.pages import page, render, walk, write


def drawn(tmp_path: Path, body: str, em: float = 17) -> list[dict]:
    file = write(page(body, em, CSS), tmp_path / "drawn.pdf")
    return pymupdf.open(file)[0].get_drawings()


def letters(tmp_path: Path) -> list[tuple[str, float, float, float]]:
    """The characters of the page: each with its left and right edge and its baseline."""
    found = pymupdf.open(tmp_path / "drawn.pdf")[0].get_text("rawdict")
    return [
        (char["c"], char["bbox"][0], char["bbox"][2], char["origin"][1])
        for block in found["blocks"]
        for row in block["lines"]
        for span in row["spans"]
        for char in span["chars"]
    ]


def test_dots_stand_under_their_letters_and_under_no_mark(tmp_path):
    said = "先看数字，再看人名；“三审三校”一处也不能少。"
    dots = drawn(tmp_path, f"<p>{PLAIN}<em>{said}</em>{PLAIN}", 15)
    places = [((dot["rect"].x0 + dot["rect"].x1) / 2, (dot["rect"].y0 + dot["rect"].y1) / 2) for dot in dots]
    signs = letters(tmp_path)
    start = "".join(sign for sign, *_ in signs).index(said[:6])
    wanted = [sign for sign in signs[start : start + len(said)] if sign[0] not in "，；“”。"]
    assert len(places) == len(wanted)
    for (x, y), (_, left, _, baseline) in zip(sorted(places, key=lambda p: (round(p[1]), p[0])), wanted, strict=True):
        assert x == pytest.approx(left + 5, abs=0.3)
        assert 1.2 < y - baseline < 4  # below the cell, above the next line


def test_dots_are_no_characters(tmp_path):
    drawn(tmp_path, f"<p>{PLAIN[:8]}<em>要点</em>")
    assert "".join(sign for sign, *_ in letters(tmp_path)).strip() == f"{PLAIN[:8]}要点"


def test_lines_of_two_names_do_not_touch(tmp_path):
    ruled = drawn(tmp_path, "<p><u>鲁迅</u><u>周作人</u>都是<u>绍兴</u>Shaoxing人")
    rects = sorted((line["rect"] for line in ruled), key=lambda rect: rect.x0)
    assert [round(rect.width / 10) for rect in rects] == [2, 3, 2]
    assert 0.8 < rects[1].x0 - rects[0].x1 < 1.6
    signs = letters(tmp_path)
    latin = next(left for sign, left, *_ in signs if sign == "S")
    assert rects[2].x1 < latin - 2  # the space before Latin has no line


def test_a_name_of_two_faces_has_one_line(tmp_path):
    ruled = drawn(tmp_path, "<p><u>钱<b>塘</b>江</u>边")
    rects = sorted((line["rect"] for line in ruled), key=lambda rect: rect.x0)
    assert all(after.x0 - before.x1 < 0.1 for before, after in pairwise(rects))


def test_a_title_has_a_wave_of_whole_lengths(tmp_path):
    (wave,) = drawn(tmp_path, "<p><cite>资治通鉴</cite>成于宋")
    curves = [item for item in wave["items"] if item[0] == "c"]
    assert len(curves) % 4 == 0
    assert len(curves) >= 32
    heights = [point.y for item in curves for point in item[1:]]
    assert max(heights) - min(heights) == pytest.approx(1.2, abs=0.3)


def test_note_calls_hang_on_the_mark_before_them():
    css = "p { text-align: left } sup { font-size: .7em; vertical-align: super; line-height: 0 }"
    for em in range(14, 24):
        set_lines = set_page(f"<p>{PLAIN[:11]}。<sup>12</sup>{PLAIN}，<sup>3</sup>{PLAIN}", em, css)
        for line in set_lines:
            assert not words(line).startswith(("1", "2", "3"))
            row = leaves(line)
            for call in (leaf for leaf in row if leaf.text in ("12", "3")):
                mark = max(
                    (leaf for leaf in row if leaf.position_x < call.position_x), key=lambda leaf: leaf.position_x
                )
                cells = len(mark.text) - 0.5
                assert mark.width <= (cells + 0.6) * 10 / PT


@pytest.mark.parametrize("text", ["AI——GPT", "AI……OK", "甲——B", "C……乙"])
def test_dashes_and_ellipses_beside_latin_come_from_the_chinese_face(text, tmp_path):
    file = write(page(f"<p>{text}潮"), tmp_path / "dash.pdf")
    spans = [
        span
        for block in pymupdf.open(file)[0].get_text("dict")["blocks"]
        for row in block["lines"]
        for span in row["spans"]
    ]
    fonts = {sign: span["font"] for span in spans for sign in span["text"]}
    assert {fonts[sign].partition("+")[2] or fonts[sign] for sign in text if sign in "—…"} == {"Pressroom-Song"}


@pytest.mark.parametrize(("em", "text"), [(4, "主编"), (4, "副主编"), (3, "李栋"), (5, "编者按语")])
def test_short_texts_are_spread_evenly(em, text):
    css = f".even {{ display: inline-block; width: {em}em; text-align-last: justify; text-indent: 0 }}"
    (even,) = [
        box
        for box in walk(render(page(f"<p><span class=even>{text}</span>{PLAIN}", 17, CSS + css)).pages[0]._page_box)
        if isinstance(box, engine_boxes.InlineBlockBox)
    ]
    (row,) = leaves(even)
    assert row.width == pytest.approx(em * 10 / PT, abs=0.1)


def test_the_specimen_is_set_without_a_complaint(tmp_path):
    out = tmp_path / "furniture.pdf"
    result = CliRunner().invoke(main, ["set", str(Path(__file__).parent / "furniture.html"), str(out)])
    assert result.exit_code == 0, result.output
    assert "query" not in result.output
    assert len(pypdfium2.PdfDocument(out)) == 1


@pytest.mark.parametrize(
    "text", ["葛\U000e0100葛", "侮\ufe00，侮", "一葛\U000e0100（", "A\ufe0eB葛\U000e0101", "葛\U000e0100a"]
)
def test_variation_selectors_take_no_place(text):
    bare = "".join(letter for letter in text if letter < "\ufe00" or "\uff00" < letter < "\U000e0000")
    wide, plain = (set_page(f"<p>{said}</p>", 17) for said in (text, bare))
    assert [line.width for line in wide] == pytest.approx([line.width for line in plain], abs=0.05)


def test_no_line_parts_a_character_from_its_selector():
    for em in (3, 4, 5, 6, 7):
        for line in set_page(f"<p style='text-indent:0'>{'葛' + chr(0xE0100)}{('葛' + chr(0xE0100)) * 20}</p>", em):
            assert words(line)[0] == "葛"
            assert words(line)[-1] == chr(0xE0100)


def test_a_line_under_a_link_ends_with_its_last_mark(tmp_path):
    rules = drawn(tmp_path, "<p style='text-indent:0'>（斜），<u>（链接）</u>，后文。</p>")
    signs = letters(tmp_path)
    after = signs[[sign for sign, *_ in signs].index("接") + 2]
    assert after[0] == "，"
    assert max(rule["rect"].x1 for rule in rules) <= after[1] + 0.3
