"""Lay blocks out in a column of ours: the engine's own functions, and a column box of known place and height."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import Any

from weasyprint.css import AnonymousStyle
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.layout.block import block_box_layout, block_container_layout, block_level_width, remove_placeholders
from weasyprint.layout.column import _create_column_box
from weasyprint.layout.percent import percentage

#: What a block is given that stands in no column of the engine's: no rule is drawn beside it.
_ACROSS = {"column_span": "all"}
_COLUMNS = ("column_count", "column_width", "column_gap", "column_fill", "column_rule_width", "column_rule_style")


def column_measures(box: Any, containing_block: Any) -> tuple[int, float, float]:
    """Set the width of a box, and give the number of its columns, their width and the gap between them, in px."""
    style = box.style
    block_level_width(box, containing_block)
    width, count = style["column_width"], style["column_count"]
    gap = style["font_size"] if style["column_gap"] == "normal" else percentage(style["column_gap"], style, box.width)
    if width == "auto":
        return count, max(0, box.width - (count - 1) * gap) / count, gap
    fitting = max(1, int((box.width + gap) // (width + gap)))
    number = fitting if count == "auto" else max(1, min(count, fitting))
    return number, (box.width + gap) / number - gap, gap


def fill_column(
    context: Any,
    box: Any,
    containing_block: Any,
    children: Sequence[Any],
    place: tuple[float, float, float],
    lists: tuple[list[Any], list[Any]],
    foot: float = inf,
    skip_stack: Any = None,
    empty: bool = True,
) -> tuple[Any, Any]:
    """Lay children of a box out in a column of it, and give the column, and where the next one goes on.

    ``place`` is its left, its top and its width, ``foot`` where it ends; ``lists`` are the engine's, of what is
    positioned in it.
    """
    left, top, width = place
    column = _create_column_box(box, containing_block, children, width, top)
    column.position_x = left
    space = -inf if foot == inf else context.page_bottom - foot
    absolute, fixed = lists
    new, resume, *_ = block_box_layout(
        context,
        column,
        space,
        skip_stack,
        containing_block,
        empty,
        absolute,
        fixed,
        [],
        None,
        None,
        discard=False,
        max_lines=None,
    )
    return new, resume


def forget(context: Any, tried: Iterable[Any]) -> None:
    """Take back what boxes have left in the engine that were laid out for trial."""
    remove_placeholders(context, [box for box in tried if box is not None], [], [])


def without_rule(column: Any) -> Any:
    """Say of a column that it is none of its box's: no rule is drawn beside it."""
    column.style = column.style.copy()
    column.style.update(_ACROSS)
    column.element = None
    return column


def find_backdrop(box: Any) -> Any:
    """Find the picture of fixed place and height that stands behind a block, as one to the edges of the paper does.

    It is laid out when all else around it is, so its height may still be changed. None, if there is no such picture.
    """
    for child in box.children:
        picture: Any = child._box if isinstance(child, AbsolutePlaceholder) else None
        fixed = isinstance(picture, boxes.ReplacedBox) and picture.style["top"] != "auto"
        if fixed and getattr(picture.style["height"], "unit", "") == "px":
            return picture
    return None


def runs_across(box: Any) -> bool:
    """Tell whether a block runs across columns. A table does where its anonymous wrapper holds one that says so."""
    told = box.get_wrapped_table() if box.is_table_wrapper else box
    return bool(told.style["column_span"] == "all")


def part_at_spans(box: Any) -> list[Any]:
    """Part a box in columns where its children run across: columns, what runs across, columns, each a block.

    The engine has ``column-span``, but may lose the text after it.
    """
    parts: list[Any] = []
    run: list[Any] = []
    for child in [*box.children, None]:
        if child is not None and not runs_across(child):
            run.append(child)
            continue
        if run:
            parts.append(_columns_of(box, run))
        run = []
        if child is not None:
            parts.append(child)
    return parts


def _columns_of(box: Any, children: list[Any]) -> Any:
    """Make a box in columns like another, of some of its children."""
    style = AnonymousStyle(box.style)
    style.update({name: box.style[name] for name in _COLUMNS})
    return boxes.BlockBox(box.element_tag, style, box.element, children)


def lay_out_blocks(context: Any, box: Any, parts: list[Any], *rest: Any) -> tuple[Any, ...]:
    """Lay a box out as blocks one below the other; ``rest`` are the arguments of the engine's columns."""
    bottom_space, skip_stack, containing_block, page_is_empty, absolute, fixed, margins, letter, line = rest
    whole = box.copy_with_children(parts)
    block_level_width(whole, containing_block)
    found: tuple[Any, ...] = block_container_layout(
        context, whole, bottom_space, skip_stack, page_is_empty, absolute, fixed, margins,
        letter, line, False, None,
    )  # fmt: skip
    return found[:5]
