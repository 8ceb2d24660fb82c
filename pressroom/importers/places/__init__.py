"""Compose a scan of printed pages: lines with their places in, paragraphs in reading order out.

===============  =================================================================
module           what it turns into what
===============  =================================================================
``contents``     pieces of a contents page → lines that say `folio / words`
``initials``     large first letters → the lines beside them
``furniture``    lines at the edges of pages → folios, running heads, page labels
``blocks``       lines of a page → blocks in reading order
``paragraphs``   blocks → lines that are paragraphs, headlines or captions
===============  =================================================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pressroom.importers.ocr.headings import is_heading
from pressroom.importers.ocr.text import fold
from pressroom.importers.pages import PICTURE, Scan, SourceLine
from pressroom.importers.places.blocks import given_blocks, order_blocks, rows_of
from pressroom.importers.places.contents import read_contents_pages
from pressroom.importers.places.furniture import Furniture, find_furniture
from pressroom.importers.places.initials import join_initials
from pressroom.importers.places.paragraphs import set_paragraphs
from pressroom.importers.places.values import ScannedPage


def compose(file: Path, pages: Sequence[ScannedPage]) -> Scan:
    """Put the lines of printed pages together to the paragraphs of an issue, in reading order."""
    body = _body_size(pages)
    pages = [page if page.ordered else replace(page, lines=join_initials(page.lines, body)) for page in pages]
    furniture = find_furniture(pages, body)
    lines: list[SourceLine] = []
    loose: list[SourceLine] = []
    contents = _contents_pages(pages)
    numbers = {number: int(label) for number, label in furniture.labels.items()}
    shown = [replace(page, lines=_text(page, furniture)) if page.page.number in contents else page for page in pages]
    designed = read_contents_pages(shown, contents, numbers) if contents else {}
    named = {fold(line.text) for led in designed.values() for line in led.lines}
    bare = [_without(page, frozenset(_text_of(page, furniture, named))) for page in pages]
    for page in bare:
        if page.page.number in contents:
            led = designed.get(page.page.number)
            lines += led.lines if led else rows_of(page.lines)
            loose += led.rest if led else ()
        else:
            blocks = given_blocks(page) if page.ordered else order_blocks(page.lines, page.page)
            lines += set_paragraphs(blocks, body)
    numbered = [replace(line, number=number) for number, line in enumerate(lines, 1)]
    kept = {line for page in bare for line in page.lines}
    left = [*(one for one in furniture.left if one[0] not in kept), *((line, "of the contents page") for line in loose)]
    labelled = tuple(
        replace(page.page, label=furniture.labels.get(page.page.number, page.page.label)) for page in pages
    )
    return Scan(file, tuple(numbered), labelled, printed=True, left=tuple(left))


def _without(page: ScannedPage, kept: frozenset[SourceLine]) -> ScannedPage:
    """A page with some of its lines only."""
    places = [at for at, line in enumerate(page.lines) if line in kept]
    blocks = tuple(page.blocks[at] for at in places) if page.blocks else ()
    return replace(page, lines=tuple(page.lines[at] for at in places), blocks=blocks)


def _text(page: ScannedPage, furniture: Furniture) -> tuple[SourceLine, ...]:
    """The lines of a page without furniture."""
    return tuple(line for line in page.lines if line not in furniture.lines)


def _text_of(page: ScannedPage, furniture: Furniture, named: set[str]) -> Iterator[SourceLine]:
    """The lines of a page without furniture; what the contents page names for just this page is none."""
    label = furniture.labels.get(page.page.number, "0")
    for line in page.lines:
        if line not in furniture.lines or fold(f"{int(label):02d} / {line.text}") in named:
            yield line


def _body_size(pages: Sequence[ScannedPage]) -> float:
    """The size in which most letters are set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            if line.mark != PICTURE:
                sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10


def _contents_pages(pages: Sequence[ScannedPage]) -> frozenset[int]:
    """The pages that hold the contents: the heading stands there, and so do several folios; with those that go on."""
    found: set[int] = set()
    for page in pages:
        numbers = sum(1 for line in page.lines if _is_number(line))
        headed = any(is_heading(line) for line in page.lines if line.mark != PICTURE)
        if (headed and numbers >= 2) or (page.page.number - 1 in found and numbers >= 4):
            found.add(page.page.number)
    return frozenset(found)


def _is_number(line: SourceLine) -> bool:
    """Whether a line is a folio, or begins or ends with one."""
    words = line.text.split()
    return bool(words) and any(1 <= len(word) <= 4 and word.isdigit() for word in (words[0], words[-1]))


__all__ = ["ScannedPage", "compose"]
