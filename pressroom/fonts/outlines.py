"""Draw letters as outlines: text and faces in, the paths of SVG out, so that it shows where no font is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from pressroom.fonts.catalogue import Face

_WIDE = 0.6  # em, of a letter that no face has


@lru_cache(maxsize=32)
def _open_face(file: Path) -> tuple[Any, dict[int, str], int]:
    """Open a font once: its glyphs, its characters, and its units to an em."""
    font = TTFont(BytesIO(file.read_bytes()), lazy=True)  # nothing stays open
    return font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm


@lru_cache(maxsize=20_000)
def _outline(file: Path, char: str) -> tuple[str, float] | None:
    """The path of a letter, one em being 1000 units and y pointing up, and how far it advances in em."""
    glyphs, characters, units = _open_face(file)
    name = characters.get(ord(char))
    if name is None:
        return None
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number * 1000 / units:.0f}")
    glyphs[name].draw(pen)
    return pen.getCommands(), glyphs[name].width / units


def outline_letter(char: str, faces: Sequence[Face]) -> tuple[str, float]:
    """The path of a letter in the first face that has it, one em being 1000 units and y pointing up; its advance in em.

    The path is empty where no face has it.
    """
    for face in faces:
        found = _outline(face.path, char)
        if found is not None:
            return found
    return "", _WIDE


def measure_letters(text: str, faces: Sequence[Face]) -> float:
    """How wide a text is, in em."""
    return sum(outline_letter(char, faces)[1] for char in text)
