"""Pull a proof: pasteups in, their runs out, found in the cache or set in worker processes, the longest first."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pressroom.fonts.catalogue import Faces
from pressroom.makeup.pasteup import Pasteup
from pressroom.pipeline.runbook import find_run, keep_run, key_of_run
from pressroom.read.layout import Fit
from pressroom.report import Place, PressError, stop
from pressroom.run import Run
from pressroom.workshop.cache import Cache, make_key, open_cache
from pressroom.workshop.cache import using as using_cache
from pressroom.workshop.config import Shop
from pressroom.workshop.files import open_desk
from pressroom.workshop.fingerprint import Engine, engine_digest
from pressroom.workshop.ledger import Ledger
from pressroom.workshop.ledger import using as using_ledger
from pressroom.workshop.pool import Failure, Pool, Trade

Progress = Callable[[str, int, int], None]
Result = Run | PressError
_WHY = {
    "died": ("the worker died while it was at work ({})", "try again; see whether there is memory enough for --jobs"),
    "time": ("not set in {}: something in it runs away", "look for what is odd in its copy, or raise --slot-seconds"),
    "memory": ("setting it takes too much memory", "look for a huge picture, or raise --slot-memory"),
    "disk": ("the disk refuses it: {}", "see whether there is room on it"),
    "error": ("the worker failed: {}", "please report this with the copy of the slot"),
}


@dataclass(frozen=True)
class Press:
    """A press that is open: its cache, the digests of files, its workers and the name its lesson is kept under."""

    cache: Cache
    ledger: Ledger
    pool: Pool
    lesson: str

    @property
    def engine(self) -> Engine:
        """What the workers found about their engine."""
        greeting = self.pool.greeting
        if not isinstance(greeting, Engine):
            raise PressError([stop("engine", "no worker can be started", Place(Path()), "see whether memory is left")])
        return greeting


@contextmanager
def open_press(folder: Path, shop: Shop, jobs: int) -> Iterator[Press]:
    """Open a press for the issue in a folder; its workers load while the issue is still read."""
    with ExitStack() as stack:
        desk = _find_desk(stack, shop)
        cache = open_cache(shop, desk if desk.is_relative_to(shop.cache) else None)
        ledger = Ledger(cache, str(folder.resolve()))
        stack.enter_context(using_cache(cache))
        stack.enter_context(using_ledger(ledger))
        name = make_key("lessons", str(folder.resolve()))
        trade = Trade(
            "pressroom.setting.slot:set_slot_apart", "pressroom.setting.slot:learn", _recall_lesson(cache, name)
        )
        pool = stack.enter_context(Pool(trade, jobs, shop.limits, desk))
        yield Press(cache, ledger, pool, name)
        ledger.keep()
        cache.tidy()


def pull_runs(
    pasteups: Sequence[Pasteup],
    faces: Faces,
    fit: Fit,
    press: Press,
    progress: Progress,
    meanwhile: Callable[[], None] | None = None,
) -> dict[int, Result]:
    """Give the run of each pasteup by its number, or what stopped it.

    What is not in the cache is set, and kept as soon as it is there: a slot that fails leaves the others' work usable.
    ``meanwhile`` is called while the workers are at the first slots.
    """
    _keep_lesson(press, pasteups, faces)
    engine = engine_digest(press.engine, press.ledger)
    results: dict[int, Result] = {}
    keys = {index: key_of_run(pasteup, faces, fit, engine) for index, pasteup in enumerate(pasteups)}
    for index, pasteup in enumerate(pasteups):
        found = find_run(press.cache, press.ledger, keys[index], (*pasteup.folders, *faces.folders))
        if found is not None:
            results[index] = found
            progress(pasteup.slot.name, len(results), len(pasteups))
    order = sorted(
        set(keys) - set(results), key=lambda index: (-pasteups[index].slot.pages, -len(pasteups[index].html))
    )
    for number, said in press.pool.work([(pasteups[index], faces, fit) for index in order], meanwhile):
        pasteup = pasteups[order[number]]
        results[order[number]] = _take(said, keys[order[number]], pasteup, press)
        progress(pasteup.slot.name, len(results), len(pasteups))
    return results


def pull_runs_here(pasteups: Sequence[Pasteup], faces: Faces, fit: Fit, progress: Progress) -> dict[int, Result]:
    """Set slots in this process, one after the other, without limits and without a cache."""
    from pressroom.setting.slot import set_slot  # the engine takes long to load, and workers have their own

    results: dict[int, Result] = {}
    with tempfile.TemporaryDirectory(prefix="pressroom-") as desk:
        tempfile.tempdir, before = desk, tempfile.tempdir
        try:
            for index, pasteup in enumerate(pasteups):
                results[index], _ = set_slot(pasteup, faces, fit)
                progress(pasteup.slot.name, index + 1, len(pasteups))
        finally:
            tempfile.tempdir = before
    return results


def hold(result: Result) -> Result:
    """Take a run into memory, so that it outlives the desk of its press."""
    return replace(result, data=result.pdf, file=None) if isinstance(result, Run) and result.file else result


def _take(said: Any, key: str, pasteup: Pasteup, press: Press) -> Result:
    """Take what a worker hands back; keep a run that is sound."""
    if isinstance(said, Failure):
        message, hint = _WHY[said.why]
        place = pasteup.slot.place
        return PressError([stop("worker-died", f"{pasteup.slot.name}: {message.format(said.said)}", place, hint)])
    result: Result = said[0]
    if isinstance(result, Run):
        keep_run(press.cache, key, result, said[1])
    return result


def _find_desk(stack: ExitStack, shop: Shop) -> Path:
    """Make a desk for the workers in the shop's own folder; where that cannot be written, where the system has one."""
    if shop.keep:
        with contextlib.suppress(OSError):
            return stack.enter_context(open_desk(shop.cache))
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pressroom-")))


def _keep_lesson(press: Press, pasteups: Sequence[Pasteup], faces: Faces) -> None:
    """Keep what workers should load before they are given the first slot of the next build."""
    for pasteup in pasteups[:1]:
        folders = [str(folder) for folder in (*pasteup.folders[1:], *faces.folders)]
        lesson = json.dumps([[str(file) for file in pasteup.stylesheets], folders, faces.css])
        if press.cache.lookup(press.lesson) != lesson.encode():
            press.cache.store(press.lesson, lesson.encode())


def _recall_lesson(cache: Cache, name: str) -> tuple[Any, ...]:
    """What was kept of the last build; nothing where this is the first."""
    found = cache.lookup(name)
    sheets, folders, css = json.loads(found) if found else ((), (), "")
    return tuple(Path(file) for file in sheets), tuple(Path(folder) for folder in folders), css
