"""Keep blocks on the baseline grid: a block as the engine lays it out in, the same block in whole lines out.

``--snap: on`` makes a box, with its margins, end on a line of the grid: what follows stands on the grid again. Inside
it a grid of its own begins. ``--snap: lines`` lets its content begin on the grid too. Unlike the options of text these
say something of one box, and are not inherited.

The lines of a grid are as far apart as the text around the box asks, and are counted from the top of the page or
column, or of the box where another leading began: so an error can never add up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Any

from pressroom.composer import weasy
from pressroom.composer.boxes.snap import Snap, grow_picture, read_snap
from pressroom.composer.boxes.stand import grow, lower, lower_to, settle, stand_of

_EXACT = 1e-4  # px: nearer than this is on the line
_ARTICLE = "article"
_BESIDE = 1e-3  # px: so much a float is less high than its lines, or rounding would narrow the line below it


class _Frame:
    """A block while it is laid out: the block it stands in, and where its content begins."""

    __slots__ = ("around", "box", "own", "parent", "start")

    def __init__(self, box: Any, parent: _Frame | None, around: Any, own: bool) -> None:
        self.box, self.parent, self.around, self.own = box, parent, around, own
        self.start: float | None = None


class Grid:
    """What snaps blocks while WeasyPrint lays out."""

    def __init__(self) -> None:
        self._snapped: dict[int, dict[Any, Any]] = {}
        self._frame: _Frame | None = None
        self._said: set[str] = set()

    @property
    def hooks(self) -> Mapping[str, Callable[..., Any]]:
        """What is put in the place of WeasyPrint's functions."""
        return {"lay_out_block": self.lay_out_block, "float_in_block": self.lay_out_float, "float": self.lay_out_float}

    def lay_out_block(
        self,
        original: Callable[..., Any],
        context: Any,
        box: Any,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        page_is_empty: bool,
        absolute_boxes: list[Any],
        fixed_boxes: list[Any],
        adjoining_margins: list[float],
        *rest: Any,
        **named: Any,
    ) -> Any:
        """Lay out a block; one that is to be snapped stands in whole lines afterwards."""
        outer = self._frame
        parent = outer if outer is not None and outer.box is containing_block else None
        if parent is not None and parent.start is None:
            parent.start = box.position_y + weasy.collapse_margin(adjoining_margins)
        stand = stand_of(box)
        snap = read_snap(box, self._complain) if stand is None else None
        own = stand is not None or (snap is not None and not snap.lines)
        frame = self._frame = _Frame(box, parent, containing_block, own)
        arguments = (page_is_empty, absolute_boxes, fixed_boxes, adjoining_margins, *rest)
        try:
            if stand is not None:
                lower_to(stand, box, adjoining_margins)
                space = bottom_space if stand.bottom is None else -inf  # its picture may yet become lower
                found = original(context, box, space, skip_stack, containing_block, *arguments, **named)
                if found[0] is not None and found[1] is None:
                    settle(stand, found[0], found[3], self._complain)
                return found
            if snap is None:
                found = original(context, box, bottom_space, skip_stack, containing_block, *arguments, **named)
                if containing_block.element_tag == _ARTICLE and found[0] is not None:
                    self._note(containing_block, found[0])
                return found
            origin, step, at_top = _find_grid(frame, adjoining_margins)
            margin = box.margin_top
            if snap.lines and step and skip_stack is None:
                if at_top and containing_block.is_column and box.style["margin_break"] != "keep":
                    box.margin_top = 0
                box.margin_top = _margin_to_line(box, list(adjoining_margins), origin, step)
            found = original(context, box, bottom_space, skip_stack, containing_block, *arguments, **named)
            box.margin_top = margin
        finally:
            self._frame = outer
        new, resume, collapsing_through = found[0], found[1], found[4]
        if new is not None and resume is None and not collapsing_through and step:
            limit = context.page_bottom - bottom_space
            _snap_block(new, snap, origin, step, limit, found[3], skip_stack is None, at_top)
            self._note(containing_block, new)
        return found

    def lay_out_float(
        self,
        original: Callable[..., Any],
        context: Any,
        box: Any,
        containing_block: Any,
        absolute_boxes: list[Any],
        fixed_boxes: list[Any],
        bottom_space: float,
        skip_stack: Any,
    ) -> Any:
        """Lay out a float; one that is to be snapped is as high as the lines beside it."""
        found = original(
            context, box, containing_block, absolute_boxes, fixed_boxes, bottom_space, skip_stack=skip_stack
        )
        snap = read_snap(box, self._complain)
        if snap is None or found[1] is not None or skip_stack is not None:
            return found
        new, outer = found[0], self._frame
        inside = outer if outer is not None and outer.box is containing_block else None
        origin, step, _ = _find_grid(_Frame(box, inside, containing_block, own=True), [])
        if step:
            _snap_float(new, snap, origin, step)
        return found

    def blocks_in(self, parent: Any) -> list[Any]:
        """Give the blocks in an article, or snapped in another block, in order, as they were laid out last."""
        return list(self._snapped.get(id(parent), {}).values())

    def _note(self, parent: Any, box: Any) -> None:
        blocks = self._snapped.setdefault(id(parent), {})
        blocks.pop(box.element, None)
        blocks[box.element] = box

    def _complain(self, message: str) -> None:
        """Say once what is wrong in a style sheet, where the engine says it too."""
        if message not in self._said:
            self._said.add(message)
            weasy.LOGGER.warning(message)


