"""Read anew what was saved, in a process that holds the issue: slugs of articles in, what they change out.

A whole issue is read as a build reads it. One article is read alone, and only the slots that show it are made up: what
else hangs on it is found when the whole issue is read next, in a quiet moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pressroom.fonts import Face
from pressroom.galley import Galley, set_galley
from pressroom.issue import Article, Issue
from pressroom.makeup.pasteup import Pasteup, make_up
from pressroom.makeup.templates import Environment
from pressroom.pictures import Art
from pressroom.pipeline.faces import find_faces, name_drawings
from pressroom.pipeline.prepare import Prepared, prepare_issue
from pressroom.read.articles import list_slugs, read_article
from pressroom.report import Finding, PressroomError, SourceError
from pressroom.workshop import Workshop
from pressroom.workshop.cache import Cache
from pressroom.workshop.config import Config
from pressroom.workshop.ledger import Ledger
from pressroom.workshop.pool import Pool

_CONTENTS = "contents"


@dataclass(frozen=True)
class Amendment:
    """What some articles change: themselves, their galleys, the slots that show them, and the faces of the issue."""

    articles: tuple[Article, ...] = ()
    galleys: tuple[Galley, ...] = ()
    pasteups: tuple[Pasteup, ...] = ()
    faces: tuple[Face, ...] = ()


@dataclass(frozen=True)
class Reread:
    """What reading gave: a whole issue, an amendment, or neither; and what is wrong with the sources.

    Where there is neither and nothing is wrong, the whole issue has to be read.
    """

    prepared: Prepared | None = None
    amendment: Amendment | None = None
    findings: tuple[Finding, ...] = ()


def make_amender(
    config: Config, folder: Path, bench: Path
) -> tuple[Callable[[Mapping[int, int], Mapping[str, str], Sequence[str]], Reread], str]:
    """Make a process ready to read the issue in a folder, again and again."""
    cache = Cache(config.cache if config.keep else None, config.room, bench)
    ledger = Ledger(cache, str(folder.resolve()))
    nobody = Pool(None, 0, config.limits)
    amender = Amender(Workshop(folder, config, bench, cache, ledger, nobody, nobody))
    return amender.read, "ready"


class Amender:
    """Holds an issue that was read, to read parts of it anew."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._prepared: Prepared | None = None
        self._letters: frozenset[str] = frozenset()
        self._templates: tuple[tuple[Any, ...], Environment] | None = None

    def read(self, counts: Mapping[int, int], drafts: Mapping[str, str], slugs: Sequence[str]) -> Reread:
        """Read some articles, or the whole issue where none is named; ``drafts`` are texts that were not saved yet."""
        self._workshop.ledger.look_again()
        try:
            if slugs:
                return self._read_articles(slugs, drafts)
            return self._read_whole(counts, drafts)
        except PressroomError as error:
            return Reread(findings=error.report.findings)
        finally:
            self._workshop.ledger.keep()

    def _read_whole(self, counts: Mapping[int, int], drafts: Mapping[str, str]) -> Reread:
        """Read the issue as it is saved, then lay the drafts over it; one that cannot be read leaves what was saved."""
        self._prepared = prepared = prepare_issue(self._workshop.folder, self._workshop, counts, self._environment_of)
        self._letters = _letters_of(prepared.galleys)
        findings: list[Finding] = []
        for slug in sorted(drafts):
            try:
                answer = self._read_articles([slug], drafts)
            except PressroomError as error:
                findings += error.report.findings
            else:
                findings += answer.findings
        return Reread(self._prepared, findings=tuple(findings))

    def _read_articles(self, slugs: Sequence[str], drafts: Mapping[str, str]) -> Reread:
        """Read some articles, and make up the slots that show them.

        :raises PressroomError: with what is wrong with them.
        """
        before, workshop = self._prepared, self._workshop
        if before is None or not set(slugs) <= {article.slug for article in before.issue.articles}:
            return Reread()
        articles = [self._read_article(slug, drafts.get(slug), before.issue) for slug in slugs]
        galleys = [self._set_galley(article, before.issue) for article in articles]
        changed = amend(before, Amendment(tuple(articles), tuple(galleys)))
        touched = _find_touched(before.issue, changed.issue, slugs)
        if changed.issue.fillers and any(changed.issue.flatplan[index].filler for index in touched):
            return Reread()  # what stands in for blank pages is read with the whole
        by_slug = {galley.article.slug: galley for galley in changed.galleys}
        environment = self._environment_of(changed.layout.folders)
        pasteups = make_up(changed.issue, by_slug, changed.layout, workshop.note, touched, environment)
        changed = amend(changed, Amendment(pasteups=pasteups))
        amendment = Amendment(tuple(articles), tuple(galleys), pasteups, self._find_faces(changed, galleys))
        self._prepared = amend(before, amendment)
        return Reread(amendment=amendment)

    def _environment_of(self, folders: Sequence[Path]) -> Environment:
        """Where the templates of a layout are compiled: once, as long as none of them is changed."""
        files = sorted(file for folder in folders for file in folder.rglob("*.html"))
        looks = (tuple(folders), *((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files))
        if self._templates is None or self._templates[0] != looks:
            self._templates = (looks, Environment(folders))
        return self._templates[1]

    def _read_article(self, slug: str, draft: str | None, issue: Issue) -> Article:
        """Read one article.

        :raises SourceError: with what is wrong with it.
        """
        file = issue.folder / "copy" / f"{slug}.md"
        self._workshop.note(file)
        article, wrong = read_article(file, Art(issue.folder, self._workshop), issue.magazine.roles, draft)
        if wrong:
            raise SourceError(wrong)
        return article

    def _set_galley(self, article: Article, issue: Issue) -> Galley:
        art = Art(issue.folder, self._workshop)
        return set_galley(article, art, list_slugs(issue.folder), dict(issue.words))

    def _find_faces(self, changed: Prepared, galleys: Sequence[Galley]) -> tuple[Face, ...]:
        """The faces of the issue: those that it had, if its letters and drawings are those that it had."""
        letters = _letters_of(galleys)
        if letters <= self._letters:
            return changed.faces
        faces = find_faces(changed.issue, changed.layout, changed.galleys, changed.pasteups, self._workshop)
        self._letters |= letters
        return faces


def _letters_of(galleys: Sequence[Galley]) -> frozenset[str]:
    """The letters of some articles, and the names of their drawings, which may have more."""
    return frozenset().union(*((*galley.text, *name_drawings(galley.html)) for galley in galleys))


def amend(prepared: Prepared, amendment: Amendment) -> Prepared:
    """Lay what has changed over an issue that was read."""
    articles = {article.slug: article for article in amendment.articles}
    galleys = {galley.article.slug: galley for galley in amendment.galleys}
    pasteups = {pasteup.slot.index: pasteup for pasteup in amendment.pasteups}
    slots = tuple(
        replace(slot, articles=tuple(articles.get(article.slug, article) for article in slot.articles))
        if any(article.slug in articles for article in slot.articles)
        else slot
        for slot in prepared.issue.flatplan
    )
    return replace(
        prepared,
        issue=replace(prepared.issue, flatplan=slots),
        galleys=tuple(galleys.get(galley.article.slug, galley) for galley in prepared.galleys),
        pasteups=tuple(pasteups.get(pasteup.slot.index, pasteup) for pasteup in prepared.pasteups),
        faces=amendment.faces or prepared.faces,
    )


def _find_touched(before: Issue, after: Issue, slugs: Sequence[str]) -> list[int]:
    """The slots that show some articles; and the contents, where their furniture is another."""
    shown = [slot.index for slot in after.flatplan if any(article.slug in slugs for article in slot.articles)]
    pairs = zip(before.articles, after.articles, strict=True)
    if all(_furniture(old) == _furniture(new) for old, new in pairs):
        return shown
    return sorted({*shown, *(slot.index for slot in after.flatplan if slot.kind == _CONTENTS)})


def _furniture(article: Article) -> Article:
    """An article without its copy."""
    return replace(article, copy="")
