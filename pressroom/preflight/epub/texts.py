"""List what a book has to say: galleys in, for each document the text of its paragraphs out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, fromstring

from pressroom.galley import Galley

_SVG = "{http://www.w3.org/2000/svg}svg"
_APART = frozenset({"p", "li", "td", "th", "h2", "h3", "dt", "dd", "figcaption", "blockquote", "div", "section"})


def list_texts(galleys: Iterable[Galley]) -> Mapping[str, str]:
    """List the text of each article by its document, one piece a line, in order: headline, then copy."""
    return {f"{galley.article.slug}.xhtml": "\n".join(_pieces(galley)) for galley in galleys}


def _pieces(galley: Galley) -> Iterator[str]:
    """The pieces of an article that no edition may leave out."""
    yield from galley.article.headline
    root = fromstring(f"<div>{galley.html}</div>")
    piece: list[str] = []
    for sign, text in _walk(root):
        if sign:
            yield "".join(piece)
            piece.clear()
        piece.append(text)
    yield "".join(piece)


def _walk(element: Element) -> Iterator[tuple[bool, str]]:
    """The texts of a tree; true where a new piece begins. What has another text in books is left out."""
    if element.tag == _SVG or element.get("role") == "doc-backlink" or element.get("class") == "ad-title":
        return
    apart = element.tag in _APART
    yield apart, element.text or ""
    for child in element:
        yield from _walk(child)
        yield child.tag in _APART, child.tail or ""
