"""Put the marks of printed pages into an article: a tree and marks in, the tree with a mark where each page begins.

A place in a tree is a *gap*: an element, whether the gap lies in the text that follows the element or in the text that
it begins with, and the characters before it. All marks are found first and put in from the last to the first, so that
no mark moves the place of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pressroom.editions.epub.book import PageMark
from pressroom.editions.epub.markup import SVG, parents_of

_INLINE = frozenset({"a", "b", "code", "del", "em", "i", "s", "span", "strong", "sub", "sup", "time"})
# What these may hold is fixed: a mark goes before them, or into their first cell.
_CLOSED = frozenset({"dl", "figure", "ol", "table", "ul"})
_ROWS = frozenset({"tbody", "thead", "tr"})


@dataclass(frozen=True)
class _Gap:
    """A place between two characters."""

    element: Element
    follows: bool
    index: int


@dataclass(frozen=True)
class _Text:
    """A piece of text in document order, and the block whose own text it is."""

    element: Element
    follows: bool
    block: str

    @property
    def text(self) -> str:
        return (self.element.tail if self.follows else self.element.text) or ""


def insert_marks(root: Element, marks: Sequence[PageMark], blocks: Collection[str]) -> None:
    """Put marks into a tree, in their order; one that would stand before an earlier one stands beside it.

    ``blocks`` are the ids that marks count from.
    """
    if not marks:
        return
    pieces = tuple(_walk(root, frozenset(blocks), ""))
    order = {(piece.element, piece.follows): number for number, piece in enumerate(pieces)}
    parents = parents_of(root)
    groups: dict[tuple[int, int], list[PageMark]] = defaultdict(list)
    last = (0, 0)
    for mark in marks:
        gap = _find_gap(root, mark, pieces, parents)
        last = max(last, (order[gap.element, gap.follows], gap.index))
        groups[last].append(mark)
    for (number, index), group in sorted(groups.items(), reverse=True):
        piece = pieces[number]
        _fill_gap(_Gap(piece.element, piece.follows, index), [write_mark(mark) for mark in group], parents)


def write_mark(mark: PageMark) -> Element:
    """Make the element that marks where a page begins."""
    return Element(
        "span", {"role": "doc-pagebreak", "epub:type": "pagebreak", "id": mark.ident, "aria-label": mark.label}
    )


def _walk(element: Element, blocks: Collection[str], block: str) -> Iterator[_Text]:
    """Walk the texts of a tree; those of drawings belong to no block."""
    if str(element.tag).startswith(SVG):
        return
    block = element.get("id", "") if element.get("id") in blocks else block
    yield _Text(element, False, block)
    for child in element:
        yield from _walk(child, blocks, block)
        yield _Text(child, True, block)


def _find_gap(root: Element, mark: PageMark, pieces: Sequence[_Text], parents: dict[Element, Element]) -> _Gap:
    """Find where a mark goes."""
    if mark.at_end:
        return _Gap(root[-1], True, len(root[-1].tail or "")) if len(root) else _Gap(root, False, len(root.text or ""))
    own = [piece for piece in pieces if piece.block == mark.block]
    if not own or (mark.offset == 0 and mark.block == f"{root.get('id')}-headline"):
        return _Gap(root, False, 0)
    if mark.offset == 0:
        return _open_block(own[0].element, parents)
    left = mark.offset
    for piece in own:
        for index, sign in enumerate(piece.text):
            if sign.isspace():
                continue
            if left == 0:
                return _step_out(piece, index, parents)
            left -= 1
    last = [piece for piece in own if piece.text.strip()][-1:] or own[:1]
    return _Gap(last[0].element, last[0].follows, len(last[0].text))


def _open_block(element: Element, parents: dict[Element, Element]) -> _Gap:
    """The gap at the start of a block, where a mark may stand."""
    if element.tag in _ROWS:
        cell = next((part for part in element.iter() if part.tag in {"td", "th"}), None)
        return _Gap(element if cell is None else cell, False, 0)
    return _before(element, parents) if element.tag in _CLOSED and element in parents else _Gap(element, False, 0)


def _before(element: Element, parents: dict[Element, Element]) -> _Gap:
    """The gap right before an element."""
    parent = parents[element]
    position = list(parent).index(element)
    if position == 0:
        return _Gap(parent, False, len(parent.text or ""))
    return _Gap(parent[position - 1], True, len(parent[position - 1].tail or ""))


def _step_out(piece: _Text, index: int, parents: dict[Element, Element]) -> _Gap:
    """The gap before a character; outside a link or an emphasis that begins with it."""
    gap = _Gap(piece.element, piece.follows, index)
    while not gap.follows and gap.element.tag in _INLINE and not (gap.element.text or "")[: gap.index].strip():
        gap = _before(gap.element, parents)
        if ((gap.element.tail if gap.follows else gap.element.text) or "").strip():
            break
    return gap


def _fill_gap(gap: _Gap, marks: Sequence[Element], parents: dict[Element, Element]) -> None:
    """Put elements into a gap."""
    element, text = gap.element, (gap.element.tail if gap.follows else gap.element.text) or ""
    if gap.follows:
        parent = parents[element]
        position = list(parent).index(element) + 1
        element.tail = text[: gap.index]
    else:
        parent, position = element, 0
        element.text = text[: gap.index]
    marks[-1].tail = text[gap.index :]
    for number, mark in enumerate(marks):
        parent.insert(position + number, mark)
