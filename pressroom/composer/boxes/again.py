"""Give a finished line again: a page is tried twice, columns are balanced, and the line is what it was before.

Only lines of nothing but text are kept, where no float stands on the page: all else hangs on where it stands.
"""

from __future__ import annotations

from typing import Any

from pressroom.composer.boxes.gather import INLINE, TEXT, Node

#: By where a line begins, the width of its block and its indent: the line, and where the next one begins.
Finished = dict[tuple[int, float, float], tuple[Any, Any]]


def is_plain(root: Node) -> bool:
    """Tell whether a paragraph holds nothing but text, in any faces."""
    for node in root.children:
        if node.kind == INLINE:
            if node.box.style["position"] != "static" or not is_plain(node):
                return False
        elif node.kind != TEXT:
            return False
    return True


def line_again(finished: tuple[Any, Any], line_box: Any, x: float, y: float) -> tuple[Any, Any]:
    """Copy a finished line to another place, in px; the line box is left as the engine leaves it."""
    line, resume_at = finished
    new = line.deepcopy()
    new.block_ellipsis = "none"
    new.translate(x - line.position_x, y - line.position_y)
    new.position_y = line_box.position_y = y
    line_box.position_x, line_box.width, line_box.height = x, new.width, new.height
    return new, resume_at
