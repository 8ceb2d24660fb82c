"""Checks of finished files by the command: reports, limits of other printers, what is allowed, tools that are missing."""

from __future__ import annotations

import json

import pytest

from tests.support.nurseries import run_command


@pytest.fixture
def run(desk, monkeypatch):
    monkeypatch.chdir(desk)

    def invoke(*arguments: str):
        return run_command("check", "issue", "--jobs", "1", *arguments)

    return invoke


def test_check_looks_at_finished_files_and_writes_reports(run, desk):
    result = run("--edition", "print", "--report", "report.html", "--report", "report.json")
    assert result.exit_code == 1, result.output
    assert "issue/copy/ferry.md:17:13: stop: p. 2: a picture of" in result.output
    record = json.loads((desk / "report.json").read_text(encoding="utf-8"))
    assert not record["clear"]
    assert (desk / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_limits_of_another_printer(run, desk):
    (desk / "profiles").mkdir()
    text = "title: Ours\nphoto-least: 10\nphoto-wanted: 20\nline-art-wanted: 1\nsafe: 0\nbleed: 0\n"
    (desk / "profiles" / "ours.yaml").write_text(text, encoding="utf-8")
    result = run("--edition", "print", "--profile", "ours")
    assert "low-resolution" not in result.output
    assert "bleed-missing" not in result.output
    result = run("--profile", "our")
    assert result.exit_code == 2
    assert "did you mean 'ours'?" in result.output
    (desk / "profiles" / "ours.yaml").write_text("title: Ours\nphotoleast: 10\n", encoding="utf-8")
    result = run("--profile", "ours")
    assert result.exit_code == 2
    assert "ours.yaml:2:1: stop: unknown key 'photoleast'" in result.output


def test_what_a_magazine_allows_holds_for_all_its_issues(run, desk):
    with (desk / "magazine.yaml").open("a", encoding="utf-8") as sheet:
        sheet.write("allow: {bleed-missing: a test page, low-resolution: a test picture, layers: none now}\n")
    result = run("--edition", "print")
    assert "bleed-missing" not in result.output
    assert "low-resolution" not in result.output
    assert "unused-allowance" not in result.output


def test_a_tool_that_is_missing_stops_the_press(run, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run("--edition", "print")
    assert result.exit_code == 1
    assert (
        "stop: gs (Debian: ghostscript) is not installed: nothing can be said of the ink on the sheet" in result.output
    )
    assert "[tool-missing]" in result.output


def test_reports_have_known_endings(run):
    result = run("--report", "report.doc")
    assert result.exit_code == 2
    assert "known endings are .html, .json" in result.output
