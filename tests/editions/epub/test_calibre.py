"""Issues in calibre's own database: they are one series, stand in their order, and the twin is another book."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace

import pytest

from tests.support.press import config_of_house, edition

NEEDED = pytest.mark.skipif(shutil.which("calibredb") is None, reason="no calibredb, which comes with calibre")


@NEEDED
def test_issues_are_one_series_in_the_order_of_their_numbers(book, tmp_path):
    issue = book.pulled.issue
    files = []
    for number in ("10", "8", "9"):
        pulled = book.pulled.with_issue(replace(issue, number=number))
        file = tmp_path / f"{number}.epub"
        file.write_bytes(edition("epub", pulled))
        files.append(file)
    twin = tmp_path / "twin.epub"
    twin.write_bytes(
        edition("epub-fixed", book.pulled.with_issue(replace(issue, number="9")), config_of_house(tmp_path))
    )
    library = tmp_path / "library"

    def calibre(*arguments: object) -> str:
        command = ["calibredb", *map(str, arguments), "--with-library", str(library)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    calibre("add", *files, twin)
    fields = "title,series,series_index,authors,publisher"
    books = json.loads(calibre("list", "--for-machine", "--fields", fields, "--sort-by", "series_index", "--ascending"))
    assert {entry["series"] for entry in books} == {"江声"}
    assert {entry["authors"] for entry in books} == {"江声编辑部"}
    assert [entry["series_index"] for entry in books] == [8, 9, 9, 10]
    assert len({entry["title"] for entry in books}) == 4
    by_title = json.loads(calibre("list", "--for-machine", "--fields", "title", "--sort-by", "title", "--ascending"))
    numbers = [found[1] for entry in by_title if (found := re.search(r"No\. (\d+)", entry["title"]))]
    assert numbers == ["8", "9", "9", "10"]
