"""Galleys: what copy becomes."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from pressroom.galley.directives import DIRECTIVES
from pressroom.galley.options import RULES
from pressroom.issue import Article
from pressroom.report import Place, SourceError
from tests.support.paths import DOCS, GOOD
from tests.support.press import galley_of

FOLDER = GOOD / "issue"


def galley(copy: str):
    article = Article("one", ("标题",), copy, Place(FOLDER / "copy" / "one.md", 1, 1), copy_line=5)
    return galley_of(article, FOLDER, ["one", "two"])


def tree(copy: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<body>{galley(copy).html}</body>")


def test_blocks_have_ids_that_begin_with_the_slug_and_know_their_lines():
    made = galley("第一段。\n\n## 小标题\n\n- 甲\n- 乙\n")
    assert [(block.ident, block.line) for block in made.blocks] == [
        ("one-b1", 5),
        ("one-b2", 7),
        ("one-b3", 9),
        ("one-b4", 9),
        ("one-b5", 10),
    ]
    assert made.place("one-b5").line == 10
    assert all(f'id="{block.ident}"' in made.html for block in made.blocks)


def test_galleys_are_well_formed_and_ids_stand_once():
    html = galley(
        "一段[^1]，又一处[^1]。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n> 引文\n\n::: databox {title=数}\n- 一 & 二 < 三\n:::\n\n[^1]: 注文。\n"
    ).html
    root = ElementTree.fromstring(f"<body>{html}</body>")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_notes_link_both_ways():
    root = tree("一段[^a]。\n\n[^a]: 注文。\n")
    call = next(e for e in root.iter("a") if e.get("role") == "doc-noteref")
    back = next(e for e in root.iter("a") if e.get("role") == "doc-backlink")
    ids = {element.get("id") for element in root.iter()}
    assert call.get("href", "")[1:] in ids
    assert back.get("href", "")[1:] in ids


def test_links_go_to_articles():
    link = next(tree("见[另一篇](two)。\n").iter("a"))
    assert link.get("href") == "pressroom:two"


def test_figure_has_picture_caption_credit_and_number():
    figure = next(
        tree('::: figure {src=art/dot.png alt="红点" credit="摄影 甲" number=2 size=wide}\n图注**重**。\n:::\n').iter(
            "figure"
        )
    )
    assert figure.get("class") == "wide"
    image = figure.find("img")
    assert image is not None
    assert image.get("alt") == "红点"
    assert "".join(figure.itertext()) == "2图注重。摄影 甲"


def test_figure_without_picture_is_wanted_and_raises_a_query():
    made = galley("::: figure {number=1}\n图注。\n:::\n")
    assert 'class="column wanted"' in made.html
    assert [finding.check for finding in made.queries] == ["picture-wanted"]


def test_lone_image_is_a_figure():
    made = galley('![红点](art/dot.png "图注")\n')
    assert made.html.startswith("<figure")
    assert [picture.file.name for picture in made.pictures] == ["dot.png"]


def test_gallery_holds_figures():
    copy = '::::: gallery {title=组图}\n::: figure {src=art/dot.png alt="一"}\n甲\n:::\n::: figure {src=art/wave.svg alt="二"}\n乙\n:::\n:::::\n'
    gallery = next(tree(copy).iter("section"))
    assert len(list(gallery.iter("figure"))) == 2


def test_events_have_dates():
    section = next(
        tree("::: list {type=events}\n- **2020.11.03** 开桥。\n- **11.05** 通车**了**。\n:::\n").iter("section")
    )
    assert [e.text for e in section.iter("time")] == ["2020.11.03", "11.05"]
    assert ["".join(e.itertext()) for e in section.iter("span")] == ["开桥。", "通车了。"]


def test_panel_names_who_speaks():
    section = next(tree("::: panel {name=陈舟 role=船长}\n等水。\n:::\n").iter("section"))
    who = section.find("p")
    assert who is not None
    assert ["".join(e.itertext()) for e in who] == ["陈舟", "船长"]


def test_chart_keeps_its_table():
    figure = next(
        tree(
            "::: chart {type=bar title=水位 unit=米}\n| 日 | 米 |\n|---|---|\n| 一 | 2.5 |\n| 二 | 1,024 |\n:::\n"
        ).iter("figure")
    )
    assert [cell.text for cell in figure.iter("td")] == ["2.5", "1,024"]
    assert [(cell.text, cell.get("scope")) for cell in figure.findall(".//tbody//th")] == [("一", "row"), ("二", "row")]
    assert any(element.tag.endswith("svg") for element in figure.iter())


def test_stray_mark_is_a_query():
    made = galley("** 标点。**后文\n")
    assert [finding.check for finding in made.queries] == ["stray-mark"]


def test_every_directive_has_a_rule_and_a_line_in_the_docs():
    assert DIRECTIVES.keys() == RULES.keys()
    table = (DOCS / "editors.md").read_text(encoding="utf-8").partition("| directive |")[2].splitlines()
    for name, rule in RULES.items():
        line = next((line for line in table if line.startswith(f"| `{name}`")), "")
        assert line, f"{name} is not in docs/editors.md"
        for option in rule.names:
            assert re.search(rf"\b{option}\b", line), f"{name}: {option} is not in docs/editors.md"


@pytest.mark.parametrize(
    ("copy", "line", "column"),
    [("甲\n\n乙<br/>丙\n", 7, 2), ("# 题\n", 5, 1), ("::: figure {src=art/no.png alt=x}\n:::\n", 5, 13)],
)
def test_errors_know_line_and_column(copy, line, column):
    with pytest.raises(SourceError) as caught:
        galley(copy)
    place = caught.value.report.findings[0].place
    assert (place.line, place.column) == (line, column)


def test_deep_nesting_is_set_or_refused_and_never_loses_text():
    html = galley("> " * 99 + "深\n").html
    assert "".join(ElementTree.fromstring(f"<body>{html}</body>").itertext()).strip() == "深"
    with pytest.raises(SourceError, match="100 deep in each other"):
        galley("> " * 200 + "深\n")


def test_a_table_whose_head_has_no_words_has_no_head():
    html = galley("| | |\n|---|---:|\n| 长 | 3.5 |\n| 宽 | 2 |\n").html
    assert "<thead" not in html
    assert "<th" not in html
    rows = [[cell.text for cell in row] for row in ElementTree.fromstring(f"<body>{html}</body>").iter("tr")]
    assert rows == [["长", "3.5"], ["宽", "2"]]


def test_an_empty_cell_in_the_head_of_a_table_is_no_head():
    root = tree("| | 春 |\n|---|---|\n| 雨 | 3 |\n")
    (head,) = root.iter("thead")
    assert [(cell.tag, cell.text) for cell in next(head.iter("tr"))] == [("td", None), ("th", "春")]
