"""Walk the content of a page: its operators in, the marks that they leave out (ISO 32000-1, 8 and 9).

Groups, patterns and soft masks are walked where they are used. What lies outside the clip leaves no mark. Operators
are told apart by pikepdf's parser, not by lines as ``editions.pdf.content`` does: a file may be written in any way.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

import pikepdf
from pikepdf import Name, Stream

from pressroom.preflight.pdf.marks.colours import tell_space
from pressroom.preflight.pdf.marks.fonts import FontReader, read_bitmap
from pressroom.preflight.pdf.marks.pen import Operands, Pen
from pressroom.preflight.pdf.marks.state import (
    EVERYWHERE,
    IDENTITY,
    Matrix,
    Path,
    box_of,
    carry,
    carry_box,
    combine,
    is_empty,
    matrix_of,
    meet,
    scale_of,
    sides_of,
)
from pressroom.preflight.pdf.marks.texting import show_text
from pressroom.preflight.pdf.marks.values import Box, Ink, Mark

_DEEPEST = 24
_INVISIBLE = 3


class Walker(Pen):
    """Walks one page; ``readers`` are the fonts of the file, by their object."""

    def __init__(self, readers: dict[tuple[int, int], FontReader]) -> None:
        super().__init__(readers)
        self.marks: list[Mark] = []
        self.blends: list[str] = []
        self.path = Path()
        self.base = IDENTITY
        self.depth = 0
        self.in_mask = False
        self.tagged: list[bool] = []

    def walk(self, holder: Any, resources: Any) -> None:
        """Walk a page, a group or a pattern."""
        before, self.resources = self.resources, resources
        height = len(self.kept)
        for instruction in pikepdf.parse_content_stream(holder):
            act = _OPERATORS.get(str(instruction.operator))
            if act is not None:
                act(self, list(instruction.operands))
        while len(self.kept) > height:
            self.state = self.kept.pop()
        self.resources = before

    def mark(self, kind: str, box: Box, ink: Ink, **said: Any) -> None:
        """Leave a mark, where it can be seen."""
        seen = meet(box, self.state.clip)
        if is_empty(seen):
            return
        said.setdefault("solid", self.state.solid)
        said.setdefault("overprints", self.state.fill_over)
        said.setdefault("drawn", any(self.tagged))
        self.marks.append(Mark(kind, _rounded(seen), ink, in_mask=self.in_mask, **said))

    def begin_tag(self, operands: Operands) -> None:
        """Begin what is tagged, as a figure or otherwise."""
        self.tagged.append(str(operands[0]) == "/Figure")

    def end_tag(self, _operands: Operands) -> None:
        """End what was tagged last."""
        if self.tagged:
            self.tagged.pop()

    # paths

    def add_points(self, operands: Operands) -> None:
        """Go on to a point, or along a curve."""
        values = [float(value) for value in operands]
        pairs = zip(values[::2], values[1::2], strict=False)
        self.path.points += [carry(self.state.matrix, x, y) for x, y in pairs]

    def add_rectangle(self, operands: Operands) -> None:
        """Add a rectangle."""
        x, y, width, height = (float(value) for value in operands)
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.path.points += [carry(self.state.matrix, *corner) for corner in corners]

    def clip(self, _operands: Operands) -> None:
        """Have the path clip what follows."""
        self.path.clips = True

    def paint(self, fills: bool, strokes: bool) -> None:
        """Fill a path, draw its line, or only clip by it."""
        path, self.path = self.path, Path()
        if not path.points:
            return
        box = box_of(path.points)
        if fills:
            self._fill(box)
        if strokes:
            width = self.state.width * scale_of(self.state.matrix)
            half = width / 2
            around = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
            over, solid = self.state.stroke_over, self.state.stroke_alpha >= 1 and not self.state.masked
            self.mark("line", around, self.state.stroke, size=width, overprints=over, solid=solid)
        if path.clips:
            self.state.clip = meet(self.state.clip, box)

    def _fill(self, box: Box) -> None:
        if self.state.pattern:
            self._fill_with_pattern(box)
        else:
            # Borders are strips of what is cut off; of a drawing that is cut off at its edge, a strip is no line.
            seen = box if any(self.tagged) else meet(box, self.state.clip)
            self.mark("fill", box, self.state.fill, size=min(seen[2] - seen[0], seen[3] - seen[1]))

    def _fill_with_pattern(self, box: Box) -> None:
        pattern = self.find("/Pattern", self.state.pattern)
        if pattern is None:
            return
        if "/Shading" in pattern:
            self.mark("blend", box, tell_space(pattern.Shading.get("/ColorSpace"), self.resources))
        elif isinstance(pattern, Stream):
            seen = meet(box, self.state.clip)
            marks, self.marks = self.marks, []
            matrix = combine(matrix_of(pattern.get("/Matrix", IDENTITY)), self.base)
            self._walk_within(pattern, matrix, EVERYWHERE)
            tile, self.marks = self.marks, marks
            if not is_empty(seen):  # where each tile falls is not asked: its marks stand for all
                self.marks += [Mark(m.kind, _rounded(seen), m.ink, picture=m.picture, ppi=m.ppi) for m in tile]

    def shade(self, operands: Operands) -> None:
        """Fill all that can be seen with a blend."""
        shading = self.find("/Shading", operands[0])
        if shading is not None:
            self.mark("blend", self.state.clip, tell_space(shading.get("/ColorSpace"), self.resources))

    # groups and pictures

    def walk_mask(self, mask: Any) -> None:
        """Walk a soft mask: what stands in it is no ink."""
        if "/G" in mask:
            was, self.in_mask = self.in_mask, True
            self._walk_group(mask.G)
            self.in_mask = was

    def draw(self, operands: Operands) -> None:
        """Draw a group or a picture."""
        item = self.find("/XObject", operands[0])
        if item is None:
            return
        if item.get("/Subtype") == Name.Form:
            self._walk_group(item)
        elif item.get("/Subtype") == Name.Image:
            self._draw_picture(item)

    def _draw_picture(self, item: Any) -> None:
        picture = read_bitmap(item, self.resources)
        across, down = sides_of(self.state.matrix)
        ppi = min(72 * picture.width / across, 72 * picture.height / down) if across and down else 0.0
        ink = self.state.fill if picture.mask else picture.colour
        if "/SMask" in item:
            self.transparent = True
        self.mark("picture", carry_box(self.state.matrix, (0, 0, 1, 1)), ink, picture=picture, ppi=ppi)

    def draw_inline(self, operands: Operands) -> None:
        """Draw a picture that is written in the content."""
        self._draw_picture(operands[0].obj if hasattr(operands[0], "obj") else operands[0])

    def _walk_group(self, form: Any) -> None:
        group = form.get("/Group")
        if group is not None and "/CS" in group and not self.in_mask:
            space = tell_space(group.CS, form.get("/Resources", self.resources))
            self.blends.append(("measured " if space.measured else "") + space.family)
        matrix = combine(matrix_of(form.get("/Matrix", IDENTITY)), self.state.matrix)
        box = carry_box(matrix, form.BBox) if "/BBox" in form else EVERYWHERE
        self._walk_within(form, matrix, meet(box, self.state.clip))

    def _walk_within(self, holder: Any, matrix: Matrix, clip: Box) -> None:
        if self.depth >= _DEEPEST:
            return
        self.depth += 1
        kept, path, base = self.state, self.path, self.base
        line, cursor = self.line, self.cursor
        self.state, self.path = copy(self.state), Path()
        self.state.matrix, self.state.clip, self.state.pattern = matrix, clip, ""
        self.walk(holder, holder.get("/Resources", self.resources))
        self.state, self.path, self.base, self.line, self.cursor = kept, path, base, line, cursor
        self.depth -= 1

    # text

    def show(self, operands: Operands) -> None:
        """Show a text, or the pieces of one with steps between them."""
        if self.state.font is None:
            return
        pieces = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
        shown, self.cursor = show_text(self.state, self.cursor, pieces)
        if shown is None or self.state.mode == _INVISIBLE:
            return
        ink = self.state.stroke if self.state.mode == 1 else self.state.fill
        font = self.state.font.facts
        self.mark("text", shown.box, ink, size=shown.size, text=shown.text, font=font, missing=shown.missing)

    def show_next(self, operands: Operands) -> None:
        """Show a text on the next line."""
        self.next_line(operands)
        self.show(operands[-1:])


def _set(name: str) -> Callable[[Walker, Operands], None]:
    """An operator that sets one number."""

    def act(walker: Walker, operands: Operands) -> None:
        setattr(walker.state, name, float(operands[0]))

    return act


def _rounded(box: Box) -> Box:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)


_OPERATORS: dict[str, Callable[[Walker, Operands], None]] = {
    "q": Walker.push,
    "Q": Walker.pop,
    "cm": Walker.turn,
    "w": Walker.set_width,
    "gs": Walker.set_state,
    "g": lambda walker, operands: walker.set_colour("gray", False)(operands),
    "G": lambda walker, operands: walker.set_colour("gray", True)(operands),
    "rg": lambda walker, operands: walker.set_colour("rgb", False)(operands),
    "RG": lambda walker, operands: walker.set_colour("rgb", True)(operands),
    "k": lambda walker, operands: walker.set_colour("cmyk", False)(operands),
    "K": lambda walker, operands: walker.set_colour("cmyk", True)(operands),
    "cs": lambda walker, operands: walker.choose_space(operands, False),
    "CS": lambda walker, operands: walker.choose_space(operands, True),
    "sc": lambda walker, operands: walker.choose_ink(operands, False),
    "scn": lambda walker, operands: walker.choose_ink(operands, False),
    "SC": lambda walker, operands: walker.choose_ink(operands, True),
    "SCN": lambda walker, operands: walker.choose_ink(operands, True),
    "m": Walker.add_points,
    "l": Walker.add_points,
    "c": Walker.add_points,
    "v": Walker.add_points,
    "y": Walker.add_points,
    "re": Walker.add_rectangle,
    "W": Walker.clip,
    "W*": Walker.clip,
    "n": lambda walker, _: walker.paint(False, False),
    "f": lambda walker, _: walker.paint(True, False),
    "F": lambda walker, _: walker.paint(True, False),
    "f*": lambda walker, _: walker.paint(True, False),
    "S": lambda walker, _: walker.paint(False, True),
    "s": lambda walker, _: walker.paint(False, True),
    "B": lambda walker, _: walker.paint(True, True),
    "B*": lambda walker, _: walker.paint(True, True),
    "b": lambda walker, _: walker.paint(True, True),
    "b*": lambda walker, _: walker.paint(True, True),
    "sh": Walker.shade,
    "BDC": Walker.begin_tag,
    "BMC": Walker.begin_tag,
    "EMC": Walker.end_tag,
    "Do": Walker.draw,
    "INLINE IMAGE": Walker.draw_inline,
    "BT": Walker.begin_text,
    "Tf": Walker.choose_font,
    "Td": Walker.move,
    "TD": Walker.move_and_lead,
    "Tm": Walker.place_text,
    "T*": Walker.next_line,
    "Tj": Walker.show,
    "TJ": Walker.show,
    "'": Walker.show_next,
    '"': Walker.show_next,
    "Tc": _set("spacing"),
    "Tw": _set("words"),
    "TL": _set("leading"),
    "Ts": _set("rise"),
    "Tz": lambda walker, operands: setattr(walker.state, "stretch", float(operands[0]) / 100),
    "Tr": lambda walker, operands: setattr(walker.state, "mode", int(operands[0])),
}
