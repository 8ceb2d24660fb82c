"""Read the fonts of a page: codes in, what they say and how wide they are out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end", re.DOTALL)
_STYLE = re.compile(r"^/?(?:[A-Z]{6}\+)?([^,]+)")


@dataclass
class Font:
    """A font of a page with two bytes a code; ``family`` is what its face is called."""

    family: str
    words: dict[int, str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    default: float = 1000.0

    def read(self, data: bytes) -> Iterator[tuple[str, float]]:
        """What the codes of a text say, and their widths in thousandths of the size."""
        for start in range(0, len(data) - 1, 2):
            code = int.from_bytes(data[start : start + 2], "big")
            yield self.words.get(code, ""), self.widths.get(code, self.default)


def read_font(font: Any) -> Font | None:
    """Read a font; nothing where its codes are no glyphs of a face of ours."""
    if str(font.get("/Subtype")) != "/Type0" or "/ToUnicode" not in font:
        return None
    drawn = font.DescendantFonts[0]
    described = drawn.get("/FontDescriptor", {})
    named = _STYLE.match(str(font.BaseFont))
    family = str(described.get("/FontFamily", "")) or (named[1].replace("-", " ") if named else "")
    words = dict(_read_words(font.ToUnicode.read_bytes()))
    return Font(family, words, dict(_read_widths(drawn.get("/W", ()))), float(drawn.get("/DW", 1000)))


def _read_words(data: bytes) -> Iterator[tuple[int, str]]:
    """The codes of a ToUnicode map with what they say."""
    for kind, block in _BLOCK.findall(data):
        values = [bytes.fromhex(value.decode("ascii")) for value in _HEX.findall(block)]
        if kind == b"bfchar":
            for code, word in zip(values[::2], values[1::2], strict=True):
                yield int.from_bytes(code, "big"), word.decode("utf-16-be", "replace")
            continue
        for first, last, word in zip(values[::3], values[1::3], values[2::3], strict=True):
            start = int.from_bytes(first, "big")
            for number in range(int.from_bytes(last, "big") - start + 1):
                shifted = int.from_bytes(word, "big") + number
                yield start + number, shifted.to_bytes(len(word), "big").decode("utf-16-be", "replace")


def _read_widths(widths: Any) -> Iterator[tuple[int, float]]:
    """The widths of a font with two bytes a code: ISO 32000-1, 9.7.4.3."""
    values = list(widths)
    at = 0
    while at + 1 < len(values):
        first = int(values[at])
        if hasattr(values[at + 1], "__len__"):
            yield from ((first + number, float(width)) for number, width in enumerate(values[at + 1]))
            at += 2
        else:
            yield from ((code, float(values[at + 2])) for code in range(first, int(values[at + 1]) + 1))
            at += 3
