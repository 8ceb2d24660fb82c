"""Measure and place what stands beside a line: floats, and boxes out of the flow."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.float import float_width
from weasyprint.layout.percent import resolve_percentages
from weasyprint.layout.replaced import inline_replaced_box_width_height

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
