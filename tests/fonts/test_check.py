"""The check of the fonts finds what is wrong with them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from pressroom.fonts import check_fonts, read_catalogue, subset_for_epub
from pressroom.fonts.characters import gb2312_characters, general_standard_characters
from pressroom.report import FontError
from tests.support.faces import folder_of
from tests.support.paths import FONTS


def checks_of(folder: Path) -> set[str]:
    return {finding.check for finding in check_fonts([folder, FONTS]).findings}


def test_faces_in_the_repository_are_clear() -> None:
    assert check_fonts([FONTS]).findings == ()


def test_check_finds_a_file_that_was_changed(tmp_path: Path) -> None:
    file = folder_of("Pressroom Latin", tmp_path) / "latin/PressroomLatin.ttf"
    assert check_fonts([tmp_path, FONTS]).findings == ()
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    assert checks_of(tmp_path) == {"font-digest"}
    file.write_bytes(b"\0\1\0\0 not a font")
    assert checks_of(tmp_path) == {"font-digest", "font-format"}
    file.unlink()
    assert checks_of(tmp_path) == {"font-digest"}


def test_check_finds_a_face_without_a_space(tmp_path: Path) -> None:
    file = folder_of("Pressroom Signs", tmp_path) / "signs/PressroomSigns.ttf"
    with TTFont(file) as font:
        for table in font["cmap"].tables:
            table.cmap.pop(ord(" "), None)
        font.save(file)
    (found,) = (one for one in check_fonts([tmp_path, FONTS]).findings if one.check == "font-coverage")
    assert found.message == "Pressroom Signs has no space"


def test_check_finds_an_absent_licence(tmp_path: Path) -> None:
    (folder_of("Pressroom Latin", tmp_path) / "latin/OFL.txt").unlink()
    assert checks_of(tmp_path) == {"font-licence"}
    assert not check_fonts([tmp_path, FONTS]).clear


def test_check_finds_a_character_that_is_not_covered(tmp_path: Path) -> None:
    face = read_catalogue([folder_of("Pressroom Kai", tmp_path), FONTS]).faces[0]
    required = gb2312_characters() | general_standard_characters(tmp_path)
    face.path.write_bytes(subset_for_epub(face, (chr(code) for code in required - {ord("𬭩")})))
    report = check_fonts([tmp_path, FONTS])
    assert checks_of(tmp_path) == {"font-digest", "font-coverage"}
    assert any("1 characters" in finding.message and "𬭩 U+2CB69" in finding.message for finding in report.findings)


def test_check_finds_restricted_embedding_and_another_line_box(tmp_path: Path) -> None:
    face = read_catalogue([folder_of("Pressroom Figures", tmp_path), FONTS]).faces[0]
    with TTFont(face.path) as font:
        font["OS/2"].fsType = 2
        font["hhea"].ascent = 1000
        font["name"].setName("Another", 1, 3, 1, 0x409)
        buffer = io.BytesIO()
        font.save(buffer)
    face.path.write_bytes(buffer.getvalue())
    assert checks_of(tmp_path) == {"font-digest", "font-embedding", "font-line-box", "font-family"}


def test_check_finds_a_family_of_two_files(tmp_path: Path) -> None:
    file = folder_of("Pressroom Figures", tmp_path) / "fonts.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + text.removeprefix("faces:\n"), encoding="utf-8")
    with pytest.raises(FontError, match=r"fonts.yaml:20:13: stop: a second face with the family Pressroom Figures"):
        check_fonts([tmp_path, FONTS])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "no fonts.yaml"),
        ("faces: [", "fonts.yaml:1"),
        ("families: []", "fonts.yaml:1:1: stop: unknown key 'families'"),
        ("faces:\n- family: X\n", "fonts.yaml:2:3: stop: the key 'source' is missing"),
    ],
)
def test_broken_catalogue_is_refused(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "fonts.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FontError, match=message):
        read_catalogue([tmp_path])


def test_catalogue_keeps_to_its_folder(tmp_path: Path) -> None:
    file = folder_of("Pressroom Figures", tmp_path) / "fonts.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("file: figures/", "file: ../figures/"), encoding="utf-8")
    with pytest.raises(FontError, match="leaves its folder"):
        read_catalogue([tmp_path])
