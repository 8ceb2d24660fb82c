"""Pull a proof: pasteups in, their runs out, found in the cache or set in worker processes, the longest first."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from pressroom.fonts import Face, Faces, faces_of
from pressroom.fonts.matching import FaceFile
from pressroom.makeup.contents import list_contents
from pressroom.makeup.pasteup import Pasteup
from pressroom.pipeline.keeping import find_run, keep_run, key_of_run
from pressroom.pipeline.prepare import Prepared
from pressroom.proof import Proof, join_parts
from pressroom.read.layout import Fit
from pressroom.report import Finding, LayoutError, Place, PressError, stop
from pressroom.run import Run, SetSlot
from pressroom.workshop import Workshop
from pressroom.workshop.cache import Cache, make_key, plain
from pressroom.workshop.fingerprint import Engine, engine_digest
from pressroom.workshop.pool import Failure, Service

Progress = Callable[[str, int, int], None]
Result = Run | PressError
_WHY = {
    "died": ("the worker died while it was at work ({})", "try again; see whether there is memory enough for --jobs"),
    "time": ("not set in {}: something in it runs away", "look for what is odd in its copy, or raise --slot-seconds"),
    "memory": ("setting it takes too much memory", "look for a huge picture, or raise --slot-memory"),
    "disk": ("the disk refuses it: {}", "see whether there is room on it"),
    "error": ("the worker failed: {}", "please report this with the copy of the slot"),
}


def no_progress(_name: str, _done: int, _count: int) -> None:
    """Say nothing."""


def setting_service(folder: Path) -> Callable[[Cache], Service]:
    """What the workers of a workshop do for the issue in a folder: set slots in the style of its last build."""

    def recall(cache: Cache) -> Service:
        found = cache.lookup(_style_key(folder))
        sheets, folders, rules, files = json.loads(found) if found else ((), (), "", ())
        return Service(
            "pressroom.setting.slot:make_setter",
            (tuple(map(Path, sheets)), tuple(map(Path, folders)), Faces(rules, tuple(map(_read_file, files)))),
        )

    return recall


def pull_proof(
    prepared: Prepared, workshop: Workshop, progress: Progress = no_progress, modules: Sequence[str] = ()
) -> Proof:
    """Set every slot. ``modules`` are loaded while the workers are at it: what comes next needs them.

    :raises PressError: with the slots that could not be set.
    :raises LayoutError: with everything that the engine complains of in style sheets and slots.
    """

    def load() -> None:
        for name in modules:
            import_module(name)

    _keep_style(workshop, prepared)
    results = pull_runs(prepared.pasteups, prepared.faces, prepared.layout.fit, workshop, progress, load)
    findings: list[Finding] = []
    complaints: list[Finding] = []
    runs: list[Run] = []
    for _, result in sorted(results.items()):
        if isinstance(result, Run):
            runs.append(result)
            complaints += result.findings
        else:
            findings += result.report.findings
    if findings:
        raise PressError(findings)
    if complaints:
        raise LayoutError(complaints)
    contents = list_contents(prepared.issue, prepared.layout)
    parts = join_parts(zip(prepared.pasteups, runs, strict=True))
    return Proof(prepared.issue, prepared.layout, prepared.galleys, contents, prepared.faces, parts)


def pull_runs(
    pasteups: Sequence[Pasteup],
    faces: Sequence[Face],
    fit: Fit,
    workshop: Workshop,
    progress: Progress = no_progress,
    meanwhile: Callable[[], None] | None = None,
) -> dict[int, Result]:
    """Give the run of each pasteup by its number, or what stopped it.

    What is not in the cache is set, and kept as soon as it is there: a slot that fails leaves the others' work usable.
    ``meanwhile`` is called while the workers are at the first slots.
    """
    styled = faces_of(faces)
    engine = engine_digest(_find_engine(workshop), workshop.ledger)
    results: dict[int, Result] = {}
    keys = [key_of_run(pasteup, styled, fit, engine) for pasteup in pasteups]
    for index, pasteup in enumerate(pasteups):
        found = find_run(workshop.cache, workshop.ledger, keys[index], pasteup.folders)
        if found is not None:
            results[index] = found
            progress(pasteup.slot.name, len(results), len(pasteups))
    left = set(range(len(pasteups))) - set(results)
    order = sorted(left, key=lambda index: (-pasteups[index].slot.pages, -len(pasteups[index].html)))
    tasks = [(pasteups[index], styled, fit, workshop.bench) for index in order]
    for number, answer in workshop.pool.work(tasks, meanwhile):
        index = order[number]
        results[index] = _take(answer, keys[index], pasteups[index], workshop)
        progress(pasteups[index].slot.name, len(results), len(pasteups))
    return results


def _take(answer: SetSlot | Failure, key: str, pasteup: Pasteup, workshop: Workshop) -> Result:
    """Take what a worker hands back; keep a run that is sound."""
    if isinstance(answer, Failure):
        message, hint = _WHY[answer.why]
        place = pasteup.slot.place
        return PressError([stop("worker-died", f"{pasteup.slot.name}: {message.format(answer.said)}", place, hint)])
    if answer.run is None:
        assert answer.stopped is not None
        return answer.stopped
    keep_run(workshop.cache, key, answer.run, answer.served)
    return answer.run


def _find_engine(workshop: Workshop) -> Engine:
    """What the workers found about their engine.

    :raises PressError: if there are none.
    """
    greeting = workshop.pool.greeting
    if not isinstance(greeting, Engine):
        raise PressError([stop("engine", "no worker can be started", Place(Path()), "see whether memory is left")])
    return greeting


def _keep_style(workshop: Workshop, prepared: Prepared) -> None:
    """Keep what workers should load before they are given the first slot of the next build."""
    for pasteup in prepared.pasteups[:1]:
        faces, key = faces_of(prepared.faces), _style_key(prepared.issue.folder)
        sheets, folders = ([str(file) for file in some] for some in (pasteup.stylesheets, pasteup.folders[1:]))
        style = json.dumps([sheets, folders, faces.rules, plain(faces.files)]).encode()
        if workshop.cache.lookup(key) != style:
            workshop.cache.store(key, style)


def _read_file(entry: dict[str, Any]) -> FaceFile:
    """Read an entry that was kept."""
    bounds = tuple((first, last) for first, last in entry["bounds"])
    return FaceFile(entry["path"], entry["digest"], tuple(entry["families"]), bounds)


def _style_key(folder: Path) -> str:
    return make_key("styles", str(folder.resolve()))
