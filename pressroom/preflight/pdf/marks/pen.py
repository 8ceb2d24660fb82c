"""Set what a page draws with: the operators for state and colours (ISO 32000-1, 8.4 and 8.6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from pressroom.preflight.pdf.marks.colours import first_of, mix, tell_space
from pressroom.preflight.pdf.marks.fonts import FontReader
from pressroom.preflight.pdf.marks.state import IDENTITY, State, combine, matrix_of
from pressroom.preflight.pdf.marks.values import Ink

Operands = Sequence[Any]


class Pen:
    """Holds what is set; ``transparent`` says whether anything was to be seen through.

    ``readers`` are the fonts of the file, by their object.
    """

    def __init__(self, readers: dict[tuple[int, int], FontReader]) -> None:
        self.readers = readers
        self.state = State()
        self.kept: list[State] = []
        self.resources: Any = Dictionary()
        self.transparent = False
        self.line = self.cursor = IDENTITY

    def find(self, kind: str, name: Any) -> Any:
        """A resource by its name."""
        return self.resources.get(kind, {}).get(str(name)) if self.resources is not None else None

    def walk_mask(self, mask: Any) -> None:
        """Walk a soft mask; a pen alone cannot."""

    def push(self, _operands: Operands) -> None:
        """Keep what is set."""
        self.kept.append(copy(self.state))

    def pop(self, _operands: Operands) -> None:
        """Go back to what was kept."""
        if self.kept:
            self.state = self.kept.pop()

    def turn(self, operands: Operands) -> None:
        """Turn, shift or stretch what follows."""
        self.state.matrix = combine(matrix_of(operands), self.state.matrix)

    def set_width(self, operands: Operands) -> None:
        """Set the width of lines."""
        self.state.width = float(operands[0])

    def set_state(self, operands: Operands) -> None:
        """Set overprint, transparency and masks."""
        said, state = self.find("/ExtGState", operands[0]), self.state
        if said is None:
            return
        if "/OP" in said:
            state.stroke_over = bool(said.OP)
            state.fill_over = bool(said.get("/op", said.OP))
        elif "/op" in said:
            state.fill_over = bool(said.op)
        state.width = float(said.get("/LW", state.width))
        state.stroke_alpha = float(said.get("/CA", state.stroke_alpha))
        state.fill_alpha = float(said.get("/ca", state.fill_alpha))
        if "/BM" in said:
            modes = said.BM if isinstance(said.BM, pikepdf.Array) else [said.BM]
            state.blended = str(modes[0]) not in ("/Normal", "/Compatible")
        if "/SMask" in said:
            state.masked = isinstance(said.SMask, Dictionary)
            if state.masked:
                self.walk_mask(said.SMask)
        if state.masked or state.blended or min(state.stroke_alpha, state.fill_alpha) < 1:
            self.transparent = True

    # colours

    def set_colour(self, family: str, stroke: bool) -> Callable[[Operands], None]:
        """Set an ink of a plain space."""

        def act(operands: Operands) -> None:
            space = Ink(family)
            self._use(space, mix(space, operands), stroke)

        return act

    def _use(self, space: Ink, ink: Ink, stroke: bool) -> None:
        if stroke:
            self.state.stroke_space, self.state.stroke = space, ink
        else:
            self.state.fill_space, self.state.fill, self.state.pattern = space, ink, ""

    def choose_space(self, operands: Operands, stroke: bool) -> None:
        """Choose a colour space."""
        space = tell_space(operands[0], self.resources)
        self._use(space, first_of(space), stroke)

    def choose_ink(self, operands: Operands, stroke: bool) -> None:
        """Choose an ink of the space."""
        space = self.state.stroke_space if stroke else self.state.fill_space
        self._use(space, mix(space, operands), stroke)
        if operands and isinstance(operands[-1], Name) and not stroke:
            self.state.pattern = str(operands[-1])

    # text

    def choose_font(self, operands: Operands) -> None:
        """Choose a font and its size."""
        font = self.find("/Font", operands[0])
        self.state.size = float(operands[1])
        if font is None:
            self.state.font = None
        else:
            key = font.objgen if font.is_indirect else (-id(font), 0)
            self.state.font = self.readers.setdefault(key, FontReader(font))

    def begin_text(self, _operands: Operands) -> None:
        """Begin a text."""
        self.line = self.cursor = IDENTITY

    def move(self, operands: Operands) -> None:
        """Go to the start of another line."""
        self.line = self.cursor = combine((1, 0, 0, 1, float(operands[0]), float(operands[1])), self.line)

    def move_and_lead(self, operands: Operands) -> None:
        """Go to another line, and remember how far that is."""
        self.state.leading = -float(operands[1])
        self.move(operands)

    def place_text(self, operands: Operands) -> None:
        """Place the text."""
        self.line = self.cursor = matrix_of(operands)

    def next_line(self, _operands: Operands) -> None:
        """Go to the next line."""
        self.move((0, -self.state.leading))
