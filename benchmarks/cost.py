"""Run a command: what it costs in processor time, wall time and memory, its whole tree of processes together.

Linux only: orphans of the tree are taken in, so that none of their time is lost, and memory is read from /proc.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
_WAIT = 0.005  # seconds
_LOOK_EVERY = 10  # waits: a look at memory takes time itself
_LAST_WORDS = 2000  # characters


class CommandError(RuntimeError):
    """A command that failed, with its last words."""


@dataclass(frozen=True)
class Cost:
    """What a command cost: processor time and wall time in seconds, and its peak of memory in MiB.

    Memory is the proportional set size of all processes together: what they share counts once; or what was asked for.
    Wall time ends with the command, processor time with the last process that it left behind.
    """

    cpu: float
    wall: float
    memory: float


def run_measured(
    command: Sequence[str],
    folder: Path,
    variables: Mapping[str, str] | None = None,
    limit: float = 900,
    look: Callable[[Sequence[int]], float] | None = None,
) -> Cost:
    """Run a command in a folder and measure it; one at a time. Children that this process has already are passed over.

    ``look`` gives the memory of processes, if that is not to be the sum.

    :raises CommandError: if it fails, or takes longer than the limit in seconds.
    """
    start = time.perf_counter()
    others = frozenset(_tree(os.getpid()))
    with tempfile.TemporaryFile() as said, _orphans_adopted():
        process = subprocess.Popen(
            list(command), cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            start_new_session=True,
        )  # fmt: skip
        status, cpu, memory, end = _watch(process, others, start + limit, look or _memory_of)
        process.returncode = status
        wall = end - start
        said.seek(0)
        words = said.read().decode("utf-8", "replace")[-_LAST_WORDS:]
    if status:
        raise CommandError(f"{Path(command[0]).name} ended with {status}: {words.strip() or 'no word'}")
    return Cost(cpu, wall, memory)


def largest_of(numbers: Sequence[int]) -> float:
    """The most memory that any of some processes has had so far, in MiB."""
    found = 0
    for number in numbers:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{number}/status").read_text(encoding="utf-8").splitlines():
                if line.startswith("VmHWM:"):
                    found = max(found, int(line.split()[1]))
    return found / 1024


def _watch(
    process: subprocess.Popen[bytes], others: frozenset[int], deadline: float, look: Callable[[Sequence[int]], float]
) -> tuple[int, float, float, float]:
    """Wait for a process and all that it left behind: its status, processor time, peak of memory, and its own end."""
    cpu, memory, status, end = 0.0, 0.0, -1, 0.0
    for turn in itertools.count():
        if turn % _LOOK_EVERY == 0:
            ours = _ours(others)
            memory = max(memory, look(ours))
            if not ours:
                return status, cpu, memory, end
        for number in (process.pid, *ours):
            ended, usage = _reap(number)
            if usage is not None:
                cpu += usage.ru_utime + usage.ru_stime
                if number == process.pid:
                    status, end = os.waitstatus_to_exitcode(ended), time.perf_counter()
        time.sleep(_WAIT)
        if time.perf_counter() > deadline:
            _end(process, others)
    raise AssertionError("never reached")


def _ours(others: frozenset[int]) -> list[int]:
    """The processes that were started since."""
    return _tree(os.getpid(), others)


def _reap(number: int) -> tuple[int, resource.struct_rusage | None]:
    """Take note of the end of a child: how it ended, and what it took; nothing where it has not, or is no child."""
    try:
        found, ended, usage = os.wait4(number, os.WNOHANG)
    except ChildProcessError:
        return 0, None
    return ended, usage if found else None


def _end(process: subprocess.Popen[bytes], others: frozenset[int]) -> None:
    """End a command that takes too long, and what it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    for number in _ours(others):
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


@contextlib.contextmanager
def _orphans_adopted() -> Iterator[None]:
    """Have orphaned processes come to this one instead of to the first process of the system."""
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    try:
        yield
    finally:
        library.prctl(_ADOPT_ORPHANS, 0, 0, 0, 0)


def _tree(root: int, others: frozenset[int] = frozenset()) -> list[int]:
    """The processes below one; others, and those below them, are passed over."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            after_name = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
            children.setdefault(int(after_name.split()[1]), []).append(int(folder.name))
    found, left = [], list(children.get(root, ()))
    while left:
        number = left.pop()
        if number not in others:
            found.append(number)
            left += children.get(number, ())
    return found


def _memory_of(numbers: Sequence[int]) -> float:
    """The memory of processes together, in MiB."""
    total = 0
    for number in numbers:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{number}/smaps_rollup").read_text(encoding="utf-8").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024
