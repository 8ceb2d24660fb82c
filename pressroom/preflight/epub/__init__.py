"""Preflight for books: a finished EPUB in, everything that is wrong with it out.

It is read from the file, with none of the code that made it. EPUBCheck and Ace by DAISY are asked as well where they
are installed; what both pass over is looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pressroom.galley import Galley
from pressroom.preflight.epub import (  # noqa: F401  they register checks
    documents,
    files,
    metadata,
    navigation,
    outside,
    readers,
    style,
)
from pressroom.preflight.epub.reading import open_book
from pressroom.preflight.epub.registry import BOOK_CHECKS, BookCheck
from pressroom.preflight.epub.texts import list_texts
from pressroom.preflight.epub.validators import ask_validators
from pressroom.preflight.registry import run_check
from pressroom.report import Finding, Place, Report


def inspect_book(file: Path, galleys: Iterable[Galley] = (), shown_as: Path | None = None) -> Report:
    """Run every check on an EPUB; findings name it ``shown_as``. ``galleys`` are what it has to say.

    :raises PressError: if it is no EPUB at all.
    """
    known = tuple(galleys)
    book = open_book(file, list_texts(known), shown_as)
    found: list[Finding] = []
    for check in BOOK_CHECKS.values():
        found += run_check(check.id, lambda check=check: check(book), book.place(""))  # type: ignore[misc]
    return Report.of(_find_source(finding, known) for finding in found)


def _find_source(finding: Finding, galleys: Iterable[Galley]) -> Finding:
    """Say of what is wrong in an article's document which copy it comes from: no editor knows the files of a book."""
    name = finding.place.file.name
    copy = next((one.article.place.file for one in galleys if f"{one.article.slug}.xhtml" == name), None)
    if copy is None:
        return finding
    letters = [chr(int(code, 16)) for code in _CODE.findall(finding.message)]
    lines = copy.read_text(encoding="utf-8-sig").split("\n") if letters and copy.is_file() else []
    line = next((number for number, line in enumerate(lines, 1) if any(letter in line for letter in letters)), 0)
    return replace(finding, place=Place(copy, line), message=f"in the book: {finding.message}")


_CODE = re.compile(r"\(U\+([0-9A-F]{4,6})\)")


__all__ = ["BOOK_CHECKS", "BookCheck", "ask_validators", "inspect_book"]
