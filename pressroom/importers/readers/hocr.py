"""Read hOCR, as Tesseract and others write it: a file in, its pages with lines out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

from pressroom.importers.ocr.wrapping import join_texts
from pressroom.importers.pages import PICTURE, Region, SourceLine, SourcePage, SourcePicture
from pressroom.importers.places.values import ScannedPage
from pressroom.read.sheet import decode_text
from pressroom.report import Place, SourceError, stop

MOST_BYTES = 256 * 1024 * 1024
_LINES = ("ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocr_title")
_SIZE = 0.8  # of a line's height, where its size is not said


def read_hocr(file: Path, first: int = 1) -> list[ScannedPage]:
    """Read the pages of an hOCR file; they count from ``first``.

    :raises SourceError: where there are none, or the file is too large.
    """
    if file.stat().st_size > MOST_BYTES:
        raise SourceError(
            [stop("huge-scan", f"more than {MOST_BYTES // 2**20} MiB", Place(file), "give one file a page")]
        )
    pages = read_hocr_text(decode_text(file.read_bytes(), file, "save it as UTF-8"), first)
    if not pages:
        raise SourceError([stop("no-text", "no ocr_page is in it", Place(file), "this is no hOCR")])
    return pages


def read_hocr_text(text: str, first: int = 1) -> list[ScannedPage]:
    """Read the pages of hOCR."""
    reader = _HocrReader(first)
    reader.feed(text)
    reader.close()
    reader.end_line()
    return [ScannedPage(page, tuple(lines)) for page, lines in reader.pages]


@dataclass
class _Line:
    """A line that is being read."""

    box: Region
    size: float
    words: list[str] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)
    depth: int = 0


class _HocrReader(HTMLParser):
    """Walks the elements of hOCR."""

    def __init__(self, first: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first = first
        self.pages: list[tuple[SourcePage, list[SourceLine]]] = []
        self.line: _Line | None = None
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A page, a line or a word begins."""
        if tag in ("br", "img", "meta", "link", "hr", "input"):
            return
        self.depth += 1
        values = {name: value or "" for name, value in attrs}
        kinds = values.get("class", "").split()
        title = values.get("title", "")
        box = _box(title)
        if "ocr_page" in kinds and box is not None:
            self.end_line()
            self.pages.append((SourcePage(self.first + len(self.pages), "", box.width, box.height), []))
        elif "ocr_photo" in kinds and box is not None and self.pages:
            picture = SourceLine(0, "", mark=PICTURE, page=self.pages[-1][0].number, box=box, picture=SourcePicture(""))
            self.pages[-1][1].append(picture)
        elif any(kind in _LINES for kind in kinds) and box is not None:
            self.end_line()
            size = re.search(r"x_size ([\d.]+)", title)
            self.line = _Line(box, float(size[1]) * _SIZE if size else box.height * _SIZE, depth=self.depth)
        elif "ocrx_word" in kinds and self.line is not None:
            sure = re.search(r"x_wconf (\d+)", title)
            self.line.sure.append(int(sure[1]) / 100 if sure else 1)

    def handle_endtag(self, tag: str) -> None:
        """A line ends with its element."""
        if tag in ("br", "img", "meta", "link", "hr", "input"):
            return
        if self.line is not None and self.depth <= self.line.depth:
            self.end_line()
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        """Words of a line."""
        if self.line is not None and data.strip():
            self.line.words += data.split()

    def end_line(self) -> None:
        """Put the line that was read to its page."""
        if self.line is not None and self.line.words and self.pages:
            text = ""
            for word in self.line.words:
                text = join_texts(text, word) if text else word
            page, lines = self.pages[-1]
            sure = sum(self.line.sure) / len(self.line.sure) if self.line.sure else 1.0
            made = SourceLine(0, text, page=page.number, box=self.line.box, size=self.line.size, confidence=sure)
            lines.append(replace(made))
        self.line = None


def _box(title: str) -> Region | None:
    """The box that the title of an element names."""
    found = re.search(r"\bbbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)", title)
    return Region(*(float(found[at]) for at in range(1, 5))) if found else None
