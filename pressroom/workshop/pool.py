"""Work in processes: tasks in, results out as they come; one that dies or runs away takes only its own task along.

Each worker has a pipe of its own and no lock is shared, so that one that is killed at any moment leaves the others as
they were. (The pools of the standard library and of Pebble read all results from one pipe behind a lock, which a killed
worker never gives back; the first also gives all tasks up with one worker.) Workers are forked from a server that has
loaded what they need, where the system can: such a start takes milliseconds.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from pressroom.workshop.config import Limits

if sys.platform != "win32":
    import resource

_START = 120.0  # seconds that a worker may take to load
_STILLBORN = 3  # workers in a row that die before they are ready


@dataclass(frozen=True)
class Trade:
    """What workers do: names of functions, as ``pressroom.setting:set_slot``.

    ``learn`` is called once in each worker, and what the first one answers is the pool's greeting.
    """

    work: str
    learn: str
    lesson: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Failure:
    """Why a task has no result: ``died``, ``time``, ``memory``, ``disk`` or ``error``, and what is known of it."""

    why: str
    said: str


@dataclass
class _Hand:
    """A worker: its process, our end of its pipe, the number of the task it is at, and when that has to be done."""

    process: BaseProcess
    pipe: Connection
    ready: bool = False
    task: int | None = None
    deadline: float = field(default_factory=lambda: time.monotonic() + _START)


class Pool:
    """Workers that wait for tasks. Leaving it ends them all at once, whatever they are at."""

    def __init__(self, trade: Trade, jobs: int, limits: Limits, desk: Path) -> None:
        self._trade, self._jobs, self._limits, self._desk = trade, jobs, limits, desk
        self._context = _context(trade)
        self._hands: list[_Hand] = []
        self._stillborn = 0
        self._greeting: Any = None
        self._first = threading.Thread(target=self._hire, daemon=True)

    def __enter__(self) -> Pool:
        """Start the first worker; that goes on in the background."""
        self._first.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all workers at once."""
        self._first.join()
        for hand in list(self._hands):
            self._dismiss(hand)

    @property
    def greeting(self) -> Any:
        """What the first worker said when it was ready; nothing where none gets ready."""
        self._first.join()
        while self._greeting is None and self._hands:
            self._listen()
            self._watch()
        return self._greeting

    def work(
        self, tasks: Sequence[tuple[Any, ...]], meanwhile: Callable[[], None] | None = None
    ) -> Iterator[tuple[int, Any]]:
        """Give the number of each task with its result, or with a :class:`Failure`, as they come.

        ``meanwhile`` is called once, when the first tasks have been given out.
        """
        self._first.join()
        waiting = deque(range(len(tasks)))
        while waiting or any(hand.task is not None for hand in self._hands):
            busy = sum(hand.task is not None for hand in self._hands)
            while len(self._hands) < min(self._jobs, busy + len(waiting)) and self._stillborn < _STILLBORN:
                self._hire()
            if not self._hands:
                yield from ((index, Failure("died", "no worker can be started")) for index in waiting)
                return
            for hand in list(self._hands):
                if waiting and hand.ready and hand.task is None:
                    self._give(hand, waiting.popleft(), tasks)
            if meanwhile and len(waiting) < len(tasks):
                meanwhile()
                meanwhile = None
            yield from self._listen()
            yield from self._watch()

    def _hire(self) -> None:
        """Start a worker."""
        ours, theirs = self._context.Pipe()
        arguments = (theirs, self._trade, self._limits.megabytes, str(self._desk))
        process = self._context.Process(target=_serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
        try:
            with _no_main():
                process.start()
        except (OSError, EOFError):
            self._stillborn = _STILLBORN
            return
        finally:
            theirs.close()
        self._hands.append(_Hand(process, ours))

    def _give(self, hand: _Hand, index: int, tasks: Sequence[tuple[Any, ...]]) -> None:
        """Give a worker a task; where it has died meanwhile, its pipe will say so."""
        hand.task = index
        hand.deadline = time.monotonic() + self._limits.seconds if self._limits.seconds else float("inf")
        with contextlib.suppress(OSError):
            hand.pipe.send(tasks[index])

    def _listen(self) -> list[tuple[int, Any]]:
        """Hear what workers have to say, for as long as none is late."""
        results: list[tuple[int, Any]] = []
        late = min(hand.deadline if hand.task is not None or not hand.ready else float("inf") for hand in self._hands)
        timeout = None if late == float("inf") else max(late - time.monotonic(), 0)
        spoken = wait([hand.pipe for hand in self._hands], timeout)
        for hand in [hand for hand in self._hands if hand.pipe in spoken]:
            try:
                said = hand.pipe.recv()
            except (EOFError, OSError):
                results += self._bury(hand)
                continue
            if not hand.ready:
                hand.ready, self._stillborn = True, 0
                self._greeting = self._greeting if self._greeting is not None else said
            elif hand.task is not None:
                results.append((hand.task, said))
                hand.task = None
                if isinstance(said, Failure):  # it may have left its memory in disorder
                    self._dismiss(hand)
        return results

    def _watch(self) -> list[tuple[int, Any]]:
        """End the workers that are late."""
        results: list[tuple[int, Any]] = []
        for hand in [hand for hand in self._hands if time.monotonic() >= hand.deadline]:
            if hand.task is not None:
                results.append((hand.task, Failure("time", f"{self._limits.seconds:g} seconds")))
                self._dismiss(hand)
            elif not hand.ready:
                self._stillborn += 1
                self._dismiss(hand)
        return results

    def _bury(self, hand: _Hand) -> list[tuple[int, Any]]:
        """Take note of a worker that died."""
        hand.process.join(1)
        code = hand.process.exitcode
        self._dismiss(hand)
        if hand.task is None:
            self._stillborn += not hand.ready
            return []
        return [(hand.task, Failure("died", _name_exit(code)))]

    def _dismiss(self, hand: _Hand) -> None:
        """End a worker."""
        hand.process.kill()
        hand.process.join()
        hand.pipe.close()
        self._hands.remove(hand)


def warm_up(module: str) -> None:
    """Start what workers are forked from, where there is such a thing; it loads a module by itself."""
    if sys.platform.startswith("linux"):
        from multiprocessing import forkserver  # not everywhere

        with contextlib.suppress(OSError), _no_main():
            forkserver.set_forkserver_preload([module])
            forkserver.ensure_running()


def _context(trade: Trade) -> BaseContext:
    """How processes are started: from a server that has loaded the trade, where forking is sound."""
    if not sys.platform.startswith("linux"):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([trade.work.partition(":")[0]])
    return context


@contextmanager
def _no_main() -> Iterator[None]:
    """Keep a new process from running the program that this one was started with: its trade is all that it needs."""
    main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _name_exit(code: int | None) -> str:
    """Say how a process ended."""
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit status {code}"


def _serve(pipe: Connection, trade: Trade, megabytes: int, desk: str) -> None:
    """Be a worker: learn the trade, then do tasks until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    tempfile.tempdir = desk
    work, greeting = _find(trade.work), _find(trade.learn)(*trade.lesson)
    _limit_memory(megabytes)
    with contextlib.suppress(EOFError, OSError):
        pipe.send(greeting)
        while True:
            pipe.send(_do(work, pipe.recv()))


def _do(work: Callable[..., Any], task: tuple[Any, ...]) -> Any:
    """Do a task; what goes wrong is handed back."""
    try:
        return work(*task)
    except MemoryError:
        return Failure("memory", "")
    except OSError as error:
        return Failure("disk", error.strerror or str(error))
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return Failure("error", f"{type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})")


def _find(name: str) -> Callable[..., Any]:
    """Find a function by its name."""
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _end_with_parent() -> None:
    """End when the builder ends, however that came: a worker that has run away would else go on for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        signal.raise_signal(signal.SIGTERM)


def _limit_memory(megabytes: int) -> None:
    """Refuse memory beyond what is in use now and so many megabytes more."""
    status = Path("/proc/self/statm")
    if sys.platform == "win32" or not megabytes or not status.is_file():
        return
    used = int(status.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most < 0 else min(wanted, most), most))
