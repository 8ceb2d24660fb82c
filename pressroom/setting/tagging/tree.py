"""Grow the tree of tags from the boxes of pages: its branches are the elements of the document, whatever page they
stand on, its leaves the marked pieces of the pages' content and the links.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from pressroom.setting.tagging.links import Anchor, parents_of
from pressroom.setting.tagging.roles import (
    CELLS,
    INLINE,
    TEXTUAL,
    alternative_of,
    is_hidden,
    is_last,
    language_of,
    role_of,
    same_picture,
    scope_of,
    summary_of,
    title_of,
)

_POINTS = 0.75  # in a px
_SPREAD = 1.5  # widths of a page: so wide are pictures that go on on the facing one


@dataclass(eq=False)
class TagNode:
    """A branch: its type, the element it stands for, and what is known of that. It grows page by page.

    A note has the ``name`` of its element, which no other has in an issue; a box has the ``title`` that it gives
    itself, a table a ``summary``.
    """

    role: str
    element: Any
    kids: list[TagNode | Piece | Press] = field(default_factory=list)
    alternative: str = ""
    language: str = ""
    name: str = ""
    title: str = ""
    summary: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Piece:
    """A piece of a page's content, by the number that the engine marked it with."""

    page: int
    mark: int


@dataclass(frozen=True, eq=False)
class Press:
    """A place to press, on a page."""

    page: int
    anchor: Anchor


