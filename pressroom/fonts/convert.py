"""Convert fonts: a file of any usual make in, a plain TrueType font of one weight out.

OpenType with PostScript outlines is drawn anew: WeasyPrint writes the glyphs of some such fonts under wrong numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib.instancer import instantiateVariableFont

from pressroom.fonts.opening import FONT_ERRORS, open_font
from pressroom.report import Finding, FontError, Place, stop

_TOLERANCE = 0.001  # of an em, that an outline may be off
_MOST = 65_535  # glyphs
#: What may be embedded: anything (0), and what may be edited there as well (8). See the OpenType specification, OS/2.
_FREE = frozenset({0, 8})
#: What a TrueType font says of the most that its glyphs need; it is counted when the font is written.
_LIMITS = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
    "maxPoints",
    "maxContours",
    "maxCompositePoints",
    "maxCompositeContours",
    "maxComponentDepth",
)
#: Hints, bitmaps, colours, signatures, and what would not agree with the faces of the house.
_LEFT_OUT = (
    *("fpgm", "prep", "cvt ", "cvar", "gasp", "hdmx", "LTSH", "VDMX"),
    *("EBDT", "EBLC", "CBDT", "CBLC", "SVG ", "COLR", "CPAL"),
    *("DSIG", "FFTM", "STAT", "BASE"),
)
_NAMES = {"family": (16, 1), "copyright": (0,), "licence": (13,), "address": (14,)}


@dataclass(frozen=True)
class Portrait:
    """What a font file says of itself; ``weights`` is what a variable one may be, from and to."""

    family: str
    weight: int
    style: str
    copyright: str
    licence: str
    embedding: int
    glyphs: int
    weights: tuple[int, int] | None
    characters: frozenset[int]


def read_portrait(file: Path, data: bytes) -> Portrait:
    """Read what a font says of itself.

    :raises FontError: if it is damaged, or not a font.
    """
    with open_font(file, data) as font:
        system, names = font["OS/2"], {what: _name(font, ids) for what, ids in _NAMES.items()}
        axes = {axis.axisTag: axis for axis in font["fvar"].axes} if "fvar" in font else {}
        weight = axes.get("wght")
        return Portrait(
            names["family"],
            max(min(int(system.usWeightClass), 1000), 1),
            "italic" if system.fsSelection & 1 or font["post"].italicAngle else "normal",
            names["copyright"],
            f"{names['licence']} {names['address']}".strip(),
            int(system.fsType),
            int(font["maxp"].numGlyphs),
            (int(weight.minValue), int(weight.maxValue)) if weight else None,
            frozenset(font.getBestCmap() or ()),
        )


def _name(font: Any, numbers: tuple[int, ...]) -> str:
    return next((str(found) for number in numbers if (found := font["name"].getDebugName(number))), "")


def check_rights(portrait: Portrait, what: str, place: Place) -> list[Finding]:
    """Look whether a font may be embedded, and can be numbered."""
    findings = []
    if portrait.embedding not in _FREE:
        message = f"embedding {what} is restricted (fsType {portrait.embedding})"
        hint = "only a font that may be embedded by anybody is set: take another source, or ask its maker"
        findings.append(stop("font-embedding", message, place, hint))
    if portrait.glyphs > _MOST or not portrait.characters:
        findings.append(stop("font-format", f"{what} has no letters, or too many", place, "take another source"))
    return findings


def convert_font(file: Path, data: bytes, weight: int) -> TTFont:
    """Make a plain TrueType font: of one weight, without hints.

    :raises FontError: if it is damaged, or of a kind that cannot be converted.
    """
    try:
        font = TTFont(BytesIO(data), recalcTimestamp=False, fontNumber=0)
        font.flavor = None
        if "fvar" in font:
            font = instantiateVariableFont(font, _choose_place(font, weight), inplace=True, static=True)
        if "CFF " in font or "CFF2" in font:
            _draw_anew(font)
        if "glyf" not in font:
            raise ValueError("it has no outlines")
        _strip(font)
        _give_space(font)
        _give_hyphens(font)
    except FONT_ERRORS as error:
        message = f"{file.name} cannot be converted: {str(error) or type(error).__name__}"
        raise FontError([stop("font-format", message, Place(file), "take another source of it")]) from error
    return font


def _choose_place(font: TTFont, weight: int) -> Mapping[str, float | None]:
    """Where on its axes a variable font is taken: the weight that is wanted, and all else as it comes."""
    place: dict[str, float | None] = {axis.axisTag: None for axis in font["fvar"].axes}
    for axis in font["fvar"].axes:
        if axis.axisTag == "wght":
            place["wght"] = max(min(float(weight), axis.maxValue), axis.minValue)
    return place


def _draw_anew(font: TTFont) -> None:
    """Draw PostScript outlines as those of TrueType, in the same order."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    tolerance = _TOLERANCE * font["head"].unitsPerEm
    drawn = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, tolerance, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, drawn
    limits = font["maxp"]
    limits.tableVersion, limits.maxZones = 0x00010000, 1
    for name in _LIMITS:
        setattr(limits, name, 0)
    metrics = font["hmtx"].metrics
    for name in order:
        drawn[name].recalcBounds(font["glyf"])
        metrics[name] = (metrics[name][0], getattr(drawn[name], "xMin", 0))
    post = font["post"]
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 3.0, [], {}, order
    for table in ("CFF ", "CFF2", "VORG"):
        if table in font:
            del font[table]
    font.sfntVersion = "\x00\x01\x00\x00"


