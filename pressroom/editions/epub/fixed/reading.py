"""Read the fonts of a page: codes in, what they say and how wide they are out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pressroom.editions.pdf.tables import read_texts, read_widths

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
    words = read_texts(font.ToUnicode.read_bytes())
    widths = read_widths(drawn.W) if "/W" in drawn else {}
    return Font(family, words, widths, float(drawn.get("/DW", 1000)))
