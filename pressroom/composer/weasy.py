"""The only door to WeasyPrint's private functions: shaped text in, glyphs moved when they are drawn.

Nothing else in the composer knows how WeasyPrint works inside. What is entered here is listed in `ENTERED` with a
digest of its source, so that a test can name what another WeasyPrint has moved.
"""

from __future__ import annotations

import hashlib
import inspect
import math
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.css.functions import check_math
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, percent, preferred
from weasyprint.layout.absolute import absolute_layout
from weasyprint.logger import LOGGER
from weasyprint.pdf import stream
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango

from pressroom.report import Place, PressroomError, stop

__all__ = [
    "LOGGER",
    "ComposedLayout",
    "ComposerError",
    "Shape",
    "absolute_layout",
    "boxes",
    "check_engine",
    "check_math",
    "engine_breaks",
    "entered",
    "inline",
    "make_layout",
    "patched",
    "percent",
    "preferred",
    "shape_text",
    "syllables",
]

ENGINE = "70."
_GLYPH = ffi.sizeof("PangoGlyphInfo") // 4
_OFFSET_UNIT = 1000 / 1024  # WeasyPrint divides offsets by the size of the font alone: 2.4 % too much
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

#: What is called or replaced in WeasyPrint, and the digest of its source in the release that the composer is for.
ENTERED: Mapping[str, str] = {}


class ComposerError(PressroomError):
    """The composer cannot work with what is installed."""


def check_engine(version: str = weasyprint.__version__) -> None:
    """Refuse any WeasyPrint but the one that the composer is made for.

    :raises ComposerError: if it is another.
    """
    if not version.startswith(ENGINE):
        message = f"WeasyPrint {version} is installed; the composer is made for {ENGINE}*"
        raise ComposerError([stop("engine", message, Place(Path("requirements.lock")), "install WeasyPrint 70")])


def entered() -> dict[str, str]:
    """Digest the source of every private function that is entered, as it is installed; an absent one is empty."""
    return {name: _digest(name) for name in ENTERED}


def _digest(name: str) -> str:
    found: Any = weasyprint
    for part in name.split("."):
        found = getattr(found, part, None)
    return hashlib.sha256(inspect.getsource(found).encode()).hexdigest()[:16] if found is not None else ""


@contextmanager
def patched(hooks: Mapping[str, Callable[..., Any]]) -> Iterator[None]:
    """Put hooks in the place of WeasyPrint's functions for a while; each is given the function that it replaces."""
    places: dict[str, tuple[Any, str]] = {
        "split_inline_box": (inline, "split_inline_box"),
        "text_align": (inline, "text_align"),
        "first_line_width": (inline, "inline_min_content_width"),
        "least_width": (preferred, "inline_min_content_width"),
        "most_width": (preferred, "inline_max_content_width"),
    }
    originals = {name: getattr(*places[name]) for name in hooks}
    show_text = stream.Stream.show_text
    for name, hook in hooks.items():
        setattr(*places[name], _bind(hook, originals[name]))
    stream.Stream.show_text = _bind_method(show_text)
    try:
        yield
    finally:
        stream.Stream.show_text = show_text
        for name, original in originals.items():
            setattr(*places[name], original)


