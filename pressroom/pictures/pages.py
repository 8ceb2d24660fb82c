"""Take pictures of set pages: a PDF in, JPEG or PNG out, cut to the trim."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pypdfium2
from PIL import Image

_QUALITY = 85


def picture_pages(pdf: bytes, numbers: Sequence[int], width: int) -> Iterator[Image.Image]:
    """Draw pages of a PDF, numbered from 0, each ``width`` pixels wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in numbers:
            page = document[number]
            left, bottom, right, top = page.get_trimbox()
            outer = page.get_mediabox()
            cut = (left - outer[0], bottom - outer[1], outer[2] - right, outer[3] - top)
            # A hair more, so that rounding never makes it narrower.
            drawn = page.render(scale=(width + 0.01) / (right - left), crop=cut).to_pil().convert("RGB")
            page.close()
            yield drawn.crop((0, 0, width, drawn.height))
    finally:
        document.close()


def encode_jpeg(picture: Image.Image) -> bytes:
    """Write a picture as a JPEG that every reader opens: baseline, colours as fine as light."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return buffer.getvalue()


def encode_smallest(picture: Image.Image) -> tuple[bytes, str]:
    """Write a picture as PNG or as JPEG, whichever is the smaller; give its media type too."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    jpeg = encode_jpeg(picture)
    return (buffer.getvalue(), "image/png") if buffer.tell() <= len(jpeg) else (jpeg, "image/jpeg")
