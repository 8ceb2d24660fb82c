"""Work in processes: tasks in, results out as they come; one that dies or runs away takes only its own task along.

Each worker has a pipe of its own and no lock is shared, so that one that is killed at any moment leaves the others as
they were. (The pools of the standard library and of Pebble read all results from one pipe behind a lock, which a killed
worker never gives back; the first also gives all tasks up with one worker.)
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any

from pressroom.workshop.config import Limits
from pressroom.workshop.nursery import Agency, Failure, Hired, Nursery, Service, open_agency

__all__ = ["Failure", "Nursery", "Pool", "Service"]

_START = 120.0  # seconds that a worker may take to get ready
_STILLBORN = 3  # workers in a row that die before they are ready


@dataclass
class _Worker:
    """A worker, the number of the task it is at, and when that has to be done."""

    hired: Hired
    ready: bool = False
    task: int | None = None
    deadline: float = field(default_factory=lambda: time.monotonic() + _START)


class Pool:
    """Workers that wait for tasks, if there is a service. Leaving it ends all at once, whatever they are at."""

    def __init__(
        self, service: Service | None, jobs: int, limits: Limits, open_agency: Callable[[Service], Agency] = open_agency
    ) -> None:
        self._service, self._jobs, self._limits, self._open = service, jobs, limits, open_agency
        self._agency = open_agency(service) if service else None
        self._workers: list[_Worker] = []
        self._stillborn = 0
        self._greeting: Any = None

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all workers at once."""
        for worker in self._workers:
            worker.hired.pipe.close()
        if self._agency:
            self._agency.close()

    @property
    def greeting(self) -> Any:
        """What the first worker said when it was ready; nothing where none gets ready."""
        while self._greeting is None and (self._workers or self._hire()):
            self._listen()
            self._watch()
        return self._greeting

    def work(
        self, tasks: Sequence[tuple[Any, ...]], meanwhile: Callable[[], None] | None = None
    ) -> Iterator[tuple[int, Any]]:
        """Give the number of each task with its result, or with a :class:`Failure`, as they come.

        ``meanwhile`` is called once, when the first tasks have been given out.
        """
        waiting = deque(range(len(tasks)))
        while waiting or any(worker.task is not None for worker in self._workers):
            busy = sum(worker.task is not None for worker in self._workers)
            while len(self._workers) < min(self._jobs, busy + len(waiting)) and self._hire():
                pass
            if not self._workers:
                yield from ((index, Failure("died", "no worker can be started")) for index in waiting)
                return
            for worker in list(self._workers):
                if waiting and worker.ready and worker.task is None:
                    self._give(worker, waiting.popleft(), tasks)
            if meanwhile and len(waiting) < len(tasks):
                meanwhile()
                meanwhile = None
            yield from self._listen()
            yield from self._watch()

    def _hire(self) -> bool:
        """Start a worker; tell whether there is one."""
        while self._service and self._agency and self._stillborn < _STILLBORN:
            try:
                self._workers.append(_Worker(self._agency.hire(self._limits.megabytes)))
            except OSError:
                if self._workers:  # they may go on without
                    return False
                self._stillborn += 1
                self._agency.close()
                self._agency = self._open(self._service)
            else:
                return True
        return False

    def _give(self, worker: _Worker, index: int, tasks: Sequence[tuple[Any, ...]]) -> None:
        """Give a worker a task; where it has died meanwhile, its pipe will say so."""
        worker.task = index
        worker.deadline = time.monotonic() + self._limits.seconds if self._limits.seconds else float("inf")
        with contextlib.suppress(OSError):
            worker.hired.pipe.send(tasks[index])

    def _listen(self) -> list[tuple[int, Any]]:
        """Hear what workers have to say, for as long as none is late."""
        results: list[tuple[int, Any]] = []
        busy = (worker for worker in self._workers if worker.task is not None or not worker.ready)
        late = min((worker.deadline for worker in busy), default=float("inf"))
        timeout = None if late == float("inf") else max(late - time.monotonic(), 0)
        spoken = wait([worker.hired.pipe for worker in self._workers], timeout)
        for worker in [worker for worker in self._workers if worker.hired.pipe in spoken]:
            try:
                said = worker.hired.pipe.recv()
            except (EOFError, OSError):
                results += self._bury(worker)
                continue
            if not worker.ready:
                worker.ready, self._stillborn = True, 0
                self._greeting = self._greeting if self._greeting is not None else said
            elif worker.task is not None:
                results.append((worker.task, said))
                worker.task = None
                if isinstance(said, Failure):  # it may have left its memory in disorder
                    self._dismiss(worker)
        return results

    def _watch(self) -> list[tuple[int, Any]]:
        """End the workers that are late."""
        results: list[tuple[int, Any]] = []
        for worker in [worker for worker in self._workers if time.monotonic() >= worker.deadline]:
            if worker.task is not None:
                results.append((worker.task, Failure("time", f"{self._limits.seconds:g} seconds")))
                self._dismiss(worker)
            elif not worker.ready:
                self._stillborn += 1
                self._dismiss(worker)
        return results

    def _bury(self, worker: _Worker) -> list[tuple[int, Any]]:
        """Take note of a worker that died."""
        said = self._dismiss(worker)
        if worker.task is None:
            self._stillborn += not worker.ready
            return []
        return [(worker.task, Failure("died", said))]

    def _dismiss(self, worker: _Worker) -> str:
        """End a worker; say how it ended."""
        self._workers.remove(worker)
        return self._agency.end(worker.hired) if self._agency else ""
