"""Preflight for books: a finished EPUB in, everything that is wrong with it out.

It is read from the file, with none of the code that made it. EPUBCheck and Ace by DAISY are asked as well where they
are installed; what both pass over is looked for here.
"""

from __future__ import annotations

from collections.abc import Iterable
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
from pressroom.report import Finding, Report


def inspect_book(file: Path, galleys: Iterable[Galley] = (), shown_as: Path | None = None) -> Report:
    """Run every check on an EPUB; findings name it ``shown_as``. ``galleys`` are what it has to say.

    :raises PressError: if it is no EPUB at all.
    """
    book = open_book(file, list_texts(galleys), shown_as)
    found: list[Finding] = []
    for check in BOOK_CHECKS.values():
        found += run_check(check.id, lambda check=check: check(book), book.place(""))  # type: ignore[misc]
    return Report.of(found)


__all__ = ["BOOK_CHECKS", "BookCheck", "ask_validators", "inspect_book"]
