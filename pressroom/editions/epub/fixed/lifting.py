"""Lift the text off a page: a page in; its letters where they stand, and the page without them, out.

Only text that a tag owns and furniture (running heads, folios) is lifted. What stands in a drawing stays there, as part
of a picture that has words of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from pressroom.editions.epub.fixed.reading import Font, read_font
from pressroom.editions.epub.fixed.values import UPRIGHT, Hand, Leaf, Letter, Matrix, Piece, multiply

_FURNITURE = -1
_TOO_DEEP = 12
_INVISIBLE = 3


@dataclass(frozen=True)
class _State:
    """The graphics state, as far as letters care."""

    matrix: Matrix = UPRIGHT
    colour: str = "#000000"
    opacity: float = 1.0
    font: Font | None = None
    size: float = 1.0
    mode: int = 0


def lift_text(pdf: pikepdf.Pdf, page: Any, is_text: Callable[[int, int], bool]) -> Leaf:
    """Lift the text off a page of a PDF that is open; ``is_text`` tells which pieces of it are (stream and mark).

    The page is changed: it loses what was lifted.
    """
    left, _, _, top = (float(value) for value in page.trimbox)
    leaf = Leaf()
    lifter = _Lifter(leaf, is_text, (1.0, 0.0, 0.0, -1.0, -left, top))
    kept = lifter.walk(page.obj, page.obj.get("/Resources", {}), _Stream(0), _State())
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
    return leaf


@dataclass
class _Stream:
    """Where a walk is: the stream, the marks that are open, and the matrices of the text."""

    number: int
    marks: list[int | None] = field(default_factory=list)
    stack: list[_State] = field(default_factory=list)
    line: Matrix = UPRIGHT
    text: Matrix = UPRIGHT

    @property
    def mark(self) -> int | None:
        """The innermost mark; nothing where no tag and no furniture is open."""
        return next((mark for mark in reversed(self.marks) if mark is not None), None)


class _Lifter:
    """Walks the streams of a page."""

    def __init__(self, leaf: Leaf, is_text: Callable[[int, int], bool], to_leaf: Matrix) -> None:
        self.leaf, self.is_text, self.to_leaf = leaf, is_text, to_leaf
        self.fonts: dict[tuple[int, int], Font | None] = {}

    def walk(self, holder: Any, resources: Any, stream: _Stream, state: _State, depth: int = 0) -> list[Any]:
        """Walk a stream; give the instructions that stay."""
        kept = []
        for instruction in pikepdf.parse_content_stream(holder):
            operator: str = str(instruction.operator)
            operands: Any = instruction.operands
            if operator in {"Tj", "TJ"}:
                if self._show(operands[0] if operator == "TJ" else [operands[0]], stream, state):
                    continue
            elif operator == "Do":
                self._enter(operands[0], resources, state, depth)
            else:
                state = self._follow(operator, operands, resources, stream, state)
            kept.append(instruction)
        return kept

    def _follow(self, operator: str, operands: Any, resources: Any, stream: _Stream, state: _State) -> _State:
        """Follow what changes the state."""
        if operator == "q":
            stream.stack.append(state)
        elif operator == "Q" and stream.stack:
            return stream.stack.pop()
        elif operator in {"BMC", "BDC"}:
            stream.marks.append(_mark_of(operator, operands))
        elif operator == "EMC" and stream.marks:
            stream.marks.pop()
        elif operator in {"BT", "Tm", "Td"}:
            _move(operator, operands, stream)
        else:
            return self._change(operator, operands, resources, state)
        return state

    def _change(self, operator: str, operands: Any, resources: Any, state: _State) -> _State:
        """Change matrix, colour, opacity, font or mode."""
        if operator == "cm":
            return replace(state, matrix=multiply(_matrix(operands), state.matrix))
        if operator in {"rg", "g", "k", "sc", "scn"}:
            return replace(state, colour=_colour(operands) or state.colour)
        if operator == "gs":
            wanted = resources.get("/ExtGState", {}).get(str(operands[0]), {})
            return replace(state, opacity=float(wanted.get("/ca", state.opacity)))
        if operator == "Tf":
            return replace(state, font=self._font(resources.Font[str(operands[0])]), size=float(operands[1]))
        return replace(state, mode=int(operands[0])) if operator == "Tr" else state

    def _font(self, font: Any) -> Font | None:
        key = font.objgen
        if key not in self.fonts:
            self.fonts[key] = read_font(font)
        return self.fonts[key]

    def _enter(self, name: Any, resources: Any, state: _State, depth: int) -> None:
        """Walk a form that holds text of ours; one without marks of its own is a piece of a drawing."""
        form = resources.XObject[str(name)]
        if str(form.get("/Subtype")) != "/Form" or "/StructParents" not in form or depth > _TOO_DEEP:
            return
        matrix = _matrix(form.get("/Matrix", UPRIGHT))
        inner = replace(state, matrix=multiply(matrix, state.matrix))
        kept = self.walk(form, form.get("/Resources", resources), _Stream(form.objgen[0]), inner, depth + 1)
        form.write(pikepdf.unparse_content_stream(kept))

    def _show(self, parts: Sequence[Any], stream: _Stream, state: _State) -> bool:
        """Lift letters; tell whether they were."""
        mark, font = stream.mark, state.font
        if mark is None or font is None or (mark != _FURNITURE and not self.is_text(stream.number, mark)):
            return False
        if mark == _FURNITURE and stream.number:
            return False
        piece = Piece(stream.number, mark)
        for part in parts:
            if not isinstance(part, pikepdf.String):
                stream.text = multiply((1, 0, 0, 1, -float(part) / 1000 * state.size, 0), stream.text)
                continue
            for text, width in font.read(bytes(part)):
                if text and state.mode != _INVISIBLE:
                    self.leaf.add(piece, self._place(text, stream, state, font.family))
                stream.text = multiply((1, 0, 0, 1, width / 1000 * state.size, 0), stream.text)
        return True

    def _place(self, text: str, stream: _Stream, state: _State, family: str) -> Letter:
        """Place a letter: turned ones in a space of their own."""
        a, b, c, d, x, y = multiply(multiply(stream.text, state.matrix), self.to_leaf)
        # Letters count up, the page counts down.
        c, d = -c, -d
        size = (c * c + d * d) ** 0.5
        turn = tuple(round(value / size, 4) + 0.0 for value in (a, b, c, d)) if size else (1.0, 0.0, 0.0, 1.0)
        hand = Hand(family, round(size * state.size, 2), state.colour, round(state.opacity, 3), turn)
        return Letter(text, round(x, 2), round(y, 2), hand)


def _mark_of(operator: str, operands: Any) -> int | None:
    """The number of a mark; furniture has one of its own."""
    if operator == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]:
        return int(operands[1].MCID)
    return _FURNITURE if str(operands[0]) == "/Artifact" else None


def _move(operator: str, operands: Any, stream: _Stream) -> None:
    """Begin a text, or move to another place."""
    if operator == "BT":
        stream.line = UPRIGHT
    elif operator == "Tm":
        stream.line = _matrix(operands)
    else:
        stream.line = multiply((1, 0, 0, 1, float(operands[0]), float(operands[1])), stream.line)
    stream.text = stream.line


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return a, b, c, d, e, f


def _colour(operands: Any) -> str:
    """A colour as the web writes it; nothing where it is a pattern."""
    values = [float(value) for value in operands if not isinstance(value, pikepdf.Name)]
    if len(values) == 4:
        values = [(1 - value) * (1 - values[3]) for value in values[:3]]
    elif len(values) == 1:
        values *= 3
    if len(values) != 3:
        return ""
    return "#" + "".join(f"{round(255 * min(max(value, 0), 1)):02x}" for value in values)
