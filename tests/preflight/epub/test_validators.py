"""Validators are asked and named; without them the report says so."""

from __future__ import annotations

import shutil
from pathlib import Path

from pressroom.preflight.epub.validators import ask_validators
from tests.support.books import change, put_together, take_apart
from tests.support.needs import needs


@needs("epubcheck")
def test_epubcheck_is_asked_and_named(book, tmp_path):
    files = take_apart(book[0])
    change(files, "letter.xhtml", "<h1", "<blink>x</blink><h1")
    found = list(ask_validators(put_together(files, tmp_path / "b.epub"), Path("b.epub")))
    said = [finding for finding in found if finding.check == "epubcheck"]
    assert said
    assert all(finding.message.startswith("RSC-005") for finding in said)
    assert said[0].place.file == Path("b.epub/EPUB/letter.xhtml")
    assert said[0].place.line


def test_without_validators_the_report_says_so(book, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    found = list(ask_validators(book[0]))
    assert [finding.check for finding in found] == ["no-validator", "no-validator"]
    assert all(finding.hint for finding in found)