def _find_grid(frame: _Frame, adjoining_margins: Sequence[float]) -> tuple[float, float, bool]:
    """Find where the grid around a block begins and how far apart its lines are, in px, and if the block begins it.

    Children of flex and grid boxes are whole lines high, wherever they stand.
    """
    box, around = frame.box, frame.around
    start = box.position_y + weasy.collapse_margin(adjoining_margins)
    step = weasy.leading(box.style if isinstance(around, weasy.boxes.PageBox) else around.style)
    if box.is_flex_item or box.is_grid_item:
        return box.position_y, step, False
    while (parent := frame.parent) is not None:
        of_page = isinstance(parent.around, weasy.boxes.PageBox)
        if parent.own or (not of_page and abs(weasy.leading(parent.around.style) - step) > _EXACT):
            return parent.box.content_box_y() if parent.start is None else parent.start, step, False
        frame = parent
    origin = float(frame.around.content_box_y())
    opens = frame.around.is_column or isinstance(frame.around, weasy.boxes.PageBox)
    return origin, step, opens and abs(start - origin) < _EXACT


def _to_line(place: float, origin: float, step: float) -> float:
    """Give the way down to the next line of the grid, in px."""
    way = (origin - place) % step
    return 0.0 if step - way < _EXACT else way


def _margin_to_line(box: Any, adjoining_margins: list[float], origin: float, step: float) -> float:
    """Give the top margin with which the content of a box begins on the grid."""
    margin = float(box.margin_top)
    above = box.position_y + box.border_top_width + box.padding_top
    if weasy.is_multicol(box) or not isinstance(box, weasy.boxes.BlockBox):  # these do not collapse their margins
        kept = weasy.collapse_margin(adjoining_margins) if weasy.is_multicol(box) else 0
        return margin + _to_line(above + kept + margin, origin, step)
    collapsed = weasy.collapse_margin([*adjoining_margins, margin])
    wanted = collapsed + _to_line(above + collapsed, origin, step)
    largest, least = max([0, *adjoining_margins]), min([0, *adjoining_margins])
    return float(wanted - least if wanted >= largest + least else wanted - largest)


def _snap_block(
    box: Any,
    snap: Snap,
    origin: float,
    step: float,
    limit: float,
    collapsing: Sequence[float],
    whole: bool,
    at_top: bool,
) -> None:
    """Let a block end on the grid; ``limit`` is how far down it may reach, ``collapsing`` are margins at its end."""
    of_item = box.is_flex_item or box.is_grid_item
    bottom = box.border_box_y() + box.border_height()
    after = box.margin_bottom if of_item else weasy.collapse_margin([*collapsing, box.margin_bottom])
    extra = _to_line(bottom + after, origin, step)
    room = limit - bottom if limit > -inf else inf
    if snap.space == "picture" and whole:
        grown = grow_picture(box, extra, step, room)
        if grown is not None:
            extra, bottom, room = 0.0, bottom + grown, room - grown
    inside = of_item or snap.fills(box)
    if inside:
        extra = min(extra, max(room, 0.0))
    at_foot = room - after - extra < step - _EXACT
    above = 0.0 if snap.lines or not whole else extra * snap.share(at_top and not inside, at_foot and not inside)
    if inside:
        grow(box, above, extra - above)
        bottom, room, above, extra = bottom + extra, room - extra, 0.0, 0.0
    above = min(above, max(room, 0.0))
    lower(box, above)
    if of_item:
        return
    below = after + extra - above
    if below > room - above >= 0:  # a margin that adjoins the end of a page or column is cut
        below = room - above
    box.margin_bottom = below - min([0, *collapsing])


def _snap_float(box: Any, snap: Snap, origin: float, step: float) -> None:
    """Let a float end on the grid."""
    extra = _to_line(box.position_y + box.margin_height(), origin, step)
    if snap.space == "picture" and grow_picture(box, extra, step, inf) is not None:
        extra = 0.0
    above = extra * snap.share(False, False)
    if snap.fills(box):
        grow(box, above, extra - above)
        extra = above = 0.0
    lower(box, above)
    box.margin_bottom += extra - above - _BESIDE
