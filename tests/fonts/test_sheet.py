"""The sheet of a folder of fonts: read like every other, and nothing in it gets anywhere that it should not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pressroom.fonts import read_catalogue, read_coverage
from pressroom.report import FontError
from tests.support.paths import FONTS
from tests.support.press import reading

ENTRY = """\
faces:
  - family: River Text
    role: text
    weight: 400
    file: river/River.ttf
    sha256: "{digest}"
    repertoire: whole
    licence: OFL-1.1
    source: {{registry: file, file: River.ttf, sha256: ""}}
"""


def folder_with(folder: Path, old: str = "", new: str = "", font: str = "latin/PressroomLatin.ttf") -> Path:
    """A magazine's folder of fonts with one face, a line of its entry changed."""
    face = next(face for face in read_catalogue([FONTS]).faces if face.file == font)
    text = ENTRY.format(digest=face.sha256)
    assert old in text
    (folder / "fonts" / "river").mkdir(parents=True)
    shutil.copy(FONTS / font, folder / "fonts" / "river" / "River.ttf")
    (folder / "fonts" / "fonts.yaml").write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return folder / "fonts"


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("family: River Text", "family: null", "2:13", "family: expected a text"),
        ("family: River Text", "family: 12", "2:13", "family: expected a text"),
        ("family: River Text", "family: [River, Text]", "2:13", "family: expected a text"),
        ("family: River Text", "family: 'x\"; src: url(//x)'", "2:13", "family: expected another form"),
        ("family: River Text", "family: 'A, B'", "2:13", "family: expected another form"),
        ("family: River Text", "famly: River Text", "2:5", "unknown key 'famly'"),
        ("role: text", "role: body", "3:11", "role: expected"),
        ("weight: 400", "weight: heavy", "4:13", "weight: expected a whole number"),
        ("weight: 400", "weight: 4000", "4:13", "weight: expected 1000 or less"),
        ("file: river/River.ttf", "file: ../river/River.ttf", "5:11", "leaves its folder"),
        ("file: river/River.ttf", "file: /etc/passwd", "5:11", "leaves its folder"),
        ("file: river/River.ttf", r"file: '..\river\River.ttf'", "5:11", "leaves its folder"),
        ("file: river/River.ttf", "file: 7", "5:11", "font-digest"),
        ("repertoire: whole", "repertoire: all", "7:17", "repertoire: expected"),
        ("licence: OFL-1.1", "companions: [Pressroom Sung]", "2:13", "no face is called 'Pressroom Sung'"),
        ("registry: file", "registry: ftp", "9:24", "registry: expected 'npm', 'pypi' or 'file'"),
        ("registry: file,", "registry: npm, package: 'x; rm',", "9:38", "package: expected another form"),
        ("    source:", "    sauce:", "10:5", "unknown key 'sauce'"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, old: str, new: str, place: str, message: str) -> None:
    folder = folder_with(tmp_path, old, new)
    with pytest.raises(FontError) as caught, reading(FONTS) as workshop:
        read_coverage(read_catalogue([folder, FONTS]), workshop)
    said = [str(finding).splitlines()[0] for finding in caught.value.report.findings]
    assert any(message in line for line in said), said
    if place != "10:5" and "font-digest" not in message:
        assert any(f"fonts.yaml:{place}: stop" in line for line in said), said


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "river" / "River.ttf").unlink()
    (folder / "river" / "River.ttf").symlink_to(FONTS / "latin/PressroomLatin.ttf")
    with pytest.raises(FontError, match=r"fonts.yaml:2:13: stop: river/River.ttf leaves its folder"):
        read_catalogue([folder, FONTS])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "there is no file river/River.ttf"),
        (b"", "has the digest"),
        (b"not a font", "has the digest"),
    ],
)
def test_a_file_that_is_not_the_recorded_one_is_a_finding(tmp_path: Path, data: bytes | None, message: str) -> None:
    folder = folder_with(tmp_path)
    (folder / "river" / "River.ttf").unlink()
    if data is not None:
        (folder / "river" / "River.ttf").write_bytes(data)
    with pytest.raises(FontError, match=message), reading(FONTS) as workshop:
        read_coverage(read_catalogue([folder, FONTS]), workshop)


@pytest.mark.parametrize("cut", [4, 200, 5000, 100_000])
def test_a_font_that_is_damaged_is_a_finding(tmp_path: Path, cut: int) -> None:
    from pressroom.workshop.files import digest

    folder = folder_with(tmp_path)
    file = folder / "river" / "River.ttf"
    known = digest(file.read_bytes())
    # the list of tables stays as it is, and tables end or begin elsewhere
    file.write_bytes(file.read_bytes()[:cut] + bytes(64))
    sheet = folder / "fonts.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace(known, digest(file.read_bytes())), encoding="utf-8")
    with pytest.raises(FontError, match="font-format"), reading(FONTS) as workshop:
        read_coverage(read_catalogue([folder, FONTS]), workshop)


def test_a_face_of_the_magazine_stands_before_that_of_the_house(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "family: River Text", "family: pressroom song")
    catalogue = read_catalogue([folder, FONTS])
    assert catalogue.faces[0].path == folder / "river/River.ttf"
    assert [face.family for face in catalogue.faces if face.family.lower() == "pressroom song"] == ["pressroom song"]
    assert catalogue.folders == (folder, FONTS)


def test_a_sheet_has_its_limits(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "fonts.yaml").write_text("faces: []\n#" + "x" * 1_000_001, encoding="utf-8")
    with pytest.raises(FontError, match="larger than 1 MB"):
        read_catalogue([folder, FONTS])
