"""Nothing of the machine's fonts is ever used: whatever Fontconfig is set up for, the same bytes come out."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import FONTS, ROOT

#: A machine whose only font calls itself as the house's do, stands before all others, and is asked for in their place.
HOSTILE = """\
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig><dir>{folder}</dir>
<cachedir>{folder}/cache</cachedir>
<match target="scan"><edit name="family" mode="assign_replace"><string>Pressroom Song</string>
<string>serif</string></edit></match>
<match target="pattern"><edit name="family" mode="prepend" binding="strong"><string>Pressroom Kai</string></edit>
<edit name="weight" mode="assign" binding="strong"><const>black</const></edit></match>
<match target="font"><edit name="embolden" mode="assign"><bool>true</bool></edit></match></fontconfig>
"""
NONE = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig></fontconfig>'
PAGE = """\
<style>p { font: 10pt/16pt "Pressroom Latin", "Pressroom Song"; } i { font: 10pt serif } b { font: 10pt sans-serif }
u { font-family: "Pressroom Sans" }</style>
<p>潮涌 Dvořák → ① <i>serif 衬线</i> <b>sans 黑体</b> <u>Łódź ₿ ⅓</u>
<svg width="80" height="20"><text y="15" font-size="9">图 ř Ж</text>
<text y="15" x="40" font-size="9" font-family="serif" font-weight="bold">图 ř</text></svg></p>
"""
SET = """\
import sys
from pathlib import Path
from pressroom.fonts import faces_of, read_catalogue
from pressroom.setting.file import set_file
data, findings = set_file(Path(sys.argv[1]), faces_of(read_catalogue([Path(sys.argv[2])]).faces))
assert not findings, findings
Path(sys.argv[3]).write_bytes(data)
"""


@pytest.fixture
def machines(tmp_path: Path) -> dict[str, dict[str, str]]:
    """Variables of machines whose fonts differ: as this one is, with a hostile font, with none, without a set-up."""
    machine = tmp_path / "machine"
    machine.mkdir()
    (machine / "hostile.ttf").write_bytes((FONTS / "kai/PressroomKai.ttf").read_bytes())
    (machine / "hostile.conf").write_text(HOSTILE.format(folder=machine), encoding="utf-8")
    (machine / "none.conf").write_text(NONE, encoding="utf-8")
    return {
        "this": {},
        "hostile": {"FONTCONFIG_FILE": str(machine / "hostile.conf")},
        "none": {"FONTCONFIG_FILE": str(machine / "none.conf")},
        "bare": {"FONTCONFIG_FILE": "/nowhere/fonts.conf", "FONTCONFIG_PATH": "/nowhere", "HOME": str(tmp_path)},
    }


def run(arguments: list[str], variables: dict[str, str], folder: Path) -> None:
    command = [sys.executable, "-W", "ignore::UserWarning", *arguments]
    done = subprocess.run(
        command, env={**os.environ, **variables}, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_that_is_set_in_this_process_has_the_same_bytes(machines: dict[str, dict[str, str]], tmp_path: Path):
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    made = {}
    for name, variables in machines.items():
        out = tmp_path / f"{name}.pdf"
        run(["-c", SET, str(tmp_path / "page.html"), str(FONTS), str(out)], variables, ROOT)
        made[name] = hashlib.sha256(out.read_bytes()).hexdigest()
    assert len(set(made.values())) == 1, made


def test_all_editions_have_the_same_bytes(machines: dict[str, dict[str, str]], desk: Path, tmp_path: Path) -> None:
    (desk / "issue/art/wave.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 60 40">'
        '<text y="20" font-size="9">江 ř</text><text y="35" font-family="serif" font-size="9">Ж 一</text></svg>',
        encoding="utf-8",
    )
    made = {}
    for name, variables in machines.items():
        arguments = [
            "-m",
            "pressroom.cli",
            "build",
            "issue",
            "--no-cache",
            "--jobs",
            "1",
            "--out",
            str(tmp_path / name),
        ]
        run([*arguments, "--edition", "screen,print,epub,epub-fixed"], {**variables, "PYTHONPATH": str(ROOT)}, desk)
        files = sorted(file for file in (tmp_path / name / "issue").iterdir() if file.suffix != ".json")
        made[name] = [(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files]
    assert len(made["this"]) == 4
    assert all(digests == made["this"] for digests in made.values()), made
