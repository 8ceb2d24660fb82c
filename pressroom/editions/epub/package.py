"""Pack a book with EbookLib: raw documents in, the bytes of an EPUB out.

EbookLib parses and rewrites documents, contents and NCX if it is let, and loses text and the case of SVG on the way. So
everything goes in as finished bytes, and this layer sets what its interface cannot: the language of the package, a zip
file that does not tell the time, and no reserved prefix. It leans on private methods of 0.20: that version is pinned.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from ebooklib import epub

from pressroom.editions.epub.book import Book
from pressroom.editions.epub.metadata import IDENTIFIER_ID

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def pack_book(book: Book) -> bytes:
    """Pack a book; the same book always gives the same bytes."""
    packed = epub.EpubBook()
    packed.metadata = {}
    packed.prefixes = []
    packed.IDENTIFIER_ID = IDENTIFIER_ID
    packed.direction = "ltr"
    packed.language = book.language
    packed.sides = book.sides
    for statement in book.statements:
        space, _, name = statement.name.rpartition(":")
        packed.add_metadata(space.upper() or None, name, statement.value, dict(statement.attributes))
    items: dict[str, Any] = {}
    for resource in sorted(book.resources, key=lambda resource: resource.name):
        item = epub.EpubItem(resource.ident, resource.name, resource.media_type, resource.data)
        item.properties = list(resource.properties)
        items[resource.name] = packed.add_item(item)
    packed.spine = [items[name] for name in book.spine]
    buffer = io.BytesIO()
    modified = datetime.strptime(book.modified, "%Y-%m-%dT%H:%M:%SZ")
    writer = _BookWriter(buffer, packed, {"mtime": modified, "raise_exceptions": True})
    writer.write()
    return buffer.getvalue()


class _Archive(zipfile.ZipFile):
    """A zip file whose entries all have the same time and rights."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        entry = zipfile.ZipInfo(name, _EPOCH)
        entry.create_system = _UNIX
        entry.external_attr = 0o100644 << 16
        method = zipfile.ZIP_DEFLATED if compress_type is None else compress_type
        super().writestr(entry, data, method, 9 if compresslevel is None else compresslevel)


class _BookWriter(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer, to a buffer and without a clock."""

    def write(self) -> None:
        """Write the file; its type goes first and uncompressed, as the standard asks."""
        with _Archive(self.file_name, "w") as self.out:
            self.out.writestr("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: Any) -> None:
        """Finish the package document: its language, the sides of pages, and no prefix that is reserved anyway."""
        root.set(_LANGUAGE, self.book.language)
        for item, side in zip(root.iter("itemref"), self.book.sides, strict=False):
            item.set("properties", side)
        del root.attrib["prefix"]
        super()._write_opf_file(root)
