"""The furniture of Chinese pages, from the sign in the copy to the mark on the page and in the book."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pymupdf
import pypdfium2
import pytest
from click.testing import CliRunner

from pressroom.cli import main
from pressroom.composer.weasy import boxes as engine_boxes
from pressroom.editions.epub.dressing import dress
from pressroom.editions.epub.pictures import PictureBox
from pressroom.galley import Galley
from pressroom.galley.vertical import set_vertical
from pressroom.issue import Article
from pressroom.report import Place, SourceError
from pressroom.typography.normaliser import find_changes
from tests.support.pages import boxes, lines, page, render, walk, write
from tests.support.paths import GOOD, ROOT
from tests.support.press import galley_of

FOLDER = GOOD / "issue"
PT = 0.75
CSS = """
rt { font-size: .5em; line-height: 0; vertical-align: 2em }
em { font-style: normal; --text-emphasis: dot }
u { text-decoration: underline; text-decoration-thickness: .05em; text-underline-offset: .16em; --text-decoration-inset: .06em }
cite { font-style: normal; text-decoration: underline wavy; text-decoration-thickness: .05em; text-underline-offset: .2em }
.initial { text-indent: 0 }
.initial::first-letter { --initial-letter: 3 }
"""
PLAIN = "潮水退去以后滩涂上留下一道道细纹像有人用梳子梳过赶海的人提着桶踩着还没有干透的泥一步一步往江心走"
LONG = ["shuāng", "chuāng", "zhuāng", "chuǎng", "shuǎng", "zhuàng"]


def galley(copy: str) -> Galley:
    article = Article("one", ("标题",), copy, Place(FOLDER / "copy" / "one.md", 1, 1), copy_line=5)
    return galley_of(article, FOLDER, ["one", "two"])


def html(copy: str) -> str:
    return re.sub(r'^<p id="one-b1">|</p>\n?$', "", galley(copy).html)


# Signs in the copy


@pytest.mark.parametrize(
    ("copy", "wanted"),
    [
        ("{汉|hàn}", "<ruby>汉<rt>hàn</rt></ruby>"),
        ("{汉字|hàn zì}", "<ruby>汉<rt>hàn</rt>字<rt>zì</rt></ruby>"),
        ("{汉字|hànzì}", '<ruby class="word">汉字<rt>hànzì</rt></ruby>'),
        ("{系统||operating system}", '<ruby class="word">系统<rt>operating system</rt></ruby>'),
        ("{操作系统｜operating system}", '<ruby class="word">操作系统<rt>operating system</rt></ruby>'),
        ("前{.要点，也是.}后", '前<em class="stress">要点，也是</em>后'),
        ("{_鲁迅_}{_绍兴_}", '<u class="proper">鲁迅</u><u class="proper beside">绍兴</u>'),
        ("{_鲁迅_}与{_绍兴_}", '<u class="proper">鲁迅</u>与<u class="proper">绍兴</u>'),
        ("{~呐喊~}", '<cite class="work">呐喊</cite>'),
        ("{_枚{乘|shèng}_}", '<u class="proper">枚<ruby>乘<rt>shèng</rt></ruby></u>'),
        ("{.看**这**里.}", '<em class="stress">看<strong>这</strong>里</em>'),
        ("**{汉|hàn}。**", "<strong><ruby>汉<rt>hàn</rt></ruby>。</strong>"),
        ("{𠮷|jí}", "<ruby>𠮷<rt>jí</rt></ruby>"),
        ("{a|&lt;b}", "<ruby>a<rt>&amp;lt;b</rt></ruby>"),
    ],
)
def test_signs_become_what_html_has_for_them(copy, wanted):
    assert html(copy) == wanted


@pytest.mark.parametrize(
    "copy", [r"\{.甲.\}", r"\{汉|hàn}", r"\{~甲~\}", "{甲}", "{1}", "1~2", "a_b {} {甲，乙}", "甲|乙"]
)
def test_other_braces_and_signs_stand_as_they_are(copy):
    assert html(copy) == copy.replace("\\", "")
    assert galley(copy).queries == ()


def test_code_keeps_the_signs():
    assert html("`{汉|hàn}`") == "<code>{汉|hàn}</code>"


def test_a_bar_in_a_reading_parts_no_cell():
    made = galley("| 地名 | 数 |\n|---|---:|\n| {萧山|xiāo shān} | 1 |\n").html
    assert made.count("<td") == 2
    assert "<ruby>萧<rt>xiāo</rt>山<rt>shān</rt></ruby>" in made


@pytest.mark.parametrize(
    ("copy", "check", "column"),
    [
        ("山{汉语拼音|hàn yǔ}", "uneven-readings", 2),
        ("{.甲~}乙", "stray-mark", 1),
        ("甲乙_}", "stray-mark", 3),
        ("甲{汉|hàn", "stray-mark", 2),
        (f"{{{'甲' * 13}|jiǎ}}", "long-reading", 1),
    ],
)
def test_slips_are_queried_where_they_stand(copy, check, column):
    (finding,) = galley(copy).queries
    assert (finding.check, finding.place.line, finding.place.column) == (check, 5, column)


@pytest.mark.parametrize("copy", ["{汉|}", "{|hàn}", "{ | }"])
def test_half_a_reading_is_refused(copy):
    with pytest.raises(SourceError) as caught:
        galley(copy)
    assert caught.value.report.findings[0].check == "bad-reading"


def test_odd_copy_is_read_in_linear_time_and_without_a_crash():
    for sign in "._~":
        html(f"{{{sign}" * 5000)
        html(f"{{{sign}" * 200 + "深" + f"{sign}}}" * 200)
    html("{甲|" * 5000)


def test_the_normaliser_leaves_the_signs_alone():
    assert find_changes("甲{.要点.}。{汉|hàn}字，{_鲁迅_}{~呐喊~}——{_周_}……{.乙.}\n") == ()


def test_numbers_stand_on_their_points_in_columns_aligned_right():
    copy = (
        "| 甲 | 乙 | 丙 |\n|---|---:|---|\n| a | 12.5 | 1.5 |\n| b | 1,024 | 2 |\n| c | −8.75 | 3 |\n| d | 约3 | 4 |\n"
    )
    root = ElementTree.fromstring(f"<body>{galley(copy).html}</body>")
    assert [cell.get("class") for cell in root.iter("td")] == [
        *(None, "lack-1", None),
        *(None, "lack-point-2", None),
        *(None, None, None),
        *(None, None, None),
    ]


# On the page


def set_page(body: str, em: float = 17, css: str = "") -> list:
    return lines(render(page(body, em, CSS + css)))


def readings(line) -> list:
    return [box for box in line.children if getattr(box, "element_tag", "") == "rt"]


def words(line) -> str:
    return "".join(box.text for child in line.children if child not in readings(line) for box in leaves(child))


def leaves(box) -> list:
    return [leaf for leaf in walk(box) if isinstance(leaf, boxes.TextBox)]


def mono(count: int) -> str:
    return "".join(f"汉<rt>{LONG[i % len(LONG)]}</rt>" for i in range(count))


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


def initials(line) -> list:
    return [
        box for box in walk(line) if str(getattr(box, "element_tag", "")).endswith("::first-letter") and box.children
    ]


@pytest.mark.parametrize(("text", "letters_of"), [(PLAIN, "潮"), (f"“{PLAIN}”", "“潮"), (f"A{PLAIN}", "A")])
@pytest.mark.parametrize("em", [17, 24, 40])
def test_an_initial_stands_beside_three_lines(text, letters_of, em):
    set_lines = set_page(f"<p class=initial>{text * 4}", em)
    (initial,) = [box for box in walk(set_lines[0]) if isinstance(box, boxes.TextBox) and box.text == letters_of]
    measure = em * 10 / PT
    for number, line in enumerate(set_lines[:5]):
        row = [leaf for leaf in leaves(line) if leaf is not initial]
        inset = min(leaf.position_x for leaf in row) - 30 / PT
        assert (inset > 20) == (number < 3)
        end = max(leaf.position_x + leaf.width for leaf in row)
        assert end - 30 / PT <= measure + 0.7 * 10 / PT
        assert inset == 0 or initial.position_x + initial.width <= 30 / PT + inset
    size = initial.style["font_size"] * PT
    assert 40 < size < 75
    # the face of a character ends where those of the third line do; a Latin letter stands on its baseline
    foot = (initial.position_y + initial.baseline) * PT
    third = (set_lines[2].position_y + set_lines[2].baseline) * PT
    below = 0.0 if letters_of == "A" else 0.08
    assert foot + below * size == pytest.approx(third + below * 10, abs=0.2)
    assert {round(b.position_y - a.position_y, 2) for a, b in pairwise(set_lines[:5])} == {round(16 / PT, 2)}


@pytest.mark.parametrize(("count", "beside"), [(40, 3), (16, 2), (10, 1)])
def test_a_short_paragraph_gets_a_smaller_initial(count, beside):
    set_lines = set_page(f"<p class=initial>{PLAIN[:count]}<p>{PLAIN}", 14)
    (initial,) = [leaf for leaf in leaves(set_lines[0]) if leaf.text == PLAIN[0]]
    size = initial.style["font_size"] * PT
    assert size == pytest.approx(10 if beside == 1 else 10 + (beside - 1) * 16 / 0.92, abs=0.2)
    after = next(line for line in set_lines if words(line).startswith(PLAIN[0]) and line is not set_lines[0])
    assert after.position_y >= set_lines[0].position_y + beside * 16 / PT - 0.1


def test_an_initial_loses_no_text(tmp_path):
    file = write(page(f"<p class=initial>“{PLAIN * 3}”", 17, CSS), tmp_path / "initial.pdf")
    for text in (
        pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range(),
        pymupdf.open(file)[0].get_text(),
    ):
        assert "".join(text.split()) == f"“{PLAIN * 3}”"


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


# Standing on end, and in the book


def test_a_title_on_end_has_a_cell_for_each_character_and_loses_none():
    root = ElementTree.fromstring(set_vertical("论《慢》——2021年12月的5G Lab与“3”"))
    assert "".join(root.itertext()) == "论《慢》——2021年12月的5G Lab与“3”"
    kinds = {"".join(cell.itertext()): cell.get("class") for cell in root}
    assert kinds["12"] == "cell abreast"
    assert kinds["2021"] == kinds["5G Lab"] == "cell turned"
    assert kinds["《"] == "cell opens"
    assert kinds["》"] == "cell closes"
    assert kinds["—"] == "cell dash"
    assert kinds["3"] == kinds["论"] == "cell"


def test_vertical_titles_use_the_forms_of_vertical_lines(tmp_path):
    css = (ROOT / "layouts" / "base" / "print.css").read_text(encoding="utf-8")
    rules = css[css.index(".vertical {") : css.index("/*", css.index(".lying {"))]
    upright = page(f"<div>{set_vertical('《》（）')}</div>", 17, rules)
    lying = upright.replace('font-feature-settings: "vert"', "")
    sizes = []
    for number, text in enumerate((upright, lying)):
        file = write(text, tmp_path / f"{number}.pdf")
        sizes.append(pypdfium2.PdfDocument(file)[0].render(scale=4).to_numpy().tobytes())
    assert sizes[0] != sizes[1]


def test_in_a_book_readings_have_brackets_for_those_who_cannot_set_them():
    root = ElementTree.fromstring(f"<section>{html('{涛头|tāo tóu}后')}</section>")
    dress(root, PictureBox([], None), {})
    assert "".join(root.itertext()) == "涛（tāo）头（tóu）后"
    assert [part.tag for part in root[0]] == ["rp", "rt", "rp", "rp", "rt", "rp"]


def test_the_book_has_a_style_for_every_sign():
    css = (ROOT / "pressroom" / "editions" / "epub" / "style.css").read_text(encoding="utf-8")
    for wanted in ("text-emphasis: filled dot", "underline wavy", ".proper", "rt {", "ruby-position: over"):
        assert wanted in css


def test_the_specimen_is_set_without_a_complaint(tmp_path):
    out = tmp_path / "furniture.pdf"
    result = CliRunner().invoke(main, ["set", str(Path(__file__).parent / "furniture.html"), str(out)])
    assert result.exit_code == 0, result.output
    assert "query" not in result.output
    assert len(pypdfium2.PdfDocument(out)) == 1


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
