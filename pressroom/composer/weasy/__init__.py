"""The only door to WeasyPrint's private functions: shaped text in, glyphs moved when they are drawn.

Nothing else in the composer imports WeasyPrint. What is entered here is listed in `ENTERED` with a digest of its
source, so that a test can name what another WeasyPrint has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from weasyprint.css.functions import check_math
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, percent
from weasyprint.layout.absolute import absolute_layout
from weasyprint.layout.block import collapse_margin
from weasyprint.logger import LOGGER

from pressroom.composer.weasy.aside import outer_width
from pressroom.composer.weasy.drawing import ComposedLayout, show_text
from pressroom.composer.weasy.guard import ENTERED, ComposerError, check_engine, digest_entered
from pressroom.composer.weasy.hooks import patched
from pressroom.composer.weasy.marking import EMPHASIS, draw_line, draw_text, note_ends
from pressroom.composer.weasy.narrowing import set_text
from pressroom.composer.weasy.shaping import (
    Shape,
    engine_breaks,
    ink_height,
    is_multicol,
    leading,
    line_strut,
    make_layout,
    shape_text,
    syllables,
)

__all__ = [
    "EMPHASIS",
    "ENTERED",
    "HOOKS",
    "LOGGER",
    "ComposedLayout",
    "ComposerError",
    "Shape",
    "absolute_layout",
    "boxes",
    "check_engine",
    "check_math",
    "collapse_margin",
    "digest_entered",
    "engine_breaks",
    "ink_height",
    "inline",
    "is_multicol",
    "leading",
    "line_strut",
    "make_layout",
    "note_ends",
    "outer_width",
    "patched",
    "percent",
    "shape_text",
    "syllables",
]

#: What needs no memory of the lines before.
HOOKS: Mapping[str, Callable[..., Any]] = {
    "draw_text": draw_text,
    "draw_line": draw_line,
    "set_text": set_text,
    "show_text": show_text,
}
