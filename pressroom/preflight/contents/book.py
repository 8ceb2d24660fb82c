"""Read a finished EPUB: the file in; its contents, its list of pages and where pages begin in it out."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pressroom.preflight.contents.folding import fold

_XHTML = "{http://www.w3.org/1999/xhtml}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_OPF = "{http://www.idpf.org/2007/opf}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_HEADS = frozenset(f"{_XHTML}h{level}" for level in range(1, 7))
_READINGS = frozenset((f"{_XHTML}rt", f"{_XHTML}rp"))


@dataclass(frozen=True)
class PageStart:
    """The mark where a printed page begins: its label, and its address."""

    label: str
    address: str


@dataclass(frozen=True)
class Heading:
    """A heading: its document, its folded words and the printed page that it stands on, by the mark before it."""

    document: str
    key: str
    page: str


@dataclass(frozen=True)
class NavPoint:
    """An entry of the contents or of the list of pages: its words and its address."""

    title: str
    address: str


@dataclass(frozen=True)
class FinishedBook:
    """A finished EPUB, as far as the proof of the contents looks at it; all in reading order."""

    points: tuple[NavPoint, ...]
    pages: tuple[NavPoint, ...]
    marks: tuple[PageStart, ...]
    headings: tuple[Heading, ...]


def read_book(file: Path) -> FinishedBook:
    """Read an EPUB."""
    with zipfile.ZipFile(file) as archive:
        container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
        package = next(root.get("full-path", "") for root in container.iter(f"{_CONTAINER}rootfile"))
        opf = ElementTree.fromstring(archive.read(package))
        items = {item.get("id"): item for item in opf.iter(f"{_OPF}item")}
        nav = next(item for item in items.values() if "nav" in (item.get("properties") or "").split())
        spine = [items[itemref.get("idref")] for itemref in opf.iter(f"{_OPF}itemref")]
        names = [_join(package, item.get("href", "")) for item in spine]
        nav_name = _join(package, nav.get("href", ""))
        trees = {name: ElementTree.fromstring(archive.read(name)) for name in dict.fromkeys([*names, nav_name])}
    marks, headings = _walk_spine([(name, trees[name]) for name in names])
    return FinishedBook(
        points=tuple(_list_points(trees[nav_name], "toc", nav_name)),
        pages=tuple(_list_points(trees[nav_name], "page-list", nav_name)),
        marks=marks,
        headings=headings,
    )


def _join(base: str, address: str) -> str:
    """An address as seen from a file of the book."""
    path, hash_sign, fragment = address.partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(path))) if path else base
    return f"{path}{hash_sign}{fragment}"


def _list_points(tree: Element, kind: str, name: str) -> Iterator[NavPoint]:
    """The entries of one list of the navigation."""
    for nav in tree.iter(f"{_XHTML}nav"):
        if kind in nav.get(_TYPE, "").split():
            for link in nav.iter(f"{_XHTML}a"):
                yield NavPoint("".join(link.itertext()).strip(), _join(name, link.get("href", "")))


def _walk_spine(documents: list[tuple[str, Element]]) -> tuple[tuple[PageStart, ...], tuple[Heading, ...]]:
    """Walk the documents in reading order; note where pages begin and where headings stand."""
    marks: list[PageStart] = []
    headings: list[Heading] = []
    page = ""
    for name, tree in documents:
        for element in tree.iter():
            if "pagebreak" in element.get(_TYPE, "").split() or element.get("role") == "doc-pagebreak":
                page = element.get("aria-label") or element.get("title") or "".join(element.itertext()).strip()
                marks.append(PageStart(page, f"{name}#{element.get('id', '')}"))
            elif element.tag in _HEADS:
                headings.append(Heading(name, fold("".join(_words(element))), page))
    return tuple(marks), tuple(headings)


def _words(element: Element) -> Iterator[str]:
    """What a heading says, without readings, and marks of titles that a wave stands for."""
    if element.tag in _READINGS or element.get("class") == "title-mark":
        return
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""
