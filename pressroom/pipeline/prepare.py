"""Make an issue ready to be set: sources in; galleys, pasteups and faces out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pressroom.fonts import Face, missing_characters, rare_characters, read_catalogue
from pressroom.fonts.rare import _find_rare_face
from pressroom.galley import Galley, set_galley
from pressroom.issue import Article, Issue
from pressroom.makeup.pasteup import Pasteup, make_up
from pressroom.pictures import looking_ahead
from pressroom.read import Layout, read_issue, read_roles
from pressroom.read.articles import list_slugs, read_articles
from pressroom.report import Finding, Place, SourceError, stop
from pressroom.workshop.config import Shop


@dataclass(frozen=True)
class Made:
    """An issue made up, ready to be set."""

    issue: Issue
    layout: Layout
    galleys: tuple[Galley, ...]
    pasteups: tuple[Pasteup, ...]
    faces: tuple[Face, ...]


def make_issue(folder: Path, shop: Shop, counts: Mapping[int, int] = MappingProxyType({})) -> Made:
    """Read an issue, set its galleys and make up its slots; ``counts`` are the pages that open slots need.

    :raises PressroomError: with everything that is wrong with its sources, or with its layout.
    """
    with looking_ahead(folder):
        try:
            issue, layout = read_issue(folder, shop.layouts, counts)
        except SourceError as error:
            raise SourceError([*error.report.findings, *_look_further(folder)]) from None
        galleys = _set_galleys((*issue.articles, *(filler.article for filler in issue.fillers)), folder)
    catalogue = read_catalogue(shop.fonts)
    words = "\n".join(_words(issue))
    texts = "\n".join([*(galley.text for galley in galleys), words, *dict(layout.words).values()])
    findings: list[Finding] = []
    for galley in galleys if missing_characters(texts, catalogue) else ():
        findings += _find_missing(galley, missing_characters(galley.text, catalogue))
    others = missing_characters(words, catalogue)
    findings += [
        stop("missing-glyph", f"no font has {_name(char)}", issue.place, "write it otherwise")
        for char in dict.fromkeys(char for _, char in others)
    ]
    if findings:
        raise SourceError(findings)
    rare = _find_rare_face(rare_characters(texts, catalogue), shop.cache / "fonts")
    faces = (*catalogue.faces, *([rare] if rare else []))
    by_slug = {galley.article.slug: galley for galley in galleys}
    return Made(issue, layout, galleys[: len(issue.articles)], make_up(issue, by_slug, layout), faces)


def _look_further(folder: Path) -> list[Finding]:
    """Look through the copy of an issue whose sheets cannot be read, so that all errors are shown at once."""
    articles, _ = read_articles(folder, read_roles(folder))
    try:
        _set_galleys(tuple(articles.values()), folder)
    except SourceError as error:
        return list(error.report.findings)
    return []


def _set_galleys(articles: Sequence[Article], folder: Path) -> tuple[Galley, ...]:
    """Set all articles.

    :raises SourceError: with what is wrong in any of them.
    """
    galleys: list[Galley] = []
    findings: list[Finding] = []
    slugs = list_slugs(folder)
    for article in articles:
        try:
            galleys.append(set_galley(article, folder, slugs))
        except SourceError as error:
            findings += error.report.findings
    if any(finding.severity for finding in findings):
        raise SourceError(findings)
    return tuple(galleys)


def _words(issue: Issue) -> list[str]:
    """What the templates print besides articles."""
    magazine = issue.magazine
    people = [word for credit in magazine.masthead for word in (credit.role, *credit.names)]
    slots = [word for slot in issue.flatplan for word in (slot.department, slot.part, slot.note)]
    names = [magazine.title, magazine.subtitle, magazine.publisher, *magazine.address]
    return [*names, issue.theme, *issue.cover_lines, *people, *slots]


def _find_missing(galley: Galley, missing: Sequence[tuple[int, str]]) -> Iterator[Finding]:
    """Say where in its file each character stands that no font has."""
    file = galley.article.place.file
    lines = file.read_text(encoding="utf-8-sig").split("\n")
    for char in dict.fromkeys(char for _, char in missing):
        spot = next(((n, line.index(char)) for n, line in enumerate(lines) if char in line), None)
        place = Place(file, spot[0] + 1, spot[1] + 1) if spot else Place(file)
        yield stop("missing-glyph", f"no font has {_name(char)}", place, "write it otherwise, or add a face to fonts/")


def _name(char: str) -> str:
    """A character and its number."""
    return f"{char!r} (U+{ord(char):04X})"