def _bind(hook: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
    def hooked(*arguments: Any, **named: Any) -> Any:
        return hook(original, *arguments, **named)

    return hooked


def _bind_method(show_text: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def show(self: Any, text: Any) -> Any:
        """Never write an empty string: PDFium loses the last kerning of an array that begins with one."""
        return show_text(self, text.replace("<>", " ") if isinstance(text, str) else text)

    return show


class ComposedLayout(line_break.Layout):  # type: ignore[misc]
    """A piece of text whose clusters stand where the composer put them.

    ``moves`` are, by the byte that a cluster begins at, how far its glyphs are moved (in px), its advance (in px) and
    the size of its letters (in px).
    """

    def __init__(
        self, master: Any, text: str, moves: Mapping[int, tuple[float, float, float]], max_width: float
    ) -> None:
        self.justification_spacing = 0
        self.first_line_direction = 0
        self.max_width = max_width
        self.text = text
        self._master, self._moves, self._moved = master, moves, False
        for name in ("ascent", "underline_position", "strikethrough_position"):
            setattr(self, name, getattr(master, name))
        for name in ("underline_thickness", "strikethrough_thickness"):
            setattr(self, name, getattr(master, name, None))

    def setup(self, style: Any) -> None:
        """Take the layout that all texts of this face share; word spaces are kept in it, so they need their own."""
        if style["word_spacing"]:
            super().setup(style)
            return
        self.style, self.layout, self.language = style, self._master.layout, self._master.language
        pango.pango_layout_set_width(self.layout, -1)
        pango.pango_layout_set_ellipsize(self.layout, 0)

    def set_text(self, text: str, justify: bool = False) -> None:
        """Shape a text anew."""
        self._moved = False
        super().set_text(text, justify)

    def get_first_line(self) -> Any:
        """Give the shaped line, its glyphs moved."""
        line, index = super().get_first_line()
        if self._moves and not self._moved:
            self._moved = True
            _move_glyphs(line, self._moves)
        return line, index


def _move_glyphs(line: Any, moves: Mapping[int, tuple[float, float, float]]) -> None:
    """Write advances and shifts into the glyphs of a line."""
    for item in _runs(line):
        glyphs, offset = item.glyphs.glyphs, item.item.offset
        clusters = ffi.unpack(item.glyphs.log_clusters, item.glyphs.num_glyphs)
        last = len(clusters) - 1
        for number, cluster in enumerate(clusters):
            move = moves.get(offset + cluster)
            if move is None:
                continue
            shift, advance, em = move
            geometry = glyphs[number].geometry
            if shift:
                geometry.x_offset += round(shift * TO_UNITS * _OFFSET_UNIT)
            if number == last or clusters[number + 1] != cluster:
                first = number
                while first and clusters[first - 1] == cluster:
                    first -= 1
                own = sum(glyphs[i].geometry.width for i in range(first, number + 1))
                geometry.width += _whole_thousandth(own, advance * TO_UNITS, em * TO_UNITS) - own


def _whole_thousandth(own: float, wanted: float, em: float) -> int:
    """Round an advance away from the font's own, so that WeasyPrint's cut to whole thousandths loses nothing."""
    natural = round(own * 1000 / em) * em / 1000
    if abs(wanted - natural) < em / 4000:
        return round(own)
    return math.ceil(wanted) if wanted > natural else math.floor(wanted)


def _runs(line: Any) -> Iterator[Any]:
    """Walk the runs of a line."""
    run = line.runs
    while run != ffi.NULL:
        yield run.data
        run = run.next


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
    for item in _runs(line):
        if item.item.analysis.level & 255:  # one byte, which the engine reads as four
            return None
        glyphs, offset, count = item.glyphs, item.item.offset, item.glyphs.num_glyphs
        values = array("i", bytes(ffi.buffer(glyphs.glyphs, count * _GLYPH * 4)))
        for number, cluster in enumerate(ffi.unpack(glyphs.log_clusters, count)):
            if offsets and offsets[-1] == offset + cluster:
                widths[-1] += values[number * _GLYPH + 1]
                continue
            if centred:
                marks.append((len(offsets), item.item.analysis.font, values[number * _GLYPH]))
            offsets.append(offset + cluster)
            widths.append(values[number * _GLYPH + 1])
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
    middle = frozenset(i for i, font, glyph in marks if centred and centred(strings[i]) and _is_centred(font, glyph))
    return Shape(offsets, strings, [width * FROM_UNITS for width in widths], height, baseline, middle)


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
    known = line_break.pyphen.language_fallback(language)
    dictionaries: list[Any] = []

    def find(word: str) -> Sequence[int]:
        if not known:
            return ()
        if not dictionaries:
            dictionaries.append(line_break.pyphen.Pyphen(lang=known, left=left, right=right))
        return tuple(int(place) for place in dictionaries[0].positions(word))

    return find


def line_strut(style: Any) -> tuple[float, float]:
    """Give the line height of a style and its baseline from the top, in px."""
    height, baseline = line_break.strut(style)
    return float(height), float(baseline)
