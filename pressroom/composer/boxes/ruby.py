"""Set readings over their words: pinyin and other ruby, one to a character or one to a word.

The words stay in the line as they are; a reading takes no place in it but what it needs beyond its words (clreq §3.3).
It is centred; it may reach over its neighbours as long as it keeps clear of the next reading, by a quarter of its own
em at least; at the ends of a line it stands flush, and never out of the measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pressroom.composer import weasy

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class ShapedReading:
    """A shaped text that stands outside the row of clusters: its box, the layout of its face, its measures in px."""

    box: Any
    layout: Any
    width: float
    height: float
    ascent: float


def is_reading(box: Any, parent: Any) -> bool:
    """Tell whether a box is a reading that the composer can set: an ``rt`` in a ``ruby``, and plain text."""
    return (
        box.element_tag == "rt"
        and parent.element_tag == "ruby"
        and bool(box.children)
        and all(isinstance(child, weasy.boxes.TextBox) and child.text for child in box.children)
    )


def shape_reading(box: Any, layouts: dict[Any, Any]) -> list[ShapedReading] | None:
    """Shape the texts of a reading; none if one of them is not a line from left to right."""
    texts = []
    for child in box.children:
        layout = weasy.make_layout(child.style, layouts)
        shape = weasy.shape_text(layout, child.text)
        if shape is None or not child.style["font_size"]:
            return None
        texts.append(ShapedReading(child, layout, sum(shape.widths), shape.height, shape.baseline))
    return texts


def build_reading(box: Any, texts: list[ShapedReading], middle: float, bounds: tuple[float, float], em: float) -> Any:
    """Build a reading whose middle stands at a place of the line, between its bounds; all in px."""
    width = sum(text.width for text in texts)
    x = place = min(max(middle - width / 2, bounds[0]), max(bounds[0], bounds[1] - width))
    raised = box.style["vertical_align"]
    children = []
    style = box.style
    if not isinstance(raised, (int, float)) or not raised:
        raised = em
        style = style.copy()
        style["vertical_align"] = raised
    for text in texts:
        child = text.box.copy_with_text(text.box.text)
        child.style = _plain(child.style)
        child.pango_layout = weasy.ComposedLayout(text.layout, child.text, None, text.width + 1)
        take_no_height(child, place, text, raised)
        place += text.width
        children.append(child)
    new = box.copy_with_children(children)
    new.style = style
    take_no_height(new, x, ShapedReading(box, None, width, texts[0].height, texts[0].ascent), raised)
    return new


def _plain(style: Any) -> Any:
    """Leave off the lines and dots of the words: they are not the reading's."""
    if style["text_decoration_line"] == "none" and not style[weasy.EMPHASIS]:
        return style
    plain = style.copy()
    plain["text_decoration_line"] = "none"
    plain[weasy.EMPHASIS] = None
    return plain


def take_no_height(box: Any, x: float, text: ShapedReading, raised: float) -> None:
    """Let a box stand so far above the baseline without opening the leading: its margins close up on the baseline."""
    box.position_x, box.position_y, box.width, box.height = x, 0.0, text.width, text.height
    box.baseline = -raised
    box.margin_top = -raised - text.ascent
    box.margin_bottom = -box.margin_top - text.height
