"""A face whose stops stand in the middle of their cells, as in Taiwan and Hong Kong: made from a mainland one."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Centred Song"
_STOPS = "，。、；：？！"
_MIDDLE = 380  # units above the baseline


def make_centred_face(text: str, folder: Path) -> Path:
    """Write a face with the characters of a text, its stops moved to the middle of their cells."""
    options = Options(layout_features=[], name_IDs=[], notdef_outline=True, hinting=False, desubroutinize=True)
    with TTFont(str(files("pylopdf_fonts_zh_cn") / "NotoSerifSC-Regular.otf")) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text=text + _STOPS)
        subsetter.subset(font)
        for name_id in (1, 4, 16):
            font["name"].setName(FAMILY, name_id, 3, 1, 0x409)
        font["name"].setName(FAMILY.replace(" ", ""), 6, 3, 1, 0x409)
        for stop in _STOPS:
            _centre(font, font.getBestCmap()[ord(stop)])
        file = folder / "Centred.otf"
        font.save(file)
    return file


def _centre(font: TTFont, name: str) -> None:
    """Move the ink of a glyph to the middle of its cell."""
    glyphs = font.getGlyphSet()
    bounds = BoundsPen(glyphs)
    glyphs[name].draw(bounds)
    left, bottom, right, top = bounds.bounds
    width = font["hmtx"][name][0]
    pen = T2CharStringPen(width, glyphs)
    moved = (1, 0, 0, 1, width / 2 - (left + right) / 2, _MIDDLE - (bottom + top) / 2)
    glyphs[name].draw(TransformPen(pen, moved))
    charstrings = font["CFF "].cff.topDictIndex[0].CharStrings
    before = charstrings[name]
    after = pen.getCharString(before.private, before.globalSubrs)
    if hasattr(before, "fdSelectIndex"):
        after.fdSelectIndex = before.fdSelectIndex
    charstrings[name] = after
