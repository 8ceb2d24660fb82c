"""Names that are not UTF-8, or that hold line ends: told by a message, and nothing is lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pressroom.report import PressError
from tests.support.nurseries import run_command
from tests.support.press import build, config_in

ODD = os.fsdecode(b"\xff")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="names of Windows are always text")


@pytest.mark.parametrize("name", [f"issue/art/{ODD}.svg", f"layouts/plain/{ODD}.html", f"layouts/plain/kinds/{ODD}.html", "issue/art/a\nb.svg"])  # fmt: skip
def test_files_that_nobody_asks_for_may_have_any_name(desk: Path, name: str) -> None:
    (desk / name).write_text("x", encoding="utf-8")
    config = config_in(desk)
    report, files = build(desk / "issue", config, desk / "out")
    assert report.clear
    json.loads(next(file for file in files if file.suffix == ".json").read_text(encoding="utf-8"))
    assert build(desk / "issue", config, desk / "out")[1] == files


@pytest.mark.parametrize("place", ["issue", "magazine", "out"])
def test_folders_whose_names_are_not_utf_8_are_told(desk: Path, place: str) -> None:
    home, issue, out = desk, desk / "issue", desk / "out"
    if place == "issue":
        issue = issue.rename(desk / ODD)
    elif place == "magazine":
        home = desk.rename(desk.with_name(ODD))
        issue, out = home / "issue", home / "out"
    else:
        out = desk / ODD
    with pytest.raises(PressError, match="not UTF-8"):
        build(issue, config_in(home), out)
    assert not out.exists()


@pytest.mark.parametrize("command", ["build", "check", "lint", "flatplan", "set", "normalise"])
@pytest.mark.parametrize("name", [ODD, "a\nb", "a" * 300, "con", "nothing", "-", "\u202e", "../..", "/", "magazine.yaml/x"])  # fmt: skip
def test_commands_say_what_they_were_not_given(desk: Path, monkeypatch: pytest.MonkeyPatch, command: str, name: str) -> None:  # fmt: skip
    monkeypatch.chdir(desk)
    result = run_command(command, "--", name, *(["b.pdf"] if command == "set" else []))
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2
    assert result.output.strip()
    assert "Traceback" not in result.output
    assert "Error:" in result.output or "stop:" in result.output or "cannot be read" in result.output
