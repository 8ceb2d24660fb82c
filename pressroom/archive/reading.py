"""Read a finished screen edition: a tagged PDF in; its pages by article and element, with each letter's box, out.

What a page prints belongs to an article by the tags alone: each article is one `Art` of the tree, in the order of the
bookmarks that lead to them. What stands in no article is the slot's own; what is no part of the tree is furniture.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

from pressroom.pictures.pages import OpenDocument, open_document
from pressroom.report import Place, PressError, stop

FURNITURE = "Artifact"
#: Elements inside of others that end no paragraph.
_INLINE = {"Link", "Span", "Reference", "Em", "Strong", "Ruby", "RB", "RT", "RP", "Warichu", "Quote", "Code", "Lbl"}
_HYPHENS = {"\x02", "\u00ad", "\u2010", "\ufffe"}
_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\r\n"


@dataclass(frozen=True, slots=True)
class PrintedBox:
    """A rectangle on a page, in points from its top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """A letter as it is printed; ``spaced`` says that white space stands before it."""

    char: str
    box: PrintedBox
    size: float
    spaced: bool


@dataclass(frozen=True, slots=True)
class PrintedElement:
    """An element of the tree on one page: the article that it belongs to, its tag, and its number in the file.

    ``marks`` are the digests of the pictures and drawings in it.
    """

    article: str
    tag: str
    number: int
    letters: tuple[PrintedLetter, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadPage:
    """A page that was read: its label, its size in points, and its elements in the order in which they are read."""

    label: str
    width: float
    height: float
    elements: tuple[PrintedElement, ...]


@dataclass(frozen=True)
class ReadIssue:
    """A screen edition that was read: its pages, and its articles, by slug, with what bookmarks call them."""

    pages: tuple[ReadPage, ...]
    titles: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Branch:
    """What a mark in the content belongs to: article, tag and number of its element, and its own place in the order."""

    article: str
    tag: str
    number: int
    order: int


_Branches = dict[tuple[int, int], _Branch]


def read_screen(file: Path) -> ReadIssue:
    """Read a screen edition.

    :raises PressError: where it is no PDF, damaged, or not tagged as Pressroom does.
    """
    try:
        branches, titles = _read_tree(file)
        with open_document(file) as document:
            pages = tuple(_read_page(document, number, branches) for number in range(document.pages))
    except (pikepdf.PdfError, PdfiumError, OSError, KeyError, AttributeError, ValueError, IndexError) as error:
        message = f"cannot be read as a screen edition: {error}"
        raise PressError([stop("not-screen", message, Place(file), "build it again")]) from error
    return ReadIssue(pages, titles)


def _read_tree(file: Path) -> tuple[_Branches, dict[str, str]]:
    """What each mark of each page belongs to; pages are numbered from 0."""
    with pikepdf.open(file) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        articles = list(_list_articles(pdf, pages))
        branches: _Branches = {}
        left = [(slug, page) for slug, _, page in articles]
        for top in _kids(pdf.Root.StructTreeRoot.K[0]):
            _Climber(pages, branches, left).climb(top, "", _tag(top), len(branches))
    return branches, {slug: title for slug, title, _ in articles}


def _list_articles(pdf: pikepdf.Pdf, pages: dict[Any, int]) -> Iterator[tuple[str, str, int]]:
    """The articles in the order of the bookmarks: slug, title, and number of the page that each begins on."""
    flat = list(pdf.Root.Names.Dests.Names)
    named = zip(map(str, flat[::2]), flat[1::2], strict=True)
    slugs = {_spot(place): name for name, place in named if not name.startswith("p.")}
    with pdf.open_outline() as outline:
        waiting = list(reversed(outline.root))
        while waiting:
            item = waiting.pop()
            waiting += reversed(item.children)
            place = item.obj.get("/Dest") if item.obj is not None else None
            if place is not None and (slug := slugs.pop(_spot(place), "")):
                yield slug, item.title, pages[place[0].objgen]


def _spot(place: Any) -> tuple[Any, ...]:
    return place[0].objgen, *(round(float(value), 2) for value in (place[2], place[3]))


class _Climber:
    """Climbs a tree; the articles that are left are given to those of their pages."""

    def __init__(self, pages: dict[Any, int], branches: _Branches, left: list[tuple[str, int]]) -> None:
        self._pages, self._branches, self._left = pages, branches, left

    def climb(self, element: Any, article: str, tag: str, number: int) -> None:
        """Note what the marks below an element belong to; blocks count as elements of their own."""
        for kid in _kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                name = _tag(kid)
                within = article or (self._slug_of(kid) if name == "Art" else "")
                inline = name in _INLINE
                self.climb(kid, within, tag if inline else name, number if inline else len(self._branches))
            elif (spot := self._spot_of(element, kid)) is not None:
                self._branches[spot] = _Branch(article, tag, number, len(self._branches))

    def _spot_of(self, element: Any, kid: Any) -> tuple[int, int] | None:
        """The page and the number of a mark."""
        if isinstance(kid, int):
            return self._pages[element.Pg.objgen], kid
        if kid.get("/Type") == "/MCR":
            return self._pages[(kid.get("/Pg") or element.Pg).objgen], int(kid.MCID)
        return None

    def _slug_of(self, art: Any) -> str:
        """The article that an `Art` is: the first that is left of those that begin on its page."""
        first = next((spot for spot in self._spots(art)), None)
        found = next((entry for entry in self._left if first and entry[1] == first[0]), None)
        if found:
            self._left.remove(found)
        return found[0] if found else ""

    def _spots(self, element: Any) -> Iterator[tuple[int, int]]:
        for kid in _kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from self._spots(kid)
            elif (spot := self._spot_of(element, kid)) is not None:
                yield spot


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _tag(element: Any) -> str:
    return str(element.S).removeprefix("/")


def _read_page(document: OpenDocument, number: int, branches: _Branches) -> ReadPage:
    """Read one page."""
    furniture = _Branch("", FURNITURE, -1, -1)
    found: dict[int, list[tuple[int, PrintedLetter | str]]] = {}
    named: dict[int, _Branch] = {}

    def note(mark: int, what: PrintedLetter | str) -> None:
        branch = branches.get((number, mark), furniture)
        named[branch.number] = branch
        found.setdefault(branch.number, []).append((branch.order, what))

    with document.page(number) as page, closing(page.get_textpage()) as text:
        width, height = page.get_size()
        for mark, letter in _read_letters(text.raw, height):
            note(mark, letter)
        for mark, value in _read_marks(page.raw):
            note(mark, value)
        label = document.raw.get_page_label(number) or str(number + 1)
    elements = (_element(named[key], found[key]) for key in sorted(found))
    return ReadPage(label, width, height, tuple(elements))


def _element(branch: _Branch, found: list[tuple[int, PrintedLetter | str]]) -> PrintedElement:
    """Put together what was found of an element, in the order of its marks."""
    ordered = [what for _, what in sorted(found, key=lambda pair: pair[0])]
    letters = tuple(what for what in ordered if isinstance(what, PrintedLetter))
    marks = tuple(what for what in ordered if isinstance(what, str))
    return PrintedElement(branch.article, branch.tag, branch.number, letters, marks)


def _read_letters(text: Any, height: float) -> Iterator[tuple[int, PrintedLetter]]:
    """The letters of a page in the order of its content, each with the number of the mark that it stands in."""
    marks: dict[int, int] = {}
    spaced = False
    box = pdfium.FS_RECTF()
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        char = chr(code) if code else "\N{REPLACEMENT CHARACTER}"
        if char.isspace() or char in _NOTHING:
            spaced = spaced or char.isspace()
            continue
        if pdfium.FPDFText_IsGenerated(text, index) == 1 and char not in _HYPHENS:
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box))
        place = PrintedBox(box.left, height - box.top, box.right, height - box.bottom)
        yield _mark_at(text, index, marks), PrintedLetter(char, place, pdfium.FPDFText_GetFontSize(text, index), spaced)
        spaced = False


