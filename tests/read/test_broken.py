"""Broken sources: a folder a case, laid over the good issue; the messages it gives, and nothing written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.nurseries import run_command
from tests.support.paths import BROKEN, DOCS

CASES = sorted((BROKEN).iterdir())


def lay_over(case: Path, desk: Path) -> None:
    """Put the files of a case over the good issue, and take out what it says."""
    for file in sorted(case.rglob("*")):
        target = desk / file.relative_to(case)
        if file.is_symlink() or file.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            shutil.copy2(file, target, follow_symlinks=False)
    for name in (case / "remove").read_text().split() if (case / "remove").exists() else ():
        (desk / name).unlink()


def run(desk: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str):
    monkeypatch.chdir(desk)
    return run_command("build", "issue", "--out", "out", "--jobs", "1", *arguments)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken(case, desk, golden, monkeypatch):
    lay_over(case, desk)
    result = run(desk, monkeypatch)
    said = result.output.replace(f"{desk}/", "").replace(str(desk), ".")
    golden(said, case / "findings.txt")
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    assert not (desk / "out").exists()


def table() -> str:
    """All cases with what each of them is told, as the docs print it."""
    rows = []
    for case in CASES:
        lines = (case / "findings.txt").read_text(encoding="utf-8").splitlines()
        said = "<br>".join(line.strip().replace("|", "\\|").replace("<", "&lt;") for line in lines if line.strip())
        rows.append(f"| `{case.name}` | {said} |")
    head = "# What broken sources are told\n\nEach row is a case in `tests/issues/broken`; nothing is written in any of them.\n\n"
    return head + "| case | messages |\n|---|---|\n" + "\n".join(rows) + "\n"


def test_the_docs_have_all_messages(golden):
    golden(table(), DOCS / "messages.md")


def test_there_are_many():
    assert len(CASES) >= 30


def test_every_message_has_a_place_and_a_cure():
    for case in CASES:
        lines = (case / "findings.txt").read_text(encoding="utf-8").splitlines()
        findings = [line for line in lines if not line.startswith("    ")]
        assert findings, case.name
        for line in findings:
            assert ": stop: " in line or ": query: " in line, f"{case.name}: {line}"
