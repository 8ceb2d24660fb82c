"""Faces are cut down by our own code, so that the bytes are those of every machine."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from pressroom.fonts import faces_of, read_catalogue
from pressroom.report import PressError
from pressroom.setting.file import set_file
from tests.support.paths import FONTS

HOUSE = "PressroomSong"
PAGE = f"""<html lang=zh><style>@font-face {{ font-family: Own; src: url(own.ttf) }}
h1 {{ font-family: Own }} p {{ font-family: {HOUSE} }}</style><h1>Own</h1><p>江水江"""


def outlines(program: bytes) -> int:
    """How many glyphs of a font can be seen."""
    with TTFont(BytesIO(program)) as font:
        return sum(bool(font["glyf"][name].numberOfContours) for name in font.getGlyphOrder()[1:])


def test_a_file_has_the_same_bytes_on_a_machine_without_the_subsetter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a face of the house, and in one with hints, which the faces of the house have none of."""
    barcode = find_spec("barcode")
    assert barcode
    assert barcode.origin
    shutil.copy(Path(barcode.origin).parent / "fonts" / "DejaVuSansMono.ttf", tmp_path / "own.ttf")
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    faces = faces_of(read_catalogue((FONTS,)).faces)
    here, said = set_file(file, faces)
    assert said == ()
    monkeypatch.setattr("weasyprint.pdf.fonts.harfbuzz_subset", None)
    monkeypatch.setattr("fontTools.misc.timeTools.timestampNow", lambda: 1)
    assert set_file(file, faces) == (here, ())
    with pikepdf.open(BytesIO(here)) as pdf:
        fonts = [font.DescendantFonts[0].FontDescriptor for font in pdf.pages[0].Resources.Font.values()]
        assert sorted(outlines(font.FontFile2.read_bytes()) for font in fonts) == [2, 3]


def test_a_variable_font_is_cut_and_set_in_its_weight(tmp_path: Path) -> None:
    (tmp_path / "own.ttf").write_bytes(variable_font())
    file = tmp_path / "page.html"
    file.write_text(PAGE.replace("h1 {", "h1 { font-weight: 900;").replace("Own</h1>", "AB</h1>"), encoding="utf-8")
    pdf, said = set_file(file, faces_of(read_catalogue((FONTS,)).faces))
    assert said == ()
    with pikepdf.open(BytesIO(pdf)) as opened:
        fonts = [font.DescendantFonts[0].FontDescriptor for font in opened.pages[0].Resources.Font.values()]
        (own,) = (font for font in fonts if "Own" in str(font.FontName))
        with TTFont(BytesIO(own.FontFile2.read_bytes())) as program:
            drawn = [program["glyf"][name].getCoordinates(program["glyf"])[0] for name in program.getGlyphOrder()[1:]]
            assert "fvar" not in program
            assert [max(corners) for corners in drawn] == [(450, 450), (550, 550)]


def test_a_font_that_is_broken_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own.ttf").write_bytes(variable_font())
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr("weasyprint.pdf.fonts.get_hb_object_data", lambda _: b"no font at all")
    with pytest.raises(PressError, match=r"ValueError: the font .* is broken"):
        set_file(tmp_path / "page.html", faces_of(read_catalogue((FONTS,)).faces))


def variable_font() -> bytes:
    """A font of squares, which are larger the heavier they are set."""
    names = [".notdef", "A", "B", "C"]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(name): name for name in names[1:]})
    builder.setupGlyf({name: square(300 + 100 * number) for number, name in enumerate(names)})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (700, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Own", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800)
    builder.setupPost()
    builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    moved = [(0, 0), (0, 50), (50, 50), (50, 0), *[(0, 0)] * 4]
    builder.setupGvar({name: [TupleVariation({"wght": (0, 1, 1)}, moved)] for name in names})
    buffer = BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


def square(side: int) -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, side), (side, side), (side, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()
