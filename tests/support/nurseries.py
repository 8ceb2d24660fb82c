"""Nurseries that are lent to one build after the other: to load the engine takes longer than to set a small issue."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from pkgutil import resolve_name
from typing import Any
from unittest import mock

from click.testing import CliRunner, Result

import pressroom.workshop
from pressroom import cli
from pressroom.workshop.nursery import Agency, Hired, Nursery, Service
from tests.support.paths import ROOT

_LOANS = 25  # after so many builds there is much in its memory that no build looks at again
_SETTERS, _READERS = "pressroom.setting.slot", "pressroom.pipeline.prepare"


class LentNursery(Nursery):
    """A nursery that stays when a build ends, without the workers that the build had."""

    def __init__(self, module: str) -> None:
        with chdir(ROOT):  # the folder of a test may go before the nursery does
            super().__init__(module)
        self.module, self.owner = module, os.getpid()
        self.loans, self.lent, self.sound = 1, True, True
        self._out: list[Hired] = []

    def make(self, service: Service) -> None:
        """Say what its workers will do, where we are now; it was started elsewhere."""
        super().make(Service(f"{__name__}:make_in", (str(Path.cwd()), service)))

    def hire(self, megabytes: int) -> Hired:
        """Have a worker forked; whoever leaves in the midst of it leaves a nursery that is not lent again."""
        self.sound = False
        hired = super().hire(megabytes)
        self.sound = True
        self._out.append(hired)
        return hired

    def end(self, hired: Hired) -> str:
        """End a worker."""
        self._out.remove(hired)
        return super().end(hired)

    def close(self) -> None:
        """End the workers of a build, and wait for the next; it may be said twice."""
        if not self.lent:
            return
        self.lent = False
        for hired in list(self._out):
            self.end(hired)
        if self.sound and self.is_there() and self.loans < _LOANS:
            _idle.append(self)
        else:
            super().close()

    def is_there(self) -> bool:
        """Whether its process is at work."""
        return self._process.poll() is None

    def close_for_good(self) -> None:
        """End it."""
        super().close()


def make_in(folder: str, service: Service) -> Any:
    """Get ready for a service in a folder."""
    os.chdir(folder)
    return resolve_name(service.maker)(*service.arguments)


_idle: list[LentNursery] = []


def lend_nursery(module: str = _SETTERS) -> LentNursery | None:
    """Lend a nursery that nobody has, where there are any; it comes back when its workshop is closed."""
    if not sys.platform.startswith("linux"):
        return None
    for found in [one for one in _idle if one.module == module and one.owner == os.getpid()]:
        _idle.remove(found)
        if found.is_there():
            found.loans, found.lent = found.loans + 1, True
            return found
    return LentNursery(module)


@contextmanager
def lending() -> Iterator[None]:
    """Lend builds the nurseries that they would start to read an issue in.

    A process with threads, as those of pytest-xdist are, starts a nursery to read an issue, each time.
    """

    def open_own(service: Service) -> Agency:
        nursery = lend_nursery(_READERS)
        if nursery is None:
            return pressroom.workshop.nursery.open_own_agency(service)
        nursery.make(service)
        return nursery

    with mock.patch.object(pressroom.workshop, "open_own_agency", open_own):
        yield


def run_command(*arguments: str) -> Result:
    """Run a command of Pressroom in this process; the nurseries that it starts are lent to it."""
    started: list[LentNursery | None] = []

    def start() -> LentNursery | None:
        started.append(lend_nursery())
        return started[-1]

    with lending(), mock.patch.object(cli, "start_nursery", start):
        result = CliRunner().invoke(cli.main, arguments)
    for nursery in started:
        if nursery:  # it may have stopped before there was a workshop
            nursery.close()
    return result


@atexit.register
def _close_all() -> None:
    """End those that nobody has."""
    while _idle:
        nursery = _idle.pop()
        if nursery.owner == os.getpid():
            nursery.close_for_good()
