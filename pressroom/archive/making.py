"""Make one issue of an archive: a task in, what became of it out; it stands in the journal by then.

A maker is a process that has loaded the engine once, for all issues that it is given. It is the builder of each of
them: what sets slots, reads sources and writes editions are copies of it, with limits of their own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter

from pressroom.archive.bag import BagError, seal_of
from pressroom.archive.journal import Fate, Record, append_record
from pressroom.archive.packing import pack
from pressroom.archive.tasks import Answer, Task
from pressroom.fonts.matching import Faces
from pressroom.pipeline.builds import digest_sources
from pressroom.pipeline.orders import Order
from pressroom.pipeline.publish import publish_issue
from pressroom.report import PressroomError, Report, Severity
from pressroom.setting.slot import make_setter
from pressroom.workshop.cache import Cache, make_key, plain
from pressroom.workshop.files import digest, open_bench
from pressroom.workshop.fingerprint import Engine, engine_digest
from pressroom.workshop.ledger import Ledger
from pressroom.workshop.nursery import Forker, can_fork

#: Findings on a process and not on sources: another day they may not be there.
_LOST = {"worker-died", "reader-died", "engine", "cache"}


def make_maker() -> tuple[Callable[[Task], Answer], str]:
    """Make a worker ready to archive issues; the engine is loaded by now, for all copies of it."""
    _, engine = make_setter((), (), Faces("", ()))
    return partial(archive_issue, engine), "ready"


def archive_issue(engine: Engine, task: Task) -> Answer:
    """Make an issue and its bag, if there is not one that is sound, and note what became of it.

    :raises OSError: where not even that can be noted.
    """
    begun = perf_counter()
    order = Order(task.folder, task.config, task.editions)
    ledger = Ledger(Cache(task.config.cache if task.config.keep else None), str(task.folder.resolve()))
    sources = make_sources_key(order, ledger)
    key = make_key("archived", sources, engine_digest(engine, ledger))
    ledger.keep()
    if task.before and stands(task, task.before, sources, key):
        return Answer(task.before, fresh=False)
    record = replace(_try(task, order), issue=task.name, sources=sources, key=key)
    record = replace(record, seconds=round(perf_counter() - begun, 2))
    append_record(task.archive, record)
    return Answer(record)


def make_sources_key(order: Order, ledger: Ledger) -> str:
    """A digest of all that an issue is read from; Pressroom itself is no part of it."""
    read = plain([digest_sources(order, ledger), order.editions])
    return digest(json.dumps(read, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def stands(task: Task, before: Record, sources: str, key: str) -> bool:
    """Whether what became of an issue before would become of it again, and its bag is there and sound."""
    same = before.sources == sources if task.only_changed else before.key == key
    if not same or before.fate is Fate.LOST:
        return False
    if before.fate is Fate.STOPPED:
        return not task.retry
    try:
        return seal_of(task.archive / before.bag) == before.seal
    except BagError:
        return False


def _try(task: Task, order: Order) -> Record:
    """Make an issue; whatever goes wrong is told."""
    try:
        with open_bench(task.archive) as bench:
            return _make(task, replace(order, out=bench / "out"), bench)
    except PressroomError as error:
        return _tell(error.report)
    except OSError as error:
        return Record("", Fate.LOST, told=f"{error.filename or 'the disk'}: {error.strerror or error}")
    except MemoryError:
        return Record("", Fate.LOST, told="memory is refused; see --limit-memory")


def _make(task: Task, order: Order, bench: Path) -> Record:
    published = publish_issue(order, nursery=Forker() if can_fork() else None)
    if not published.report.clear:
        return _tell(published.report)
    bag = pack(published, task.config, bench, task.archive, task.name)
    return Record("", Fate.MADE, bag=bag.name, seal=bag.seal, editions=bag.editions, pages=len(published.proof.pages))


def _tell(report: Report) -> Record:
    """What stopped an issue, by its first finding."""
    stops = [finding for finding in report.findings if finding.severity is Severity.STOP]
    first = stops[0]
    lost = all(finding.check in _LOST for finding in stops)
    more = f" (+{len(stops) - 1} more)" if len(stops) > 1 else ""
    place = f"{first.place.file.name}:{first.place.line}" if first.place.line else first.place.file.name
    return Record("", Fate.LOST if lost else Fate.STOPPED, told=f"{place}: {first.message} [{first.check}]{more}")
