"""Find glyphs: a line of text and a face in, the glyphs that write it out, one for each character."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from pressroom.fonts.catalogue import Face


@dataclass(frozen=True)
class Glyph:
    """A glyph of a face: its number, the character it writes and its width in thousandths of an em."""

    number: int
    character: str
    width: int


@dataclass(frozen=True)
class VerticalExtent:
    """How high and low a face reaches, in thousandths of an em."""

    ascent: int
    descent: int
    box: tuple[int, int, int, int]


def find_glyphs(face: Face, text: str) -> tuple[Glyph, ...]:
    """Find the glyphs of a line, as it comes: nothing is shaped. Characters that the face lacks are left out."""
    known, _ = _read_face(face.path, face.path.stat().st_mtime_ns, frozenset(text))
    return tuple(known[character] for character in text if character in known)


def find_frame(face: Face) -> VerticalExtent:
    """Find how high and low a face reaches."""
    return _read_face(face.path, face.path.stat().st_mtime_ns, frozenset())[1]


@lru_cache(maxsize=64)
def _read_face(file: Path, _changed: int, characters: frozenset[str]) -> tuple[dict[str, Glyph], VerticalExtent]:
    with TTFont(file, lazy=True) as font:
        head, lines, metrics = font["head"], font["hhea"], font["hmtx"]

        def scale(value: int) -> int:
            return round(value * 1000 / int(head.unitsPerEm))

        names = font.getBestCmap()
        known = {
            character: Glyph(font.getGlyphID(name), character, scale(metrics[name][0]))
            for character in sorted(characters)
            if (name := names.get(ord(character)))
        }
        box = (scale(head.xMin), scale(head.yMin), scale(head.xMax), scale(head.yMax))
        return known, VerticalExtent(scale(lines.ascent), scale(lines.descent), box)
