"""Lift the text off a page: a page in; its letters where they stand, and the page without them, out.

Only text that a tag owns and furniture (running heads, folios) is lifted. What stands in a drawing stays there, as part
of a picture that has words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from pressroom.editions.epub.fixed.reading import Font, read_font
from pressroom.editions.epub.fixed.values import LetterStyle, TwinLetter, TwinPage, TwinPiece
from pressroom.editions.pdf.content import content_of, read_instructions
from pressroom.editions.pdf.matrix import IDENTITY, Matrix, matrix_of, move, multiply, read_matrix

_FURNITURE = -1
_TOO_DEEP = 12
_INVISIBLE = 3
_NUMBER = re.compile(rb"/MCID (\d+)")
#: What is between the brackets of TJ: codes in hexadecimal, and how far to step back after them.
_PART = re.compile(rb"<([^>]*)>|([^\s<>\[\]]+)")


@dataclass(frozen=True)
class _LetterState:
    """The graphics state, as far as letters care."""

    matrix: Matrix = IDENTITY
    colour: str = "#000000"
    opacity: float = 1.0
    font: Font | None = None
    size: float = 1.0
    mode: int = 0


def lift_text(pdf: pikepdf.Pdf, page: Any, is_text: Callable[[int, int], bool]) -> TwinPage:
    """Lift the text off a page of a PDF that is open; ``is_text`` tells which pieces of it are (stream and mark).

    The page is changed: it loses what was lifted.
    """
    left, _, _, top = (float(value) for value in page.trimbox)
    leaf = TwinPage()
    lifter = _Lifter(leaf, is_text, (1.0, 0.0, 0.0, -1.0, -left, top))
    kept = lifter.walk(content_of(page.obj), page.obj.get("/Resources", {}), _Stream(0), _LetterState())
    page.obj.Contents = pdf.make_stream(kept)
    return leaf


@dataclass
class _Stream:
    """Where a walk is: the stream, the marks that are open, and the matrices of the text."""

    number: int
    marks: list[int | None] = field(default_factory=list)
    stack: list[_LetterState] = field(default_factory=list)
    line: Matrix = IDENTITY
    text: Matrix = IDENTITY

    @property
    def mark(self) -> int | None:
        """The innermost mark; nothing where no tag and no furniture is open."""
        return next((mark for mark in reversed(self.marks) if mark is not None), None)


class _Lifter:
    """Walks the streams of a page."""

    def __init__(self, leaf: TwinPage, is_text: Callable[[int, int], bool], to_leaf: Matrix) -> None:
        self.leaf, self.is_text, self.to_leaf = leaf, is_text, to_leaf
        self.fonts: dict[tuple[int, int], Font | None] = {}

    def walk(self, content: bytes, resources: Any, stream: _Stream, state: _LetterState, depth: int = 0) -> bytes:
        """Walk a stream; give what stays of it."""
        kept = []
        for operator, operands in read_instructions(content):
            if operator in {b"Tj", b"TJ"}:
                if self._show(operands, stream, state):
                    continue
            elif operator == b"Do":
                self._enter(operands.decode(), resources, state, depth)
            else:
                state = self._follow(operator, operands, resources, stream, state)
            kept.append(operands + b" " + operator)
        return b"\n".join(kept)

    def _follow(
        self, operator: bytes, operands: bytes, resources: Any, stream: _Stream, state: _LetterState
    ) -> _LetterState:
        """Follow what changes the state."""
        if operator == b"q":
            stream.stack.append(state)
        elif operator == b"Q" and stream.stack:
            return stream.stack.pop()
        elif operator in {b"BMC", b"BDC"}:
            stream.marks.append(_mark_of(operands))
        elif operator == b"EMC" and stream.marks:
            stream.marks.pop()
        elif operator in {b"BT", b"Tm", b"Td"}:
            _move(operator, operands, stream)
        else:
            return self._change(operator, operands, resources, state)
        return state

    def _change(self, operator: bytes, operands: bytes, resources: Any, state: _LetterState) -> _LetterState:
        """Change matrix, colour, opacity, font or mode."""
        if operator == b"cm":
            return replace(state, matrix=multiply(read_matrix(operands.split()), state.matrix))
        if operator in {b"rg", b"g", b"k", b"sc", b"scn"}:
            return replace(state, colour=_colour(operands) or state.colour)
        if operator == b"gs":
            wanted = resources.get("/ExtGState", {}).get(operands.decode(), {})
            return replace(state, opacity=float(wanted.get("/ca", state.opacity)))
        if operator == b"Tf":
            name, size = operands.split()
            return replace(state, font=self._font(resources.Font[name.decode()]), size=float(size))
        return replace(state, mode=int(operands)) if operator == b"Tr" else state

    def _font(self, font: Any) -> Font | None:
        key = font.objgen
        if key not in self.fonts:
            self.fonts[key] = read_font(font)
        return self.fonts[key]

    def _enter(self, name: str, resources: Any, state: _LetterState, depth: int) -> None:
        """Walk a form that holds text of ours; one without marks of its own is a piece of a drawing."""
        form = resources.XObject[name]
        if str(form.get("/Subtype")) != "/Form" or "/StructParents" not in form or depth > _TOO_DEEP:
            return
        inner = replace(state, matrix=multiply(matrix_of(form), state.matrix))
        stream = _Stream(form.objgen[0])
        form.write(self.walk(form.read_bytes(), form.get("/Resources", resources), stream, inner, depth + 1))

    def _show(self, operands: bytes, stream: _Stream, state: _LetterState) -> bool:
        """Lift letters; tell whether they were."""
        mark, font = stream.mark, state.font
        if mark is None or font is None or (mark != _FURNITURE and not self.is_text(stream.number, mark)):
            return False
        if mark == _FURNITURE and stream.number:
            return False
        piece = TwinPiece(stream.number, mark)
        for codes, back in _PART.findall(operands):
            if back:
                stream.text = multiply(move(-float(back) / 1000 * state.size, 0), stream.text)
                continue
            for text, width in font.read(bytes.fromhex(codes.decode("ascii"))):
                if text and state.mode != _INVISIBLE:
                    self.leaf.add(piece, self._place(text, stream, state, font.family))
                stream.text = multiply(move(width / 1000 * state.size, 0), stream.text)
        return True

    def _place(self, text: str, stream: _Stream, state: _LetterState, family: str) -> TwinLetter:
        """Place a letter: turned ones in a space of their own."""
        a, b, c, d, x, y = multiply(multiply(stream.text, state.matrix), self.to_leaf)
        # Letters count up, the page counts down.
        c, d = -c, -d
        size = (c * c + d * d) ** 0.5
        turn = tuple(round(value / size, 4) + 0.0 for value in (a, b, c, d)) if size else (1.0, 0.0, 0.0, 1.0)
        hand = LetterStyle(family, round(size * state.size, 2), state.colour, round(state.opacity, 3), turn)
        return TwinLetter(text, round(x, 2), round(y, 2), hand)


def _mark_of(operands: bytes) -> int | None:
    """The number of a mark; furniture has one of its own."""
    if number := _NUMBER.search(operands):
        return int(number[1])
    return _FURNITURE if operands.startswith(b"/Artifact") else None


def _move(operator: bytes, operands: bytes, stream: _Stream) -> None:
    """Begin a text, or move to another place."""
    if operator == b"BT":
        stream.line = IDENTITY
    elif operator == b"Tm":
        stream.line = read_matrix(operands.split())
    else:
        across, up = map(float, operands.split())
        stream.line = multiply(move(across, up), stream.line)
    stream.text = stream.line


def _colour(operands: bytes) -> str:
    """A colour as the web writes it; nothing where it is a pattern."""
    values = [float(value) for value in operands.split() if not value.startswith(b"/")]
    if len(values) == 4:
        values = [(1 - value) * (1 - values[3]) for value in values[:3]]
    elif len(values) == 1:
        values *= 3
    if len(values) != 3:
        return ""
    return "#" + "".join(f"{round(255 * min(max(value, 0), 1)):02x}" for value in values)
