"""Checks on the documents of a book: language, headings, words for pictures, drawings, and that nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from pressroom.preflight.epub.registry import Found, check
from pressroom.preflight.epub.values import HTML, SVG, XML_LANG, OpenBook, is_mark, resolve, text_of
from pressroom.report import Severity

_BOOK_ERROR = "build again; if it stays, report it with the issue"
_FILE = re.compile(r"\S+\.(?:x?html|jpe?g|png|svg|webp|gif|tiff?)", re.I)
#: Names of SVG that have capitals; HTML parsers write them small, and nothing is drawn.
_NAMES = """
attributeName baseFrequency clipPath clipPathUnits diffuseConstant edgeMode feBlend feColorMatrix feComposite
feFlood feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset feTile feTurbulence filterUnits
foreignObject glyphRef gradientTransform gradientUnits kernelMatrix lengthAdjust linearGradient markerHeight
markerUnits markerWidth maskContentUnits maskUnits numOctaves pathLength patternContentUnits patternTransform
patternUnits preserveAspectRatio primitiveUnits radialGradient refX refY spreadMethod startOffset stdDeviation
stitchTiles surfaceScale textLength textPath viewBox xChannelSelector yChannelSelector
"""
_CAPITALS = frozenset(_NAMES.split())
_SMALL = {name.lower(): name for name in _CAPITALS}


@check(Severity.STOP)
def book_language(book: OpenBook) -> Found:
    """The package and every document say their language, in both attributes.

    Fonts, line breaks and voices are chosen by it; systems look at one of the two or the other.
    """
    said = book.core("language")[:1]
    if not said or book.package.get(XML_LANG) != said[0]:
        yield "", "the package does not say its language", _BOOK_ERROR
    for name, tree in book.documents():
        if not tree.get("lang") or tree.get("lang") != tree.get(XML_LANG):
            yield name, "does not say its language in both lang and xml:lang", _BOOK_ERROR


@check(Severity.STOP)
def book_document_titles(book: OpenBook) -> Found:
    """Every document has a title for people, and not the name of its file."""
    for name, tree in book.documents():
        title = next((text_of(part) for part in tree.iter(f"{HTML}title")), "")
        if not title or _FILE.fullmatch(title):
            yield name, f"its title is {title!r}", _BOOK_ERROR


@check(Severity.QUERY)
def book_headings(book: OpenBook) -> Found:
    """Headings begin with the first level, skip none, and say something.

    A fixed page may begin in the middle of an article, and so with a lower level.
    """
    for name, tree in book.documents():
        level = 0
        for element in tree.iter():
            found = re.fullmatch(r"h([1-6])", str(element.tag).removeprefix(HTML))
            if not found:
                continue
            if not text_of(element):
                yield name, "a heading says nothing", _BOOK_ERROR
            if int(found[1]) > level + 1 and (level or not book.fixed):
                hint = "begin subheads with ##, and those below them with ###"
                yield name, f"{text_of(element)[:20]!r} has level {found[1]} below level {level}", hint
            level = int(found[1])


@check(Severity.STOP)
def book_words_for_pictures(book: OpenBook) -> Found:
    """Every picture has words for those who cannot see it, and not the name of its file."""
    for name, tree in book.documents():
        if is_decoration(tree):
            continue
        for image in tree.iter(f"{HTML}img"):
            words = image.get("alt", "").strip()
            if not is_decoration(image) and (not words or _FILE.fullmatch(words)):
                yield name, f"the picture {image.get('src', '')!r} has no words", 'say what it shows: alt="…"'
        for drawing in tree.iter(f"{SVG}svg"):
            if not is_decoration(drawing) and not _words_of(drawing):
                yield name, "a drawing has no words", "give it a title"


def is_decoration(element: Element) -> bool:
    """Whether an element is there for the eye alone."""
    return element.get("aria-hidden") == "true" or element.get("role") in {"presentation", "none"}


def _words_of(drawing: Element) -> str:
    """The words that stand for a drawing: its label, its title, or the text that it is made of."""
    return drawing.get("aria-label", "").strip() or drawing.get("aria-labelledby", "") or text_of(drawing)


@check(Severity.STOP)
def book_drawings(book: OpenBook) -> Found:
    """Names in drawings have their capitals.

    A parser of HTML writes them small; then a drawing has no size, no gradients, no frames, and no validator says so.
    """
    for part in book.parts:
        for element in part.tree.iter() if part.tree is not None else ():
            if not str(element.tag).startswith(SVG):
                continue
            for word in (str(element.tag).removeprefix(SVG), *element.keys()):
                if word in _SMALL and word != _SMALL[word]:
                    yield part.name, f"{word} stands for {_SMALL[word]}", _BOOK_ERROR


@check(Severity.STOP)
def book_plain_markup(book: OpenBook) -> Found:
    """Documents have no scripts, no styles of their own and no <q>.

    Readers refuse the first two in part; the third prints its marks twice.
    """
    for name, tree in book.documents():
        for element in tree.iter():
            tag = str(element.tag).removeprefix(HTML)
            if tag in {"script", "q", "iframe", "object", "embed"} or (tag == "style" and not book.fixed):
                yield name, f"holds <{tag}>", _BOOK_ERROR
            if element.get("style") and not book.fixed:
                yield name, f"<{tag}> has a style of its own", _BOOK_ERROR


@check(Severity.STOP)
def book_tables(book: OpenBook) -> Found:
    """Every head cell of a table says what it stands over."""
    for name, tree in book.documents():
        for cell in tree.iter(f"{HTML}th"):
            if cell.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
                yield name, f"the head cell {text_of(cell)[:20]!r} does not say what it stands over", _BOOK_ERROR


@check(Severity.STOP)
def book_says_everything(book: OpenBook) -> Found:
    """Everything that the articles say stands in the book, in their order."""
    for document, text in book.texts.items():
        name = resolve(book.package_name, document)
        part = book.part(name)
        if part is None or part.tree is None:
            yield name, "this article is not in the book", _BOOK_ERROR
            continue
        missing = find_missing(text, "".join(_words(part.tree)))
        if missing:
            yield name, f"{missing[:24]!r} is not in the book", _BOOK_ERROR


def find_missing(text: str, said: str) -> str:
    """Find what of a text is not said: its paragraphs have to come in order, with anything between them."""
    wanted, there = ["".join(line.split()) for line in text.splitlines()], "".join(said.split())
    at = 0
    for line in filter(None, wanted):
        found = there.find(line, at)
        if found < 0:
            return line
        at = found + len(line)
    return ""


def _words(element: Element) -> Iterator[str]:
    """What a document says on its own account: without marks of pages, brackets round readings, marks of titles."""
    if is_mark(element) or element.tag in {f"{HTML}rp", f"{HTML}title"} or element.get("class") == "title-mark":
        return
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""
