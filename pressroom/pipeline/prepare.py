"""Prepare an issue: sources in; galleys, pasteups and faces out, ready to be set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pressroom.fonts import Coverage, Face, rare_face, read_catalogue, read_coverage
from pressroom.galley import Galley, set_galley
from pressroom.issue import Article, Issue
from pressroom.language.words import printed_words
from pressroom.makeup.pasteup import Pasteup, make_up
from pressroom.makeup.templates import Environment
from pressroom.pictures import Art
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
    faces = find_faces(issue, galleys, workshop)
    by_slug = {galley.article.slug: galley for galley in galleys}
    environment = environment_of(layout.folders)
    pasteups = make_up(issue, by_slug, layout, workshop.note, environment=environment)
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


def find_faces(issue: Issue, galleys: Sequence[Galley], workshop: Workshop) -> tuple[Face, ...]:
    """Find the faces of an issue, with one of its own for characters that only the full font has.

    :raises SourceError: with every character that no face has.
    """
    catalogue = read_catalogue(workshop.config.font_folder, workshop.cache)
    coverage = read_coverage(catalogue, workshop)
    words = "\n".join(_words(issue))
    texts = "\n".join([*(galley.text for galley in galleys), words, *dict(issue.words).values()])
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
    return [*names, issue.theme, *issue.cover_lines, *people, *slots, *printed_words(dict(issue.words))]


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
