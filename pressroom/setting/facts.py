"""Read facts off set pages: where articles begin, what each page begins with, how much is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes

from pressroom.run import Break, Head

_PT = 0.75  # points in a CSS pixel


def find_heads(pages: Sequence[Any], slugs: Sequence[str]) -> tuple[Head, ...]:
    """Find the page on which each article begins."""
    heads: list[Head] = []
    for slug in slugs:
        for number, page in enumerate(pages):
            name = next((name for name in (f"{slug}-headline", slug) if name in page.anchors), None)
            if name:
                x, y = page.anchors[name][:2]
                heads.append(Head(slug, number, round(x * _PT, 2), round(y * _PT, 2)))
                break
    return tuple(heads)


def find_breaks(pages: Sequence[Any], slugs: Sequence[str], blocks: Sequence[str]) -> tuple[Break, ...]:
    """Find what each page begins with, in reading order.

    A picture that goes on with a block that others have followed, as the second half of one across the fold, stands
    behind the last of them: no page begins before the one before it.
    """
    known = {*slugs, *(f"{slug}-headline" for slug in slugs), *blocks}
    seen: dict[str, int] = {}
    last = ""
    breaks: list[Break] = []
    for number, texts in enumerate(_page_texts(pages, known)):
        first = True
        for block, text in texts:
            if first:
                is_more = block in seen or last.startswith(f"{block}-")
                begun = last if not text and is_more else block
                breaks.append(Break(number, begun, seen.get(begun, 0)))
                first = False
            seen[block] = seen.get(block, 0) + count_characters(text)
            last = block
        if first:
            breaks.append(Break(number, "", 0))
    return tuple(breaks)


def find_lost(pages: Sequence[Any], blocks: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Find the blocks that the engine did not print whole, and how many of their characters are missing."""
    printed = count_printed(pages, [ident for ident, _ in blocks])
    return tuple((ident, length - printed.get(ident, 0)) for ident, length in blocks if printed.get(ident, 0) < length)


def find_left_out(
    lost: Sequence[tuple[str, int]], html: str, blocks: Sequence[tuple[str, int]], optional: Sequence[str]
) -> tuple[str, ...]:
    """Of blocks that are not printed, find those that may be left out: they stand whole in a block of that class."""
    lengths = dict(blocks)
    gone = [ident for ident, count in lost if count == lengths[ident]]
    if not gone or not optional:
        return ()
    allowed: set[str] = set()
    for element in weasyprint.HTML(string=html).etree_element.iter():
        if set(str(element.get("class", "")).split()) & set(optional):
            allowed |= {inner.get("id", "") for inner in element.iter()}
    return tuple(ident for ident in gone if ident in allowed)


def count_printed(pages: Sequence[Any], blocks: Sequence[str]) -> dict[str, int]:
    """Count the characters that each block prints; the repeated heads of tables count once."""
    printed: dict[str, int] = {}
    for texts in _page_texts(pages, set(blocks)):
        for block, text in texts:
            printed[block] = printed.get(block, 0) + count_characters(text)
    return printed


def _page_texts(pages: Sequence[Any], known: set[str]) -> Iterator[Iterator[tuple[str, str]]]:
    """The texts of each page with their blocks; the head of a table is left out where it is set again."""
    set_before: set[Any] = set()
    for page in pages:
        yield walk_texts(page, known, frozenset(set_before))
        set_before |= {box.element for box, _ in walk_boxes(page._page_box, known) if getattr(box, "is_header", False)}


def count_characters(text: str) -> int:
    """Count the characters of a text that are not white space."""
    return len("".join(text.split()))


def walk_texts(page: Any, known: set[str], repeated: frozenset[Any] = frozenset()) -> Iterator[tuple[str, str]]:
    """Walk the texts (and pictures) of a page with the innermost known block that they stand in.

    The heads of tables in ``repeated`` stood on an earlier page already, and are passed over; so are texts that stand
    beside the paper.
    """
    for box, block in walk_boxes(page._page_box, known, repeated=repeated):
        if block and isinstance(box, boxes.TextBox) and -box.width < box.position_x < page.width:
            yield block, box.text
        elif block and isinstance(box, boxes.ReplacedBox):
            yield block, ""


def walk_boxes(
    box: Any, known: set[str], block: str = "", repeated: frozenset[Any] = frozenset()
) -> Iterator[tuple[Any, str]]:
    """Walk a tree of boxes, each with the innermost known block that it stands in.

    Generated content (markers, counters) belongs to no block.
    """
    element = getattr(box, "element", None)
    if element in repeated and getattr(box, "is_header", False):
        return
    ident = element.get("id") if element is not None else None
    if ident in known:
        block = ident
    part = str(box.element_tag or "").rpartition("::")[2]
    generated = "::" in str(box.element_tag or "") and part not in ("first-letter", "first-line")
    if isinstance(box, boxes.MarginBox) or generated:
        block = ""
    yield box, block
    for child in getattr(box, "children", ()) or ():
        yield from walk_boxes(getattr(child, "_box", child), known, block, repeated)
