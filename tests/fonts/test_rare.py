"""Rare characters: faces are made of them, and every character that no face has is named."""

from __future__ import annotations

from pathlib import Path

import weasyprint

from pressroom.fonts import RARE_FAMILY, Catalogue, Coverage, Face, read_characters
from pressroom.fonts.coverage import fallback_file
from pressroom.workshop.files import digest
from tests.support.faces import RARE, drawn, likeness, rare_in
from tests.support.paths import FONTS
from tests.support.press import reading


def test_rare_face_draws_what_the_full_font_draws(rare: Face) -> None:
    for character in RARE:
        assert likeness(drawn(rare.path, character), drawn(fallback_file(), character)) > 0.97, character
    assert likeness(drawn(rare.path, RARE[0]), drawn(fallback_file(), RARE[1])) < 0.9


def test_rare_face_is_the_same_each_time_and_made_once(rare: Face, tmp_path: Path) -> None:
    again, bold = rare_in(reversed(RARE + RARE), tmp_path)
    assert (again.file, again.sha256, again.family) == (rare.file, rare.sha256, RARE_FAMILY)
    assert digest(again.path.read_bytes()) == rare.sha256
    made = again.path.stat().st_mtime_ns
    assert rare_in(RARE, tmp_path) == (again, bold)
    assert again.path.stat().st_mtime_ns == made
    assert {file.name for file in (tmp_path / "fonts").iterdir()} == {again.file, bold.file}
    other, _ = rare_in(RARE[:2], tmp_path)
    assert other.file != again.file


def test_no_rare_face_where_none_is_needed(tmp_path: Path) -> None:
    assert rare_in("", tmp_path) == ()
    assert not (tmp_path / "fonts").exists()


def test_rare_characters_are_set_in_the_rare_face(css: str) -> None:
    html = f'<style>{css}</style><p style=\'font-family:"Pressroom Kai","{RARE_FAMILY}"\'>潮{RARE}</p>'
    document = weasyprint.HTML(string=html).render()
    document.write_pdf()
    assert {str(font.family) for font in document.fonts.values()} == {"Pressroom Kai", RARE_FAMILY}


def test_the_rare_face_has_a_bold(tmp_path: Path) -> None:
    light, bold = rare_in(RARE, tmp_path)
    assert (bold.family, bold.weight) == ("Pressroom Rare Bold", 700)
    for character in RARE:
        ink = [drawn(face.path, character).sum() for face in (light, bold)]
        assert 1.2 < ink[1] / ink[0] < 1.7, character
        assert likeness(drawn(light.path, character), drawn(bold.path, character)) > 0.8, character


def test_missing_characters_are_named_with_their_place(coverage: Coverage) -> None:
    text = f"潮涌\ue000“引”——{RARE}ā℃\u200b\ufeff\n\U000f0000"
    assert coverage.find_missing(text) == ((2, "\ue000"), (len(text) - 1, "\U000f0000"))
    assert coverage.find_rare(text) == tuple(sorted(RARE))
    assert coverage.find_missing("钱塘Qiántáng 1,000 №1 ∑") == ()


def test_coverage_is_read_from_the_files(catalogue: Catalogue, coverage: Coverage) -> None:
    assert all(ord("潮") in held for held in coverage.chains)
    assert ord("ř") in coverage.held
    assert ord("㵘") not in coverage.held
    with reading(FONTS) as workshop:
        assert read_characters(catalogue.face("Pressroom Kai").path, workshop) <= coverage.held
