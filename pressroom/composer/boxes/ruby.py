"""Set readings over their words: pinyin and other ruby, one to a character or one to a word.

The words stay in the line as they are; a reading takes no place in it but what it needs beyond its words (clreq §3.3).
It is centred; it may reach over its neighbours as long as it keeps clear of the next reading, by a quarter of its own
em at least; at the ends of a line it stands flush, and never out of the measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pressroom.composer import weasy
from pressroom.composer.lines.classes import HAN, MARKS

if TYPE_CHECKING:
    from pressroom.composer.lines.paragraph import Paragraph
    from pressroom.composer.lines.spacing import Space

#: How far a reading may reach over what stands beside its word, in em of the text: Han, a mark, a letter.
_OVER_HAN = 0.25
_OVER_MARK = 0.2
_OVER_LETTER = 0.1
#: How far a reading without another beside it may be moved aside at the end of a line, instead of its word.
_ASIDE = 0.15
#: Between two readings: a little more than a quarter of an em of theirs, which is the least.
_CLEAR = 0.15


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of the clusters from ``first`` to before ``end``: how wide it is, in px."""

    first: int
    end: int
    width: float


@dataclass(frozen=True, slots=True)
class Lettering:
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


def shape_reading(box: Any, layouts: dict[Any, Any]) -> list[Lettering] | None:
    """Shape the texts of a reading; none if one of them is not a line from left to right."""
    texts = []
    for child in box.children:
        layout = weasy.make_layout(child.style, layouts)
        shape = weasy.shape_text(layout, child.text)
        if shape is None or not child.style["font_size"]:
            return None
        texts.append(Lettering(child, layout, sum(shape.widths), shape.height, shape.baseline))
    return texts


def make_room(text: Paragraph, space: Space) -> None:
    """Give words the room that their readings need, and say what these need besides at the ends of a line."""
    starts = {reading.first: reading for reading in text.readings}
    shares: dict[int, float] = {}  # what the word before has left of the room between two readings
    for reading in text.readings:
        over = _reach(space, reading)
        following = starts.get(reading.end)
        joined = reading.first in shares
        left = shares[reading.first] if joined else max(0.0, over - _allowed(text, reading.first - 1))
        if following:
            clear = _CLEAR * text.ems[reading.first]
            needed = max(0.0, over + _reach(space, following) + clear)
            right = min(needed, over + clear / 2) if over > 0 else 0.0
            shares[reading.end] = needed - right
        else:
            right = max(0.0, over - _allowed(text, reading.end))
        _widen(space, reading, left, right, over)
        _move_aside(space.before, reading.first, (0.0 if following else _ASIDE) * text.ems[reading.first])
        _move_aside(space.behind, reading.end - 1, (0.0 if joined else _ASIDE) * text.ems[reading.first])


def _move_aside(ends: dict[int, float], at: int, aside: float) -> None:
    """Take off what a reading needs at the end of a line as much as it may be moved aside there."""
    ends[at] = max(ends[at] - aside, min(ends[at], 0.0))


def _reach(space: Space, reading: Reading) -> float:
    """How far a reading reaches over each side of its words as the font has them; negative if it is shorter."""
    return (reading.width - sum(space.base[reading.first : reading.end])) / 2


def _allowed(text: Paragraph, neighbour: int) -> float:
    """How far a reading may reach over a cluster beside its words, in px."""
    if not 0 <= neighbour < len(text):
        return _OVER_HAN * text.ems[0]
    name = text.classes[neighbour]
    share = _OVER_HAN if name is HAN else _OVER_MARK if name in MARKS else _OVER_LETTER
    return share * text.ems[neighbour]


def _widen(space: Space, reading: Reading, left: float, right: float, over: float) -> None:
    """Widen the cells of words: those of one word evenly, so that it does not fall apart."""
    first, last, count = reading.first, reading.end - 1, reading.end - reading.first
    if count > 1:
        left = right = max(left, right)
        share = 2 * left / count
        for i in range(first, reading.end):
            space.base[i] += share
            space.shift[i] += share / 2
        edge = max(over - left, -share / 2)
        space.before[first] = space.behind[last] = edge
        return
    space.base[first] += left + right
    space.shift[first] += left
    space.before[first] = max(over, 0.0) - left
    space.behind[last] = max(over, 0.0) - right


def build_reading(box: Any, texts: list[Lettering], middle: float, bounds: tuple[float, float], em: float) -> Any:
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
    take_no_height(new, x, Lettering(box, None, width, texts[0].height, texts[0].ascent), raised)
    return new


def _plain(style: Any) -> Any:
    """Leave off the lines and dots of the words: they are not the reading's."""
    if style["text_decoration_line"] == "none" and not style[weasy.EMPHASIS]:
        return style
    plain = style.copy()
    plain["text_decoration_line"] = "none"
    plain[weasy.EMPHASIS] = None
    return plain


def take_no_height(box: Any, x: float, text: Lettering, raised: float) -> None:
    """Let a box stand so far above the baseline without opening the leading: its margins close up on the baseline."""
    box.position_x, box.position_y, box.width, box.height = x, 0.0, text.width, text.height
    box.baseline = -raised
    box.margin_top = -raised - text.ascent
    box.margin_bottom = -box.margin_top - text.height
