"""Take an EPUB apart: a file in, a value that checks can look at out."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from xml.etree.ElementTree import Element, ParseError, fromstring

from pressroom.preflight.epub.values import OPF, BookPart, OpenBook, resolve
from pressroom.report import Place, PressError, stop

_CONTAINER = "META-INF/container.xml"
_ROOTFILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_TREES = ("+xml", "/xml")


def open_book(file: Path, texts: Mapping[str, str] = MappingProxyType({}), shown_as: Path | None = None) -> OpenBook:
    """Open a book; findings name it ``shown_as``.

    :raises PressError: if it is no EPUB at all.
    """
    shown = shown_as or file
    try:
        with zipfile.ZipFile(file) as archive:
            return _take_apart(archive, shown, texts)
    except (zipfile.BadZipFile, KeyError, ParseError, StopIteration) as error:
        hint = "an EPUB is a zip file with META-INF/container.xml and a package document"
        raise PressError([stop("not-an-epub", f"cannot be read: {error}", Place(shown), hint)]) from None


def _take_apart(archive: zipfile.ZipFile, shown: Path, texts: Mapping[str, str]) -> OpenBook:
    """Read everything that the manifest names."""
    entries = tuple(archive.infolist())
    names = {entry.filename for entry in entries}
    package_name = next(fromstring(archive.read(_CONTAINER)).iter(_ROOTFILE)).get("full-path", "")
    package = fromstring(archive.read(package_name))
    parts: dict[str, BookPart] = {}
    absent: list[str] = []
    torn: list[tuple[str, str]] = []
    for item in package.iter(f"{OPF}item"):
        name = resolve(package_name, item.get("href", ""))
        if name not in names:
            absent.append(name)
            continue
        kind, data = item.get("media-type", ""), archive.read(name)
        tree, trouble = _read_tree(data) if kind.endswith(_TREES) else (None, "")
        if trouble:
            torn.append((name, trouble))
        ident = item.get("id", "")
        parts[ident] = BookPart(name, ident, kind, tuple(item.get("properties", "").split()), data, tree)
    order = [item.get("idref", "") for item in package.iter(f"{OPF}itemref")]
    return OpenBook(
        shown,
        entries,
        package_name,
        package,
        tuple(parts.values()),
        tuple(absent),
        tuple(torn),
        tuple(parts[ident] for ident in order if ident in parts),
        texts,
    )


def _read_tree(data: bytes) -> tuple[Element | None, str]:
    """Read XML, or say why it cannot be read."""
    try:
        return fromstring(data), ""
    except ParseError as error:
        return None, str(error)
