"""The whole way from sources to editions."""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from pressroom.colophon import write_colophon
from pressroom.copyfit import fit_slot
from pressroom.editions import draft
from pressroom.fonts import (
    Face,
    font_face_rule,
    missing_characters,
    rare_characters,
    rare_face,
    read_catalogue,
)
from pressroom.galley import Galley, set_galley
from pressroom.issue import Article, Issue
from pressroom.makeup import Pasteup, list_contents, make_up
from pressroom.preflight import inspect_proof
from pressroom.proof import Proof
from pressroom.read import Layout, read_issue, read_roles
from pressroom.read.articles import list_slugs, read_articles
from pressroom.report import Finding, LayoutError, Place, PressError, Report, SourceError, stop
from pressroom.run import Faces, Run, set_page

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Shop:
    """Where the press finds its things: layouts, fonts, and a folder for what it keeps between builds."""

    layouts: Path
    fonts: Path
    cache: Path


@dataclass(frozen=True)
class Made:
    """An issue made up, ready to be set."""

    issue: Issue
    layout: Layout
    galleys: tuple[Galley, ...]
    pasteups: tuple[Pasteup, ...]
    faces: tuple[Face, ...]


def make_issue(folder: Path, shop: Shop) -> Made:
    """Read an issue, set its galleys and make up its slots.

    :raises PressroomError: with everything that is wrong with its sources, or with its layout.
    """
    try:
        issue, layout = read_issue(folder, shop.layouts)
    except SourceError as error:
        raise SourceError([*error.report.findings, *_look_further(folder)]) from None
    galleys = _set_galleys(issue.articles, folder)
    catalogue = read_catalogue(shop.fonts)
    texts = "\n".join([*(galley.text for galley in galleys), *_words(issue), *dict(layout.words).values()])
    findings = [
        finding for galley in galleys for finding in _find_missing(galley, missing_characters(galley.text, catalogue))
    ]
    others = missing_characters("\n".join(_words(issue)), catalogue)
    findings += [
        stop("missing-glyph", f"no font has {_name(char)}", issue.place, "write it otherwise")
        for char in dict.fromkeys(char for _, char in others)
    ]
    if findings:
        raise SourceError(findings)
    rare = rare_face(rare_characters(texts, catalogue), shop.cache / "fonts")
    faces = (*catalogue.faces, *([rare] if rare else []))
    by_slug = {galley.article.slug: galley for galley in galleys}
    return Made(issue, layout, galleys, make_up(issue, by_slug, layout), faces)


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


def pull_proof(made: Made, jobs: int, progress: Progress = lambda *_: None) -> Proof:
    """Set every slot, in worker processes where ``jobs`` is more than one.

    :raises PressError: with the slots that could not be set.
    :raises LayoutError: with everything that the engine complains of in style sheets and slots.
    """
    faces = _faces(made.faces)
    count = len(made.pasteups)
    runs: dict[int, Run] = {}
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory(prefix="pressroom-") as desk:
        for done, (index, result) in enumerate(_set_slots(made, faces, jobs, desk), 1):
            if isinstance(result, Run):
                runs[index] = result
            else:
                findings += result.report.findings
            progress(made.pasteups[index].slot.name, done, count)
    if findings:
        raise PressError(findings)
    complaints = [finding for run in runs.values() for finding in run.findings]
    if complaints:
        raise LayoutError(complaints)
    contents = list_contents(made.issue, made.layout)
    ordered = tuple(runs[index] for index in range(count))
    return Proof(made.issue, made.layout, made.galleys, contents, made.pasteups, ordered)


def _faces(faces: Sequence[Face]) -> Faces:
    """The style sheet of the fonts, with their files' own addresses."""
    css = "".join(font_face_rule(face, f"{face.folder.resolve().as_uri()}/") for face in faces)
    return Faces(css, tuple(sorted({face.path.resolve().parent for face in faces})))


def _set_slots(made: Made, faces: Faces, jobs: int, desk: str) -> Iterator[tuple[int, Run | PressError]]:
    """Set slots as they come; longest first where there are several workers."""
    tempfile.tempdir = desk
    try:
        if jobs <= 1:
            for index, pasteup in enumerate(made.pasteups):
                yield index, _set_slot(pasteup, faces, made.layout)
            return
        order = sorted(range(len(made.pasteups)), key=lambda index: (-len(made.pasteups[index].html), index))
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(jobs, context, _start_worker, (desk,)) as pool:
            waiting = {pool.submit(_set_slot, made.pasteups[index], faces, made.layout): index for index in order}
            for future in as_completed(waiting):
                index = waiting[future]
                try:
                    yield index, future.result()
                except BrokenProcessPool:
                    yield index, _died(made.pasteups[index])
    finally:
        tempfile.tempdir = None


def _start_worker(desk: str) -> None:
    """Keep a worker's temporary files where they are swept up."""
    tempfile.tempdir = desk


def _set_slot(pasteup: Pasteup, faces: Faces, layout: Layout) -> Run | PressError:
    """Set one slot; what stops it is handed back, so that it leaves the other slots' work usable."""
    try:
        return fit_slot(pasteup, faces, layout.fit)
    except PressError as error:
        return error


def _died(pasteup: Pasteup) -> PressError:
    """A worker that died without a word."""
    message = f"{pasteup.slot.name}: the worker died while it was at work"
    return PressError([stop("worker-died", message, pasteup.slot.place, "try again with --jobs 1")])


def set_file(file: Path, out: Path, shop: Shop) -> Report:
    """Set any HTML file with the composer and the faces of the house, without an issue.

    :raises PressError: if the engine cannot set it.
    """
    data, findings = set_page(file, _faces(read_catalogue(shop.fonts).faces))
    beside = out.with_name(f".{out.name}.new")
    beside.write_bytes(data)
    beside.replace(out)
    return Report.of(findings)


def publish_issue(
    folder: Path, shop: Shop, out: Path, editions: Sequence[str], jobs: int, progress: Progress = lambda *_: None
) -> tuple[Report, tuple[Path, ...]]:
    """Build the editions of an issue; release them to ``out`` if nothing stops the press.

    Files are written beside ``out`` and moved when all of them are complete.

    :raises PressroomError: if its sources cannot be read or its slots cannot be set.
    """
    made = make_issue(folder, shop)
    proof = pull_proof(made, jobs, progress)
    report = inspect_proof(proof)
    if not report.clear:
        return report, ()
    out.mkdir(parents=True, exist_ok=True)
    desk = Path(tempfile.mkdtemp(prefix=".desk-", dir=out))
    try:
        drafts = []
        for number, name in enumerate(editions, 1):
            drafts.append(draft(name, proof, made.faces, desk))
            progress(name, number, len(editions))
        colophon = write_colophon(proof, made.faces, drafts, report, desk)
        target = out / made.issue.slug
        target.mkdir(exist_ok=True)
        released = [(path, target / path.name) for path in (*(made_.path for made_ in drafts), colophon)]
        for path, final in released:
            path.replace(final)
        return report, tuple(final for _, final in released)
    finally:
        shutil.rmtree(desk, ignore_errors=True)


def check_issue(folder: Path, shop: Shop, jobs: int, progress: Progress = lambda *_: None) -> Report:
    """Look at an issue as a build would, and write nothing.

    :raises PressroomError: if its sources cannot be read or its slots cannot be set.
    """
    return inspect_proof(pull_proof(make_issue(folder, shop), jobs, progress))
