"""Draw a face: code points in; a TrueType font with their outlines, taken from the full font, out.

The full font is CFF with character ids that differ from its glyph ids, which WeasyPrint writes wrongly; so its
outlines are drawn anew as TrueType, where the two are the same.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from pressroom.fonts.bold import embolden
from pressroom.fonts.coverage import fallback_file, fallback_version
from pressroom.fonts.derive import ASCENT, DESCENT, FONT_DATE

_TOLERANCE = 0.5
_LIGHTEST = 400  # the weight of the full font
#: What strokes gain across and up, in units: with it the bold is as black as that of the prepared face.
_GAIN = (30, 6)
_KEPT_NAMES = {0: "copyright", 8: "manufacturer", 9: "designer", 13: "licenseDescription", 14: "licenseInfoURL"}


def draw_face(codes: list[int], family: str, weight: int = 400) -> bytes:
    """Draw a face of some characters of the full font, which has one weight; bold outlines are made of it."""
    with TTFont(fallback_file(), lazy=True) as full:
        builder = FontBuilder(full["head"].unitsPerEm, isTTF=True)
        names = full.getBestCmap()
        upstream = {".notdef": ".notdef"} | {f"u{code:05X}": names[code] for code in codes}
        builder.setupGlyphOrder(list(upstream))
        builder.setupCharacterMap({code: f"u{code:05X}" for code in codes})
        glyphs = {name: _draw_glyph(full, source) for name, source in upstream.items()}
        for glyph in glyphs.values() if weight > _LIGHTEST else ():
            embolden(glyph, *_GAIN)
        builder.setupGlyf(glyphs)
        _set_metrics(builder, full, upstream, weight)
        texts = {text: full["name"].getDebugName(name_id) for name_id, text in _KEPT_NAMES.items()}
        _set_names(builder, {text: value for text, value in texts.items() if value}, family)
    buffer = BytesIO()
    builder.font.recalcTimestamp = False
    builder.save(buffer)
    return buffer.getvalue()


def _draw_glyph(font: TTFont, name: str) -> Any:
    pen = TTGlyphPen(None)
    font.getGlyphSet()[name].draw(Cu2QuPen(pen, _TOLERANCE, reverse_direction=True))
    return pen.glyph()


def _set_metrics(builder: FontBuilder, full: TTFont, upstream: dict[str, str], weight: int) -> None:
    glyphs, advances = builder.font["glyf"], full["hmtx"]
    metrics = {name: (advances[source][0], glyphs[name].xMin) for name, source in upstream.items()}
    builder.setupHorizontalMetrics(metrics)
    em = full["head"].unitsPerEm
    ascent, descent = ASCENT * em // 1000, DESCENT * em // 1000
    builder.setupHorizontalHeader(ascent=ascent, descent=-descent)
    builder.setupOS2(
        version=4,
        sTypoAscender=ascent,
        sTypoDescender=-descent,
        sTypoLineGap=0,
        usWinAscent=ascent,
        usWinDescent=descent,
        fsType=0,
        fsSelection=0b11000000,
        usWeightClass=weight,
        achVendID="    ",
    )


def _set_names(builder: FontBuilder, upstream: dict[str, str], family: str) -> None:
    post_script = family.replace(" ", "")
    own = {"familyName": family, "styleName": "Regular", "fullName": family, "psName": post_script}
    own |= {"uniqueFontIdentifier": f"{post_script}; {fallback_version()}", "version": "Version 1.000"}
    builder.setupNameTable({**upstream, **own}, mac=False)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=FONT_DATE, modified=FONT_DATE)
