"""What the book makes of signs that not every reading system knows."""

from __future__ import annotations

from xml.etree import ElementTree

from pressroom.editions.epub.dressing import dress
from pressroom.editions.epub.pictures import PictureBox
from tests.support.furniture import galley, html
from tests.support.paths import ROOT


def test_in_a_book_readings_have_brackets_for_those_who_cannot_set_them():
    root = ElementTree.fromstring(f"<section>{html('{涛头|tāo tóu}后')}</section>")
    dress(root, PictureBox([], None), {}, "zh-CN")
    assert "".join(root.itertext()) == "涛（tāo）头（tóu）后"
    assert [part.tag for part in root[0]] == ["rp", "rt", "rp", "rp", "rt", "rp"]


def test_the_book_has_a_style_for_every_sign():
    css = (ROOT / "pressroom" / "editions" / "epub" / "style.css").read_text(encoding="utf-8")
    for wanted in ("text-emphasis: filled dot", "underline wavy", ".proper", "rt {", "ruby-position: over"):
        assert wanted in css


def dressed(copy: str, language: str = "zh-CN", colour: str = "") -> ElementTree.Element:
    root = ElementTree.fromstring(f'<section id="one"><h1>标题</h1>{galley(copy).html}</section>')
    dress(root, PictureBox([], None), {"notes": "注释", "back": "返回"}, language, colour)
    return root


def test_titles_keep_their_marks_where_styles_are_left_out():
    root = dressed("读了{~呐喊~}，又读{~《彷徨》~}。\n")
    assert "".join(root.find("p").itertext()) == "读了《呐喊》，又读《彷徨》。"
    css = (ROOT / "pressroom" / "editions" / "epub" / "style.css").read_text(encoding="utf-8")
    assert ".title-mark {\n  display: none;\n}" in css


def test_display_lines_part_between_phrases_and_text_does_not():
    root = dressed("## 老旧小区大改造\n\n::: pullquote\n车厢里的学问\n:::\n\n车厢里的学问，写在这里。\n")
    parted = {"".join(e.itertext()): len(list(e.iter("wbr"))) for e in root.iter() if e.tag in ("h2", "p")}
    assert parted == {"老旧小区大改造": 2, "车厢里的学问": 1, "车厢里的学问，写在这里。": 0}


def test_readings_in_headlines_stay_with_their_words():
    root = dressed("## 老旧{小|xiǎo}{区|qū}大改造\n")
    assert [word.text for word in root.iter("ruby")] == ["小", "区"]
    assert not any(list(word.iter("wbr")) for word in root.iter("ruby"))


def test_boxes_and_tables_are_called_by_their_titles():
    table = "| 段 | 车次 |\n|---|---|\n| 东 | 120 |\n| 西 | 240 |\n"
    root = dressed(
        f"::: databox {{title=里程}}\n{table}:::\n\n"
        "::: panel {name=林晚 role=主编}\n桥和船都在。\n:::\n\n"
        f'::: chart {{type=bar title="各段车次" unit="辆"}}\n{table}:::\n\n## 车次\n\n{table}'
    )
    ids = {element.get("id"): element for element in root.iter() if element.get("id")}

    def name(element: ElementTree.Element) -> str:
        return "".join(ids[element.get("aria-labelledby")].itertext())

    assert [name(box) for box in root.iter() if box.tag in ("aside", "section") and box is not root] == [
        "里程",
        "林晚 主编",
    ]
    assert [name(found) for found in root.iter("table")] == ["里程", "各段车次 (辆)", "车次"]
    frames = [element for element in root.iter("div") if element.get("class") == "table"]
    assert [(frame.get("role"), name(frame)) for frame in frames] == [
        ("region", "里程"),
        ("region", "各段车次 (辆)"),
        ("region", "车次"),
    ]


def test_charts_are_drawn_in_the_colour_of_their_department():
    table = "| 段 | 车次 |\n|---|---|\n| 东 | 120 |\n| 西 | 240 |\n"
    root = dressed(f"::: chart {{type=bar title=车次}}\n{table}:::\n", colour="#076fa8")
    assert any(part.get("fill") == "#076fa8" for part in root.iter())
