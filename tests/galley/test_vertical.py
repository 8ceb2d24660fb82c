"""Titles that stand on end: a cell for each character, and the forms of vertical lines."""

from __future__ import annotations

from xml.etree import ElementTree

import pypdfium2

from pressroom.galley.vertical import set_vertical
from tests.support.pages import page, write
from tests.support.paths import ROOT


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