def _mark_at(text: Any, index: int, marks: dict[int, int]) -> int:
    """The number of the mark that a letter stands in; -1 where it stands in none."""
    thing = pdfium.FPDFText_GetTextObject(text, index)
    if not thing:
        return -1
    address = ctypes.cast(thing, ctypes.c_void_p).value or 0
    if address not in marks:
        marks[address] = pdfium.FPDFPageObj_GetMarkedContentID(thing)
    return marks[address]


def _read_marks(page: Any) -> Iterator[tuple[int, str]]:
    """The pictures and drawings of a page, each with the number of its mark and a digest of what it shows.

    Where they stand is no part of that.
    """
    drawn: dict[int, Any] = {}
    for thing in _list_things(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, -1):
        mark, raw, kind = thing
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            yield mark, f"image {hashlib.sha256(_image_data(raw)).hexdigest()}"
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            drawn.setdefault(mark, hashlib.sha256()).update(_path_data(raw))
    yield from ((mark, f"drawing {value.hexdigest()}") for mark, value in drawn.items() if mark >= 0)


def _list_things(holder: Any, count: Any, get: Any, mark: int) -> Iterator[tuple[int, Any, int]]:
    """What a page or a group draws, those within groups too."""
    for index in range(count(holder)):
        thing = get(holder, index)
        own = pdfium.FPDFPageObj_GetMarkedContentID(thing)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            within = own if own >= 0 else mark
            yield from _list_things(thing, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, within)
        else:
            yield own if own >= 0 else mark, thing, kind


