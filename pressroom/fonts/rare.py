"""The rare face: the few characters of an issue that no prepared face has, in; a small TrueType font out.

The full font is CFF with character ids that differ from its glyph ids, which WeasyPrint writes wrongly; so its
outlines are drawn anew as TrueType, where the two are the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from pressroom.fonts.catalogue import Face
from pressroom.fonts.coverage import fallback_characters, fallback_file, fallback_version
from pressroom.fonts.derive import ASCENT, DESCENT, FONT_DATE
from pressroom.fonts.files import digest, write_file

RARE_FAMILY = "Pressroom Rare"
# Goes into the file name: raise it when the outlines below come out otherwise.
_RECIPE = 1
_TOLERANCE = 0.5
_KEPT_NAMES = {0: "copyright", 8: "manufacturer", 9: "designer", 13: "licenseDescription", 14: "licenseInfoURL"}


def rare_face(characters: Iterable[str], folder: Path) -> Face | None:
    """Make the face of some rare characters in a cache folder, or find it there; None when there are none.

    Characters that the full font lacks too are passed over: ``missing_characters`` names them.
    """
    codes = sorted({ord(character) for character in characters} & fallback_characters())
    if not codes:
        return None
    key = f"{_RECIPE};{fallback_version()};{','.join(map(str, codes))}"
    file = folder / f"rare-{digest(key.encode())[:24]}.ttf"
    data = file.read_bytes() if file.is_file() else b""
    if not data:
        data = _draw_face(codes)
        write_file(file, data)
    return Face(folder, RARE_FAMILY, "rare", 400, file.name, digest(data), repertoire="rare")


def _draw_face(codes: list[int]) -> bytes:
    with TTFont(fallback_file(), lazy=True) as full:
        builder = FontBuilder(full["head"].unitsPerEm, isTTF=True)
        names = full.getBestCmap()
        upstream = {".notdef": ".notdef"} | {f"u{code:05X}": names[code] for code in codes}
        builder.setupGlyphOrder(list(upstream))
        builder.setupCharacterMap({code: f"u{code:05X}" for code in codes})
        builder.setupGlyf({name: _draw_glyph(full, source) for name, source in upstream.items()})
        _set_metrics(builder, full, upstream)
        texts = {text: full["name"].getDebugName(name_id) for name_id, text in _KEPT_NAMES.items()}
        _set_names(builder, {text: value for text, value in texts.items() if value})
    buffer = BytesIO()
    builder.font.recalcTimestamp = False
    builder.save(buffer)
    return buffer.getvalue()


def _draw_glyph(font: TTFont, name: str) -> Any:
    pen = TTGlyphPen(None)
    font.getGlyphSet()[name].draw(Cu2QuPen(pen, _TOLERANCE, reverse_direction=True))
    return pen.glyph()


def _set_metrics(builder: FontBuilder, full: TTFont, upstream: dict[str, str]) -> None:
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
        usWeightClass=400,
        achVendID="    ",
    )


def _set_names(builder: FontBuilder, upstream: dict[str, str]) -> None:
    post_script = RARE_FAMILY.replace(" ", "")
    own = {"familyName": RARE_FAMILY, "styleName": "Regular", "fullName": RARE_FAMILY, "psName": post_script}
    own |= {"uniqueFontIdentifier": f"{post_script}; {fallback_version()}", "version": "Version 1.000"}
    builder.setupNameTable({**upstream, **own}, mac=False)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=FONT_DATE, modified=FONT_DATE)
