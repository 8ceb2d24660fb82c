"""Drop an initial (首字下沉): the letters that a paragraph opens with, large, beside its first lines.

``p::first-letter { --initial-letter: 3 }`` asks for three lines. A Chinese character reaches from the top of the first
line's characters to the bottom of the last one's; a Latin letter from there to the last baseline, by the height of its
capitals. The text beside it stays a whole number of em wide where that leaves no hole, so its lines stay solid. A
paragraph with fewer lines gets a smaller initial, and one with a single line none.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pressroom.composer import weasy
from pressroom.composer.boxes.ruby import ShapedReading, take_no_height
from pressroom.composer.lines.classes import CLOSING, LATIN, MARKS, OPEN, class_of

PROPERTY = "__initial_letter"
_TAG = "::first-letter"
_FACE_INSET = 0.04  # em: the blank around the face of a Chinese character in its cell
_LEAST_GAP = 0.1  # em of the text
_GAP = 0.3
_HOLE = 0.75
_CAPITAL = "H"


@dataclass(frozen=True, slots=True)
class Drop:
    """An initial in its size: over how many lines, its letters, how far each is moved; all in px.

    ``inset`` is how much narrower the lines beside it are, ``hang`` how far its cell stands out to the left, so that
    its ink does not, ``fall`` how far its baseline lies below that of the first line.
    """

    lines: int
    style: Any
    lettering: ShapedReading
    moves: dict[int, tuple[float, float, float]]
    inset: float
    hang: float
    fall: float


@dataclass(slots=True)
class Initial:
    """The initial of a paragraph: its box, its letters, how many lines it asks for; and while lines are set, its drop.

    ``numbers`` are the lines, from 0, that begin with a cluster.
    """

    box: Any
    letters: Any
    wanted: int
    layouts: dict[Any, Any]
    drop: Drop | None = None
    numbers: dict[int, int] = field(default_factory=dict)

    def inset(self, start: int, fits: Callable[[Drop], bool], leading: float, em: float) -> float:
        """Say how much narrower the line is that begins with a cluster; the first one settles the size."""
        if not start:
            drops = (self._drop(lines, leading, em) for lines in range(self.wanted, 0, -1))
            self.drop = next((drop for drop in drops if drop and (drop.lines == 1 or fits(drop))), None)
            self.numbers = {0: 0}
        beside = self.drop is not None and self.numbers.get(start, self.wanted) < self.drop.lines
        return self.drop.inset if self.drop and beside else 0.0

    def note_line(self, start: int, end: int) -> None:
        """Note that a line was set."""
        if start in self.numbers:
            self.numbers[end] = self.numbers[start] + 1

    def _drop(self, lines: int, leading: float, em: float) -> Drop | None:
        """Size the initial for so many lines."""
        style = (self.letters.style if lines > 1 else self.box.style.parent_style).copy()
        style["font_size"] = em
        layout = weasy.make_layout(style, self.layouts)
        shape = weasy.shape_text(layout, self.letters.text)
        if shape is None or not shape.height:
            return None
        ascent = shape.baseline / shape.height
        top, below = ascent - _FACE_INSET, (lines - 1) * leading
        size, fall, hang = em, 0.0, 0.0
        names = [class_of(string[0]) for string in shape.strings]
        latin = next((name for name in names if name not in MARKS), LATIN) == LATIN
        if lines > 1 and latin:
            size, fall = (below + top * em) * em / (weasy.ink_height(layout, _CAPITAL) or em), below
        elif lines > 1:
            size = below / (1 - 2 * _FACE_INSET) + em
            fall, hang = top * (size - em), _FACE_INSET * (size - em)
        widths = [width * size / em for width in shape.widths]
        moves = _move_marks(shape.offsets, names, widths, size)
        width = sum(widths) - sum(widths[i] - moves[at][1] for i, at in enumerate(shape.offsets) if at in moves)
        style["font_size"] = size
        layout = weasy.make_layout(style, self.layouts)
        lettering = ShapedReading(self.letters, layout, width, shape.height * size / em, shape.baseline * size / em)
        inset = _inset(width - hang, em) if lines > 1 else width
        return Drop(lines, style, lettering, moves, inset, hang, fall)


def _move_marks(
    offsets: list[int], names: list[str], widths: list[float], size: float
) -> dict[int, tuple[float, float, float]]:
    """Take the blank out of marks: before an opening one, behind a closing one."""
    moves = {}
    for at, name, width in zip(offsets, names, widths, strict=True):
        blank = width - 0.5 * size
        if blank > 0 and (name is OPEN or name in CLOSING):
            moves[at] = (-blank if name is OPEN else 0.0, width - blank, size)
    return moves


def _inset(width: float, em: float) -> float:
    """Find how much narrower the lines beside an initial are: whole em, if that leaves no hole."""
    whole = math.ceil((width + _LEAST_GAP * em) / em) * em
    return whole if whole - width <= _HOLE * em else width + _GAP * em


def find_initial(box: Any, layouts: dict[Any, Any]) -> Initial | None:
    """Tell whether a box is a first letter that is to be dropped."""
    if not str(box.element_tag).endswith(_TAG):
        return None
    lines = _lines(box.style)
    letters = box
    while isinstance(letters, weasy.boxes.InlineBox) and len(letters.children) == 1:
        letters = letters.children[0]
    if not lines or not isinstance(letters, weasy.boxes.TextBox) or not letters.text.strip():
        return None
    return Initial(box, letters, lines, layouts)


def _lines(style: Any) -> int:
    """Read how many lines an initial is to stand beside: from 1, which is none, to 9."""
    numbers = [token.value for token in style[PROPERTY] or () if token.type == "number"]
    return int(numbers[0]) if numbers and 1 <= numbers[0] < 10 else 0


def build_initial(initial: Initial, x: float) -> Any:
    """Build an initial whose cell begins at a place of the first line."""
    drop = initial.drop
    if drop is None:
        return None
    lettering = drop.lettering
    letters = initial.letters.copy_with_text(initial.letters.text)
    letters.style = drop.style
    letters.pango_layout = weasy.ComposedLayout(lettering.layout, letters.text, lambda: drop.moves, lettering.width + 1)
    take_no_height(letters, x - drop.hang, lettering, -drop.fall)
    new = initial.box.copy_with_children([letters])
    new.style = initial.box.style.copy()
    new.style["font_size"] = drop.style["font_size"]
    new.style["vertical_align"] = -drop.fall
    take_no_height(new, x - drop.hang, lettering, -drop.fall)
    return new
