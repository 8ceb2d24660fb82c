"""Draw a flatplan on one sheet: a board in; rectangles, pictures and words out, for whatever can draw these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from pressroom.flatplan.board import Board, Leaf, Spread, Stand
from pressroom.flatplan.showing import list_facts
from pressroom.fonts import Face
from pressroom.fonts.outlines import measure_letters

PAGE = 96.0  # units: the width of a page on the sheet; everything below is in these
_GAP, _TAB, _FOOT, _ROW, _EDGE, _HEAD = 20.0, 18.0, 30.0, 16.0, 36.0, 84.0
_SHAPE = 1.5  # width of the sheet to its height, about
_INK, _SOFT, _LINE, _DESK, _RED, _GREY = "#1d2327", "#5c666d", "#c4c9cb", "#eceeec", "#c4161c", "#b9bec1"


@dataclass(frozen=True)
class Rectangle:
    """A rectangle, filled, or drawn as a line of some width."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    weight: float = 0.0


@dataclass(frozen=True)
class SheetText:
    """A line of text: where its baseline begins, its size, whether it is bold."""

    x: float
    y: float
    size: float
    text: str
    colour: str
    bold: bool = False


@dataclass(frozen=True)
class Photograph:
    """The picture of a page."""

    x: float
    y: float
    width: float
    height: float
    leaf: Leaf


Shape = Rectangle | SheetText | Photograph


