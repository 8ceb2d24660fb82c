"""Whole pages set with the composer: floats, tables, lists, notes, other faces, traditional Chinese; measured and read back."""

from __future__ import annotations

import html
import re
from collections import Counter
from pathlib import Path

import pytest
import weasyprint

from pressroom.composer import composing
from pressroom.fonts import read_catalogue
from pressroom.lint import lint_pdf
from tests.support.centred import FAMILY, make_centred_face
from tests.support.leaves import LEAVES, READERS, bare
from tests.support.pages import FONTS, FontConfiguration, faces, page, write

#: Measure in em, size in points, columns.
SETTINGS = ((14, 8.5, 3), (14, 10, 2), (17, 9, 3), (20, 9.5, 2), (24, 10, 2), (32, 10.5, 1), (40, 11, 1))
ALWAYS = ("R01", "R02", "R03", "R04", "R04b", "R05", "R06", "R07", "R09", "R11", "R12", "R13", "R14", "R15", "R17")
BLOCK = re.compile(r"<(p|h1|h2|li|dt|dd|th|td|caption|figcaption)\b[^>]*>(.*?)</\1>", re.DOTALL)
NOTE = re.compile(r'<span class="note">(.*?)</span>')
READING = re.compile(r"<rt>(.*?)</rt>")
#: What a page says besides its source: numbers and bullets of lists, numbers of notes.
GENERATED = set("0123456789.·•")


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    """What sets a leaf in a measure, once."""
    folder = tmp_path_factory.mktemp("leaves")
    centred = FontConfiguration()
    face = make_centred_face((LEAVES / "hant.html").read_text(encoding="utf-8"), folder)
    css = f"@font-face{{font-family:'{FAMILY}';src:url({face.as_uri()});unicode-range:U+3000-9FFF,U+FF00-FFEF}}"
    sheets = read_catalogue([FONTS]).stylesheet(FONTS.as_uri() + "/")
    centred_sheet = weasyprint.CSS(string=css + sheets, font_config=centred)

    def press(leaf: str, em: float, size: float, columns: int, compose: bool = True) -> Path:
        file = folder / f"{leaf}-{em}-{size}-{columns}-{compose}.pdf"
        if not file.exists():
            sheet, fonts = (centred_sheet, centred) if leaf == "hant" else faces()
            own = weasyprint.CSS(string=geometry(em, size, columns, leaf == "hant"), font_config=fonts)
            source = weasyprint.HTML(LEAVES / f"{leaf}.html")
            if compose:
                with composing():
                    source.write_pdf(file, stylesheets=[sheet, own], font_config=fonts)
            else:
                source.write_pdf(file, stylesheets=[sheet, own], font_config=fonts)
        return file

    return press


def geometry(em: float, size: float, columns: int, centred: bool) -> str:
    """The style of a page with columns of so many em, two em apart."""
    width = (em * columns + 2 * (columns - 1)) * size + 60
    face = f'"{FAMILY}",' if centred else ""
    return (
        f"@page{{size:{width}pt {88 * size + 60}pt;margin:30pt}}"
        f'html{{font:{size}pt/{1.6 * size}pt "Pressroom Latin",{face}"Pressroom Song"}}'
        f".columns{{columns:{columns};column-gap:2em;column-fill:auto}}"
    )


def blocks(leaf: str) -> list[str]:
    """The texts of a leaf, block by block, without white space; a note leaves its number in its text."""
    found = []
    for _, text in BLOCK.findall((LEAVES / f"{leaf}.html").read_text(encoding="utf-8")):
        texts = [NOTE.sub("1", text), *NOTE.findall(text)]
        found += ["".join(html.unescape(re.sub(r"<[^>]*>", "", READING.sub("", part))).split()) for part in texts]
    return found


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
@pytest.mark.parametrize("leaf", ["feature", "figures", "inline", "hant"])
def test_a_page_keeps_the_rules(press, leaf, setting):
    report = lint_pdf(press(leaf, *setting), source=blocks(leaf))
    assert report["R09"].cases >= 15
    assert {rule: [str(one) for one in report[rule].violations] for rule in ALWAYS if report[rule].violations} == {}
    assert report["R08"].passed
    assert report["R18"].violations == ()


def test_the_rules_can_be_broken(press):
    report = lint_pdf(press("feature", 17, 9, 2, compose=False))
    for rule in ("R04", "R05", "R08", "R09"):
        assert report[rule].violations, rule


def test_stops_in_the_middle_of_their_cells_are_found_in_the_font(press):
    """A centred stop at a line end keeps the blank before it: three quarters of a cell, not half of one."""
    report = lint_pdf(press("hant", 20, 9.5, 2))
    assert report["R05"].violations == report["R09"].violations == ()
    assert report["R09"].cases > 30


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@pytest.mark.parametrize("leaf", ["feature", "figures", "inline", "hant"])
def test_every_reader_finds_the_source(press, leaf, read):
    found = bare(read(press(leaf, 20, 9.5, 2)))
    wanted = [bare(text) for text in blocks(leaf)]
    readings = READING.findall((LEAVES / f"{leaf}.html").read_text(encoding="utf-8"))
    source = Counter("".join([*wanted, *readings]))
    assert "".join((source - Counter(found)).elements()) == ""
    assert set(Counter(found) - source) <= GENERATED
    for reading in readings:  # they are drawn behind their line
        found = found.replace(reading, "", 1)
    assert [text for text in wanted if text not in found] == []


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@pytest.mark.parametrize("leaf", ["feature", "inline", "hant"])
def test_nothing_is_put_between_chinese_characters(press, leaf, read):
    """Squeezed or opened, a line is read without spaces; between lines stands a line feed and nothing else."""
    han = "[一-龥，。、；：？！“”‘’（）《》「」『』—…]"
    text = read(press(leaf, 24, 10, 2))
    assert re.findall(rf"{han}[ \t\u3000]+{han}", text) == []
    assert re.findall(rf"{han}[ \t\u3000]+[\r\n]+{han}", text) == []


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_a_narrow_gap_beside_latin_is_no_space(tmp_path, read):
    """A gap of a tenth of an em is read as none; the quarter that clreq asks for is read as a space by most."""
    text = "全区2019年用5G和AI，在A4纸上写了OK。" * 6
    css = "html{--text-autospace:.1;--autospace-least:.1;--autospace-most:.1}"
    file = write(page(f"<p>{text}</p>", 24, css), tmp_path / "gap.pdf")
    assert " " not in read(file).strip()
    typed = write(page(f"<p>{text.replace('AI', ' AI ')}</p>", 24), tmp_path / "typed.pdf")
    assert "".join(read(typed).split()) == text
