"""Small issues of one article in the layout ``base``, and the folders of other people's cases where they are there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pressroom.run import Run
from tests.support.paths import SHARED
from tests.support.press import Pulled, config_of_house, prepare, pull, set_fitted

CASES = SHARED / "cases" / "copy"
_MAGAZINE = "title: 新刊\nlanguage: zh-CN\ndepartments: [特写]\nmasthead:\n  - {role: 主编, names: [某某]}\n"
_ISSUE = """number: 3
date: 2026-11
layout: base
flatplan:
  - {kind: cover}
  - {kind: contents, folio: 1}
  - {kind: feature, folio: 2, pages: PAGES, department: 特写, copy: a}
  - {kind: back-cover}
"""


def write_small(folder: Path, copy: str, pages: int = 1, headline: str = "短文") -> Path:
    """Write an issue of one article into a folder; give the issue's own."""
    issue = folder / "issue"
    (issue / "copy").mkdir(parents=True)
    (issue / "art").mkdir()
    (folder / "magazine.yaml").write_text(_MAGAZINE, encoding="utf-8")
    (issue / "issue.yaml").write_text(_ISSUE.replace("PAGES", str(pages)), encoding="utf-8")
    (issue / "copy" / "a.md").write_text(f"---\nheadline: {headline}\n---\n{copy}", encoding="utf-8")
    return issue


def set_small(folder: Path, copy: str, pages: int = 1) -> Run:
    """Set the article of a small issue alone."""
    issue = write_small(folder, copy, pages)
    made = prepare(issue, config_of_house(folder))
    return set_fitted(made.pasteups[2], made.layout.fit)


def pull_small(folder: Path, copy: str, pages: int = 1) -> Pulled:
    """Pull the proof of a small issue."""
    return pull(write_small(folder, copy, pages), config_of_house(folder))


def copy_case(name: str, folder: Path) -> Path:
    """Copy one of other people's cases; give its issue. The test is passed over where they are not there."""
    if not (CASES / name).is_dir():
        pytest.skip("other people's cases lie outside the repository")
    shutil.copytree(CASES / name, folder / "case")
    return folder / "case" / "issue"
