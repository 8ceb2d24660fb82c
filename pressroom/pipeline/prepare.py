"""Prepare an issue: sources in; galleys, pasteups and faces out, ready to be set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pressroom.fonts import Face
from pressroom.galley import Galley, set_galley
from pressroom.issue import Article, Issue
from pressroom.makeup.pasteup import Pasteup, make_up
from pressroom.makeup.templates import Environment
from pressroom.pictures import Art
from pressroom.pipeline.faces import find_faces
from pressroom.read import Layout, read_issue, read_roles
from pressroom.read.articles import list_slugs, read_articles
from pressroom.report import Finding, Place, PressroomError, SourceError, stop
from pressroom.workshop import Workshop
from pressroom.workshop.cache import Cache
from pressroom.workshop.config import Config
from pressroom.workshop.ledger import Ledger
from pressroom.workshop.pool import Failure, Pool

_WHY = {
    "died": ("reading stopped here ({})", "try again; see whether there is memory enough"),
    "time": ("reading took more than {}", "look for what is odd in this file, or raise --slot-seconds"),
    "memory": ("reading took too much memory", "look for what is huge in this file, or raise --slot-memory"),
    "disk": ("the disk refuses it: {}", "see whether there is room on it"),
    "error": ("reading failed here: {}", "please report this with the file"),
}


@dataclass(frozen=True)
class Prepared:
    """An issue made up, ready to be set."""

    issue: Issue
    layout: Layout
    galleys: tuple[Galley, ...]
    pasteups: tuple[Pasteup, ...]
    faces: tuple[Face, ...]


def make_reader(
    config: Config, folder: Path, bench: Path
) -> tuple[Callable[[Mapping[int, int]], Prepared | PressroomError], str]:
    """Make a worker ready to read the issue in a folder: it has a workshop of its own, without workers."""
    cache = Cache(config.cache if config.keep else None, config.room, bench)
    ledger = Ledger(cache, str(folder.resolve()))
    nobody = Pool(None, 0, config.limits)
    workshop = Workshop(folder, config, bench, cache, ledger, nobody, nobody)

    def work(counts: Mapping[int, int]) -> Prepared | PressroomError:
        try:
            return prepare_issue(folder, workshop, counts)
        except PressroomError as error:
            return error
        finally:
            ledger.keep()

    return work, "ready"


def prepare_apart(folder: Path, workshop: Workshop, counts: Mapping[int, int]) -> Prepared:
    """Prepare an issue in a process of its own: what runs away there is ended.

    :raises PressroomError: with everything that is wrong with its sources, or with its layout; or if it runs away.
    """
    ((_, answer),) = workshop.reader.work([(dict(counts),)])
    if isinstance(answer, Failure):
        message, hint = _WHY[answer.why]
        file = workshop.at_hand or folder / "issue.yaml"
        raise SourceError([stop("reader-died", message.format(answer.said), Place(file), hint)])
    if isinstance(answer, PressroomError):
        raise answer
    prepared: Prepared = answer
    return prepared


def prepare_issue(
    folder: Path,
    workshop: Workshop,
    counts: Mapping[int, int] = MappingProxyType({}),
    environment_of: Callable[[Sequence[Path]], Environment] = Environment,
) -> Prepared:
    """Read an issue, set its galleys and make up its slots; ``counts`` are the pages that open slots need.

    ``environment_of`` gives where templates of some folders are compiled: who reads again and again may keep it.

    :raises PressroomError: with everything that is wrong with its sources, or with its layout.
    """
    art = Art(folder, workshop)
    with art.looking_ahead():
        try:
            issue, layout = read_issue(art, counts)
        except SourceError as error:
            raise SourceError([*error.report.findings, *_look_further(art)]) from None
        articles = (*issue.articles, *(filler.article for filler in issue.fillers))
        galleys = _set_galleys(articles, art, dict(issue.words))
    by_slug = {galley.article.slug: galley for galley in galleys}
    environment = environment_of(layout.folders)
    pasteups = make_up(issue, by_slug, layout, workshop.note, environment=environment)
    faces = find_faces(issue, layout, galleys, pasteups, workshop)
    return Prepared(issue, layout, galleys[: len(issue.articles)], pasteups, faces)


def _look_further(art: Art) -> list[Finding]:
    """Look through the copy of an issue whose sheets cannot be read, so that all errors are shown at once."""
    articles, _ = read_articles(art, read_roles(art.folder, art.workshop))
    try:
        _set_galleys(tuple(articles.values()), art)
    except SourceError as error:
        return list(error.report.findings)
    return []


def _set_galleys(
    articles: Sequence[Article], art: Art, words: Mapping[str, str] = MappingProxyType({})
) -> tuple[Galley, ...]:
    """Set all articles.

    :raises SourceError: with what is wrong in any of them.
    """
    galleys: list[Galley] = []
    findings: list[Finding] = []
    slugs = list_slugs(art.folder)
    for article in articles:
        art.workshop.note(article.place.file)
        try:
            galleys.append(set_galley(article, art, slugs, words))
        except SourceError as error:
            findings += error.report.findings
    if any(finding.severity for finding in findings):
        raise SourceError(findings)
    return tuple(galleys)