class Tree:
    """The tree of a document; ``owners`` are the branches that the pieces of each page belong to."""

    def __init__(self) -> None:
        self.root = TagNode("Document", None)
        self.owners: list[dict[int, TagNode]] = []
        self.nodes: dict[Any, TagNode] = {}
        self.items: dict[Any, TagNode] = {}
        self.parents: dict[Any, Any] = {}
        self.repeated: dict[Any, int] = {}
        self.pictures: dict[tuple[str, str], tuple[int, TagNode]] = {}
        self.pairs: dict[tuple[Any, int], TagNode] = {}
        self.based: dict[Any, int] = {}

    def add_page(self, page: Any, marks: dict[Any, Any], anchors: list[Anchor]) -> None:
        """Add what stands on a page; ``marks`` are the engine's, by box."""
        self.owners.append({})
        self.parents |= parents_of(page)
        for box in page._page_box.children:
            if not isinstance(box, boxes.MarginBox):
                self._walk(box, marks, None, page)
        for anchor in anchors:
            if anchor.link_annotation is not None:
                node = self._node_of(anchor.element, anchor.element)
                node.kids.append(Press(len(self.owners) - 1, anchor))

    def _walk(self, box: Any, marks: dict[Any, Any], block: Any, page: Any) -> None:
        """Add a box and what stands in it; ``block`` is the element of the block around it."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        element = box.element
        if element is not None:
            if is_hidden(element) or self._is_repeated(box):
                return
            if not isinstance(box, (boxes.InlineBox, boxes.LineBox, boxes.TextBox, boxes.ReplacedBox)):
                block = element
            if role_of(element) in CELLS:
                self._node_of(element, block)
        mark = marks.get(box)
        if mark is not None:
            self._add_piece(box, mark["mcid"], block, page)
        for child in getattr(box, "children", ()):
            self._walk(child, marks, block, page)

    def _is_repeated(self, box: Any) -> bool:
        """Tell whether a box was set on an earlier page, as heads of tables and fixed furniture are."""
        head = isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer)
        if not head and box.style["position"] != "fixed":
            return False
        here = len(self.owners)
        return self.repeated.setdefault(box.element, here) != here

    def _add_piece(self, box: Any, mark: int, block: Any, page: Any) -> None:
        """Hang a piece of text or a picture on its branch."""
        if isinstance(box, boxes.ReplacedBox):
            if not alternative_of(box.element) or role_of(box.element) != "Figure":
                return
            node = self._picture_of(box, block, page)
        elif box.element_tag in ("ruby", "rt"):
            node = self._reading_of(box, block)
        elif box.element_tag.endswith("::marker"):
            node = self._label_of(box.element, block)
        else:
            node = self._node_of(box.element, block)
            if node.role not in TEXTUAL:
                if not box.text.strip():
                    return  # a space between blocks or cells
                node = _paragraph(node, block)
        node.kids.append(Piece(len(self.owners) - 1, mark))
        self.owners[-1][mark] = node

    def _picture_of(self, box: Any, block: Any, page: Any) -> TagNode:
        """The branch of a picture; one that goes on on the facing page is one picture, and has no area of its own."""
        wide = box.width > _SPREAD * page.width
        key, here = same_picture(box.element) if wide else None, len(self.owners)
        seen, known = self.pictures.get(key, (0, None)) if key else (0, None)
        if known is not None and seen == here - 1:
            known.attributes.pop("BBox", None)
            return known
        node = self._node_of(box.element, block)
        node.attributes.setdefault("BBox", _area(box, page))
        if key:
            self.pictures[key] = (here, node)
        return node

    def _reading_of(self, box: Any, block: Any) -> TagNode:
        """The branch of words that have a reading, or of their reading: ISO 32000-1, 14.8.4.4.3."""
        ruby = box.element if box.element_tag == "ruby" else self.parents[box.element]
        number = _pair_of(ruby, box.element, self.based.get(ruby, 0))
        pair = self.pairs.get((ruby, number))
        if pair is None:
            around = self._node_of(self.parents.get(ruby), block)
            around = around if around.role in TEXTUAL else _paragraph(around, block)
            pair = self.pairs[ruby, number] = _branch(around, "Ruby", ruby)
        if box.element_tag == "ruby":
            self.based[ruby] = self.based.get(ruby, 0) + len("".join(box.text.split()))
        role = "RB" if box.element_tag == "ruby" else "RT"
        return next((kid for kid in pair.kids if isinstance(kid, TagNode) and kid.role == role), None) or _branch(
            pair, role, box.element
        )

    def _node_of(self, element: Any, block: Any) -> TagNode:
        """The branch of an element: its own, or that of the nearest element around it that has one."""
        if element is None:
            return self.root
        if element in self.nodes:
            return self.nodes[element]
        role = role_of(element)
        parent = self._node_of(self.parents.get(element), block)
        if not role:
            return parent
        if role in INLINE and parent.role not in TEXTUAL:
            parent = _paragraph(parent, block)
        elif role == "LBody":
            parent = self.items[element] = _branch(parent, "LI", element)
        node = self.nodes[element] = _branch(parent, role, element)
        node.language, node.title = language_of(element), title_of(element)
        self._describe(node)
        return node

    def _label_of(self, element: Any, block: Any) -> TagNode:
        """The label of a list item."""
        body = self._node_of(element, block)
        item = body if body.role == "Note" else self.items.get(element)
        if item is None:
            return body
        if not any(isinstance(kid, TagNode) and kid.role == "Lbl" for kid in item.kids[:1]):
            item.kids.insert(0, TagNode("Lbl", element))
        label = item.kids[0]
        assert isinstance(label, TagNode)
        return label

    def _describe(self, node: TagNode) -> None:
        """Write down what a picture shows, and what a cell stands over."""
        element = node.element
        if node.role == "Figure":
            node.alternative = alternative_of(element)
        elif node.role in CELLS:
            for attribute, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
                span = element.get(attribute, "")
                if span.isdigit() and int(span) > 1:
                    node.attributes[key] = int(span)
        elif node.role == "Table":
            node.summary = summary_of(element, self.parents)
        elif node.role == "Note":
            node.name = element.get("id")
        if node.role == "TH":
            row = self.parents.get(element)
            group = self.parents.get(row)
            node.attributes["Scope"] = scope_of(element, group is not None and group.tag == "thead")


def read_last(node: TagNode) -> None:
    """Put what is read last behind its siblings, all over a tree."""
    node.kids.sort(key=lambda kid: isinstance(kid, TagNode) and kid.element is not None and is_last(kid.element))
    for kid in node.kids:
        if isinstance(kid, TagNode):
            read_last(kid)


def _pair_of(ruby: Any, element: Any, based: int) -> int:
    """The number of a pair in a ruby: that of a reading, or of the words behind so many characters."""
    readings = [child for child in ruby if child.tag == "rt"]
    if element is not ruby:
        return readings.index(element)
    for number, text in enumerate([ruby.text, *(reading.tail for reading in readings)]):
        based -= len("".join((text or "").split()))
        if based < 0:
            return number
    return max(len(readings) - 1, 0)


def _branch(parent: TagNode, role: str, element: Any) -> TagNode:
    """Grow a branch."""
    node = TagNode(role, element)
    parent.kids.append(node)
    return node


def _paragraph(parent: TagNode, block: Any) -> TagNode:
    """The paragraph for text that stands in a block without being one: it goes on from line to line."""
    last = parent.kids[-1] if parent.kids else None
    if isinstance(last, TagNode) and last.role == "P" and last.element is block:
        return last
    return _branch(parent, "P", block)


def _area(box: Any, page: Any) -> tuple[float, ...]:
    """Left, bottom, right and top of a picture in points from the page's bottom left."""
    left, top = box.content_box_x(), box.content_box_y()
    corners = (left, page.height - top - box.height, left + box.width, page.height - top)
    return tuple(round(corner * _POINTS, 2) for corner in corners)
