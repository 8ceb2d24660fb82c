"""Preparing faces: the same bytes each time, and no wrong recipe."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import pytest

from pressroom.fonts import check_fonts, prepare_fonts, read_catalogue
from pressroom.report import FontError
from pressroom.workshop.files import digest
from tests.support.faces import folder_of
from tests.support.paths import FONTS


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    """A folder with one face to make, and beside it the package that it is made from."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    face = read_catalogue([folder_of("Pressroom Figures", folder), FONTS]).faces[0]
    assert face.source is not None
    work = tmp_path / "work"
    work.mkdir()
    package = f"{face.source.package.strip('@').replace('/', '-')}-{face.source.version}.tgz"
    with tarfile.open(work / package, "w:gz") as archive:
        archive.add(face.path, f"package/{face.source.file}")
        archive.add(face.path.with_name("OFL.txt"), f"package/{face.source.licence_file}")
    catalogue = folder / "fonts.yaml"
    text = catalogue.read_text(encoding="utf-8").replace(face.source.sha256, digest(face.path.read_bytes()))
    catalogue.write_text(text, encoding="utf-8")
    return tmp_path


def test_prepare_makes_the_same_bytes_again_and_records_them(kitchen: Path) -> None:
    folder, told = kitchen / "fonts", []
    first = prepare_fonts(folder, kitchen / "work", told.append, house=FONTS).faces[0]
    made = first.path.read_bytes()
    assert digest(made) == first.sha256
    assert told == ["Making Pressroom Figures (1 of 1)"]
    shutil.rmtree(first.path.parent)
    assert prepare_fonts(folder, kitchen / "work", house=FONTS).faces[0] == first
    assert first.path.read_bytes() == made
    assert check_fonts([folder, FONTS]).findings == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("one-line-box]", "one-line-bocks]", "unknown steps: one-line-bocks .fonts.\n.*Did you mean one-line-box"),
        ("repertoire: figures", "repertoire: fingers", "repertoire: expected .*'figures'.*, not 'fingers'"),
        ("file: 400Regular", "file: 500Regular", "no file 500Regular"),
        ("licence_file: LICENSE_FONT", "licence_file: ../OFL", "leaves its folder"),
    ],
)
def test_prepare_refuses_a_wrong_recipe(kitchen: Path, old: str, new: str, message: str) -> None:
    folder = kitchen / "fonts"
    file = folder / "fonts.yaml"
    before = (folder / "figures/PressroomFigures.ttf").read_bytes()
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FontError, match=message):
        prepare_fonts(folder, kitchen / "work", house=FONTS)
    assert (folder / "figures/PressroomFigures.ttf").read_bytes() == before


def test_prepare_refuses_a_damaged_package(kitchen: Path) -> None:
    (package,) = (kitchen / "work").iterdir()
    package.write_bytes(package.read_bytes()[:2000])
    with pytest.raises(FontError, match="damaged"):
        prepare_fonts(kitchen / "fonts", kitchen / "work", house=FONTS)
