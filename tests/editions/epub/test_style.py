"""Fonts and style of the book: every letter is there, and colours are left to the reader."""

from __future__ import annotations

import io
import re

import pytest
from fontTools.ttLib import TTFont

from pressroom.editions.epub import _read_styles
from pressroom.editions.epub.lettering import HANDS
from pressroom.editions.epub.markup import text_of
from pressroom.report import LayoutError
from tests.support.books import HTML, set_desk
from tests.support.press import config_in, prepare


def test_fonts_hold_every_character(book):
    fonts = {}
    for name in book.zip.namelist():
        if name.endswith(".ttf"):
            font = TTFont(io.BytesIO(book.zip.read(name)))
            fonts[font["name"].getBestFamilyName()] = set(font.getBestCmap())
    assert set(fonts) == {
        "Pressroom Song",
        "Pressroom Song Bold",
        "Pressroom Sans",
        "Pressroom Sans Bold",
        "Pressroom Kai",
        "Pressroom Rare",
    }
    shown = {sign for root in book.documents.values() for sign in text_of(root) if not sign.isspace()}
    assert {sign for sign in shown if ord(sign) not in fonts["Pressroom Song"] | fonts["Pressroom Rare"]} == set()
    assert ord("𤇾") in fonts["Pressroom Song"] | fonts["Pressroom Rare"]
    parts = [part for root in book.documents.values() for part in root.iter()]
    for name, family in (
        ("strong", "Song Bold"),
        ("em", "Kai"),
        ("deck", "Kai"),
        ("credit", "Sans"),
        ("th", "Sans Bold"),
    ):
        family = f"Pressroom {family}"
        named = [part for part in parts if name in {str(part.tag).removeprefix(HTML), part.get("class")}]
        signs = {sign for part in named for sign in text_of(part) if not sign.isspace()}
        assert signs
        assert {sign for sign in signs if ord(sign) not in fonts[family]} == set(), family
    assert all(len(held) < 600 for held in fonts.values())


def test_fonts_come_with_their_licences_and_are_asked_for(book):
    css = book.read("style.css").decode()
    for item in book.manifest.values():
        if item["media-type"] == "font/ttf":
            assert f'url("{item["href"]}")' in css
    licences = [name for name in book.zip.namelist() if name.endswith("OFL.txt")]
    assert len(licences) >= 3
    assert all("SIL" in book.zip.read(name).decode() for name in licences)
    for hand in HANDS:
        assert f"{', '.join(hand.selectors)} {{\n  font-family:" in css


def test_style_leaves_the_colours_to_the_reader(book):
    css = re.sub(r"/\*.*?\*/", "", book.read("style.css").decode(), flags=re.S)
    assert not re.search(r"(?<![\w-])(color|background[\w-]*)\s*:(?!\s*inherit)", css)
    assert "--" not in css.replace("-- ", "")
    assert "&" not in css
    assert ".kind-story h1" in css, "the layout's own sheet comes after"
    assert re.search(r"text-indent: 2em", css)
    assert re.search(r"line-height: 1.75", css)


def test_a_style_sheet_that_refers_to_a_file_is_refused(tmp_path):
    desk = set_desk(tmp_path / "desk")
    sheet = desk / "layouts" / "river" / "epub.css"
    sheet.write_text("p { color: inherit }\nbody { background: url(paper.png) }\n", encoding="utf-8")
    made = prepare(desk / "issue", config_in(desk))
    with pytest.raises(LayoutError, match=r"epub\.css:2:20: stop: url\( refers to a file"):
        _read_styles(made.layout)
