"""Books in reading systems: foliate-js, epub.js and Readium, in Chromium; and what Ace by DAISY says of them.

`build.py test` has npm install them.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pressroom.preflight.epub.validators import ask_ace
from tests.support.needs import READERS, find_chromium, needs
from tests.support.press import Pulled, write_edition
from tests.support.sharing import Shared

SECONDS = 240

pytestmark = needs("readers")


@pytest.fixture(scope="module")
def chromium():
    return os.environ.get("PUPPETEER_EXECUTABLE_PATH") or find_chromium()


class Books:
    """The small issue as a book that flows and as one of fixed pages."""

    def __init__(self, pulled: Pulled, shared: Shared) -> None:
        self.flowing = shared.file("river.epub", lambda file: write_edition("epub", pulled, file))
        self.fixed = shared.file("river.fixed.epub", lambda file: write_edition("epub-fixed", pulled, file))
        self.labels = [page.label for page in pulled.pages]


@pytest.fixture(scope="module")
def books(river, shared, chromium):
    assert chromium
    return Books(river, shared)


def read_in(reader: str, book: Path, folder: Path, chromium: str, *options: str) -> dict[str, Any]:
    """Open every document of a book in a reader; give what it made of it."""
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium}
    command = ["node", str(READERS / f"{reader}.mjs"), str(book), str(folder), *options]
    for _ in range(2):  # on a slow machine foliate-js may still measure a page that was left: that is not the book's
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", env=environment, timeout=SECONDS, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        facts: dict[str, Any] = json.loads(done.stdout)
        if not facts["complaints"]:
            break
    assert facts["complaints"] == []
    for one in facts["rendered"]:
        assert one.get("title"), one
        assert not one["failed"], one
        assert not one["broken"], one
    return facts


@pytest.mark.parametrize("reader", ["foliate", "epubjs", "readium"])
def test_every_document_is_shown_with_its_fonts(reader, books, chromium, tmp_path):
    facts = read_in(reader, books.flowing, tmp_path, chromium)
    assert len(facts["rendered"]) == len(facts["sections"]) == 8
    assert all(one["loaded"] for one in facts["rendered"] if one["text"])
    assert facts["title"] == "江声 No. 12"


def test_foliate_knows_series_pages_and_notes(books, chromium, tmp_path):
    facts = read_in("foliate", books.flowing, tmp_path, chromium, "420x720", "dark")
    assert facts["pages"] == books.labels
    assert facts["landmarks"] == ["cover", "toc", "bodymatter"]
    assert facts["series"]["series"] == {"name": "江声", "position": 12}
    assert [note["type"] for note in facts["notes"]] == ["footnote"] * 3
    assert [note["text"].startswith(("只在周末", "两个少见的字")) for note in facts["notes"]] == [True] * 3


def test_foliate_sets_fixed_pages_in_spreads(books, chromium, tmp_path):
    facts = read_in("foliate", books.fixed, tmp_path, chromium, "1024x768")
    assert facts["renderer"] == "FOLIATE-FXL"
    assert facts["sides"] == ["right", "left"] * 10
    assert facts["pages"] == books.labels
    assert len(facts["rendered"]) == 20


def test_readium_shows_fixed_pages(books, chromium, tmp_path):
    facts = read_in("readium", books.fixed, tmp_path, chromium, "1024x768")
    assert facts["rendered"]


@pytest.mark.parametrize("form", ["flowing", "fixed"])
def test_ace_finds_nothing(form, books, chromium, monkeypatch, tmp_path):
    program = READERS / "node_modules" / ".bin" / "ace-cli"
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PUPPETEER_EXECUTABLE_PATH", chromium)
    monkeypatch.setenv("ACE_TIMEOUT_INITIAL", "60000")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    book = getattr(books, form)
    assert list(ask_ace(book, book)) == []