def _image_data(thing: Any) -> bytes:
    length = pdfium.FPDFImageObj_GetImageDataRaw(thing, None, 0)
    data = ctypes.create_string_buffer(length)
    pdfium.FPDFImageObj_GetImageDataRaw(thing, data, length)
    return data.raw


def _path_data(thing: Any) -> bytes:
    """The points and the colours of a path, as the drawing itself counts them."""
    x, y = ctypes.c_float(), ctypes.c_float()
    colour = [ctypes.c_uint() for _ in range(4)]
    parts: list[str] = []
    for index in range(pdfium.FPDFPath_CountSegments(thing)):
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(thing, index), ctypes.byref(x), ctypes.byref(y))
        parts.append(f"{x.value:.1f},{y.value:.1f}")
    pdfium.FPDFPageObj_GetFillColor(thing, *(ctypes.byref(one) for one in colour))
    return f"{' '.join(parts)};{[one.value for one in colour]}\n".encode()


# What is printed, in lines and words.


@dataclass(frozen=True)
class PrintedLine:
    """A line as it is printed: its words, each with its box, and whether the last of them goes on in the next."""

    words: tuple[tuple[str, PrintedBox], ...]
    size: float
    hyphen: bool = False

    @property
    def box(self) -> PrintedBox:
        """The box of all its words."""
        return frame(box for _, box in self.words)


def frame(boxes: Iterable[PrintedBox]) -> PrintedBox:
    """The box around boxes."""
    all_ = list(boxes)
    lefts, tops = min(box.left for box in all_), min(box.top for box in all_)
    return PrintedBox(lefts, tops, max(box.right for box in all_), max(box.bottom for box in all_))


def set_lines(letters: Iterable[PrintedLetter]) -> Iterator[PrintedLine]:
    """Gather letters in lines: a line ends where the pen goes back, or to another height."""
    line: list[PrintedLetter] = []
    for letter in letters:
        if line and _breaks(line[-1], letter):
            yield _set_words(line)
            line = []
        line.append(letter)
    if line:
        yield _set_words(line)


def _breaks(before: PrintedLetter, letter: PrintedLetter) -> bool:
    """Whether a letter begins a line."""
    one, other = before.box, letter.box
    depth = min(one.bottom, other.bottom) - max(one.top, other.top)
    return depth < 0.3 * min(one.bottom - one.top, other.bottom - other.top) or other.left < one.left - 0.5


def _set_words(line: list[PrintedLetter]) -> PrintedLine:
    """Part a line at white space, and between Latin and other letters: each Han character is a word of its own."""
    hyphen = len(line) > 1 and line[-1].char in _HYPHENS
    words: list[list[PrintedLetter]] = []
    for letter in line[:-1] if hyphen else line:
        if not words or letter.spaced or not (is_narrow(letter.char) and is_narrow(words[-1][-1].char)):
            words.append([])
        words[-1].append(letter)
    named = tuple(("".join(one.char for one in word), frame(one.box for one in word)) for word in words)
    return PrintedLine(named, line[0].size, hyphen)


def is_narrow(char: str) -> bool:
    """Whether a character joins others in a word: letters that are no Han or kana, and the marks among them."""
    return ord(char) < 0x2E80 and char not in "“”‘’—…·"