def _strip(font: TTFont) -> None:
    """Leave out what only screens need, and what would not agree with the faces of the house."""
    hinted = any(table in font for table in ("fpgm", "prep", "cvt "))
    for table in _LEFT_OUT:
        if table in font:
            del font[table]
    for name in font.getGlyphOrder() if hinted else ():
        font["glyf"][name].removeHinting()


def _give_space(font: TTFont) -> None:
    """Give a font a space where it has none: one after its letters is set in it, and would be a box."""
    maps = [table for table in font["cmap"].tables if table.isUnicode()]
    if any(ord(" ") in table.cmap for table in maps):
        return
    em, order = font["head"].unitsPerEm, font.getGlyphOrder()
    name = next(name for name in ("space", "blank", "pressroom.space") if name not in order)
    # All are read before there is a glyph more.
    outlines, widths, heights = font["glyf"], font["hmtx"], font.get("vmtx", {})
    font.setGlyphOrder([*order, name])
    outlines.glyphOrder = font.getGlyphOrder()
    outlines[name], widths[name], heights[name] = Glyph(), (em // 4, 0), (em, 0)
    for table in maps:
        table.cmap[ord(" ")] = name


def _give_hyphens(font: TTFont) -> None:
    """Give a font hyphens where it has only the sign of the keyboard: drawn as that is, in glyphs of their own.

    The sets that fonts are cut to for the web leave out U+2010, with which words are parted, and U+2011. Without it the
    hyphen at the end of a line would come from another face, and as wide as a Chinese sign. A glyph that two characters
    shared would be read back as either of them.
    """
    maps = [table for table in font["cmap"].tables if table.isUnicode() and table.format != 14]
    known = font.getBestCmap() or {}
    lacking = [code for code in (0x2010, 0x2011) if code not in known]
    if ord("-") not in known or not lacking:
        return
    name = _copy_glyph(font, known[ord("-")], "pressroom.hyphen")
    for table in maps:
        table.cmap.update(dict.fromkeys(lacking, name))


def _copy_glyph(font: TTFont, source: str, name: str) -> str:
    """Add a glyph that is drawn as another one."""
    order = font.getGlyphOrder()
    tables = [font[tag] for tag in ("glyf", "hmtx", "vmtx") if tag in font]
    copies = [deepcopy(table[source]) for table in tables]
    font.setGlyphOrder([*order, name])
    tables[0].glyphOrder = font.getGlyphOrder()
    for table, copy in zip(tables, copies, strict=True):
        table[name] = copy
    return name
