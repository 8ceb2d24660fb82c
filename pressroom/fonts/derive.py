"""Derivation: an upstream font in, a face fit for the press out.

Each step is a function named in ``fonts.yaml``; cutting down, naming and dating follow for every face.
"""

from __future__ import annotations

import copy
from bisect import bisect_right
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from fontTools import subset
from fontTools.otlLib.builder import buildLookup
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables import otTables

from pressroom.fonts.catalogue import Face
from pressroom.fonts.convert import convert_font

Step = Callable[[TTFont], None]
STEPS: dict[str, Step] = {}

# Ascent and descent of every face, in thousandths of the em: equal line boxes keep mixed lines on the grid.
ASCENT, DESCENT = 880, 120
# Seconds from 1904 to 2021-01-01, the date written into every face: the clock must not show in the bytes.
FONT_DATE = 3692217600
# Features that make no glyphs for other characters: what Chinese needs to be set well.
SETTING_FEATURES = (
    "ccmp",
    "locl",
    "liga",
    "kern",
    "mark",
    "mkmk",
    "vert",
    "vrt2",
    "vkrn",
    "halt",
    "vhal",
    "palt",
    "vpal",
    "chws",
    "vchw",
    "pwid",
)
FEATURES = (
    *SETTING_FEATURES,
    "fwid",
    "hwid",
    "tnum",
    "pnum",
    "lnum",
    "onum",
    "case",
    "sups",
    "subs",
    "ordn",
    "frac",
    "numr",
    "dnom",
    "zero",
    "smcp",
    "c2sc",
)
_QUOTES = {0x201C: "open", 0x2018: "open", 0x201D: "close", 0x2019: "close"}
_QUOTE_MARGIN = 90
_WHOLE_SIZE = 1000
_LICENSED = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
_SIGNS = "+<=>\u00b1\u00d7\u00f7\u2212"


def _step(name: str) -> Callable[[Step], Step]:
    """Enter a step under the name that ``fonts.yaml`` calls it by."""

    def enter(function: Step) -> Step:
        assert name not in STEPS, f"two steps are called {name}"
        assert function.__doc__, f"the step {name} says nothing"
        STEPS[name] = function
        return function

    return enter


def derive_face(upstream: bytes, face: Face, characters: Iterable[int] | None) -> bytes:
    """Make a face from an upstream font; raises KeyError for an unknown step."""
    font = TTFont(BytesIO(upstream), recalcTimestamp=False)
    font.flavor = None
    if characters is None or "glyf" not in font or "fvar" in font:
        font = convert_font(face.path, upstream, face.weight)
    if face.scale != _WHOLE_SIZE:
        _scale(font, face.scale)
    for name in face.steps:
        STEPS[name](font)
    _name(font, face)
    if characters is None:
        return _save_whole(font)
    return save_subset(font, characters, FEATURES if face.repertoire != "figures" else ())


def _save_whole(font: TTFont) -> bytes:
    """Write a font with all that it has, always to the same bytes; to cut one down to all it has would take long."""
    font["post"].formatType = 3.0
    font["head"].created = font["head"].modified = FONT_DATE
    buffer = BytesIO()
    font.save(buffer, reorderTables=False)
    return buffer.getvalue()


def _scale(font: TTFont, size: int) -> None:
    """Draw all of a face larger or smaller, so that it stands beside another one; ``size`` is in thousandths."""
    em = font["head"].unitsPerEm
    scale_upem(font, round(em * size / _WHOLE_SIZE))
    font["head"].unitsPerEm = em


def save_subset(font: TTFont, characters: Iterable[int], features: Iterable[str]) -> bytes:
    """Cut a font down to some characters and write it without hints, always to the same bytes."""
    options = subset.Options()
    options.layout_features = list(features)
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.name_legacy = False
    options.recalc_timestamp = False
    options.drop_tables += ["gasp", "FFTM", "STAT", "BASE", "DSIG", "prep", "fpgm", "cvt "]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(characters))
    cutter.subset(font)
    font["head"].created = font["head"].modified = FONT_DATE
    buffer = BytesIO()
    font.save(buffer, reorderTables=False)
    return buffer.getvalue()


@_step("chinese-default")
def _make_chinese_default(font: TTFont) -> None:
    """Make mainland Chinese the language of every script.

    Pango drops the language of a run that it takes for Latin; then —— is too short and …… sinks to the baseline.
    """
    for tag in ("GSUB", "GPOS"):
        if tag not in font:
            continue
        records = font[tag].table.ScriptList.ScriptRecord
        system = _mainland_system(records)
        for record in records:
            record.Script.LangSysRecord = []
            record.Script.LangSysCount = 0
            if system is not None:
                record.Script.DefaultLangSys = copy.deepcopy(system)


def _mainland_system(records: list[Any]) -> Any:
    systems = {
        record.ScriptTag: language.LangSys
        for record in records
        for language in record.Script.LangSysRecord
        if language.LangSysTag == "ZHS "
    }
    return systems.get("hani") or next(iter(systems.values()), None)


@_step("full-width-dot")
def _widen_dot(font: TTFont) -> None:
    """Draw the middle dot of names, ·, with the full-width centred dot."""
    _map_to(font, 0x00B7, font.getBestCmap()[0x30FB])


