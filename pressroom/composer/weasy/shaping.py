"""Shape text: what the engine's text library makes of it, cluster by cluster."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyphen
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from pressroom.composer.weasy.drawing import runs_of
from pressroom.typography.cells import is_selector

_GLYPH = ffi.sizeof("PangoGlyphInfo") // 4
_FACE = (
    "font_family",
    "font_size",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
    "font_variation_settings",
    "font_language_override",
    "lang",
    "direction",
    "text_decoration_line",
    "letter_spacing",
    "word_spacing",
    "overflow_wrap",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A shaped text: the byte each cluster begins at, the clusters, their advances, and its height; all in px.

    ``centred`` are the clusters whose ink stands in the middle of the cell, where that was asked.
    """

    offsets: list[int]
    strings: list[str]
    widths: list[float]
    height: float
    baseline: float
    centred: frozenset[int]


def make_layout(style: Any, known: dict[Any, Any]) -> Any:
    """Make the layout of a face, or give the one that is known."""
    if style["word_spacing"]:
        return line_break.Layout(style)  # word spaces of other texts would stay in it
    values = tuple(style[name] for name in _FACE)
    try:
        key = (id(style.font_config), values)
        found = known.get(key)
    except TypeError:  # a value that is a list
        key = (id(style.font_config), repr(values))  # type: ignore[assignment]
        found = known.get(key)
    if found is None:
        layout = line_break.Layout(style)
        found = known[key] = (layout, style.font_config)  # the fonts are kept, or their id would be another's
    return found[0]


def shape_text(layout: Any, text: str, centred: Callable[[str], bool] | None = None) -> Shape | None:
    """Shape a text without a line feed; none if it is not one line from left to right."""
    layout.set_text(text)
    line, following = layout.get_first_line()
    if line == ffi.NULL or following is not None:
        return None
    offsets: list[int] = []
    widths: list[int] = []
    marks: list[tuple[int, Any, int]] = []
    for item in runs_of(line):
        if item.item.analysis.level & 255:  # one byte, which the engine reads as four
            return None
        glyphs, offset, count = item.glyphs, item.item.offset, item.glyphs.num_glyphs
        values = array("i", bytes(ffi.buffer(glyphs.glyphs, count * _GLYPH * 4)))
        for number, cluster in enumerate(ffi.unpack(glyphs.log_clusters, count)):
            if offsets and offsets[-1] == offset + cluster:
                widths[-1] += values[number * _GLYPH + 1]
                continue
            if centred:
                marks.append((offset + cluster, item.item.analysis.font, values[number * _GLYPH]))
            offsets.append(offset + cluster)
            widths.append(values[number * _GLYPH + 1])
    _join_selectors(text, offsets, widths)
    encoded = text.encode()
    if line.length != len(encoded) or offsets != sorted(offsets) or offsets[:1] != [0]:
        return None
    if len(offsets) == len(text):
        strings = list(text)
    else:
        ends = [*offsets[1:], len(encoded)]
        strings = [encoded[start:end].decode() for start, end in zip(offsets, ends, strict=True)]
    _, height = line_break.line_size(line, layout.style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    numbers = {offset: number for number, offset in enumerate(offsets)}
    found = ((numbers[offset], font, glyph) for offset, font, glyph in marks if offset in numbers)
    middle = frozenset(i for i, font, glyph in found if centred and centred(strings[i]) and _is_centred(font, glyph))
    return Shape(offsets, strings, [width * FROM_UNITS for width in widths], height, baseline, middle)


def _join_selectors(text: str, offsets: list[int], widths: list[int]) -> None:
    """Let variation selectors, and what else takes no place of its own, be one cluster with their characters."""
    if not any(is_selector(letter) for letter in text):
        return
    own = {0}
    place = 0
    for letter in text:
        if not is_selector(letter):
            own.add(place)
        place += len(letter.encode())
    for number in range(len(offsets) - 1, 0, -1):
        if offsets[number] not in own:
            widths[number - 1] += widths[number]
            del offsets[number], widths[number]


def ink_height(layout: Any, text: str) -> float:
    """Measure how high the ink of a text reaches above the baseline, in px; nothing where there is none."""
    layout.set_text(text)
    line, _ = layout.get_first_line()
    if line == ffi.NULL:
        return 0.0
    ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, ink, logical)
    return float(-ink.y * FROM_UNITS)


def _is_centred(font: Any, glyph: int) -> bool:
    """Tell whether a glyph stands in the middle of its cell, as stops do in fonts of Taiwan and Hong Kong."""
    ink, cell = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
    pango.pango_font_get_glyph_extents(font, glyph, ink, cell)
    return bool(cell.width) and 0.36 < (ink.x + ink.width / 2) / cell.width < 0.64


def engine_breaks(text: str, language: str | None) -> Sequence[bool]:
    """Tell before which characters UAX #14 allows a break."""
    attributes = line_break.get_log_attrs(text, language)
    return [bool(value & 1) for value in array("I", bytes(ffi.buffer(attributes)))]


def syllables(language: str, left: int, right: int) -> Callable[[str], Sequence[int]]:
    """Give what finds the syllables of a word: pyphen, which comes with WeasyPrint; read when first needed."""
    known = pyphen.language_fallback(language)
    dictionaries: list[Any] = []

    def find(word: str) -> Sequence[int]:
        if not known:
            return ()
        if not dictionaries:
            dictionaries.append(pyphen.Pyphen(lang=known, left=left, right=right))
        return tuple(int(place) for place in dictionaries[0].positions(word))

    return find


def line_strut(style: Any) -> tuple[float, float]:
    """Give the line height of a style and its baseline from the top, in px."""
    height, baseline = line_break.strut(style)
    return float(height), float(baseline)


def leading(style: Any) -> float:
    """Give the line height of a style, in px; also where its letters have no size."""
    value = style["line_height"]
    if getattr(value, "unit", None) == "px":
        return float(value.value)
    return line_strut(style)[0]


def is_multicol(box: Any) -> bool:
    """Tell whether a box is set in columns."""
    return bool(box.style["column_width"] != "auto" or box.style["column_count"] != "auto")
