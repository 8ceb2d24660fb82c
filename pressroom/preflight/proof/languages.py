"""Checks on the languages that an issue is written in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pressroom.issue import Magazine
from pressroom.language.check import check_served, check_tag
from pressroom.preflight.registry import check
from pressroom.proof import Proof
from pressroom.report import Finding, Place, Severity


@check(Severity.QUERY)
def unserved_language(proof: Proof) -> Iterator[Finding]:
    """Every text is in a language that is set by its own rules.

    The composer sets Chinese, the engine what is written in letters. What is in another script is set too,
    but nobody has seen to how its lines break, where its marks go, and which way it runs.
    """
    for tag, place in _spoken(proof):
        finding = check_served(tag, place)
        if finding:
            yield finding


@check(Severity.QUERY)
def unknown_language(proof: Proof) -> Iterator[Finding]:
    """Every language is one that the registry of BCP 47 knows.

    Hyphens, faces, voices and shelves are chosen by it: nothing is chosen by a tag that is a slip.
    """
    for tag, place in _said_once(proof):
        finding = check_tag(tag, place)
        if finding:
            yield finding


def place_of_language(magazine: Magazine) -> Place:
    """Where a magazine says its language."""
    return _place_of("language", magazine.place.file)


def _said_once(proof: Proof) -> Iterator[tuple[str, Place]]:
    """The languages of the magazine and of its articles; galleys have noted what is wrong with those of passages."""
    magazine = proof.issue.magazine
    yield magazine.language, place_of_language(magazine)
    for article in proof.issue.articles:
        if article.language:
            yield article.language, _place_of("lang", article.place.file)


def _spoken(proof: Proof) -> Iterator[tuple[str, Place]]:
    """All languages, each where it is said first."""
    seen: set[str] = set()
    passages = (spoken for galley in proof.galleys for spoken in galley.spoken)
    for tag, place in (*_said_once(proof), *passages):
        if tag not in seen:
            seen.add(tag)
            yield tag, place


def _place_of(key: str, file: Path) -> Place:
    """The line of a sheet or of front matter that has a key; the whole file where none has."""
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").split("\n"), 1):
        if line.startswith(f"{key}:"):
            return Place(file, number, 1)
    return Place(file, 1, 1)
