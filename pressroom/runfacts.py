"""Read facts off set pages: where articles begin, what each page begins with, how much is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

_PT = 0.75  # points in a CSS pixel


@dataclass(frozen=True)
class Head:
    """Where an article begins: its page in the run (from 0) and its place from the page's top left, in points."""

    slug: str
    page: int
    x: float
    y: float


@dataclass(frozen=True)
class Break:
    """What a page of the run begins with: a block, and how many of its characters stand on earlier pages.

    White space is not counted. The block is empty where the page holds no text of an article.
    """

    page: int
    block: str
    offset: int


@dataclass(frozen=True)
class Overset:
    """What stands on pages that the slot does not have, and the block where that begins."""

    lines: int
    characters: int
    block: str


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
    """Find what each page begins with, in reading order."""
    known = {*slugs, *(f"{slug}-headline" for slug in slugs), *blocks}
    seen: dict[str, int] = {}
    breaks: list[Break] = []
    for number, texts in enumerate(_page_texts(pages, known)):
        first = True
        for block, text in texts:
            if first:
                breaks.append(Break(number, block, seen.get(block, 0)))
                first = False
            seen[block] = seen.get(block, 0) + _count(text)
        if first:
            breaks.append(Break(number, "", 0))
    return tuple(breaks)


def count_printed(pages: Sequence[Any], blocks: Sequence[str]) -> dict[str, int]:
    """Count the characters that each block prints; the repeated heads of tables count once."""
    printed: dict[str, int] = {}
    for texts in _page_texts(pages, set(blocks)):
        for block, text in texts:
            printed[block] = printed.get(block, 0) + _count(text)
    return printed


def _page_texts(pages: Sequence[Any], known: set[str]) -> Iterator[Iterator[tuple[str, str]]]:
    """The texts of each page with their blocks; the head of a table is left out where it is set again."""
    set_before: set[Any] = set()
    for page in pages:
        yield _texts(page, known, frozenset(set_before))
        set_before |= {box.element for box, _ in _walk(page._page_box, known, "") if getattr(box, "is_header", False)}


def measure_overset(pages: Sequence[Any], planned: int, blocks: Sequence[str]) -> Overset:
    """Count what stands behind the planned pages."""
    known = set(blocks)
    lines = characters = 0
    first = ""
    for page in pages[planned:]:
        for block, text in _texts(page, known):
            first = first or block
            characters += _count(text)
        lines += sum(1 for _ in _lines(page, known))
    return Overset(lines, characters, first)


def _count(text: str) -> int:
    """Count the characters of a text that are not white space."""
    return len("".join(text.split()))


def _texts(page: Any, known: set[str], repeated: frozenset[Any] = frozenset()) -> Iterator[tuple[str, str]]:
    """Walk the texts (and pictures) of a page with the innermost known block that they stand in.

    The heads of tables in ``repeated`` stood on an earlier page already, and are passed over.
    """
    for box, block in _walk(page._page_box, known, "", repeated):
        if block and isinstance(box, boxes.TextBox):
            yield block, box.text
        elif block and isinstance(box, boxes.ReplacedBox):
            yield block, ""


def _lines(page: Any, known: set[str]) -> Iterator[Any]:
    """Walk the lines of a page that stand in known blocks."""
    for box, block in _walk(page._page_box, known, ""):
        if block and isinstance(box, boxes.LineBox):
            yield box


def _walk(box: Any, known: set[str], block: str, repeated: frozenset[Any] = frozenset()) -> Iterator[tuple[Any, str]]:
    """Walk a tree of boxes; generated content (markers, counters) belongs to no block."""
    element = getattr(box, "element", None)
    if element in repeated and getattr(box, "is_header", False):
        return
    ident = element.get("id") if element is not None else None
    if ident in known:
        block = ident
    if isinstance(box, boxes.MarginBox) or "::" in str(box.element_tag or ""):
        block = ""
    yield box, block
    for child in getattr(box, "children", ()) or ():
        yield from _walk(getattr(child, "_box", child), known, block, repeated)
