"""Look at finished pages as a reader would: text near the edge, text over text, text that cannot be seen."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
_SCALE = 2.0
_CONTRAST = 60  # of 255, between a word and what it stands on
_SHARE = 0.25  # of the lower of two words that may stand over the other: ascenders reach up to descenders


@dataclass(frozen=True)
class Word:
    """A word on a page, and the box of its ink in points."""

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float

    def __str__(self) -> str:
        return f"{self.page}: {self.text!r} at {self.left / MM:.0f},{self.bottom / MM:.0f} mm"


def read_words(file: Path) -> Iterator[tuple[Any, list[Word]]]:
    """Read the words of each page with their boxes."""
    document = pypdfium2.PdfDocument(file)
    for number in range(len(document)):
        page = document[number]
        yield page, list(_words(page, number))
    document.close()


def _words(page: Any, number: int) -> Iterator[Word]:
    text = page.get_textpage()
    y, x = ctypes.c_double(), ctypes.c_double()
    word, box, line, begin, end = "", [0.0] * 4, 0.0, 0.0, 0.0
    for index in range(text.count_chars()):
        character = text.get_text_range(index, 1)
        left, bottom, right, top = text.get_charbox(index)
        pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
        apart = abs(y.value - line) > 1 or left - end > 6 or left < begin - 1  # the parts of a ligature share a box
        if word and (not character.strip() or apart):
            yield Word(number, word, *box)
            word = ""
        if character.strip() and right - left > 0.01:
            box = (
                [min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top)]
                if word
                else [left, bottom, right, top]
            )
            word, line, begin, end = word + character, y.value, left, right
    if word:
        yield Word(number, word, *box)
    text.close()


def look_at_pages(file: Path, safe: float) -> list[str]:
    """Say what is wrong with the pages of a file: text nearer to the trim than ``safe`` millimetres, over other text, or not to be seen."""
    wrong: list[str] = []
    for page, words in read_words(file):
        left, bottom, right, top = page.get_trimbox()
        edge = safe * MM
        for word in words:
            inside = word.left > left + edge and word.bottom > bottom + edge
            if not inside or word.right > right - edge or word.top > top - edge:
                wrong.append(f"near the edge: {word}")
        wrong += [f"over each other: {one} and {other}" for one, other in _overlapping(words)]
        wrong += [f"not to be seen: {word}" for word in _hidden(page, words)]
    return wrong


def _overlapping(words: list[Word]) -> Iterator[tuple[Word, Word]]:
    """Find words that stand over others."""
    if not words:
        return
    boxes = numpy.array([[word.left, word.bottom, word.right, word.top] for word in words])
    across = numpy.minimum(boxes[:, None, 2], boxes[None, :, 2]) - numpy.maximum(boxes[:, None, 0], boxes[None, :, 0])
    down = numpy.minimum(boxes[:, None, 3], boxes[None, :, 3]) - numpy.maximum(boxes[:, None, 1], boxes[None, :, 1])
    heights = boxes[:, 3] - boxes[:, 1]
    lower = numpy.minimum(heights[:, None], heights[None, :])
    for one, other in zip(*numpy.nonzero((across > 0.8) & (down > _SHARE * lower)), strict=True):
        if one < other:
            yield words[one], words[other]


def _hidden(page: Any, words: list[Word]) -> Iterator[Word]:
    """Find words that are as light or dark as all around them: cut off, painted over, or of the colour of the ground."""
    picture = page.render(scale=_SCALE).to_numpy()[:, :, :3].astype(int)
    height = picture.shape[0]
    for word in words:
        rows = slice(max(int(height - word.top * _SCALE) - 1, 0), max(int(height - word.bottom * _SCALE) + 2, 0))
        crop = picture[rows, max(int(word.left * _SCALE) - 1, 0) : int(word.right * _SCALE) + 2]
        if not crop.size or (crop.max(axis=(0, 1)) - crop.min(axis=(0, 1))).max() < _CONTRAST:
            yield word
