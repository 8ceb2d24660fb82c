"""Read the fonts of a PDF: how codes are read, how wide they are, what they say, and which have no outline.

Any font of any program is read, with no code of ``editions.pdf.tables``, which writes those of Pressroom.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
from pikepdf import Array

from pressroom.preflight.pdf.marks.colours import tell_space
from pressroom.preflight.pdf.marks.values import Bitmap, FileFont, Ink

_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end(?:bfchar|bfrange)", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]*>|\[[^\]]*\])")
_NOTHING = 0xFFFF
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True)
class TextCode:
    """A code of a text: what it says, its width in thousandths of the size, and whether its font can draw it."""

    text: str
    width: float
    drawn: bool
    space: bool


@dataclass(eq=False)
class FontReader:
    """A font of a file, and what has been read of it so far."""

    font: Any
    known: dict[int, TextCode] = field(default_factory=dict)

    @cached_property
    def composite(self) -> bool:
        """Whether its codes take two bytes."""
        return str(self.font.get("/Subtype")) == "/Type0"

    @cached_property
    def drawn_by(self) -> Any:
        """The font that the letters are drawn by."""
        return self.font.DescendantFonts[0] if self.composite else self.font

    @cached_property
    def facts(self) -> FileFont:
        """What is said of it."""
        name = str(self.font.get("/BaseFont", self.font.get("/Name", "/?")))[1:]
        kind = str(self.drawn_by.get("/Subtype"))[1:]
        return FileFont(name, kind, kind == "Type3" or self._program is not None)

    @cached_property
    def _program(self) -> Any:
        described = self.drawn_by.get("/FontDescriptor", {})
        return next((described[key] for key in _PROGRAMS if key in described), None)

    def letters(self, data: bytes) -> Iterator[TextCode]:
        """The letters of a text."""
        step = 2 if self.composite else 1
        for start in range(0, len(data) - step + 1, step):
            code = int.from_bytes(data[start : start + step], "big")
            letter = self.known.get(code)
            if letter is None:
                letter = self.known[code] = self._read(code)
            yield letter

    def _read(self, code: int) -> TextCode:
        text = self._words.get(code, "" if self.composite else chr(code))
        blank = bool(text) and not text.strip("\u200b\u2060\ufeff\u00ad \t\u3000\u00a0\u2002\u2003\u2009")
        return TextCode(
            text,
            self._widths.get(code, self._default),
            self._is_drawn(code) or blank,
            not self.composite and code == 32,
        )

    @cached_property
    def _default(self) -> float:
        if self.composite:
            return float(self.drawn_by.get("/DW", 1000))
        return float(self.drawn_by.get("/FontDescriptor", {}).get("/MissingWidth", 500))

    @cached_property
    def _widths(self) -> dict[int, float]:
        if not self.composite:
            first = int(self.font.get("/FirstChar", 0))
            return {first + index: float(width) for index, width in enumerate(self.font.get("/Widths", ()))}
        return dict(_composite_widths(self.drawn_by.get("/W", Array())))

    @cached_property
    def _words(self) -> dict[int, str]:
        stream = self.font.get("/ToUnicode")
        return dict(_read_words(stream.read_bytes())) if isinstance(stream, pikepdf.Stream) else {}

    def _is_drawn(self, code: int) -> bool:
        """Whether the program has an outline of its own for a code; where that cannot be told, it has."""
        if not self.composite:
            return True
        if code == _NOTHING:
            return False
        places = self._places
        if places is None:
            return code != 0
        glyph = self._glyphs.get(code, 0) if self._glyphs is not None else code
        return 0 < glyph < len(places) - 1 and places[glyph + 1] > places[glyph]

    @cached_property
    def _glyphs(self) -> dict[int, int] | None:
        """The glyphs of codes, where they are not the codes themselves."""
        table = self.drawn_by.get("/CIDToGIDMap")
        if not isinstance(table, pikepdf.Stream):
            return None
        data = table.read_bytes()
        return {code: int.from_bytes(data[2 * code : 2 * code + 2], "big") for code in range(len(data) // 2)}

    @cached_property
    def _places(self) -> tuple[int, ...] | None:
        """Where the outlines of a TrueType program lie; nothing for other programs."""
        if self._program is None:
            return None
        return _outline_places(self._program.read_bytes())


def _composite_widths(flat: Any) -> Iterator[tuple[int, float]]:
    """Read ``/W``: ``first [w …]`` or ``first last w`` (ISO 32000-1, 9.7.4.3)."""
    items = list(flat)
    position = 0
    while position + 1 < len(items):
        first = int(items[position])
        if isinstance(items[position + 1], Array):
            for offset, width in enumerate(items[position + 1]):
                yield first + offset, float(width)
            position += 2
        else:
            for code in range(first, int(items[position + 1]) + 1):
                yield code, float(items[position + 2])
            position += 3


def _read_words(data: bytes) -> Iterator[tuple[int, str]]:
    """Read a ToUnicode map."""
    for kind, body in _BLOCK.findall(data):
        if kind == b"bfchar":
            codes = _HEX.findall(body)
            for code, text in zip(codes[::2], codes[1::2], strict=False):
                yield int(code, 16), _text(text)
            continue
        for low, high, target in _RANGE.findall(body):
            start, texts = int(low, 16), _HEX.findall(target)
            for offset in range(min(int(high, 16) - start + 1, 0x10000)):
                if target.startswith(b"["):
                    if offset < len(texts):
                        yield start + offset, _text(texts[offset])
                elif first := _text(texts[0]):
                    yield start + offset, first[:-1] + chr(min(ord(first[-1]) + offset, 0x10FFFF))


def _text(data: bytes) -> str:
    """The text that a hexadecimal string of UTF-16 says."""
    clean = bytes(data).translate(None, b" \r\n\t")
    return bytes.fromhex((clean + b"0" * (len(clean) % 2)).decode("ascii")).decode("utf-16-be", "replace")


def _outline_places(data: bytes) -> tuple[int, ...] | None:
    """Read ``loca`` of a TrueType program (OpenType specification, loca)."""
    try:
        count = struct.unpack_from(">H", data, 4)[0]
        tables = {}
        for index in range(count):
            tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
            tables[tag] = (offset, length)
        if b"loca" not in tables or b"head" not in tables:
            return None
        long = struct.unpack_from(">h", data, tables[b"head"][0] + 50)[0]
        offset, length = tables[b"loca"]
        if long:
            return struct.unpack_from(f">{length // 4}L", data, offset)
        return tuple(2 * place for place in struct.unpack_from(f">{length // 2}H", data, offset))
    except struct.error:
        return None


_LONG = {"/W": "/Width", "/H": "/Height", "/BPC": "/BitsPerComponent", "/CS": "/ColorSpace", "/IM": "/ImageMask"}


def read_bitmap(item: Any, resources: Any) -> Bitmap:
    """Read a picture, or one that is written in the content of a page."""

    def find(key: str, default: Any) -> Any:
        short = next((short for short, long in _LONG.items() if long == key), key)
        return item.get(key, item.get(short, default))

    mask = bool(find("/ImageMask", False))
    space = find("/ColorSpace", None)
    colour = tell_space(space, resources) if space is not None else Ink("unknown")
    bits = 1 if mask else int(find("/BitsPerComponent", 8))
    return Bitmap(int(find("/Width", 0)), int(find("/Height", 0)), bits, colour, mask)
