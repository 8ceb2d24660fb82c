"""Draw a piece of text with its glyphs where the composer put them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

_OFFSET_UNIT = 1000 / 1024  # WeasyPrint divides offsets by the size of the font alone: 2.4 % too much

Moves = Mapping[int, tuple[float, float, float]]


class ComposedLayout(line_break.Layout):  # type: ignore[misc]
    """A piece of text whose clusters stand where the composer put them.

    ``moves`` gives, by the byte that a cluster begins at, how far its glyphs are moved (in px), its advance (in px) and
    the size of its letters (in px); it is asked when the text is drawn, for most lines are set more than once.
    ``narrow`` are the bytes that marks of Latin words begin at; none where they are to be found in the text.
    """

    def __init__(
        self,
        master: Any,
        text: str,
        moves: Callable[[], Moves] | None,
        max_width: float,
        narrow: tuple[int, ...] | None = None,
    ) -> None:
        self.justification_spacing = 0
        self.first_line_direction = 0
        self.max_width = max_width
        self.text, self.narrow = text, narrow
        self._master, self._moves, self._moved = master, moves, False
        for name in ("ascent", "underline_position", "strikethrough_position"):
            setattr(self, name, getattr(master, name))
        for name in ("underline_thickness", "strikethrough_thickness"):
            setattr(self, name, getattr(master, name, None))

    @property
    def holder(self) -> Any:
        """The layout that what is asked of the shared one is noted at."""
        return self if self.style["word_spacing"] else self._master

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
            _move_glyphs(line, self._moves())
        return line, index


def show_text(original: Callable[..., None], stream: Any, text: Any) -> None:
    """Never write an empty string: PDFium loses the last kerning of an array that begins with one."""
    original(stream, text.replace("<>", " ") if isinstance(text, str) else text)


def _move_glyphs(line: Any, moves: Moves) -> None:
    """Write advances and shifts into the glyphs of a line."""
    for item in runs_of(line):
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
                own = geometry.width
                before = number
                while before and clusters[before - 1] == cluster:
                    before -= 1
                    own += glyphs[before].geometry.width
                geometry.width += _whole_thousandth(own, advance * TO_UNITS, em * TO_UNITS) - own


def _whole_thousandth(own: float, wanted: float, em: float) -> int:
    """Round an advance away from the font's own, so that WeasyPrint's cut to whole thousandths loses nothing."""
    natural = round(own * 1000 / em) * em / 1000
    if abs(wanted - natural) < em / 4000:
        return round(own)
    return math.ceil(wanted) if wanted > natural else math.floor(wanted)


def runs_of(line: Any) -> Iterator[Any]:
    """Walk the runs of a line."""
    run = line.runs
    while run != ffi.NULL:
        yield run.data
        run = run.next
