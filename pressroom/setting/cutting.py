"""Cut faces down to what is set, always with the same code: the engine's own way hangs on the libraries of the machine.

With HarfBuzz's subsetter WeasyPrint is quick; without it, it has fontTools read all outlines anew and write the time
of day into the font.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from pressroom.fonts.subsets import cut_program


def cut_face(_: Callable[..., None], font: Any, to_unicode: Mapping[int, str], hinting: bool) -> None:  # noqa: ARG001
    """Cut the program of a font down, in the place of WeasyPrint's `Font.subset`.

    :raises ValueError: if the font is broken.
    """
    if not to_unicode:
        return
    glyphs = [glyph for glyph in to_unicode if glyph < font.glyph_count]
    try:
        font.file_content = cut_program(BytesIO(font.file_content), glyphs, font.index)
    except ValueError as error:
        raise ValueError(f"the font {font.family} is broken: {error}") from error
