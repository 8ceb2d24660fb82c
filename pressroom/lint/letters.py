"""Read a finished PDF: every letter that is drawn, with its box, its size and its face.

It is read by PDFium, and not as preflight or the editions read: what judges shares no reading with what it judges.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from pressroom.lint.marks import is_han
from pressroom.pictures.pages import OpenDocument, open_document
from pressroom.report import Place, PressroomError, stop

_SUBSET = re.compile("^[A-Z]{6}[+]")
_HYPHENS = {0x02, 0xAD, 0x2010, 0xFFFE}  # what pdfium makes of a hyphen at the end of a line
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_INVISIBLE = 3  # text rendering mode of the text behind a scan


class LintError(PressroomError):
    """A PDF that cannot be measured."""


@dataclass(frozen=True, slots=True)
class GlyphBox:
    """A rectangle in points."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Letter:
    """A character as it is drawn. Lengths are points, counted from the bottom left of the page.

    The pen stands at x, y; the advance is the width that the face gives, whatever moved the next letter.
    """

    char: str
    x: float
    y: float
    advance: float
    ink: GlyphBox
    size: float
    font: str
    after_space: bool
    mapped: bool

    @property
    def end(self) -> float:
        """Where the face would have the next letter stand."""
        return self.x + self.advance

    @property
    def centre(self) -> float:
        """The middle of the ink."""
        return (self.ink.left + self.ink.right) / 2


@dataclass(frozen=True)
class LetterPage:
    """The letters of a page in the order in which they are drawn; left and top are the corner that readers see."""

    index: int
    label: str
    left: float
    top: float
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class _Face:
    """What a stretch of text has in common: the name of its font, its size in points, and whether it is read."""

    font: str
    size: float
    seen: bool


def read_pages(file: Path) -> tuple[LetterPage, ...]:
    """Read the letters of all pages.

    :raises LintError: where the file is not there, is no PDF, is damaged or is locked.
    """
    with ExitStack() as stack:
        document = _open(file, stack)
        try:
            return tuple(_read_page(document, index) for index in range(document.pages))
        except pypdfium2.PdfiumError as error:
            raise _refuse(file, f"is damaged: {error}", "build it again") from error


def _open(file: Path, stack: ExitStack) -> OpenDocument:
    """Open a PDF for as long as a stack stands."""
    try:
        return stack.enter_context(open_document(file))
    except OSError as error:
        raise _refuse(file, f"cannot be read: {error.strerror or error}", "name a PDF") from error
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise _refuse(file, "is locked with a password", "save it without one") from error
        raise _refuse(file, "is no PDF, or a damaged one", "build it again") from error


def _refuse(file: Path, message: str, hint: str) -> LintError:
    """An error about a whole file."""
    return LintError([stop("lint", f"{file.name} {message}", Place(file), hint)])


def _read_page(document: OpenDocument, index: int) -> LetterPage:
    """Read one page."""
    with document.page(index) as page, closing(page.get_textpage()) as text:
        left, _, _, top = page.get_cropbox()
        label = document.raw.get_page_label(index) or str(index + 1)
        return LetterPage(index, label, left, top, tuple(_read_letters(text.raw)))


def _read_letters(text: pdfium.FPDF_TEXTPAGE) -> Iterator[Letter]:
    """Read the letters that are seen and stand upright; white space is kept as a mark on the letter after it."""
    faces: dict[int, _Face] = {}
    after_space = False
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if pdfium.FPDFText_IsGenerated(text, index) == 1 or code in (0x0A, 0x0D):
            continue
        char = _name(code)
        if char.isspace():
            after_space = True
            continue
        if char in "\u200b\u200c\u200d\u2060\ufeff":
            continue
        face = _face_at(text, index, faces)
        if face.seen and face.size > 0:
            yield _measure(text, index, char, face, after_space)
        after_space = False


def _name(code: int) -> str:
    """The character of a code; one that a PDF does not name is the replacement character."""
    if code in _HYPHENS:
        return "-"
    return _UNKNOWN if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _face_at(text: pdfium.FPDF_TEXTPAGE, index: int, faces: dict[int, _Face]) -> _Face:
    """The face of a letter, asked once for every stretch of text."""
    drawn = pdfium.FPDFText_GetTextObject(text, index)
    key = ctypes.cast(drawn, ctypes.c_void_p).value or 0
    if key not in faces:
        matrix, flags = pdfium.FS_MATRIX(), ctypes.c_int()
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        name = ctypes.create_string_buffer(256)
        length = pdfium.FPDFText_GetFontInfo(text, index, name, 256, flags)
        upright = matrix.a > 0 and abs(matrix.b) < 0.02 * matrix.a
        mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn) if key else 0
        size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        font = name.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")
        faces[key] = _Face(_SUBSET.sub("", font), size, upright and mode != _INVISIBLE)
    return faces[key]


def _measure(text: pdfium.FPDF_TEXTPAGE, index: int, char: str, face: _Face, after_space: bool) -> Letter:
    """Measure one letter. The loose box holds the ink too, so a Chinese character's advance is put right to 1 em."""
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    loose = pdfium.FS_RECTF()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    pdfium.FPDFText_GetLooseCharBox(text, index, loose)
    advance = loose.right - loose.left
    if is_han(char) and abs(advance - face.size) < 0.12 * face.size:
        advance = face.size
    ink = GlyphBox(left.value, bottom.value, right.value, top.value)
    mapped = char != _UNKNOWN and pdfium.FPDFText_HasUnicodeMapError(text, index) != 1
    return Letter(char, x.value, y.value, advance, ink, face.size, face.font, after_space, mapped)
