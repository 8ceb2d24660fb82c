"""Draw what stands under letters: emphasis dots, and lines that follow the letters where the composer put them.

The marks take their places from the finished glyphs, so they stay under their letters however a line is squeezed or
opened. They are drawn, never set: the text that is extracted is the text.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from pressroom.composer.weasy.drawing import ComposedLayout, runs_of

EMPHASIS = "__text_emphasis"
INSET = "__text_decoration_inset"
#: What marks are drawn under: letters, figures and signs, no punctuation (CSS Text Decoration 3 §3.1).
_MARKED = frozenset("LNS")
#: In em of the letters (clreq §3.4: a dot under the character, outside its cell).
_DOT = 0.085
_CIRCLE = 0.03  # the stroke of an open dot
_BELOW = 0.25
_WAVE = 0.42  # the length of a wave
_SWELL = 0.06  # its height
_ROUND = 0.5523  # of a radius: where the handles of a quarter circle stand


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cluster as it is drawn: its text, where its glyph begins and how wide that is by itself; in px from the box."""

    text: str
    x: float
    width: float


def draw_text(original: Callable[..., Any], stream: Any, textbox: Any, *rest: Any) -> None:
    """Draw a text, and the dots under its letters."""
    original(stream, textbox, *rest)
    shapes = [token.value for token in textbox.style[EMPHASIS] or () if token.type == "ident"]
    if not shapes or shapes[0] == "none" or textbox.style["visibility"] != "visible":
        return
    em = textbox.style["font_size"]
    y = textbox.position_y + textbox.baseline + _BELOW * em
    with stream.stacked():
        color = get_color(textbox.style, "color")
        stream.set_color(color)
        stream.set_color(color, stroke=True)
        stream.set_line_width(_CIRCLE * em)
        for cell in _cells(textbox):
            if unicodedata.category(cell.text[0])[0] in _MARKED:
                _circle(stream, textbox.position_x + cell.x + cell.width / 2, y, _DOT * em)
                stream.stroke() if "circle" in shapes else stream.fill()


def _cells(textbox: Any) -> Iterator[_Cell]:
    """Walk the clusters of a text as its glyphs stand."""
    layout = textbox.pango_layout
    active = hasattr(layout, "layout")  # as it is when a line is drawn through
    if not active:
        layout.reactivate(textbox.style)
    line, _ = layout.get_first_line()
    encoded = layout.text.encode()
    ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
    x = 0.0
    for item in runs_of(line) if line != ffi.NULL else ():
        glyphs, start = item.glyphs, item.item.offset
        clusters = [*ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs), item.item.length]
        for number in range(glyphs.num_glyphs):
            glyph = glyphs.glyphs[number]
            pango.pango_font_get_glyph_extents(item.item.analysis.font, glyph.glyph, ink, logical)
            text = encoded[start + clusters[number] : start + clusters[number + 1]].decode(errors="ignore")
            if text:
                shift = glyph.geometry.x_offset * FROM_UNITS
                yield _Cell(text, x + shift, logical.width * FROM_UNITS)
            x += glyph.geometry.width * FROM_UNITS
    if not active:
        layout.deactivate()


def _circle(stream: Any, x: float, y: float, radius: float) -> None:
    """Trace a circle."""
    handle = _ROUND * radius
    stream.move_to(x + radius, y)
    stream.curve_to(x + radius, y + handle, x + handle, y + radius, x, y + radius)
    stream.curve_to(x - handle, y + radius, x - radius, y + handle, x - radius, y)
    stream.curve_to(x - radius, y - handle, x - handle, y - radius, x, y - radius)
    stream.curve_to(x + handle, y - radius, x + radius, y - handle, x + radius, y)


def draw_line(
    original: Callable[..., Any],
    stream: Any,
    textbox: Any,
    offset_x: float,
    offset_y: float,
    thickness: float,
    color: Any,
) -> None:
    """Draw a line under, over or through a composed text: to its last letter, not into the gap behind."""
    if not isinstance(textbox.pango_layout, ComposedLayout) or not (cells := list(_cells(textbox))):
        original(stream, textbox, offset_x, offset_y, thickness, color)
        return
    inset = _inset(textbox)
    left = textbox.position_x + (inset if getattr(textbox, "decoration_starts", False) else 0.0)
    # a mark that is set half an em wide is drawn in a cell of one em, which reaches into what follows
    right = textbox.position_x + min(max(cell.x + cell.width for cell in cells), textbox.width)
    right -= inset if getattr(textbox, "decoration_ends", False) else 0.0
    y = textbox.position_y + offset_y
    if textbox.style["text_decoration_style"] == "wavy":
        _wave(stream, left, right, y, thickness, color, textbox.style["font_size"])
        return
    x, width = textbox.position_x, textbox.width
    textbox.position_x, textbox.width = left, right - left
    original(stream, textbox, offset_x, offset_y, thickness, color)
    textbox.position_x, textbox.width = x, width


def _inset(textbox: Any) -> float:
    """Read how far a line stays inside the ends of its words, so that two names side by side have a line each."""
    for token in textbox.style[INSET] or ():
        if token.type == "dimension" and token.lower_unit == "em":
            return float(token.value * textbox.style["font_size"])
    return 0.0


def _wave(stream: Any, left: float, right: float, y: float, thickness: float, color: Any, em: float) -> None:
    """Draw a wave of whole lengths between two places: quarters of a sine, each a curve."""
    count = max(1, round((right - left) / (_WAVE * em)))
    quarter, swell = (right - left) / count / 4, _SWELL * em
    near, far = 0.5123 / (math.pi / 2) * quarter, 1.0023 / (math.pi / 2) * quarter
    with stream.stacked():
        stream.set_color(color, stroke=True)
        stream.set_line_width(thickness)
        stream.set_line_cap(1)
        stream.move_to(left, y)
        x = left
        for number in range(2 * count):
            top = y - swell if number % 2 == 0 else y + swell
            part = y + (top - y) * 0.5123
            stream.curve_to(x + near, part, x + far, top, x + quarter, top)
            stream.curve_to(x + 2 * quarter - far, top, x + 2 * quarter - near, part, x + 2 * quarter, y)
            x += 2 * quarter
        stream.stroke()


def note_ends(box: Any, starts: bool, ends: bool) -> None:
    """Note on the texts of an inline box where its own decoration starts and ends."""
    style = box.style
    above = style.parent_style
    if above is None or style["text_decoration_line"] in ("none", above["text_decoration_line"]):
        return
    for name, there, index in (("decoration_starts", starts, 0), ("decoration_ends", ends, -1)):
        leaf = box
        while there and getattr(leaf, "children", None):
            leaf = leaf.children[index]
        if there and leaf is not box:
            setattr(leaf, name, True)
