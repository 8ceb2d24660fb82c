"""Subsets for books: a face and some characters in, a small font of just those out."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from pressroom.fonts.catalogue import Face
from pressroom.fonts.derive import SETTING_FEATURES, save_subset


def subset_for_epub(face: Face, characters: Iterable[str]) -> bytes:
    """Cut a face down to the characters of a book, as TrueType; the family name stays, the bytes are always the same.

    Characters that the face lacks are passed over.
    """
    with TTFont(BytesIO(face.path.read_bytes()), recalcTimestamp=False, lazy=True) as font:
        return save_subset(font, {ord(character) for character in characters}, SETTING_FEATURES)


def subset_glyphs(face: Face, glyphs: Iterable[int]) -> bytes:
    """Cut a face down to some glyph ids, which stay what they are; made for embedding in a PDF.

    Tables that only layout needs are left out: the text is set already.
    """
    options = Options(
        retain_gids=True,
        layout_features=[],
        notdef_outline=True,
        glyph_names=False,
        hinting=False,
        recalc_timestamp=False,
    )
    options.drop_tables += [
        "GSUB",
        "GPOS",
        "GDEF",
        "BASE",
        "vhea",
        "vmtx",
        "VORG",
        "STAT",
        "DSIG",
        "name",
        "OS/2",
        "post",
    ]
    with TTFont(BytesIO(face.path.read_bytes()), recalcTimestamp=False, lazy=True) as font:
        subsetter = Subsetter(options)
        subsetter.populate(gids=sorted(set(glyphs)))
        subsetter.subset(font)
        buffer = BytesIO()
        font.save(buffer, reorderTables=True)
        return buffer.getvalue()
