"""Find the links of a page: one place to press for each line of a link, one for a link that is a block.

The engine makes one for every box within a link, and none for blocks that stand in a link that runs in a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.matrix import Matrix

Rectangle = tuple[float, float, float, float]


@dataclass(eq=False)
class Anchor:
    """A place to press: where it goes, and its bottom left and top right in px from the page's top left.

    The engine sets ``link_annotation``, unless the link leads nowhere.
    """

    element: Any
    kind: str
    target: str
    rectangle: Rectangle
    link_annotation: Any = None


@dataclass(eq=False)
class _Link:
    """A link while it is gathered; ``whole`` where it holds blocks."""

    element: Any
    kind: str
    target: str
    parts: list[Rectangle] = field(default_factory=list)
    whole: bool = False


def parents_of(page: Any) -> dict[Any, Any]:
    """The parent of each element of the document that a page was set from."""
    root = next((box.element for box in page._page_box.children if box.element_tag == "html"), None)
    return {child: parent for parent in root.iter() for child in parent} if root is not None else {}


def find_links(page: Any) -> list[Anchor]:
    """Find the links of a page, in the order of its text; those of page furniture are left out."""
    links: dict[Any, _Link] = {}
    parents = parents_of(page)
    for box in page._page_box.children:
        if not isinstance(box, boxes.MarginBox):
            _gather(box, parents, links, Matrix())
    return [
        Anchor(link.element, link.kind, link.target, rectangle)
        for link in links.values()
        for rectangle in _join(link.parts, link.whole)
    ]


def _gather(box: Any, parents: dict[Any, Any], links: dict[Any, _Link], matrix: Matrix) -> None:
    """Gather the boxes that stand in links."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if getattr(box, "transformation_matrix", None):
        matrix = box.transformation_matrix @ matrix
    if box.link and box.element is not None and box.element not in links:
        kind, target = box.link[1]
        if kind in ("internal", "external"):
            links[box.element] = _Link(box.element, kind, target)
    link = _link_of(box.element, parents, links)
    runs_in = isinstance(box, (boxes.InlineBox, boxes.LineBox, boxes.TextBox, boxes.InlineReplacedBox))
    if link:
        link.whole = link.whole or not runs_in
        own = box.element is link.element and not runs_in
        leaf = isinstance(box, boxes.ReplacedBox) or (isinstance(box, boxes.TextBox) and box.text.strip())
        if own or leaf:
            is_text = isinstance(box, boxes.TextBox)  # which has no borders
            area = (box.position_x, box.position_y, box.width, box.height) if is_text else box.hit_area()
            link.parts.append(_turn(matrix, area))
    for child in box.all_children():
        _gather(child, parents, links, matrix)


def _link_of(element: Any, parents: dict[Any, Any], links: dict[Any, _Link]) -> _Link | None:
    """The link that an element stands in."""
    while element is not None and links:
        if element in links:
            return links[element]
        element = parents.get(element)
    return None


def _turn(matrix: Matrix, area: tuple[float, float, float, float]) -> Rectangle:
    """Left, top, right and bottom of an area after all turns and shifts."""
    x, y, width, height = area
    points = [matrix.transform_point(x + dx, y + dy) for dx in (0, width) for dy in (0, height)]
    across, down = [point[0] for point in points], [point[1] for point in points]
    return min(across), min(down), max(across), max(down)


def _join(parts: list[Rectangle], whole: bool) -> Iterator[Rectangle]:
    """Join the parts of a line, or all that stand below one another; bottom left and top right come out."""
    joined: list[Rectangle] = []
    for part in parts:
        area = part
        while near := [other for other in joined if _belongs(other, area, whole)]:
            joined = [other for other in joined if other not in near]
            lefts, tops, rights, bottoms = zip(area, *near, strict=True)
            area = (min(lefts), min(tops), max(rights), max(bottoms))
        joined.append(area)
    for left, top, right, bottom in joined:
        if right - left > 0 and bottom - top > 0:
            yield left, bottom, right, top


def _belongs(one: Rectangle, other: Rectangle, whole: bool) -> bool:
    """Tell whether two areas are pressed as one: they share a line, or stand below one another in a block."""
    return _overlap(one, other, 1) or (whole and _overlap(one, other, 0))


def _overlap(one: Rectangle, other: Rectangle, side: int) -> bool:
    """Tell whether two areas share half of the smaller's width (0) or height (1)."""
    shared = min(one[side + 2], other[side + 2]) - max(one[side], other[side])
    return shared >= min(one[side + 2] - one[side], other[side + 2] - other[side]) / 2
