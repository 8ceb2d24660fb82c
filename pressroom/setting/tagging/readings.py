"""Draw readings behind the paragraph that they stand over: whoever copies or searches it finds its words in one piece.

The composer draws the readings of a line behind that line, so that they would part a word that goes on in the next.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder


def draw_readings_last(box: Any) -> None:
    """Move the readings of each block to the end of its last line; they stay where they stand."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    children = getattr(box, "children", ())
    lines = [child for child in children if isinstance(child, boxes.LineBox)]
    readings = [part for line in lines for part in line.children if part.element_tag == "rt"]
    if readings:
        for line in lines:
            line.children = [part for part in line.children if part.element_tag != "rt"]
        lines[-1].children = [*lines[-1].children, *readings]
    for child in children:
        draw_readings_last(child)
