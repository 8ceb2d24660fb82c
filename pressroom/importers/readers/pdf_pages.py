"""Read the pages of one PDF in a process of its own: a file in, a JSON line a page on the standard output.

PDFium is a parser of hostile files: where it crashes or takes too much, it takes only this process along. Run as
``python -m pressroom.importers.readers.pdf_pages FILE FOLDER DPI ALL``; pictures and drawn pages go to the folder.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from pressroom.pictures.pages import open_document

_MEMORY = 6 * 2**30  # bytes of address space
_MOST_LETTERS = 60_000  # of a page
_SMALLEST = 0.02  # of the page that a picture covers
_LARGEST = 0.85  # of the page: the page's own image
_BOLD = 600  # weight


@dataclass
class LetterRun:
    """Letters that follow each other on one baseline."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool


def read_page(page: Any, number: int, folder: Path, dpi: int, draw_all: bool) -> dict[str, Any]:
    """Read one page: its size, its lines with their places, its pictures; drawn where it has no text."""
    width, height = page.get_size()
    runs = [*_merge(_runs(page))]
    lines = [
        [
            run.text,
            run.left,
            height - run.base - 0.88 * run.size,
            run.right,
            height - run.base + 0.12 * run.size,
            run.size,
            run.bold,
        ]
        for run in runs
        if run.text.strip()
    ]
    letters = sum(len(run.text.strip()) for run in runs)
    values: dict[str, Any] = {"number": number, "width": width, "height": height, "lines": lines, "pictures": []}
    values["pictures"] = list(_pictures(page, number, folder, width * height, height))
    values["bare"] = letters < _FEW
    if dpi and (draw_all or values["bare"]):
        file = folder / f"page-{number:04d}.png"
        page.render(scale=dpi / 72, may_draw_forms=False).to_pil().convert("L").save(file)
        values["image"] = file.name
    return values


_FEW = 8  # letters of a page that is an image


def _runs(page: Any) -> Iterator[LetterRun]:
    """Walk the letters of a page in the order in which it draws them."""
    text = page.get_textpage()
    count = min(text.count_chars(), _MOST_LETTERS)
    raw = text.raw
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    at_x, at_y = ctypes.c_double(), ctypes.c_double()
    matrix = pdfium.FS_MATRIX()
    run: LetterRun | None = None
    seen: set[tuple[int, int, int]] = set()
    space = False
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in (0, 0xFFFE, 0xFFFF) or code < 32:
            space = space or code in (10, 13)
            continue
        if code in (32, 0xA0):
            space = space or not pdfium.FPDFText_IsGenerated(raw, index)
            continue
        if not pdfium.FPDFText_GetCharBox(raw, index, left, right, low, high):
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, at_x, at_y)
        pdfium.FPDFText_GetMatrix(raw, index, matrix)
        if abs(matrix.b) > abs(matrix.a) or matrix.a < 0:  # turned text: labels of drawings, spines
            continue
        size = pdfium.FPDFText_GetFontSize(raw, index) * (abs(matrix.d) or 1)
        key = (code, round(at_x.value), round(at_y.value))
        if size < 1 or key in seen:
            continue
        seen.add(key)
        bold = pdfium.FPDFText_GetFontWeight(raw, index) >= _BOLD
        letter = chr(code)
        width = max(right.value - at_x.value, right.value - left.value)
        if run is None or not _follows(run, at_x.value, at_y.value, size):
            if run is not None:
                yield run
            run = LetterRun(letter, min(at_x.value, left.value), at_x.value + width, at_y.value, size, bold)
        else:
            gap = min(at_x.value, left.value) - run.right
            between = " " if _parts(run.text[-1], letter, gap, size, space) else ""
            run.text += between + letter
            run.right = max(run.right, at_x.value + width)
        space = False
    if run is not None:
        yield run


def _follows(run: LetterRun, x: float, base: float, size: float) -> bool:
    """Whether a letter goes on in a run."""
    same = abs(base - run.base) < 0.2 * size and 0.8 < size / run.size < 1.25
    return same and -0.6 * size < x - run.right < 1.3 * size


def _parts(before: str, letter: str, gap: float, size: float, space: bool) -> bool:
    """Whether a space stands between two letters: between words of an alphabet, or where the gap is wide."""
    wide = ord(before) > 0x2E7F or ord(letter) > 0x2E7F
    if wide:
        figures = before.isdigit() != letter.isdigit()
        return gap > (0.2 if space else 0.42 if figures else 0.7) * size
    return gap > 0.12 * size and (space or gap > 0.2 * size)


def _merge(runs: Iterator[LetterRun]) -> Iterator[LetterRun]:
    """Put runs together that stand close on one baseline, whatever the order in which they were drawn."""
    waiting: list[LetterRun] = []
    for run in sorted(runs, key=lambda one: (-round(one.base, 1), one.left)):
        for before in waiting:
            gap = run.left - before.right
            close = abs(run.base - before.base) < 0.25 * run.size and -0.4 * run.size < gap < 0.9 * run.size
            if close and 0.6 < run.size / before.size < 1.6:
                space = " " if _parts(before.text[-1], run.text[0], gap, run.size, False) else ""
                before.text += space + run.text
                before.right = max(before.right, run.right)
                break
        else:
            waiting.append(run)
    yield from waiting


def _pictures(page: Any, number: int, folder: Path, area: float, height: float) -> Iterator[dict[str, Any]]:
    """Write the pictures of a page that are neither ornaments nor the page itself."""
    for count, image in enumerate(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=6), 1):
        try:
            left, low, right, high = image.get_bounds()
            share = (right - left) * (high - low) / area
            if not _SMALLEST <= share <= _LARGEST:
                continue
            name = f"picture-{number:04d}-{count}"
            image.extract(folder / name)
            file = next(iter(sorted(folder.glob(f"{name}.*"))), None)
        except (pypdfium2.PdfiumError, OSError, ValueError, MemoryError):
            continue
        if file is not None:
            yield {"name": file.name, "box": [left, height - high, right, height - low]}


def _bound_memory() -> None:
    """Take no more memory than a page needs."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def read_document(file: Path, folder: Path, dpi: int, draw_all: bool) -> Iterator[dict[str, Any]]:
    """Read all pages of a document, one after the other."""
    with open_document(file) as document:
        for index in range(document.pages):
            with document.page(index) as page:
                values = read_page(page, index + 1, folder, dpi, draw_all)
            yield values


def main() -> None:
    """Read the file that is named, and say its pages."""
    _bound_memory()
    for values in read_document(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "1"):
        sys.stdout.write(json.dumps(values, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
