"""Fonts for tests: made of those of the house, of any make, licence and damage."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from pressroom.fonts import read_catalogue, subset_for_epub
from tests.support.paths import FONTS

OFL = (FONTS / "latin/OFL.txt").read_text(encoding="utf-8")


def small_font(
    family: str = "Brook",
    characters: str = "ABCabcřŘ,. 江水",
    source: str = "Pressroom Sans Latin",
    changes: Mapping[str, int] | None = None,
    names: Mapping[int, str] | None = None,
    flavor: str | None = None,
) -> bytes:
    """A small font of some letters of a face of the house, under another name."""
    data = subset_for_epub(read_catalogue([FONTS]).face(source), characters)
    with TTFont(io.BytesIO(data)) as font:
        for number, text in {1: family, 4: family, 6: family.replace(" ", ""), **(names or {})}.items():
            font["name"].setName(text, number, 3, 1, 0x409)
        for name, value in (changes or {}).items():
            setattr(font["OS/2"], name, value)
        font["hhea"].ascent = 1100
        font.flavor = flavor
        buffer = io.BytesIO()
        font.save(buffer)
    return buffer.getvalue()


def postscript_font(family: str = "Brook", letter: str = "A") -> bytes:
    """A font of one letter, with PostScript outlines: a square of half an em."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({ord(letter): "A"})
    strings = {}
    for name in (".notdef", "A"):
        pen = T2CharStringPen(600, None)
        pen.moveTo((50, 0))
        for point in ((550, 0), (550, 500), (50, 500)):
            pen.lineTo(point)
        pen.closePath()
        strings[name] = pen.getCharString()
    builder.setupCFF(family, {"FullName": family}, strings, {})
    builder.setupHorizontalMetrics({".notdef": (600, 50), "A": (600, 50)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable(
        {"familyName": family, "styleName": "Regular", "copyright": "Copyright 2020 Brook", "licenseDescription": OFL}
    )
    builder.setupOS2(sTypoAscender=800, fsType=0)
    builder.setupPost()
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


def variable_font(family: str = "Brook") -> bytes:
    """A font of weights from 300 to 800: its A is a bar that grows."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({ord("A"): "A"})
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    glyphs = {}
    for name in (".notdef", "A"):
        pen = TTGlyphPen(None)
        pen.moveTo((0, 0))
        for point in ((0, 700), (100, 700), (100, 0)):
            pen.lineTo(point)
        pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({".notdef": (600, 0), "A": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "licenseDescription": OFL})
    builder.setupOS2(fsType=0)
    builder.setupPost()
    builder.setupFvar([("wght", 300, 300, 800, "Weight")], [])
    from fontTools.ttLib.tables.TupleVariation import TupleVariation

    deltas = [(0, 0), (0, 0), (300, 0), (300, 0), (0, 0), (0, 0), (0, 0), (0, 0)]
    builder.setupGvar({"A": [TupleVariation({"wght": (0, 1, 1)}, deltas)], ".notdef": []})
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


def write_font(folder: Path, data: bytes, name: str = "Brook.ttf", licence: str | None = OFL) -> Path:
    """Write a font, with its licence beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    if licence is not None:
        (folder / "OFL.txt").write_text(licence, encoding="utf-8")
    (folder / name).write_bytes(data)
    return folder / name
