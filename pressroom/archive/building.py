"""Build an archive: tasks in, what became of each out as it comes, by one pool of makers that all issues share."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from pressroom.archive.journal import Fate, Record, append_record
from pressroom.archive.tasks import Answer, Task
from pressroom.workshop.config import Limits
from pressroom.workshop.nursery import Failure, Service
from pressroom.workshop.pool import Pool

MAKER = Service("pressroom.archive.making:make_maker")
_WHY = {
    "died": "the process that made it died ({})",
    "time": "not made in {}",
    "memory": "memory is refused{}; see --limit-memory",
    "disk": "the disk refuses it: {}",
    "error": "failed: {}",
}


def build_archive(tasks: Sequence[Task], jobs: int, limits: Limits) -> Iterator[Answer]:
    """Make issues, several at once; one whose maker died is given out once more, when all others are done.

    ``limits`` are what one issue may take.
    """
    died: list[Task] = []
    with Pool(MAKER, jobs, limits) as pool:
        for number, said in pool.work([(task,) for task in tasks]):
            if isinstance(said, Failure) and said.why == "died":
                died.append(tasks[number])
            else:
                yield take(tasks[number], said)
        for number, said in pool.work([(task,) for task in died]):
            yield take(died[number], said)


def take(task: Task, said: Any) -> Answer:
    """Take what a maker hands back; where it could not note what became of the issue, that is done here."""
    if isinstance(said, Answer):
        return said
    why, words = (said.why, said.said) if isinstance(said, Failure) else ("error", str(said))
    record = Record(task.name, Fate.LOST, told=_WHY[why].format(words))
    with contextlib.suppress(OSError):  # the disk is full: what is noted nowhere is made the next time
        append_record(task.archive, record)
    return Answer(record)
