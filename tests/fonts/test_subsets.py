"""Subsets of faces: what is cut out draws what the face draws."""

from __future__ import annotations

import io

from fontTools.ttLib import TTFont

from pressroom.fonts import Catalogue, read_catalogue, subset_for_epub, subset_glyphs
from pressroom.fonts.subsets import _subset_anew
from tests.support.paths import ROOT


def test_a_small_subset_draws_what_the_face_draws() -> None:
    catalogue = read_catalogue([ROOT / "fonts"])
    for face in catalogue.faces:
        with TTFont(face.path, lazy=True) as font:
            count = font["maxp"].numGlyphs
        glyphs = range(3, count, max(count // 60, 1))
        with (
            TTFont(io.BytesIO(subset_glyphs(face, glyphs))) as quick,
            TTFont(io.BytesIO(_subset_anew(TTFont(face.path, recalcTimestamp=False), glyphs))) as slow,
        ):
            quick_names, slow_names = quick.getGlyphOrder(), slow.getGlyphOrder()
            for glyph in (0, *glyphs):
                one, other = quick_names[glyph], slow_names[glyph]
                assert quick["glyf"][one].getCoordinates(quick["glyf"]) == slow["glyf"][other].getCoordinates(
                    slow["glyf"]
                )
                assert quick["hmtx"][one] == slow["hmtx"][other]


def test_subset_holds_just_the_characters_of_the_book(catalogue: Catalogue) -> None:
    face = catalogue.face("Pressroom Song Bold")
    data = subset_for_epub(face, "潮涌，“钱塘”——\ue000")
    assert data == subset_for_epub(face, sorted("潮涌，“钱塘”——"))
    assert len(data) < 20_000
    with TTFont(io.BytesIO(data)) as font:
        assert set(font.getBestCmap()) == {ord(c) for c in "潮涌，“钱塘”—"}
        assert font["name"].getDebugName(1) == "Pressroom Song Bold"
        features = {r.FeatureTag for t in ("GSUB", "GPOS") for r in font[t].table.FeatureList.FeatureRecord}
        assert {"vert", "halt", "chws"} <= features
