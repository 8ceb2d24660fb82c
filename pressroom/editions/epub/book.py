"""What a book is made of, as values; knows no library."""

from __future__ import annotations

from dataclasses import dataclass

XHTML_TYPE = "application/xhtml+xml"

# A slug has no underscore, so that no article can take one of these names.
COVER_PAGE = "page_cover.xhtml"
CONTENTS_PAGE = "page_contents.xhtml"
MASTHEAD_PAGE = "page_masthead.xhtml"
COVER_IMAGE = "cover_image.jpg"


@dataclass(frozen=True)
class PageMark:
    """Where a printed page begins in a document: before a character of a block.

    ``offset`` counts the characters of the block's own text that stand before it, white space left out.
    Without a block the mark goes to the start of its document, or to its end.
    """

    label: str
    block: str = ""
    offset: int = 0
    at_end: bool = False

    @property
    def ident(self) -> str:
        """The id of the mark, alone in its book."""
        return "page-" + "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in self.label)


@dataclass(frozen=True)
class Document:
    """A document of the book before it is dressed: ``body`` is well-formed XHTML with one element at its root.

    ``language`` is empty where it is that of the book. ``said`` is what its head says of it, by name.
    """

    name: str
    title: str
    body: str
    kind: str
    language: str = ""
    marks: tuple[PageMark, ...] = ()
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Point:
    """An entry of the contents with those below it; ``language`` is empty where it is that of the book."""

    title: str
    href: str
    points: tuple[Point, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class Resource:
    """A file of the book; ``properties`` are those of its entry in the manifest."""

    name: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()

    @property
    def ident(self) -> str:
        """Its id in the manifest."""
        fixed = {COVER_IMAGE: "cover-image", "toc.ncx": "ncx"}
        return fixed.get(self.name, "item-" + "".join(sign if sign.isalnum() else "-" for sign in self.name))


@dataclass(frozen=True)
class Statement:
    """A line of the metadata: ``dc:title`` or ``meta``, its value and its attributes."""

    name: str
    value: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Book:
    """A book ready to be packed.

    ``spine`` names documents in reading order, ``modified`` is ``YYYY-MM-DDTHH:MM:SSZ``. ``sides`` say of each document
    on which side of a spread it stands, where pages are fixed.
    """

    language: str
    modified: str
    statements: tuple[Statement, ...]
    resources: tuple[Resource, ...]
    spine: tuple[str, ...]
    sides: tuple[str, ...] = ()
