"""Fonts: published packages in, faces fit for the press out, with what they cover and may do."""

from pressroom.fonts.catalogue import Catalogue, Face, Source, font_face_rule, read_catalogue
from pressroom.fonts.check import check_fonts
from pressroom.fonts.coverage import coverage, face_characters, missing_characters, rare_characters
from pressroom.fonts.prepare import prepare_fonts
from pressroom.fonts.rare import RARE_FAMILY, rare_face
from pressroom.fonts.subsets import subset_for_epub, subset_glyphs

__all__ = [
    "RARE_FAMILY",
    "Catalogue",
    "Face",
    "Source",
    "check_fonts",
    "coverage",
    "face_characters",
    "font_face_rule",
    "missing_characters",
    "prepare_fonts",
    "rare_characters",
    "rare_face",
    "read_catalogue",
    "subset_for_epub",
    "subset_glyphs",
]
