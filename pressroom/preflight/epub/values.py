"""An EPUB taken apart for its checks: what lies in the file, what the package says, every document as a tree."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element
from zipfile import ZipInfo

from pressroom.report import Place

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XLINK = "{http://www.w3.org/1999/xlink}href"
XHTML_TYPE = "application/xhtml+xml"
NCX_TYPE = "application/x-dtbncx+xml"


@dataclass(frozen=True)
class BookPart:
    """A file of the book: its name in the archive, its id, its type, its properties and its bytes."""

    name: str
    ident: str
    media_type: str
    properties: tuple[str, ...]
    data: bytes = field(repr=False)
    tree: Element | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class OpenBook:
    """An EPUB, open.

    ``parts`` are the files of the manifest that are there, ``absent`` the names of those that are not, ``torn`` what
    is no well-formed XML, each with what the parser says, ``spine`` the documents in reading order. ``texts`` are what
    the book has to say, by document: white space is not counted.
    """

    file: Path
    entries: tuple[ZipInfo, ...]
    package_name: str
    package: Element
    parts: tuple[BookPart, ...]
    absent: tuple[str, ...]
    torn: tuple[tuple[str, str], ...]
    spine: tuple[BookPart, ...]
    texts: Mapping[str, str]

    def place(self, name: str = "") -> Place:
        """A place in the book."""
        return Place(self.file / (name or self.package_name))

    def part(self, name: str) -> BookPart | None:
        """A file of the book by its name."""
        return next((part for part in self.parts if part.name == name), None)

    @property
    def nav(self) -> BookPart | None:
        """The navigation document."""
        return next((part for part in self.parts if "nav" in part.properties and part.tree is not None), None)

    @property
    def fixed(self) -> bool:
        """Whether its pages are fixed."""
        return "pre-paginated" in self.metas("rendition:layout")

    def metas(self, name: str) -> list[str]:
        """The values of a property of the package."""
        return [(meta.text or "").strip() for meta in self.package.iter(f"{OPF}meta") if meta.get("property") == name]

    def core(self, name: str) -> list[str]:
        """The values of a term of Dublin Core."""
        return [(element.text or "").strip() for element in self.package.iter(f"{DC}{name}")]

    def refined(self, ident: str, name: str) -> list[str]:
        """What is said further of a line of the metadata."""
        found = [meta for meta in self.package.iter(f"{OPF}meta") if meta.get("property") == name]
        return [(meta.text or "").strip() for meta in found if meta.get("refines") == f"#{ident}"]

    def documents(self) -> Iterator[tuple[str, Element]]:
        """The documents of the spine in reading order, and the navigation where it stands outside."""
        named = dict.fromkeys([*self.spine, *([self.nav] if self.nav else [])])
        return ((part.name, part.tree) for part in named if part.tree is not None)

    def list_of(self, kind: str) -> Element | None:
        """One list of the navigation: ``toc``, ``landmarks`` or ``page-list``."""
        tree = self.nav.tree if self.nav else None
        found = tree.iter(f"{HTML}nav") if tree is not None else ()
        return next((nav for nav in found if kind in types_of(nav)), None)


def types_of(element: Element) -> list[str]:
    """What an element says that it is."""
    return element.get(TYPE, "").split()


def text_of(element: Element) -> str:
    """What an element says, without white space at its ends."""
    return "".join(element.itertext()).strip()


def is_mark(element: Element) -> bool:
    """Whether an element marks the beginning of a printed page."""
    return "pagebreak" in types_of(element) or element.get("role") == "doc-pagebreak"


def resolve(base: str, address: str) -> str:
    """An address as seen from a file of the book; empty where it leads out of it."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path))) if parts.path else base
    return f"{path}#{unquote(parts.fragment)}" if parts.fragment else path
