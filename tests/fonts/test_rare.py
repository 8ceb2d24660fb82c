"""Rare characters: a face is made of them, and every character that no face has is named."""

from __future__ import annotations

from pathlib import Path

import numpy
import weasyprint
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pressroom.fonts import RARE_FAMILY, Catalogue, Coverage, Face, read_characters
from pressroom.fonts.coverage import fallback_file
from pressroom.workshop.files import digest
from tests.support.faces import RARE, likeness, rare_in
from tests.support.paths import FONTS
from tests.support.press import reading


def drawn(file: Path, character: str) -> numpy.ndarray:
    page = Image.new("L", (80, 80))
    ImageDraw.Draw(page).text((8, 60), character, fill=255, font=ImageFont.truetype(file, 64), anchor="ls")
    return numpy.asarray(page.filter(ImageFilter.GaussianBlur(1)), dtype=float)


def test_rare_face_draws_what_the_full_font_draws(rare: Face) -> None:
    for character in RARE:
        assert likeness(drawn(rare.path, character), drawn(fallback_file(), character)) > 0.97, character
    assert likeness(drawn(rare.path, RARE[0]), drawn(fallback_file(), RARE[1])) < 0.9


def test_rare_face_is_the_same_each_time_and_made_once(rare: Face, tmp_path: Path) -> None:
    again = rare_in(reversed(RARE + RARE), tmp_path)
    assert again is not None
    assert (again.file, again.sha256, again.family) == (rare.file, rare.sha256, RARE_FAMILY)
    assert digest(again.path.read_bytes()) == rare.sha256
    made = again.path.stat().st_mtime_ns
    assert rare_in(RARE, tmp_path) == again
    assert again.path.stat().st_mtime_ns == made
    assert [file.name for file in (tmp_path / "fonts").iterdir()] == [again.file]
    other = rare_in(RARE[:2], tmp_path)
    assert other is not None
    assert other.file != again.file


def test_no_rare_face_where_none_is_needed(tmp_path: Path) -> None:
    assert rare_in("", tmp_path) is None
    assert not (tmp_path / "fonts").exists()


def test_rare_characters_are_set_in_the_rare_face(css: str) -> None:
    html = f'<style>{css}</style><p style=\'font-family:"Pressroom Kai","{RARE_FAMILY}"\'>潮{RARE}</p>'
    document = weasyprint.HTML(string=html).render()
    document.write_pdf()
    assert {str(font.family) for font in document.fonts.values()} == {"Pressroom Kai", RARE_FAMILY}


def test_missing_characters_are_named_with_their_place(coverage: Coverage) -> None:
    text = f"潮涌\ue000“引”——{RARE}ā℃\u200b\ufeff\n\U000f0000"
    assert coverage.find_missing(text) == ((2, "\ue000"), (len(text) - 1, "\U000f0000"))
    assert coverage.find_rare(text) == tuple(sorted(RARE))
    assert coverage.find_missing("钱塘Qiántáng 1,000 №1 ∑") == ()


def test_coverage_is_read_from_the_files(catalogue: Catalogue, coverage: Coverage) -> None:
    assert len(coverage.chinese) == sum(face.chinese for face in catalogue.faces)
    assert all(ord("潮") in held for held in coverage.chinese)
    assert ord("潮") not in coverage.latin
    assert ord("ā") in coverage.latin
    with reading(FONTS) as workshop:
        assert read_characters(catalogue.face("Pressroom Kai").path, workshop) in coverage.chinese
