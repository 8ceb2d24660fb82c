"""Build a finished line: the boxes of a paragraph, cut and placed as its composed line says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from math import inf
from typing import Any

from pressroom.composer import weasy
from pressroom.composer.boxes.gather import ATOMIC, INITIAL, INLINE, OUT, TEXT, Node
from pressroom.composer.boxes.initial import build_initial
from pressroom.composer.boxes.ruby import build_reading
from pressroom.composer.lines.line import ComposedLine
from pressroom.composer.lines.paragraph import Paragraph

_SAME = 0.01  # px


@dataclass(slots=True)
class Frame:
    """Where a line is built: what the engine hands down, and where the next box goes, in px.

    ``placed`` are floats that are laid out already (or wait for the next line: none). ``inset`` is the room of an
    initial. ``readings`` are drawn behind the text of the line, so that it is read in one piece.
    """

    context: Any
    line: Any
    containing_block: Any
    bottom_space: float
    absolute_boxes: list[Any]
    fixed_boxes: list[Any]
    line_placeholders: list[Any]
    waiting_floats: list[Any]
    max_x: float
    x: float
    text: Paragraph
    composed: ComposedLine
    last: bool
    strut: tuple[float, float]
    grid: bool
    placed: dict[int, Any]
    inset: float = 0.0
    readings: list[Any] = field(default_factory=list)


def build_children(frame: Frame, node: Node, skip: Any, raised: bool = False) -> tuple[list[Any], bool]:
    """Build the children of a line or an inline box; tell also whether the box ends in this line."""
    index, skip = next(iter(skip.items())) if skip else (0, None)
    children: list[Any] = []
    stop, end = frame.composed.stop, frame.composed.end
    for child in node.children[index:]:
        if child.first >= end and not belongs(node, end, frame.last):
            return children, False
        if child.kind == INLINE:
            new = _build_inline(frame, child, skip, raised)
        elif child.kind == TEXT:
            new = _build_text(frame, child, raised) if child.first < stop else None
        elif child.kind == OUT:
            new = _build_out_of_flow(frame, node, child)
        else:
            new = _build_beside(frame, child)
        skip = None
        if new is not None:
            children.append(new)
        if child.end > end:
            return children, False
    return children, True


def belongs(parent: Node, end: int, last: bool) -> bool:
    """Tell whether what stands at the very end of a line, without a place, goes with it: it does with its box."""
    return last or (parent.first < end == parent.end)


def _build_inline(frame: Frame, node: Node, skip: Any, raised: bool) -> Any:
    """Build the part of an inline box that stands in this line."""
    box = node.box
    box.position_y = frame.line.position_y
    if not node.ready:
        weasy.percent.resolve_percentages(box, frame.containing_block)
        for side in ("left", "right"):
            if getattr(box, f"margin_{side}") == "auto":
                setattr(box, f"margin_{side}", 0)
        node.strut, node.ready = weasy.line_strut(box.style), True
    starts = skip is None
    x = frame.x
    if starts:
        frame.x += box.margin_left + box.border_left_width + box.padding_left
    content_x = frame.x
    raised = raised or box.style["vertical_align"] not in ("baseline", 0)
    relative = box.style["position"] == "relative"
    absolute_boxes = frame.absolute_boxes
    if relative:
        frame.absolute_boxes = []
    children, ends = build_children(frame, node, skip, raised)
    new = box.copy_with_children(children)
    new.remove_decoration(start=not starts, end=not ends)
    weasy.note_ends(new, starts, ends)
    new.position_x, new.width = x, frame.x - content_x
    set_line_height(new, node.strut)
    _keep_to_grid(frame, new, raised)
    frame.x = x + new.margin_width()
    if relative:
        for absolute in frame.absolute_boxes:
            weasy.absolute_layout(frame.context, absolute, new, frame.fixed_boxes, frame.bottom_space, skip_stack=None)
        frame.absolute_boxes = absolute_boxes
    return new


def set_line_height(box: Any, strut: tuple[float, float]) -> None:
    """Give a line or an inline box the height of its strut, as the engine does."""
    height, box.baseline = strut
    box.height = box.style["font_size"]
    half = (height - box.height) / 2
    box.margin_top = half - box.border_top_width - box.padding_top
    box.margin_bottom = half - box.border_bottom_width - box.padding_bottom


def _keep_to_grid(frame: Frame, box: Any, raised: bool) -> None:
    """Keep a box from opening the leading: other faces share the baseline of the line, raised text takes no height."""
    style = box.style
    if not frame.grid or style["line_height"] == "normal":
        return
    if raised:
        if style["vertical_align"] not in ("top", "bottom"):
            half = box.margin_height() / 2
            box.margin_top -= half
            box.margin_bottom -= half
            box.baseline -= half
        return
    height, baseline = frame.strut
    if abs(box.margin_height() - height) < _SAME:
        moved = baseline - box.baseline
        box.margin_top += moved
        box.margin_bottom -= moved
        box.baseline = baseline


def _build_text(frame: Frame, node: Node, raised: bool) -> Any:
    """Build the part of a text box that stands in this line."""
    composed = frame.composed
    first, stop = max(node.first, composed.start), min(node.end, composed.stop)
    if first >= stop or frame.text.classes[stop - 1] == "newline":
        stop -= 1
    if first >= stop:
        return None
    if known := node.built.get((first, stop, id(composed))):  # the line is set again: on another page, in a new column
        new = known.copy()
        new.position_x, new.position_y = frame.x, frame.line.position_y
        frame.x += new.width
        return new
    box, offsets = node.box, node.offsets
    begin = offsets[first - node.first]
    byte_stop = offsets[stop - node.first] if stop < node.end else len(node.encoded)
    piece = node.encoded[begin:byte_stop].decode()
    if not node.ready:
        weasy.percent.resolve_percentages(box, frame.containing_block)
        node.strut, node.ready = weasy.line_strut(box.style), True
    new = box.copy_with_text(piece)
    new.position_x, new.position_y = frame.x, frame.line.position_y
    start = composed.start
    new.width = sum(composed.advances[first - start : stop - start])
    hyphen = composed.hyphen if stop == composed.stop else 0.0
    layout_text = piece + box.style["hyphenate_character"] if hyphen else piece
    moves = partial(_moves, composed, frame.text.ems, node.offsets, node.first, range(first, stop))
    new.width += hyphen
    new.pango_layout = weasy.ComposedLayout(
        node.layout,
        layout_text,
        moves if composed.moved else None,
        max(frame.max_x - frame.x, new.width) + 1,
        tuple(place - begin for place in node.narrow if begin <= place < byte_stop),
    )
    height, baseline = node.strut
    new.height = node.height
    new.margin_top = new.margin_bottom = (height - node.height) / 2
    new.baseline = baseline
    _keep_to_grid(frame, new, raised)
    node.built[first, stop, id(composed)] = new
    frame.x += new.width
    return new


def _moves(
    composed: ComposedLine, ems: Sequence[float], offsets: Sequence[int], first: int, clusters: range
) -> dict[int, tuple[float, float, float]]:
    """Say where the clusters of a piece stand, by their bytes; ``first`` is the first cluster of the whole text."""
    shifts, advances, start = composed.shifts, composed.advances, composed.start
    begin = offsets[clusters.start - first]
    return {
        offsets[i - first] - begin: (shifts[i - start], advances[i - start], ems[i])
        for i in composed.moved
        if i in clusters
    }


def _build_atomic(frame: Frame, node: Node) -> Any:
    """Lay out a picture or a block that stands in the line."""
    box = node.box
    box.position_y = frame.line.position_y
    weasy.percent.resolve_percentages(box, frame.containing_block)
    new = weasy.inline.atomic_box(
        frame.context, box, frame.x, None, frame.containing_block, frame.absolute_boxes, frame.fixed_boxes
    )
    new.position_x = frame.x
    own = frame.composed.advances[node.first - frame.composed.start]
    frame.x += max(own, new.margin_width())
    return new


def _build_beside(frame: Frame, node: Node) -> Any:
    """Build what is no text of the row: a picture or a block in it, an initial, a reading (which is kept for later)."""
    if node.kind == ATOMIC:
        return _build_atomic(frame, node)
    for box in (node.box, *node.box.descendants()):
        weasy.percent.resolve_percentages(box, frame.containing_block)
    if node.kind == INITIAL:
        return build_initial(node.layout, frame.x - frame.inset)
    frame.readings.append(_build_reading(frame, node))
    return None


def _build_reading(frame: Frame, node: Node) -> Any:
    """Build a reading over the middle of its words, which were built just before; it is drawn behind the line."""
    composed, text, start = frame.composed, frame.text, frame.composed.start
    first, last = max(node.first, start), min(node.end, composed.stop) - 1
    left = right = frame.x
    if first <= last:
        left += composed.shifts[first - start] - sum(composed.advances[first - start : last + 1 - start])
        own = text.widths[last] - text.padding.get(last, 0.0)
        right += composed.shifts[last - start] - composed.advances[last - start] + own
    bounds = (frame.line.position_x + frame.inset, frame.max_x)
    return build_reading(node.box, node.layout, (left + right) / 2, bounds, text.ems[node.first])


def _build_out_of_flow(frame: Frame, parent: Node, node: Node) -> Any:
    """Give the place of what stands outside the line: floats are laid out already."""
    if node.box.is_floated():
        return frame.placed.get(id(node))
    return lay_out_aside(frame, parent, node, frame.x)


def lay_out_aside(frame: Frame, parent: Node, node: Node, x: float, widths: dict[str, float] | None = None) -> Any:
    """Let the engine place what stands outside the line; none if it waits for a later line."""
    placed: list[tuple[int, Any, Any]] = []
    children: Sequence[Any] = []
    node.box.position_y = frame.line.position_y
    weasy.inline._out_of_flow_layout(
        frame.context,
        parent.box,
        frame.containing_block,
        0,
        node.box,
        children,
        [],
        placed,
        frame.waiting_floats,
        frame.absolute_boxes,
        frame.fixed_boxes,
        frame.line_placeholders,
        widths if widths is not None else {"left": 0, "right": 0},
        inf,  # whether a float fits was found out before
        x,
        frame.bottom_space,
    )
    return placed[0][1] if placed else None
