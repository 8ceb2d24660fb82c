"""Build a finished line: the boxes of a paragraph, cut and placed as its composed line says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pressroom.composer import weasy
from pressroom.composer.gather import ATOMIC, INLINE, TEXT, Node
from pressroom.composer.line import ComposedLine
from pressroom.composer.paragraph import Paragraph

_SAME = 0.01  # px


@dataclass(slots=True)
class Frame:
    """Where a line is built: what the engine hands down, and where the next box goes, in px.

    ``placed`` are floats that are laid out already (or wait for the next line: none).
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
        elif child.kind == ATOMIC:
            new = _build_atomic(frame, child)
        else:
            new = _build_out_of_flow(frame, node, child)
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
    moves = _moves(frame, node, first, stop, begin)
    new.width += hyphen
    new.pango_layout = weasy.ComposedLayout(node.layout, layout_text, moves, max(frame.max_x - frame.x, new.width) + 1)
    height, baseline = node.strut
    new.height = node.height
    new.margin_top = new.margin_bottom = (height - node.height) / 2
    new.baseline = baseline
    _keep_to_grid(frame, new, raised)
    frame.x += new.width
    return new


def _moves(frame: Frame, node: Node, first: int, stop: int, begin: int) -> dict[int, tuple[float, float, float]]:
    """Say where the clusters of a piece stand, by their bytes."""
    composed, ems = frame.composed, frame.text.ems
    start, offsets, at = composed.start, node.offsets, node.first
    moves = composed.moved
    if not moves:
        return {}
    return {
        offsets[i - at] - begin: (composed.shifts[i - start], composed.advances[i - start], ems[i])
        for i in range(first, stop)
        if i in moves
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
        frame.max_x,
        x,
        frame.bottom_space,
    )
    return placed[0][1] if placed else None
