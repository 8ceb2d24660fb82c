"""Take pictures of pages: the PDF of a slot in, small pictures out."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
from PIL import Image

from pressroom.flatplan.board import Board, Leaf, Stand


def take_pictures(board: Board, width: int) -> Iterator[tuple[Leaf, Image.Image | None]]:
    """Take a picture of every page, ``width`` pixels wide; none of those that were not set."""
    index, document = -1, None
    for leaf in board.leaves:
        if leaf.stand is Stand.UNSET:
            yield leaf, None
            continue
        if leaf.slot.index != index:
            if document:
                document.close()
            index, document = leaf.slot.index, pypdfium2.PdfDocument(board.pdfs[leaf.slot.index])
        yield leaf, _take(document, leaf.number, width)
    if document:
        document.close()


def _take(document: pypdfium2.PdfDocument, number: int, width: int) -> Image.Image | None:
    """Take a picture of one page; none where the PDF has no such page."""
    if number >= len(document):
        return None
    page = document[number]
    picture: Image.Image = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    page.close()
    return picture


def encode(picture: Image.Image, form: str, quality: int) -> bytes:
    """Write a picture as ``JPEG`` or ``WEBP``."""
    buffer = io.BytesIO()
    picture.save(buffer, form, quality=quality, method=6) if form == "WEBP" else picture.save(
        buffer, form, quality=quality, optimize=True
    )
    return buffer.getvalue()
