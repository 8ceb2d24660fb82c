"""The baseline grid: blocks of any height, and what follows them stands on the lines again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import weasyprint

from pressroom.composer.boxes.grid import Grid
from pressroom.composer.boxes.snap import WORDS
from pressroom.lint import lint_pdf
from tests.support.pages import TEXTS, boxes, lines, page, render, texts, walk, write
from tests.support.paths import DOCS

PT = 96 / 72
LEADING = 16  # points, on every page here
TEXT = "".join(f"<p>{text}</p>" for text in TEXTS[:8])
COLUMNS = ".c{columns:2;column-gap:20pt}"
PICTURE = (
    "<img alt='' src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 170 71'>"
    "<rect width='170' height='71' fill='teal'/></svg>\">"
)
ODD = {
    "picture": f"<figure class=odd>{PICTURE}<figcaption>江边的新楼，摄于清晨。</figcaption></figure>",
    "table": "<table class=odd><tr><td>企业<td>1350<tr><td>平台<td>22</table>",
    "heading": "<h2 class=odd>潮头的新城</h2>",
    "quote": "<blockquote class=odd>潮水涌上江岸，先到的人已经把灯点亮，后来的人循着光走。</blockquote>",
    "panel": "<aside class=odd>先到的人把灯点亮。</aside>",
    "list": "<ul class=odd><li>第一条<li>第二条<li>第三条</ul>",
    "flex": "<div class='odd flex'><b>左边</b><b>右边</b></div>",
    "grid": "<div class='odd cells'><b>左边</b><b>右边</b></div>",
    "columns": "<div class='odd c'>左边的字在这里，右边的字在那里，两边都不高。</div>",
}
LOOKS = (
    "figure,ul,blockquote{margin:5pt 0;padding:0} img{display:block;width:100%;height:auto}"
    "figcaption{font-size:7pt;line-height:9.5pt} h2{margin:3pt 0;font-size:13pt;line-height:1.37}"
    "table{font-size:8pt;line-height:11pt} td{padding:1pt} ul{font-size:8pt;line-height:11.3pt;list-style:none}"
    "blockquote{font-size:14pt;line-height:19pt} aside{background:#eee;padding:4pt;margin:2pt 0;font-size:8pt;"
    "line-height:12pt} .flex{display:flex} .cells{display:grid;grid-template-columns:1fr 1fr}"
    ".flex,.cells,.odd.c{font-size:8pt;line-height:13pt}"
)


def article(*between: str, text: str = TEXT) -> str:
    """Paragraphs with something after the first, the second and so on."""
    whole = text.split("</p>")
    return "".join(
        f"{paragraph}</p>{between[index] if index < len(between) else ''}" for index, paragraph in enumerate(whole[:-1])
    )


def in_columns(body: str, css: str = "", height: float = 700) -> str:
    return page(f"<div class=c>{body}</div>", 36, COLUMNS + LOOKS + css, height=height)


def share_off(html: str, file: Path) -> float:
    """The share of lines that the linter finds off the grid."""
    report = lint_pdf(write(html, file))
    (result,) = (result for result in report.results if result.rule == "R16")
    assert result.cases > 10
    return result.share


def find(document: weasyprint.Document, name: str) -> list[Any]:
    """The boxes of an element of some class or tag, in order."""
    return [
        box
        for sheet in document.pages
        for box in walk(sheet._page_box)
        if box.element is not None
        and not isinstance(box, (boxes.LineBox, boxes.TextBox))
        and box.element_tag == box.element.tag
        and name in (box.element_tag, *(box.element.get("class") or "").split())
    ]


def off(place: float, origin: float, leading: float = LEADING) -> float:
    """How far a place is from the next line of the grid, in points."""
    way = (place - origin) / PT
    return abs((way + leading / 2) % leading - leading / 2)


def body_lines(document: weasyprint.Document) -> list[Any]:
    return [line for line in lines(document) if line.element_tag in ("p", "p::line")]


@pytest.mark.parametrize(
    ("align", "fill"), [("start", "balance"), ("centre", "balance"), ("end", "balance"), ("centre", "auto")]
)
@pytest.mark.parametrize("kind", ODD)
def test_what_follows_a_snapped_box_stands_on_the_grid(kind, align, fill):
    html = in_columns(
        article("", ODD[kind], "", ODD[kind]), f".odd{{--snap:on;--snap-align:{align}}} .c{{column-fill:{fill}}}"
    )
    document = render(html)
    assert max(off(line.position_y, 30 * PT) for line in body_lines(document)) < 0.01
    loose = render(re.sub("--snap:on", "", html))
    assert max(off(line.position_y, 30 * PT) for line in body_lines(loose)) > 0.5, "nothing was odd"
    assert texts(document) == texts(loose)


@pytest.mark.parametrize("kind", ["picture", "table", "heading", "quote"])
def test_the_linter_finds_no_line_off_the_grid(kind, tmp_path):
    html = in_columns(article("", ODD[kind], "", "", ODD[kind]), ".odd{--snap:on;--snap-align:centre}")
    assert share_off(html, tmp_path / "snapped.pdf") == 0
    assert share_off(html.replace("--snap:on", ""), tmp_path / "loose.pdf") > 0


def outer(box: Any) -> tuple[float, float, float]:
    """The margin above a box, its height within the border and the margin below, in points."""
    return box.margin_top / PT, box.border_height() / PT, box.margin_bottom / PT


def one(css: str, body: str = "<p>上一行。</p><div class=odd>潮</div><p>下一行。</p>", name: str = "odd") -> Any:
    (box,) = find(render(page(body, 17, css)), name)
    return box


@pytest.mark.parametrize(("align", "above", "below"), [("start", 3, 9.5), ("centre", 6.25, 6.25), ("end", 9.5, 3)])
def test_a_box_is_whole_lines_high_and_the_space_goes_where_it_is_asked(align, above, below):
    css = f".odd{{--snap:on;--snap-align:{align};height:19.5pt;margin:3pt 0}}"
    assert outer(one(css)) == pytest.approx((above, 19.5, below), abs=0.01)


def test_what_is_whole_already_stays_as_it_is():
    assert outer(one(".odd{--snap:on;--snap-align:centre;height:20pt;margin:4pt 0 8pt}")) == pytest.approx((4, 20, 8))


@pytest.mark.parametrize(
    "look", ["background:teal", "border-top:1pt solid", "background:url(data:,) , linear-gradient(red,red)"]
)
def test_a_box_with_a_background_or_a_rule_grows_inside(look):
    box = one(f".odd{{--snap:on;--snap-align:centre;{look};font-size:7pt;line-height:9pt;padding:2pt;margin:1pt 0}}")
    above, height, below = outer(box)
    assert (above, below) == pytest.approx((1, 1))
    assert height == pytest.approx(14 if LEADING == 16 else 0, abs=0.01)
    (line,) = box.children
    middle = (line.position_y + line.height / 2 - box.border_box_y() - box.border_top_width / 2) / PT
    assert middle == pytest.approx(7, abs=0.26)


def test_the_space_can_be_asked_for_outside_a_background():
    box = one(".odd{--snap:on;--snap-space:margin;background:teal;font-size:7pt;line-height:9pt}")
    assert outer(box) == pytest.approx((0, 9, 7), abs=0.01)


@pytest.mark.parametrize("height", [41, 46, 50, 55])
def test_a_picture_gives_or_takes_half_a_line_and_is_cropped(height):
    picture = PICTURE.replace("71", str(height))
    body = f"<p>上一行。</p><figure class=odd>{picture}<figcaption>江边</figcaption></figure><p>下一行。</p>"
    css = LOOKS + ".odd{--snap:on;--snap-space:picture}"
    figure = one(css, body)
    assert sum(outer(figure)) % LEADING == pytest.approx(0, abs=0.01) or sum(outer(figure)) % LEADING > 15.99
    assert outer(figure)[::2] == pytest.approx((5, 5), abs=0.01)
    image, caption = figure.children
    assert 0.01 < abs(image.height / PT - height) <= LEADING / 2
    assert image.style["object_fit"] == "cover"
    assert caption.position_y == pytest.approx(image.position_y + image.height)


def test_a_drawing_of_the_text_is_scaled():
    drawing = "<svg viewBox='0 0 170 45' style='display:block;width:100%'><rect width='170' height='45'/></svg>"
    css = LOOKS + ".odd{--snap:on;--snap-space:picture}"
    figure = one(css, f"<p>上一行。</p><figure class=odd>{drawing}</figure><p>下一行。</p>")
    (image,) = figure.children
    assert image.height / PT == pytest.approx(38, abs=0.01)
    assert image.style["object_fit"] == "contain"


def test_without_a_picture_the_space_is_outside():
    assert outer(one(".odd{--snap:on;--snap-space:picture;height:10pt}")) == pytest.approx((0, 10, 6), abs=0.01)


@pytest.mark.parametrize("mode", ["on", "lines"])
def test_a_box_breaks_over_pages_and_the_grid_goes_on(mode):
    panel = f"<aside class=odd>{''.join(f'<p>{text}</p>' for text in TEXTS[:6])}</aside>"
    css = f"aside{{font-size:8pt;line-height:11.5pt;background:#eee;padding:3pt}} .odd{{--snap:{mode}}}"
    html = page(article(panel), 17, css, height=300)
    document = render(html)
    whole = find(document, "aside")
    assert len(whole) > 1
    outside = [line for line in body_lines(document) if line.style["font_size"] > 13]
    assert max(off(line.position_y, 30 * PT) for line in outside) < 0.01
    assert texts(document) == texts(render(html.replace(f"--snap:{mode}", "")))


def test_a_box_that_breaks_over_columns_stays_on_the_grid():
    panel = f"<aside class=odd>{''.join(f'<p>{text}</p>' for text in TEXTS[:4])}</aside>"
    css = "aside{padding:5pt 0;margin:3pt 0;font-size:inherit;line-height:inherit} .odd{--snap:lines} .c{column-fill:auto}"
    document = render(in_columns(article(panel), css, height=380))
    assert len(find(document, "aside")) > 1
    assert max(off(line.position_y, 30 * PT) for line in body_lines(document)) < 0.01


def test_content_begins_on_the_grid():
    html = in_columns(
        article("", "<aside class=odd><p>先到的人把灯点亮，后来的人循着光走。</p></aside>"),
        "aside{font-size:inherit;line-height:inherit}.odd{--snap:lines}",
    )
    document = render(html)
    assert max(off(line.position_y, 30 * PT) for line in body_lines(document)) < 0.01
    inside = render(html.replace("--snap:lines", "--snap:on"))
    assert max(off(line.position_y, 30 * PT) for line in body_lines(inside)) > 1


def test_content_stands_at_the_top_of_a_column_after_a_break():
    body = f"<p>{'潮' * 66}</p><section class=odd><p>岸上。</p></section><p>{'水' * 66}</p>"
    css = "section{margin:9pt 0;break-before:column} .odd{--snap:lines}"
    document = render(in_columns(body, css))
    (section,) = find(document, "section")
    assert section.border_box_y() == pytest.approx(30 * PT)
    kept = render(in_columns(body, css + "section{margin-break:keep}"))
    assert find(kept, "section")[0].border_box_y() == pytest.approx((30 + LEADING) * PT)


def test_at_the_top_and_at_the_foot_of_a_column_the_shared_space_goes_to_the_other_side():
    box = "<div class=odd></div>"
    css = ".odd{--snap:on;--snap-align:centre;height:10pt} .c{column-fill:auto}"
    rows = (400 - 60) // LEADING
    lines_above = "".join("<p>潮水</p>" for _ in range(rows - 1))
    document = render(in_columns(f"{box}<p>潮水</p>{lines_above}", css, height=400))
    assert outer(find(document, "odd")[0]) == pytest.approx((0, 10, 6), abs=0.01)
    document = render(in_columns(f"{lines_above}{box}<p>潮水</p>", css, height=60 + rows * LEADING))
    assert outer(find(document, "odd")[0])[0] == pytest.approx(6, abs=0.01)


def test_nested_boxes_each_keep_their_grid():
    inner = "<p>里头的字。</p><div class='odd high'></div><p>里头的字。</p>"
    body = f"<p>上一行。</p><aside class=odd>{inner}</aside><p>下一行。</p>"
    css = "aside{font-size:8pt;line-height:11pt;padding:3pt;border:1pt solid} .odd{--snap:on} .high{height:7pt}"
    document = render(page(body, 17, css))
    above, first, second, below = (line.position_y / PT for line in body_lines(document))
    assert second - first == pytest.approx(2 * 11, abs=0.01)
    assert (below - above) % LEADING == pytest.approx(0, abs=0.01)


def test_a_box_of_another_leading_begins_a_grid_of_its_own():
    inner = "<p>里头的字。</p><div class=odd></div><p>里头的字。</p>"
    document = render(
        page(f"<p>上一行。</p><section>{inner}</section>", 17, "section{line-height:27pt} .odd{--snap:on;height:5pt}")
    )
    _, first, second = (line.position_y / PT for line in body_lines(document))
    assert second - first == pytest.approx(2 * 27, abs=0.01)


@pytest.mark.parametrize("align", ["start", "centre", "end"])
def test_a_float_is_as_high_as_the_lines_beside_it(align):
    css = f".odd{{--snap:on;--snap-align:{align};float:left;width:50pt;height:37pt;margin:2pt 5pt 3pt 0}}"
    document = render(page(f"<p><span class=odd></span>{'潮' * 120}</p>", 17, css))
    (box,) = find(document, "odd")
    assert sum(outer(box)) == pytest.approx(3 * LEADING, abs=0.01)
    narrow = [line for line in body_lines(document) if line.position_x > 31 * PT]
    assert len(narrow) == 3


def test_a_float_beside_blocks_ends_on_the_grid():
    css = ".odd{--snap:on;float:right;width:50pt;height:37pt} p:last-child{clear:both}"
    document = render(page(f"<p>潮水。</p><div class=odd></div><p>{'潮' * 40}</p><p>下一行。</p>", 17, css))
    assert max(off(line.position_y, 30 * PT) for line in body_lines(document)) < 0.01


@pytest.mark.parametrize("display", ["display:flex", "display:flex;flex-direction:column", "display:grid"])
def test_children_of_flex_and_grid_boxes_are_whole_lines_high(display):
    items = "<div class=odd>潮</div><div>水</div>"
    css = f"main{{{display};align-items:start}} .odd{{--snap:on;font-size:7pt;line-height:9pt;padding:2pt}}"
    document = render(page(f"<main>{items}</main><p>下一行。</p>", 17, css))
    assert sum(outer(find(document, "odd")[0])) == pytest.approx(LEADING, abs=0.01)
    assert off(body_lines(document)[-1].position_y, 30 * PT) < 0.01


def test_text_after_balanced_columns_stands_on_the_grid():
    columns = f"<div class=c>{article(ODD['picture'], ODD['quote'])}</div>"
    css = COLUMNS + LOOKS + ".c{--snap:lines;margin-top:3pt} .odd{--snap:on}"
    document = render(page(f"<p>上一行。</p>{columns}<p>下一行。</p>", 36, css))
    assert max(off(line.position_y, 30 * PT) for line in body_lines(document)) < 0.01


def test_an_error_does_not_add_up():
    body = "".join("<p>潮水。</p><div class=odd></div>" for _ in range(200))
    document = render(page(body, 17, ".odd{--snap:on;height:3.3333pt}"))
    assert len(document.pages) > 3
    assert max(off(line.position_y, 30 * PT) for line in body_lines(document)) < 0.001


def test_a_snap_is_of_one_element_alone():
    body = "<p>上一行。</p><section class=odd><p>里头。</p><div class=high></div><p>里头。</p></section>"
    document = render(page(body, 17, ".odd{--snap:on} .high{height:5pt}"))
    _, first, second = (line.position_y / PT for line in body_lines(document))
    assert second - first == pytest.approx(LEADING + 5)


def test_nothing_is_snapped_where_nothing_is_asked(tmp_path, monkeypatch):
    html = in_columns(article(*ODD.values()))
    write(html, tmp_path / "hooked.pdf")
    monkeypatch.setattr(Grid, "hooks", {})
    write(html, tmp_path / "plain.pdf")
    assert (tmp_path / "hooked.pdf").read_bytes() == (tmp_path / "plain.pdf").read_bytes()


def test_a_wrong_word_is_complained_of_once(caplog):
    document = render(page("<p>上。</p><div class=odd>潮</div><div class=odd>潮</div>", 17, ".odd{--snap:grid}"))
    assert [record.getMessage() for record in caplog.records] == [
        "Ignored --snap: one of none, on, lines is expected, not 'grid'"
    ]
    assert len(document.pages) == 1


def test_blocks_nest_deep():
    body = f"{'<div class=odd>' * 100}潮水{'</div>' * 100}"
    assert texts(render(page(body, 17, ".odd{--snap:on}"))) == "潮水"


def test_every_word_is_in_the_docs():
    docs = (DOCS / "composer.md").read_text(encoding="utf-8")
    for name, words in WORDS.items():
        (row,) = re.findall(rf"^\| `--{name.replace('_', '-')}` \| (.*?) \|", docs, re.M)
        assert set(re.findall(r"[a-z]+", row)) | {"center"} >= set(words)
