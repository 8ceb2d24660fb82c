"""Where commands find a magazine: from where the user stands, upwards; never another's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.nurseries import run_command
from tests.support.paths import GOOD

TITLE = "江声"


@pytest.fixture
def magazine(tmp_path):
    """A magazine in a folder of its own, with two issues and a layout of its own."""
    home = tmp_path / "mag azine 杂志"
    for slug, date in (("one", "2020-01"), ("two", "2020-02")):
        shutil.copytree(GOOD / "issue", home / "issues" / slug)
        sheet = home / "issues" / slug / "issue.yaml"
        text = sheet.read_text(encoding="utf-8")
        date_line = next(line for line in text.split("\n") if line.startswith("date:"))
        sheet.write_text(text.replace(date_line, f"date: {date}"), encoding="utf-8")
    shutil.copy(GOOD / "magazine.yaml", home / "issues")
    shutil.copytree(GOOD / "layouts", home / "layouts")
    return home


@pytest.fixture
def run(monkeypatch):
    def invoke(folder: Path, *arguments: str):
        monkeypatch.chdir(folder)
        return run_command(*arguments)

    return invoke


@pytest.mark.parametrize(
    ("stand", "arguments", "slug"),
    [
        (".", (), "two"),
        ("issues", (), "two"),
        ("layouts/plain", (), "two"),
        ("issues/one", (), "one"),
        ("issues/one/copy", (), "two"),
        ("issues/one", (".",), "one"),
        ("issues", ("one",), "one"),
        ("issues", ("./one",), "one"),
        ("layouts", ("../issues/one",), "one"),
        (".", ("one", "two"), "one two"),
        ("..", ("--magazine", "mag azine 杂志"), "two"),
        ("..", ("one", "--magazine", "mag azine 杂志"), "one"),
        ("..", ("mag azine 杂志/issues/one",), "one"),
    ],
)
def test_issues_are_found_from_wherever_one_stands(run, magazine, stand, arguments, slug):
    result = run(magazine / stand, "build", "--edition", "screen", *arguments)
    assert result.exit_code == 0, result.output
    for name in slug.split():
        assert (magazine / "out" / name / f"{name}.screen.pdf").is_file(), result.output
    assert len(list((magazine / "out").iterdir())) == len(slug.split())


@pytest.mark.parametrize("command", ["build", "check", "flatplan", "normalise"])
def test_where_there_is_no_magazine_nothing_else_is_built(run, tmp_path, command):
    result = run(tmp_path, command)
    assert result.exit_code == 2
    assert "no magazine here" in result.output
    assert "pressroom new magazine" in result.output
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_issue_names_those_that_there_are(run, magazine):
    result = run(magazine, "build", "three")
    assert result.exit_code == 2
    assert "known issues: one, two" in result.output


def test_an_issue_outside_brings_its_own_sheet_and_layouts(run, tmp_path):
    shutil.copytree(GOOD, tmp_path / "alone")
    result = run(tmp_path, "build", "alone/issue", "--edition", "screen")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "alone" / "out" / "issue" / "issue.screen.pdf").is_file()


def test_out_may_be_named(run, magazine, tmp_path):
    result = run(magazine / "issues", "build", "one", "--edition", "screen", "--out", str(tmp_path / "there"))
    assert result.exit_code == 0, result.output
    assert (tmp_path / "there" / "one" / "one.screen.pdf").is_file()


def test_the_layouts_of_the_house_stand_behind_those_of_the_magazine(run, magazine):
    sheet = magazine / "issues" / "one" / "issue.yaml"
    text = sheet.read_text(encoding="utf-8").replace("layout: plain", "layout: plian")
    sheet.write_text(text, encoding="utf-8")
    result = run(magazine, "build", "one")
    assert "did you mean 'plain'?" in result.output
    sheet.write_text(text.replace("plian", "nothing-like-it"), encoding="utf-8")
    result = run(magazine, "build", "one")
    assert "base" in result.output.partition("known layouts:")[2]
