"""The only door to WeasyPrint's private functions: shaped text in, glyphs moved when they are drawn.

Nothing else in the composer imports WeasyPrint. What is entered here is listed in `ENTERED` with a digest of its
source, so that a test can name what another WeasyPrint has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from weasyprint.css.functions import check_math
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, percent
from weasyprint.layout.absolute import absolute_layout
from weasyprint.layout.block import collapse_margin
from weasyprint.layout.float import float_width
from weasyprint.layout.percent import resolve_percentages
from weasyprint.layout.replaced import inline_replaced_box_width_height
from weasyprint.logger import LOGGER

from pressroom.composer.weasy.door import hearing, patched
from pressroom.composer.weasy.drawing import ComposedLayout, show_text
from pressroom.composer.weasy.flow import (
    column_measures,
    fill_column,
    find_backdrop,
    forget,
    lay_out_blocks,
    part_at_spans,
    runs_across,
    without_rule,
)
from pressroom.composer.weasy.guard import ENTERED, ComposerError, check_engine, digest_entered
from pressroom.composer.weasy.marking import EMPHASIS, draw_line, draw_text, note_ends
from pressroom.composer.weasy.narrowing import set_text
from pressroom.composer.weasy.room import call_with_room
from pressroom.composer.weasy.shaping import (
    Shape,
    engine_breaks,
    ink_height,
    is_multicol,
    leading,
    line_strut,
    make_layout,
    shape_text,
    syllables,
)

__all__ = [
    "EMPHASIS",
    "ENTERED",
    "HOOKS",
    "LOGGER",
    "ComposedLayout",
    "ComposerError",
    "Shape",
    "absolute_layout",
    "boxes",
    "call_with_room",
    "check_engine",
    "check_math",
    "collapse_margin",
    "column_measures",
    "digest_entered",
    "engine_breaks",
    "fill_column",
    "find_backdrop",
    "forget",
    "hearing",
    "ink_height",
    "inline",
    "is_multicol",
    "lay_out_blocks",
    "leading",
    "line_strut",
    "make_layout",
    "note_ends",
    "outer_width",
    "part_at_spans",
    "patched",
    "percent",
    "runs_across",
    "shape_text",
    "syllables",
    "without_rule",
]

#: What needs no memory of the lines before.
HOOKS: Mapping[str, Callable[..., Any]] = {
    "draw_text": draw_text,
    "draw_line": draw_line,
    "set_text": set_text,
    "show_text": show_text,
}


_EDGES = ("margin_left", "border_left_width", "padding_left", "padding_right", "border_right_width", "margin_right")


def outer_width(context: Any, box: Any, containing_block: Any) -> float:
    """Measure a float with its margins before it is laid out, in px; the engine asks for the widest of its content."""
    measured = box.copy()
    resolve_percentages(measured, containing_block)
    if isinstance(measured, boxes.BlockReplacedBox):
        inline_replaced_box_width_height(measured, containing_block)
    elif measured.width == "auto":
        float_width(measured, context, containing_block)
    edges = (getattr(measured, name) for name in _EDGES)
    return float(measured.width + sum(edge for edge in edges if edge != "auto"))
