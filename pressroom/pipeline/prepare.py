"""Prepare an issue: sources in; galleys, pasteups and faces out, ready to be set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pressroom.fonts import Coverage, Face, rare_face, read_catalogue, read_coverage
from pressroom.galley import Galley, set_galley
from pressroom.issue import Article, Issue
from pressroom.makeup.pasteup import Pasteup, make_up
from pressroom.pictures import Art
from pressroom.read import Layout, read_issue, read_roles
from pressroom.read.articles import list_slugs, read_articles
from pressroom.report import Finding, Place, SourceError, stop
from pressroom.workshop import Workshop


@dataclass(frozen=True)
class Prepared:
    """An issue made up, ready to be set."""

    issue: Issue
    layout: Layout
    galleys: tuple[Galley, ...]
    pasteups: tuple[Pasteup, ...]
    faces: tuple[Face, ...]


def prepare_issue(folder: Path, workshop: Workshop, counts: Mapping[int, int] = MappingProxyType({})) -> Prepared:
    """Read an issue, set its galleys and make up its slots; ``counts`` are the pages that open slots need.

    :raises PressroomError: with everything that is wrong with its sources, or with its layout.
    """
    art = Art(folder, workshop)
    with art.looking_ahead():
        try:
            issue, layout = read_issue(art, counts)
        except SourceError as error:
            raise SourceError([*error.report.findings, *_look_further(art)]) from None
        galleys = _set_galleys((*issue.articles, *(filler.article for filler in issue.fillers)), art)
    faces = _find_faces(issue, layout, galleys, workshop)
    by_slug = {galley.article.slug: galley for galley in galleys}
    return Prepared(issue, layout, galleys[: len(issue.articles)], make_up(issue, by_slug, layout), faces)


def _look_further(art: Art) -> list[Finding]:
    """Look through the copy of an issue whose sheets cannot be read, so that all errors are shown at once."""
    articles, _ = read_articles(art, read_roles(art.folder, art.workshop.cache))
    try:
        _set_galleys(tuple(articles.values()), art)
    except SourceError as error:
        return list(error.report.findings)
    return []


def _set_galleys(articles: Sequence[Article], art: Art) -> tuple[Galley, ...]:
    """Set all articles.

    :raises SourceError: with what is wrong in any of them.
    """
    galleys: list[Galley] = []
    findings: list[Finding] = []
    slugs = list_slugs(art.folder)
    for article in articles:
        try:
            galleys.append(set_galley(article, art, slugs))
        except SourceError as error:
            findings += error.report.findings
    if any(finding.severity for finding in findings):
        raise SourceError(findings)
    return tuple(galleys)


def _find_faces(issue: Issue, layout: Layout, galleys: Sequence[Galley], workshop: Workshop) -> tuple[Face, ...]:
    """Find the faces of an issue, with one of its own for characters that only the full font has.

    :raises SourceError: with every character that no face has.
    """
    catalogue = read_catalogue(workshop.config.font_folder, workshop.cache)
    coverage = read_coverage(catalogue, workshop)
    words = "\n".join(_words(issue))
    texts = "\n".join([*(galley.text for galley in galleys), words, *dict(layout.words).values()])
    findings: list[Finding] = []
    for galley in galleys if coverage.find_missing(texts) else ():
        findings += _find_missing(galley, coverage)
    findings += [
        stop("missing-glyph", f"no font has {_name(char)}", issue.place, "write it otherwise")
        for char in dict.fromkeys(char for _, char in coverage.find_missing(words))
    ]
    if findings:
        raise SourceError(findings)
    rare = rare_face(coverage.find_rare(texts), workshop)
    return (*catalogue.faces, *([rare] if rare else []))


def _words(issue: Issue) -> list[str]:
    """What the templates print besides articles."""
    magazine = issue.magazine
    people = [word for credit in magazine.masthead for word in (credit.role, *credit.names)]
    slots = [word for slot in issue.flatplan for word in (slot.department, slot.part, slot.note)]
    names = [magazine.title, magazine.subtitle, magazine.publisher, *magazine.address]
    return [*names, issue.theme, *issue.cover_lines, *people, *slots]


def _find_missing(galley: Galley, coverage: Coverage) -> Iterator[Finding]:
    """Say where in its file each character stands that no font has."""
    file = galley.article.place.file
    lines = file.read_text(encoding="utf-8-sig").split("\n")
    for char in dict.fromkeys(char for _, char in coverage.find_missing(galley.text)):
        spot = next(((n, line.index(char)) for n, line in enumerate(lines) if char in line), None)
        place = Place(file, spot[0] + 1, spot[1] + 1) if spot else Place(file)
        yield stop("missing-glyph", f"no font has {_name(char)}", place, "write it otherwise, or add a face to fonts/")


def _name(char: str) -> str:
    """A character and its number."""
    return f"{char!r} (U+{ord(char):04X})"
