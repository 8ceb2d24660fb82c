"""Prepare an issue: sources in; galleys, pasteups and faces out, ready to be set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pressroom.fonts import Face
from pressroom.galley import Galley, set_galley
from pressroom.issue import Article, Issue
from pressroom.makeup.pasteup import Pasteup, make_up
from pressroom.pictures import Art
from pressroom.pipeline.faces import find_faces
from pressroom.read import Layout, read_issue, read_roles
from pressroom.read.articles import list_slugs, read_articles
from pressroom.report import Finding, SourceError
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
    pasteups = make_up(issue, {galley.article.slug: galley for galley in galleys}, layout)
    faces = find_faces(issue, layout, galleys, pasteups, workshop)
    return Prepared(issue, layout, galleys[: len(issue.articles)], pasteups, faces)


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
