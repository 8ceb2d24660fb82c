"""Read a finished PDF: the file in; labels, bookmarks, links and where texts stand in it out.

It is read with PDFium, which has no part in making it. Each page is opened once; only what is asked for is measured.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from pressroom.pictures.pages import OpenDocument, open_document
from pressroom.preflight.contents.folding import find_folded, fold, unfold
from pressroom.preflight.contents.values import (
    Bookmark,
    Box,
    Link,
    Printed,
    PrintedPage,
    Sign,
    TextSpot,
    Word,
    join_lines,
    same_line,
)

#: Head and foot of a page, as a share of its height: furniture stands there.
EDGE = 0.11


@dataclass(frozen=True)
class Wanted:
    """A text to look for, in lines, and the pages to search with more patience if it is not found at once."""

    lines: tuple[str, ...]
    pages: tuple[int, ...]

    @property
    def key(self) -> str:
        """Its fold."""
        return fold("".join(self.lines))


def read_printed(file: Path, wanted: Sequence[Wanted], whole: Collection[int]) -> Printed:
    """Read a PDF; ``whole`` are the pages whose characters and links are wanted one by one."""
    with open_document(file) as document:
        pages: list[PrintedPage] = []
        spots: dict[str, list[TextSpot]] = {one.key: [] for one in wanted if one.key}
        signs: dict[int, tuple[Sign, ...]] = {}
        links: list[Link] = []
        tops: list[float] = []
        for number in range(document.pages):
            with _open_sheet(document, number) as sheet:
                label = document.raw.get_page_label(number)
                pages.append(PrintedPage(label, sheet.height, tuple(sheet.edges())))
                tops.append(sheet.top)
                for key, found in sheet.find(spots):
                    spots[key].append(found)
                if number in whole:
                    signs[number] = tuple(sheet.signs())
                    links += sheet.links()
        for one in wanted:
            if one.key and not any(spot.page in one.pages for spot in spots[one.key]):
                spots[one.key] += _search_again(document, one)
        return Printed(
            pages=tuple(pages),
            bookmarks=tuple(_bookmarks(document)),
            spots={key: tuple(found) for key, found in spots.items()},
            signs=signs,
            links=tuple(_turn(link, tops) for link in links),
        )


def _turn(link: Link, tops: Sequence[float]) -> Link:
    """Count how far down a link leads from the top of its page."""
    top = None if link.top is None else round(tops[link.target] - link.top, 1)
    return replace(link, top=top)


def _bookmarks(document: OpenDocument) -> Iterator[Bookmark]:
    """Walk the bookmarks."""
    with document.alone() as raw:
        for item in raw.get_toc(max_depth=8):
            target = item.get_dest()
            index = target.get_index() if target else None
            yield Bookmark(item.level, item.get_title(), -1 if index is None else index)


def _search_again(document: OpenDocument, wanted: Wanted) -> Iterator[TextSpot]:
    """Search pages for a text that something smaller is written into, as readings between its lines."""
    for number in wanted.pages:
        if number < document.pages:
            with _open_sheet(document, number) as sheet:
                yield from _search_sheet(sheet, wanted)


def _search_sheet(sheet: _OpenPage, wanted: Wanted) -> Iterator[TextSpot]:
    """Search a page for a text among its characters of one size and larger, the largest first."""
    signs = list(sheet.signs())
    for size in sorted({round(sign.size, 1) for sign in signs if sign.text.strip()}, reverse=True):
        large = [index for index, sign in enumerate(signs) if sign.size >= size - 0.1]
        if found := _find_lines([signs[index].text for index in large], wanted):
            yield sheet.spot([large[index] for index in found])
            return


def _find_lines(texts: Sequence[str], wanted: Wanted) -> list[int]:
    """The characters of a text; where it does not stand in one piece, those of its lines."""
    folded, origin = fold("".join(texts)), unfold(texts)
    found: list[int] = []
    for key in (wanted.key,) if wanted.key in folded else tuple(fold(line) for line in wanted.lines):
        start = next(find_folded(folded, key), -1)
        if start < 0:
            return []
        found += origin[start : start + len(key)]
    return sorted(dict.fromkeys(found))


@contextmanager
def _open_sheet(document: OpenDocument, number: int) -> Iterator[_OpenPage]:
    """Open a page and its text, and have PDFium alone meanwhile."""
    with document.page(number) as page, closing(page.get_textpage()) as text_page:
        yield _OpenPage(document.raw, number, page, text_page)


class _OpenPage:
    """An open page."""

    def __init__(self, document: Any, number: int, page: Any, text_page: Any) -> None:
        self.number, self.document = number, document
        self.page, self.text_page = page, text_page
        self.left, self.bottom, _, self.top = self.page.get_trimbox()
        self.height = self.top - self.bottom
        count = self.text_page.count_chars()
        text = self.text_page.get_text_range() if count else ""
        if len(text) != count:
            text = "".join(chr(pdfium.FPDFText_GetUnicode(self.text_page, index)) for index in range(count))
        self.text = text

    def find(self, keys: Collection[str]) -> Iterator[tuple[str, TextSpot]]:
        """Find folded texts."""
        folded = fold(self.text)
        hits = [(key, start) for key in keys for start in find_folded(folded, key)]
        origin = unfold(self.text) if hits else []
        for key, start in hits:
            yield key, self.spot(origin[start : start + len(key)])

    def spot(self, indexes: Sequence[int]) -> TextSpot:
        """Measure a text; what lies between two characters of it belongs to it."""
        shown = [self._sign(index) for index in dict.fromkeys(indexes)]
        lines = tuple(join_lines(shown))
        edge = self.height * EDGE
        return TextSpot(
            page=self.number,
            start=indexes[0],
            end=indexes[-1] + 1,
            size=median(sign.size for sign in shown),
            alone=not (
                self._touches(indexes[0], range(indexes[0] - 1, -1, -1))
                or self._touches(indexes[-1], range(indexes[-1] + 1, len(self.text)))
            ),
            edge=lines[-1].bottom < edge or lines[0].top > self.height - edge,
            lines=lines,
        )

    def _touches(self, index: int, others: range) -> bool:
        """Whether other words stand right beside a character in its line."""
        own = self._sign(index)
        other = next((self._sign(number) for number in others if fold(self.text[number])), None)
        if other is None or not same_line(own.box, other.box):
            return False
        gap = max(own.box.left - other.box.right, other.box.left - own.box.right)
        return gap < 0.8 * min(own.size, other.size)

    def signs(self) -> Iterator[Sign]:
        """Measure all characters."""
        return (self._sign(index) for index in range(len(self.text)))

    def _sign(self, index: int) -> Sign:
        matrix, rectangle = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
        pdfium.FPDFText_GetMatrix(self.text_page, index, matrix)
        pdfium.FPDFText_GetLooseCharBox(self.text_page, index, rectangle)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        size = pdfium.FPDFText_GetFontSize(self.text_page, index) * scale
        box = self._box(rectangle.left, rectangle.top, rectangle.right, rectangle.bottom)
        return Sign(self.text[index], round(float(size), 2), box)

    def _box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Turn a rectangle of the PDF, which counts from below, into ours."""
        across, down = sorted((left, right)), sorted((self.top - top, self.top - bottom))
        return Box(across[0] - self.left, down[0], across[1] - self.left, down[1])

    def edges(self) -> Iterator[Word]:
        """What stands at head and foot."""
        edge, numbers = self.height * EDGE, [ctypes.c_double() for _ in range(4)]
        for index in range(pdfium.FPDFText_CountRects(self.text_page, 0, -1)):
            pdfium.FPDFText_GetRect(self.text_page, index, *numbers)
            left, top, right, bottom = (number.value for number in numbers)
            box = self._box(left, top, right, bottom)
            if box.bottom < edge or box.top > self.height - edge:
                text = self.text_page.get_text_bounded(left - 0.2, bottom - 0.2, right + 0.2, top + 0.2)
                yield Word(text.strip(), box)

    def links(self) -> Iterator[Link]:
        """Walk the links; how far down they lead is still counted as the PDF counts, from below."""
        position, link, rectangle = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
        while pdfium.FPDFLink_Enumerate(self.page, position, link):
            pdfium.FPDFLink_GetAnnotRect(link, rectangle)
            target, top = self._destination(link)
            box = self._box(rectangle.left, rectangle.top, rectangle.right, rectangle.bottom)
            yield Link(self.number, box, target, top)

    def _destination(self, link: Any) -> tuple[int, float | None]:
        """Where a link leads: the page, and how far down it."""
        target = pdfium.FPDFLink_GetDest(self.document, link)
        if not target:
            action = pdfium.FPDFLink_GetAction(link)
            target = pdfium.FPDFAction_GetDest(self.document, action) if action else None
        if not target:
            return -1, None
        page = int(pdfium.FPDFDest_GetDestPageIndex(self.document, target))
        flags = [ctypes.c_int() for _ in range(3)]
        values = [ctypes.c_float() for _ in range(3)]
        pdfium.FPDFDest_GetLocationInPage(target, *flags, *values)
        return page, values[1].value if page >= 0 and flags[1].value else None
