"""Fonts: published packages in, faces fit for the press out, with what they cover and may do."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pressroom.fonts.add import Wish, add_fonts
    from pressroom.fonts.catalogue import RARE_FAMILY, Catalogue, Face, Source, font_face_rule, read_catalogue
    from pressroom.fonts.check import check_fonts
    from pressroom.fonts.coverage import Coverage, read_characters, read_coverage
    from pressroom.fonts.glyphs import Glyph, find_frame, find_glyphs
    from pressroom.fonts.matching import Faces, faces_of
    from pressroom.fonts.prepare import prepare_fonts
    from pressroom.fonts.rare import rare_faces
    from pressroom.fonts.subsets import subset_font, subset_for_epub, subset_glyphs

_HOMES = {
    "Wish": "add",
    "add_fonts": "add",
    "Catalogue": "catalogue",
    "Face": "catalogue",
    "Faces": "matching",
    "Source": "catalogue",
    "faces_of": "matching",
    "font_face_rule": "catalogue",
    "read_catalogue": "catalogue",
    "check_fonts": "check",
    "Glyph": "glyphs",
    "find_frame": "glyphs",
    "find_glyphs": "glyphs",
    "Coverage": "coverage",
    "read_characters": "coverage",
    "read_coverage": "coverage",
    "prepare_fonts": "prepare",
    "RARE_FAMILY": "catalogue",
    "rare_faces": "rare",
    "subset_font": "subsets",
    "subset_for_epub": "subsets",
    "subset_glyphs": "subsets",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for, and no more: reading fonts takes long to load, and many builds do without."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = [
    "RARE_FAMILY",
    "Catalogue",
    "Coverage",
    "Face",
    "Faces",
    "Glyph",
    "Source",
    "Wish",
    "add_fonts",
    "check_fonts",
    "faces_of",
    "find_frame",
    "find_glyphs",
    "font_face_rule",
    "prepare_fonts",
    "rare_faces",
    "read_catalogue",
    "read_characters",
    "read_coverage",
    "subset_font",
    "subset_for_epub",
    "subset_glyphs",
]