@dataclass(frozen=True)
class SheetDrawing:
    """A sheet: its size and what stands on it, the lowest first."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class SheetFaces:
    """The faces that words are drawn in."""

    plain: tuple[Face, ...]
    bold: tuple[Face, ...]

    def faces(self, bold: bool) -> tuple[Face, ...]:
        """Those for a weight."""
        return self.bold if bold else self.plain

    def cut(self, text: str, size: float, room: float, bold: bool = False) -> str:
        """Cut a text to the room that there is."""
        if measure_letters(text, self.faces(bold)) * size <= room:
            return text
        while text and measure_letters(f"{text}…", self.faces(bold)) * size > room:
            text = text[:-1]
        return f"{text}…" if text else ""


def choose_lettering(faces: Sequence[Face]) -> SheetFaces:
    """Choose the faces: sans, and what has the letters that it lacks."""

    def chosen(weight: int) -> tuple[Face, ...]:
        def order(face: Face) -> tuple[bool, bool, int]:
            return face.role != "sans", not face.chinese and face.role != "rare", abs(face.weight - weight)

        return tuple(sorted(faces, key=order))

    return SheetFaces(chosen(400), chosen(700))


def draw_sheet(board: Board, lettering: SheetFaces) -> SheetDrawing:
    """Draw the flatplan."""
    tall = PAGE * board.height / board.width
    cell = (2 * PAGE + _GAP, _TAB + tall + _FOOT + _ROW)
    columns = max(1, min(len(board.spreads), ceil(sqrt(len(board.spreads) * _SHAPE * cell[1] / cell[0]))))
    rows = ceil(len(board.spreads) / columns)
    width = max(columns * cell[0] - _GAP + 2 * _EDGE, 620.0)
    height = _HEAD + rows * cell[1] + _EDGE
    shapes: list[Shape] = [Rectangle(0, 0, width, height, _DESK), *_draw_head(board, width, lettering)]
    for number, spread in enumerate(board.spreads):
        x = _EDGE + number % columns * cell[0]
        shapes += _draw_spread(spread, x, _HEAD + number // columns * cell[1], tall, lettering)
    return SheetDrawing(width, height, tuple(shapes))


def _draw_head(board: Board, width: float, lettering: SheetFaces) -> Iterator[Shape]:
    """The title, how things stand, and the key."""
    title = f"{board.words['flatplan']} · {board.title}"
    yield SheetText(_EDGE, 40, 24, title, _INK, bold=True)
    x = _EDGE + measure_letters(title, lettering.bold) * 24 + 24
    for kind, text in list_facts(board):
        shown = lettering.cut(text, 13, width - _EDGE - x, bool(kind))
        yield SheetText(x, 40, 13, shown, _RED if kind else _SOFT, bool(kind))
        x += measure_letters(shown, lettering.faces(bool(kind))) * 13 + 16
    x = _EDGE
    for department in board.departments:
        wide = measure_letters(department.name, lettering.plain) * 12 + 34
        if x + wide > width - _EDGE:
            break
        yield Rectangle(x, 55, 11, 11, department.colour)
        yield SheetText(x + 16, 65, 12, department.name, _INK)
        x += wide


def _draw_spread(spread: Spread, x: float, y: float, tall: float, lettering: SheetFaces) -> Iterator[Shape]:
    """A spread: its pages, and the fold between them."""
    for leaf, left in ((spread.verso, x), (spread.recto, x + PAGE)):
        if leaf:
            together = bool(spread.recto and leaf is spread.verso and spread.recto.slot is leaf.slot)
            yield from _draw_leaf(leaf, left, y, tall, 2 * PAGE if together else PAGE, lettering)
    if len(spread.leaves) == 2:
        yield Rectangle(x + PAGE - 0.5, y + _TAB, 1, tall, _SOFT)


def _draw_leaf(leaf: Leaf, x: float, y: float, tall: float, room: float, lettering: SheetFaces) -> Iterator[Shape]:
    """A page: the department above it, its picture, its fill and its folio."""
    if leaf.slot.department:
        yield Rectangle(x, y + _TAB - 4, PAGE, 3, leaf.colour)
    if leaf.opens:
        name = lettering.cut(leaf.slot.department, 11, room, bold=True)
        yield SheetText(x, y + _TAB - 7, 11, name, leaf.colour, bold=True)
    top = y + _TAB
    yield Rectangle(x, top, PAGE, tall, _GREY if leaf.stand is Stand.UNSET else "#ffffff", _LINE, 0.6)
    yield from _STANDS[leaf.stand](leaf, x, top, tall, lettering)
    bottom = top + tall
    if leaf.fill is not None:
        yield Rectangle(x, bottom + 1, PAGE, 3, _LINE)
        yield Rectangle(x, bottom + 1, PAGE * leaf.fill, 3, leaf.colour)
    folio = leaf.label if leaf.pinned else f"({leaf.label})"
    yield SheetText(x, bottom + 15, 11, folio, _INK if leaf.pinned else _SOFT, bold=leaf.pinned)
    if leaf.lead:
        start = measure_letters(folio, lettering.faces(leaf.pinned)) * 11 + 6
        yield SheetText(x + start, bottom + 15, 8.5, lettering.cut(leaf.slot.kind, 8.5, room - start - 3), _SOFT)
        yield SheetText(x, bottom + 27, 9, lettering.cut(leaf.headline, 9, room - 4), _INK)


def _draw_set(leaf: Leaf, x: float, y: float, tall: float, lettering: SheetFaces) -> Iterator[Shape]:
    """A page as it is; one whose slot runs over says so."""
    yield Photograph(x, y, PAGE, tall, leaf)
    if leaf.note:
        yield Rectangle(x + 1, y + 1, PAGE - 2, tall - 2, "", _RED, 2.5)
        yield Rectangle(x, y + tall - 15, PAGE, 15, _RED)
        yield SheetText(
            x + 4, y + tall - 4, 10, lettering.cut(leaf.note, 10, PAGE - 8, bold=True), "#ffffff", bold=True
        )


def _draw_over(leaf: Leaf, x: float, y: float, tall: float, lettering: SheetFaces) -> Iterator[Shape]:
    """A page that the slot does not have."""
    yield from _draw_set(leaf, x, y, tall, lettering)


def _draw_blank(leaf: Leaf, x: float, y: float, tall: float, lettering: SheetFaces) -> Iterator[Shape]:
    """A page that nothing was set on."""
    for step in range(1, 9):
        yield Rectangle(x + 6, y + tall * step / 9, PAGE - 12, 0.6, _LINE)
    wide = measure_letters(leaf.note, lettering.plain) * 11
    yield Rectangle(x + (PAGE - wide) / 2 - 5, y + tall / 2 - 9, wide + 10, 18, "#ffffff")
    yield SheetText(x + (PAGE - wide) / 2, y + tall / 2 + 4, 11, leaf.note, _SOFT)


def _draw_unset(leaf: Leaf, x: float, y: float, tall: float, lettering: SheetFaces) -> Iterator[Shape]:
    """A page that could not be set, and why."""
    text, line = leaf.note if leaf.lead else "", 0
    while text and 14 * (line + 1) < tall:
        shown = lettering.cut(text, 9, PAGE - 10)
        taken = len(shown) - 1 if shown.endswith("…") and shown != text else len(shown)
        yield SheetText(x + 5, y + 14 + 13 * line, 9, text[:taken], _INK)
        text, line = text[max(taken, 1) :], line + 1


_STANDS: dict[Stand, Callable[[Leaf, float, float, float, SheetFaces], Iterator[Shape]]] = {
    Stand.SET: _draw_set,
    Stand.OVER: _draw_over,
    Stand.BLANK: _draw_blank,
    Stand.UNSET: _draw_unset,
}
