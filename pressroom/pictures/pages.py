"""Open PDFs with PDFium and draw their pages: a PDF in, pictures out.

PDFium is for one thread at a time, whatever documents it has open. They are opened here and nowhere else, and all that
it does is done under one lock, page by page, so that threads take turns. Those who ask PDFium for more than pictures do
so within :meth:`OpenDocument.page` or :meth:`OpenDocument.alone`.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any, Literal

from PIL import Image

from pressroom.report import Place, PressError, stop

Form = Literal["JPEG", "PNG", "WEBP"]
_QUALITY = 85
#: How pictures are written: JPEG that every reader opens, with colours as fine as light.
_OPTIONS: dict[Form, dict[str, Any]] = {
    "JPEG": {"subsampling": 0, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"method": 6},
}
#: A thread may take it again: a document that is read no further is closed where Python comes upon it.
_PDFIUM = RLock()


@dataclass(frozen=True)
class OpenDocument:
    """A PDF that is open, and how many pages it has; ``raw`` is PDFium's own."""

    raw: Any
    pages: int

    @contextmanager
    def page(self, number: int) -> Iterator[Any]:
        """Open a page, numbered from 0, and have PDFium alone as long as it is open."""
        with _PDFIUM:
            page = self.raw[number]
            try:
                yield page
            finally:
                page.close()

    @contextmanager
    def alone(self) -> Iterator[Any]:
        """Have PDFium alone, with the document."""
        with _PDFIUM:
            yield self.raw


@contextmanager
def open_document(pdf: Path | bytes) -> Iterator[OpenDocument]:
    """Open a PDF; it is closed when this ends.

    :raises OSError: if the file cannot be read.
    :raises pypdfium2.PdfiumError: if it is no PDF, damaged or locked.
    """
    import pypdfium2  # it takes long to load, and builds with nothing to do need it not

    with _PDFIUM:
        raw = pypdfium2.PdfDocument(pdf)
        document = OpenDocument(raw, len(raw))
    try:
        yield document
    finally:
        with _PDFIUM:
            raw.close()


def read_texts(pdf: Path | bytes) -> Iterator[str]:
    """What each page of a PDF prints."""
    with open_document(pdf) as document:
        for number in range(document.pages):
            with document.page(number) as page, closing(page.get_textpage()) as text:
                said: str = text.get_text_range()
            yield said


def draw_page(document: OpenDocument, number: int, width: float, grey: bool = False) -> Image.Image:
    """Draw a page, numbered from 0, so many pixels wide."""
    with document.page(number) as page:
        return _draw(page, width / page.get_width(), grey)


def draw_at(document: OpenDocument, number: int, ppi: float, grey: bool = False) -> Image.Image:
    """Draw a page, numbered from 0, with so many pixels to an inch."""
    with document.page(number) as page:
        return _draw(page, ppi / 72, grey)


def draw_part(
    document: OpenDocument,
    number: int,
    width: int,
    part: tuple[int, int, int, int] | None = None,
    beyond: float = 0.0,
) -> Image.Image:
    """Draw a page, numbered from 0, so many pixels wide, or a part of that: its left, top, width and height.

    What is drawn ``beyond`` its edges, so many points, is shown too where that is given.
    """
    with document.page(number) as page:
        if beyond:
            left_edge, bottom_edge, right_edge, top_edge = page.get_mediabox()
            edges = (left_edge - beyond, bottom_edge - beyond, right_edge + beyond, top_edge + beyond)
            page.set_mediabox(*edges)
            page.set_cropbox(*edges)
        # A hair more, so that rounding never makes it narrower.
        scale = (width + 0.01) / page.get_width()
        if part is None:
            return _draw(page, scale)
        left, top, wide, high = part
        right, bottom = page.get_width() * scale - left - wide, page.get_height() * scale - top - high
        crop = (left / scale, max(bottom, 0) / scale, max(right, 0) / scale, top / scale)
        return _draw(page, scale, crop=crop).crop((0, 0, wide, high))


def picture_pages(pdf: bytes, numbers: Sequence[int], width: int) -> Iterator[Image.Image]:
    """Draw pages of a PDF, numbered from 0, cut to the trim, each ``width`` pixels wide.

    :raises PressError: if one is smaller than a point.
    """
    with open_document(pdf) as document:
        for number in numbers:
            with document.page(number) as page:
                left, bottom, right, top = page.get_trimbox()
                outer = page.get_mediabox()
                if min(right - left, top - bottom) < 1:
                    hint = "see which `size` the style sheets give to pages"
                    raise PressError([stop("page-size", f"page {number + 1} has no size", Place(Path()), hint)])
                cut = (left - outer[0], bottom - outer[1], outer[2] - right, outer[3] - top)
                # A hair more, so that rounding never makes it narrower.
                drawn = _draw(page, (width + 0.01) / (right - left), crop=cut)
            yield drawn.crop((0, 0, width, drawn.height))


def _draw(page: Any, scale: float, grey: bool = False, **options: Any) -> Image.Image:
    """Draw an open page; the picture keeps nothing of PDFium's."""
    with closing(page.render(scale=scale, grayscale=grey, **options)) as bitmap:
        picture: Image.Image = bitmap.to_pil().convert("L" if grey else "RGB")
    return picture


def encode(picture: Image.Image, form: Form, quality: int = _QUALITY) -> bytes:
    """Write a picture."""
    buffer = io.BytesIO()
    picture.save(buffer, form, quality=quality, **_OPTIONS[form])
    return buffer.getvalue()


def encode_smallest(picture: Image.Image) -> tuple[bytes, str]:
    """Write a picture as PNG or as JPEG, whichever is the smaller; give its media type too."""
    png, jpeg = encode(picture, "PNG"), encode(picture, "JPEG")
    return (png, "image/png") if len(png) <= len(jpeg) else (jpeg, "image/jpeg")


def embed(picture: Image.Image, form: Form, quality: int = _QUALITY) -> str:
    """Write a picture as an address that holds it."""
    return f"data:image/{form.lower()};base64,{base64.b64encode(encode(picture, form, quality)).decode('ascii')}"
