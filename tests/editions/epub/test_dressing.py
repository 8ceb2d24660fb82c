"""What the book makes of signs that not every reading system knows."""

from __future__ import annotations

from xml.etree import ElementTree

from pressroom.editions.epub.dressing import dress
from pressroom.editions.epub.pictures import PictureBox
from tests.support.furniture import html
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
