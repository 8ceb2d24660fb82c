"""Set what is wanted, in workers that stay warm: pasteups in the order they are wanted in, what became of each out.

Each worker has a thread of ours. What is wanted next replaces what was wanted before: only what is in hand is finished.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressroom.fonts.matching import Faces
from pressroom.makeup.pasteup import Pasteup
from pressroom.read.layout import Fit
from pressroom.run import SetSlot
from pressroom.workshop.config import Limits
from pressroom.workshop.nursery import Agency, Hired, Service, open_agency
from pressroom.workshop.pool import Failure, Pool


@dataclass(frozen=True)
class WantedSlot:
    """A slot that is to be set: the key of its run, and what its worker is told."""

    key: str
    pasteup: Pasteup
    faces: Faces
    fit: Fit


Tell = Callable[[WantedSlot, SetSlot | Failure], None]


class SharedAgency:
    """One nursery for the workers of several threads; a nursery that has died is replaced."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._agency: Agency = open_agency(service)
        self._shut = False

    def hire(self, megabytes: int) -> Hired:
        """Start a worker.

        :raises OSError: where none can be started.
        """
        with self._lock:
            if self._shut:
                raise OSError("the desk is closed")
            try:
                return self._agency.hire(megabytes)
            except OSError:
                self._agency.close()
                self._agency = open_agency(self._service)
                return self._agency.hire(megabytes)

    def end(self, hired: Hired) -> str:
        """End a worker at once."""
        with self._lock:
            return "the desk is closed" if self._shut else self._agency.end(hired)

    def close(self) -> None:
        """Do nothing: others may have workers."""

    def shut(self) -> None:
        """End all workers, and start no more."""
        with self._lock:
            if not self._shut:
                self._shut = True
                self._agency.close()


class Hands:
    """Workers that set slots; ``tell`` is called in their threads with what became of each."""

    def __init__(self, service: Service, jobs: int, limits: Limits, bench: Path, tell: Tell) -> None:
        self._agency = SharedAgency(service)
        self._bench, self._tell = bench, tell
        self._wanted: list[WantedSlot] = []
        self._at: set[str] = set()
        self._closed = False
        self._change = threading.Condition()
        self._greeted = threading.Event()
        self._greeting: Any = None
        self._pools = [Pool(service, 1, limits, lambda _: self._agency) for _ in range(jobs)]
        self._threads = [threading.Thread(target=self._work, args=(pool,), daemon=True) for pool in self._pools]
        for thread in self._threads:
            thread.start()

    @property
    def greeting(self) -> Any:
        """What the first worker says of its engine; none where there is none."""
        self._greeted.wait()
        return self._greeting

    def want(self, wanted: Sequence[WantedSlot]) -> None:
        """Say what is wanted, the first first, in place of what was wanted before."""
        with self._change:
            self._wanted = [one for one in wanted if one.key not in self._at]
            self._change.notify_all()

    def close(self) -> None:
        """End all workers."""
        with self._change:
            self._closed, self._wanted = True, []
            self._change.notify_all()
        self._agency.shut()
        for thread in self._threads:
            thread.join(10)

    def _work(self, pool: Pool) -> None:
        self._greeting = self._greeting or pool.greeting  # it gets ready before there is anything to do
        self._greeted.set()
        while (one := self._take()) is not None:
            try:
                ((_, answer),) = pool.work([(one.pasteup, one.faces, one.fit, self._bench)])
            except OSError as error:
                answer = Failure("died", str(error))
            with self._change:
                self._at.discard(one.key)
                closed = self._closed
            if not closed:
                self._tell(one, answer)

    def _take(self) -> WantedSlot | None:
        """Take what is wanted most, as soon as there is anything; none when the desk is closed."""
        with self._change:
            while not self._wanted and not self._closed:
                self._change.wait()
            if self._closed:
                return None
            one = self._wanted.pop(0)
            self._at.add(one.key)
            return one
