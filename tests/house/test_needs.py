"""Tests that lack a tool are left out by name, and fail where all tools have to be there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.needs import needs, why_not
from tests.support.paths import ROOT

TESTS = """
import pytest
from tests.support.needs import needs

pytestmark = needs("mupdf")

@pytest.fixture
def made():
    raise AssertionError("made for nothing")

@needs("ghostscript", "mupdf")
@pytest.mark.parametrize("page", [1, 2])
def test_plates(made, page): ...

def test_drawing(): ...
"""
GHOSTSCRIPT, MUPDF = "Ghostscript is missing (", "MuPDF is missing ("


def run_without_tools(folder: Path, *arguments: str) -> tuple[int, str]:
    (folder / "test_tools.py").write_text(TESTS, encoding="utf-8")
    plugin = ("-p", "tests.support.needs", "-p", "no:cacheprovider")
    command = [sys.executable, "-m", "pytest", *plugin, "--rootdir", str(folder), *arguments, str(folder)]
    environment = {"PATH": str(folder), "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": ""}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=environment, cwd=folder)
    return done.returncode, done.stdout


def test_what_lacks_a_tool_is_left_out_and_named_at_the_end(tmp_path: Path) -> None:
    code, said = run_without_tools(tmp_path)
    assert code == 0
    assert "3 skipped" in said
    told = said.partition("not proved here")[2].splitlines()[1:5]
    assert told[0].startswith(GHOSTSCRIPT)
    assert told[0].endswith("; 2 not run:")
    assert "sudo apt-get install ghostscript or sudo dnf install ghostscript" in told[0]
    assert told[1] == "  test_tools.py::test_plates"
    assert told[2].startswith(MUPDF)
    assert told[3] == "  test_tools.py::test_drawing"


def test_with_all_tools_it_fails(tmp_path: Path) -> None:
    code, said = run_without_tools(tmp_path, "--all-tools")
    assert code == 1
    assert "3 errors" in said
    assert GHOSTSCRIPT in said.partition("not proved here")[2]
    assert "made for nothing" not in said


def test_a_tool_that_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(AssertionError):
        needs("hammer")


def test_a_tool_is_looked_for_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    why_not.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert why_not("ghostscript").startswith(GHOSTSCRIPT)
    why_not.cache_clear()
    (tmp_path / "gs").touch(0o755)
    assert why_not("ghostscript") == ""
    why_not.cache_clear()
