"""Measure a set page from its finished PDF: where each character stands, line by line, in em of the text."""

from __future__ import annotations

import ctypes
import itertools
import statistics
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

CLOSING = "，、；：。？！）》〉】」』’”"
OPENING = "（《〈【「『‘“"
_INVISIBLE = "\u200b\u2060\ufeff\u00ad"


@dataclass(frozen=True)
class Glyph:
    """A character and where it stands, in points."""

    text: str
    x: float
    y: float
    width: float
    left: float
    page: int


def is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def read_glyphs(file: Path, em: float) -> list[Glyph]:
    """Read every visible character of a PDF."""
    glyphs: list[Glyph] = []
    document = pypdfium2.PdfDocument(file)
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    loose = pdfium.FS_RECTF()
    for number in range(len(document)):
        page = document[number].get_textpage()
        for i in range(pdfium.FPDFText_CountChars(page.raw)):
            character = chr(pdfium.FPDFText_GetUnicode(page.raw, i))
            if pdfium.FPDFText_IsGenerated(page.raw, i) == 1 or not character.strip() or character in _INVISIBLE:
                continue
            pdfium.FPDFText_GetCharOrigin(page.raw, i, x, y)
            pdfium.FPDFText_GetCharBox(page.raw, i, left, right, bottom, top)
            pdfium.FPDFText_GetLooseCharBox(page.raw, i, loose)
            width = em if is_han(character) else loose.right - loose.left
            glyphs.append(Glyph(character, x.value, y.value, width, left.value, number))
        page.close()
    document.close()
    return glyphs


def read_lines(file: Path, em: float) -> list[list[Glyph]]:
    """Read the lines of a PDF of one column."""
    lines: list[list[Glyph]] = []
    for glyph in read_glyphs(file, em):
        before = lines[-1][-1] if lines else None
        same = before is not None and before.page == glyph.page and abs(before.y - glyph.y) < em / 2
        if same and before is not None and glyph.x > before.x - em:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


@dataclass(frozen=True)
class Facts:
    """What the rules ask of a set text: lists hold what breaks a rule, numbers are shares of lines."""

    bad_starts: list[str]
    bad_ends: list[str]
    open_marks: list[str]
    wide_ends: list[str]
    wide_starts: list[str]
    bad_gaps: list[str]
    not_flush: list[str]
    off_grid: list[str]
    uneven: list[str]
    short_last: list[str]
    solid: float
    loose: float
    very_loose: float


def measure(file: Path, paragraphs: list[str], frame: tuple[float, float], em: float, leading: float) -> Facts:
    """Measure a text of paragraphs that was set in one column between two edges, with an indent of 2 em."""
    left, right = frame
    lines = read_lines(file, em)
    ends = _last_lines(lines, paragraphs)
    full = [line for number, line in enumerate(lines) if number not in ends]
    firsts = {0, *(number + 1 for number in ends)}
    inner = [line for number, line in enumerate(lines) if number not in firsts]
    pitches = [pitch for line in full if (pitch := _pitch(line, em))]
    share = lambda test: sum(map(test, pitches)) / max(1, len(pitches))  # noqa: E731
    return Facts(
        bad_starts=[_text(line) for line in inner if line[0].text in CLOSING + "·%"],
        bad_ends=[_text(line) for line in full if line[-1].text in OPENING + "$￥"],
        open_marks=[a.text + b.text for line in lines for a, b in itertools.pairwise(line) if _is_open(a, b, em)],
        wide_ends=[_text(line) for line in full if line[-1].text in CLOSING and right - line[-1].x > 0.78 * em],
        wide_starts=[_text(line) for line in inner if line[0].text in OPENING and line[0].left - left > 0.3 * em],
        bad_gaps=[
            f"{a.text}{b.text} {(b.x - a.x - a.width) / em:.2f}"
            for line in lines
            for a, b in itertools.pairwise(line)
            if (is_han(a.text) and is_latin(b.text)) or (is_latin(a.text) and is_han(b.text))
            if not 0.1 <= (b.x - a.x - a.width) / em <= 0.52
        ],
        not_flush=[_text(line) for line in full if not _is_flush(line[-1], right, em)],
        off_grid=[
            _text(line) for line in lines if abs((lines[0][0].y - line[0].y + leading / 2) % leading - leading / 2) > 0.15
            and line[0].page == 0
        ],
        uneven=[_text(line) for line in full if _spread(line, em) > 0.02],
        short_last=[_text(lines[n]) for n in ends if n not in firsts and sum(g.text not in CLOSING + "…—" for g in lines[n]) <= 1],
        solid=share(lambda pitch: abs(pitch - 1) <= 0.006),
        loose=share(lambda pitch: pitch > 1.05),
        very_loose=share(lambda pitch: pitch > 1.10),
    )  # fmt: skip


def _text(line: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in line)


def _last_lines(lines: list[list[Glyph]], paragraphs: list[str]) -> set[int]:
    """The numbers of the lines that end a paragraph."""
    lengths = [len("".join(paragraph.split())) for paragraph in paragraphs]
    found: set[int] = set()
    passed = 0
    for number, line in enumerate(lines):
        passed += len(line)
        if lengths and passed >= lengths[0]:
            passed -= lengths.pop(0)
            found.add(number)
    return found


def _is_open(a: Glyph, b: Glyph, em: float) -> bool:
    pair = (a.text in CLOSING and b.text in CLOSING + OPENING) or (a.text in OPENING and b.text in OPENING)
    return pair and b.x - a.x > (0.8 if a.text in "？！" else 0.75) * em


def _is_flush(end: Glyph, right: float, em: float) -> bool:
    edges = [end.x + end.width]
    if end.text in CLOSING:
        edges += [end.x + em / 2, end.x]
    return min(abs(edge - right) for edge in edges) < 0.04 * em


def _steps(line: list[Glyph], em: float) -> list[float]:
    pairs = itertools.pairwise(line)
    return [(b.x - a.x) / em for a, b in pairs if is_han(a.text) and is_han(b.text)]


def _pitch(line: list[Glyph], em: float) -> float:
    steps = _steps(line, em)
    return statistics.median(steps) if len(steps) > 3 else 0.0


def _spread(line: list[Glyph], em: float) -> float:
    steps = _steps(line, em)
    return max(steps) - min(steps) if len(steps) > 1 else 0.0
