"""Read a PDF: a file in, its pages with lines, places and pictures out; pages without text go through OCR."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pressroom.importers.pages import PICTURE, Region, Scan, SourceLine, SourcePage, SourcePicture
from pressroom.importers.places import ScannedPage, compose
from pressroom.importers.readers.images import shrink
from pressroom.report import Place, SourceError, stop

MOST_BYTES = 2 * 2**30
_SECONDS = 1800
DPI = 200
#: Reads one page image: the file and its resolution in; lines with their places, in points, out.
Ocr = Callable[[Path, int], ScannedPage]


def read_pdf(
    file: Path,
    ocr: Ocr | None = None,
    keep: Path | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Scan:
    """Read a PDF.

    ``ocr`` reads pages that are images; ``keep`` is a folder for the images of all pages.

    :raises SourceError: where it is no sound PDF, or it has no text and nothing can read images.
    """
    with tempfile.TemporaryDirectory() as folder:
        pages = [*_read_pages(file, Path(folder), DPI if ocr else 0, draw_all=keep is not None)]
        printed: list[ScannedPage] = []
        ocr = ocr if _needs_ocr(pages) else None
        for values in pages:
            progress("reading pages", len(printed), len(pages))
            printed.append(_printed(values, Path(folder), ocr, keep))
    if not any(page.lines for page in printed):
        hint = "its pages are images: install the extra `pressroom[ocr]`, or Tesseract with the language's data"
        raise SourceError([stop("no-text", "there is no text in it", Place(file), hint)])
    return replace(compose(file, printed), reader="pdf")


def _needs_ocr(pages: Sequence[dict[str, Any]]) -> bool:
    """Whether most pages are images: a few pages without text are blank, or pictures."""
    return sum(1 for values in pages if values["bare"]) * 2 > len(pages)


def _read_pages(file: Path, folder: Path, dpi: int, *, draw_all: bool = False) -> Iterator[dict[str, Any]]:
    """Have a process of its own read the pages."""
    if file.stat().st_size > MOST_BYTES:
        hint = "split it into its issues"
        raise SourceError([stop("huge-scan", f"more than {MOST_BYTES // 2**30} GiB", Place(file), hint)])
    command = [
        sys.executable,
        "-m",
        "pressroom.importers.readers.pdf_pages",
        str(file.resolve()),
        str(folder),
        str(dpi),
        str(int(draw_all)),
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise SourceError([stop("broken-pdf", f"it took more than {_SECONDS} s", Place(file), "repair it")]) from None
    if done.returncode:
        raise SourceError([_explain(done, file)])
    for line in done.stdout.splitlines():
        yield json.loads(line)


def _explain(done: subprocess.CompletedProcess[bytes], file: Path) -> Any:
    """Say why a PDF could not be read."""
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    last = said[-1].rpartition(": ")[2] if said else "the reader crashed"
    if "password" in last.lower():
        return stop("locked-pdf", "it is locked with a password", Place(file), "unlock it, then import it again")
    if "MemoryError" in (said[-1] if said else "") or done.returncode < 0:
        last = "the reader crashed or took too much memory"
    hint = "repair it, for example with `qpdf in.pdf out.pdf`, or import images of its pages"
    return stop("broken-pdf", f"this is no sound PDF: {last}", Place(file), hint)


def _printed(values: dict[str, Any], folder: Path, ocr: Ocr | None, keep: Path | None = None) -> ScannedPage:
    """Make a printed page of what the process said."""
    number = values["number"]
    kept = shrink(folder / values["image"], keep / f"page-{number:04d}.jpg") if keep and "image" in values else None
    page = SourcePage(number, width=values["width"], height=values["height"], image=kept)
    if ocr is not None and values["bare"] and "image" in values:
        read = ocr(folder / values["image"], DPI)
        return ScannedPage(page, tuple(replace(line, page=number) for line in read.lines))
    lines = [
        SourceLine(
            0,
            text,
            page=number,
            box=Region(left, top, right, bottom),
            size=size,
            bold=((0, len(text)),) if bold else (),
        )
        for text, left, top, right, bottom, size, bold in values["lines"]
    ]
    pictures = [
        SourceLine(0, "", mark=PICTURE, page=number, box=Region(*one["box"]), picture=_picture(folder / one["name"]))
        for one in values["pictures"]
    ]
    return ScannedPage(page, (*lines, *pictures))


def _picture(file: Path) -> SourcePicture:
    """A picture that the process wrote."""
    return SourcePicture(file.name, file.read_bytes() if file.is_file() else b"")