@_step("full-width-quotes")
def _widen_quotes(font: TTFont) -> None:
    """Set “ ” ‘ ’ in full-width cells: opening marks at the right, closing ones at the left; ``pwid`` as drawn."""
    glyphs, metrics, names = font["glyf"], font["hmtx"].metrics, dict(font.getBestCmap())
    em = font["head"].unitsPerEm
    margin = _QUOTE_MARGIN * em // 1000
    order = font.getGlyphOrder()
    for code, side in _QUOTES.items():
        drawn = _moved_glyph(font, names[code], 0)
        left = margin if side == "close" else em - margin - (drawn.xMax - drawn.xMin)
        glyph = _moved_glyph(font, names[code], left - drawn.xMin)
        name = f"{names[code]}.full"
        order.append(name)
        glyphs[name] = glyph
        metrics[name] = (em, left)
        if "vmtx" in font:
            font["vmtx"].metrics[name] = font["vmtx"].metrics[names[code]]
        _map_to(font, code, name)
    font.setGlyphOrder(list(dict.fromkeys(order)))
    _add_substitution(font, "pwid", {f"{names[code]}.full": names[code] for code in _QUOTES})


@_step("proportional-figures")
def _make_figures_proportional(font: TTFont) -> None:
    """Give running text figures that are as wide as they are drawn."""
    names = font.getBestCmap()
    swaps = _single_substitutions(font, "pnum")
    for code in range(0x30, 0x3A):
        _map_to(font, code, swaps[names[code]])


@_step("tabular-figures")
def _make_figures_tabular(font: TTFont) -> None:
    """Give figures, and the signs of sums beside them, one width, without asking for a feature."""
    names, metrics = font.getBestCmap(), font["hmtx"].metrics
    widths = {metrics[names[code]][0] for code in range(0x30, 0x3A)}
    assert len(widths) == 1, f"the figures differ in width: {sorted(widths)}"
    width = widths.pop()
    moved = {}
    for name in (names[ord(sign)] for sign in _SIGNS):
        moved[name] = _moved_glyph(font, name, (width - metrics[name][0]) // 2)
    for name, glyph in moved.items():
        font["glyf"][name] = glyph
        metrics[name] = (width, glyph.xMin)
    stops = {metrics[names[ord(mark)]][0] for mark in ",.:;"}
    assert len(stops) == 1, f"comma and point differ in width: {sorted(stops)}"


@_step("one-line-box")
def _equalise_line_box(font: TTFont) -> None:
    """Give every face the same ascent and descent, so that mixed lines are equally high."""
    em = font["head"].unitsPerEm
    ascent, descent = ASCENT * em // 1000, DESCENT * em // 1000
    horizontal, windows = font["hhea"], font["OS/2"]
    horizontal.ascent, horizontal.descent, horizontal.lineGap = ascent, -descent, 0
    windows.sTypoAscender, windows.sTypoDescender, windows.sTypoLineGap = ascent, -descent, 0
    windows.usWinAscent, windows.usWinDescent = ascent, descent
    windows.version = max(windows.version, 4)
    windows.fsSelection |= 1 << 7


def _map_to(font: TTFont, code: int, glyph: str) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            table.cmap[code] = glyph


def _moved_glyph(font: TTFont, name: str, distance: int) -> Any:
    """Draw a glyph anew, without components, moved to the right by some units."""
    glyphs = font.getGlyphSet()
    pen = TTGlyphPen(None)
    glyphs[name].draw(TransformPen(DecomposingFilterPen(pen, glyphs), (1, 0, 0, 1, distance, 0)))
    glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    return glyph


def _single_substitutions(font: TTFont, tag: str) -> dict[str, str]:
    table = font["GSUB"].table
    chosen = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == tag
        for index in record.Feature.LookupListIndex
    }
    swaps: dict[str, str] = {}
    for index in sorted(chosen):
        for part in table.LookupList.Lookup[index].SubTable:
            swaps.update(getattr(getattr(part, "ExtSubTable", part), "mapping", {}))
    return swaps


def _add_substitution(font: TTFont, tag: str, swaps: dict[str, str]) -> None:
    """Enter a feature that sets some glyphs in the place of others, for every script and language."""
    table = font["GSUB"].table
    part = otTables.SingleSubst()
    part.mapping = swaps
    table.LookupList.Lookup.append(buildLookup([part]))
    table.LookupList.LookupCount += 1
    feature = otTables.Feature()
    feature.FeatureParams, feature.LookupListIndex = None, [table.LookupList.LookupCount - 1]
    feature.LookupCount = 1
    records = table.FeatureList.FeatureRecord
    place = bisect_right([record.FeatureTag for record in records], tag)
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = tag, feature
    records.insert(place, record)
    table.FeatureList.FeatureCount += 1
    for script in table.ScriptList.ScriptRecord:
        languages = [script.Script.DefaultLangSys, *(language.LangSys for language in script.Script.LangSysRecord)]
        for system in languages:
            if system is not None:
                moved = [index + (index >= place) for index in system.FeatureIndex]
                system.FeatureIndex, system.FeatureCount = sorted([*moved, place]), len(moved) + 1


def _name(font: TTFont, face: Face) -> None:
    """Write the names of the face; copyright, makers and licence of the upstream font stay."""
    post_script = face.family.replace(" ", "")
    table = font["name"]
    version = str(table.getDebugName(5)).split(";")[0]
    for name_id in (1, 2, 3, 4, 5, 6, 16, 17, 18, 19, 20, 21, 22, 25):
        table.removeNames(nameID=name_id)
    texts = {1: face.family, 2: "Regular", 3: f"{post_script}; {version}", 4: face.family}
    texts |= {0: face.copyright or f"Copyright of the makers of {face.family}"} if not table.getDebugName(0) else {}
    texts |= {13: _LICENSED} if not table.getDebugName(13) else {}
    texts |= {5: f"{version}; derived for Pressroom", 6: post_script}
    for name_id, text in texts.items():
        table.setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0b100001 | 0b1000000
    font["head"].macStyle = 0
