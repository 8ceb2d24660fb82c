"""Checks on the files of a book: what lies in the archive, and whether what is asked for is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from pressroom.preflight.epub.registry import Found, check
from pressroom.preflight.epub.sheets import list_addresses, list_tokens, style_sheets
from pressroom.preflight.epub.values import NCX, XLINK, OpenBook, resolve
from pressroom.report import Severity

_TYPE = "mimetype"
_BOOK_ERROR = "build again; if it stays, report it with the issue"
_PLAIN = re.compile(r"[\x21-\x7e]+")


@check(Severity.STOP)
def book_type_first(book: OpenBook) -> Found:
    """A book begins with its type, not compressed.

    Systems tell an EPUB by its first bytes.
    """
    first = book.entries[0]
    if (first.filename, first.compress_type, first.extra) != (_TYPE, 0, b""):
        yield first.filename, "the archive does not begin with the type of the book", _BOOK_ERROR


@check(Severity.STOP)
def book_without_clock(book: OpenBook) -> Found:
    """No entry of a book says when it was packed.

    Same sources, same bytes.
    """
    times = {entry.date_time for entry in book.entries}
    if len(times) > 1 or next(iter(times))[0] > 1980:
        yield "", "entries of the archive tell the time", _BOOK_ERROR


@check(Severity.STOP)
def book_well_formed(book: OpenBook) -> Found:
    """Every document of a book is well-formed.

    Reading systems show an error in the place of one that is not.
    """
    for name, trouble in book.torn:
        yield name, f"is no well-formed XML: {trouble}", _BOOK_ERROR


@check(Severity.STOP)
def book_files_listed(book: OpenBook) -> Found:
    """The manifest names every file of a book, and every file that it names is there."""
    known = {part.name for part in book.parts} | {_TYPE, book.package_name}
    for name in book.absent:
        yield name, "is in the manifest, and not in the book", _BOOK_ERROR
    for entry in book.entries:
        if entry.filename not in known and not entry.filename.startswith("META-INF/"):
            yield entry.filename, "is in the book, and not in the manifest", _BOOK_ERROR


@check(Severity.STOP)
def book_plain_names(book: OpenBook) -> Found:
    """Names of files are plain ASCII without spaces, each once whatever its case.

    Readers with old file systems lose others.
    """
    folded = Counter(entry.filename.lower() for entry in book.entries)
    for entry in book.entries:
        if not _PLAIN.fullmatch(entry.filename) or folded[entry.filename.lower()] > 1:
            yield entry.filename, f"{entry.filename!r} is a name that not all systems can keep", _BOOK_ERROR


@check(Severity.STOP)
def book_one_id(book: OpenBook) -> Found:
    """No id stands twice in a file."""
    for name, tree in [(book.package_name, book.package), *((part.name, part.tree) for part in book.parts)]:
        if tree is None:
            continue
        counts = Counter(element.get("id") for element in tree.iter() if element.get("id"))
        for ident in sorted(ident for ident, count in counts.items() if ident and count > 1):
            yield name, f"the id {ident!r} stands {counts[ident]} times", _BOOK_ERROR


@check(Severity.STOP)
def book_dead_reference(book: OpenBook) -> Found:
    """Every link, picture, font and entry of the contents leads to something in the book.

    Nothing is fetched: a book may be read where there is no network.
    """
    idents = {
        part.name: {element.get("id") for element in part.tree.iter()} for part in book.parts if part.tree is not None
    }
    there = {part.name for part in book.parts}
    for name, address in _references(book):
        target, _, ident = resolve(name, address).partition("#")
        if target not in there:
            yield name, f"{address!r} leads to nothing in the book", _BOOK_ERROR
        elif ident and target in idents and ident not in idents[target]:
            yield name, f"{address!r}: there is no {ident!r} in that file", _BOOK_ERROR


def _references(book: OpenBook) -> Iterator[tuple[str, str]]:
    """Everything that files refer to."""
    for part in style_sheets(book):
        yield from ((part.name, address) for address in list_addresses(list_tokens(part)))
    for part in book.parts:
        for element in part.tree.iter() if part.tree is not None else ():
            for key in ("href", "src", XLINK):
                address = element.get(key, "")
                outside = key == "href" and address.startswith(("http:", "https:", "mailto:", "tel:"))
                if address and not outside and not address.startswith("data:"):
                    yield part.name, address


@check(Severity.STOP)
def book_ncx_agrees(book: OpenBook) -> Found:
    """The contents for old systems say what those for new ones say, of the same book."""
    ncx = next((part for part in book.parts if part.tree is not None and part.tree.tag == f"{NCX}ncx"), None)
    if ncx is None or ncx.tree is None:
        yield "", "there are no contents for old systems (NCX)", _BOOK_ERROR
        return
    ident = book.package.get("unique-identifier")
    own = next((element.text for element in book.package.iter() if element.get("id") == ident), None)
    uid = next((meta.get("content") for meta in ncx.tree.iter(f"{NCX}meta") if meta.get("name") == "dtb:uid"), None)
    if uid != own:
        yield ncx.name, f"names the book {uid}, the package {own}", _BOOK_ERROR
    for kind, entry in (("toc", f"{NCX}navPoint"), ("page-list", f"{NCX}pageTarget")):
        listed = book.list_of(kind)
        links = [] if listed is None or not book.nav else [a for a in listed.iter() if a.get("href")]
        said = [resolve(book.nav.name, a.get("href", "")) for a in links] if book.nav else []
        there = [resolve(ncx.name, _source_of(point)) for point in ncx.tree.iter(entry)]
        if said != there:
            yield ncx.name, f"its {kind} is not that of the navigation", _BOOK_ERROR


def _source_of(point: Element) -> str:
    """Where an entry of the NCX leads."""
    return next((content.get("src", "") for content in point.iterfind(f"{NCX}content")), "")
