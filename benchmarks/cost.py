"""Run a command: what it costs in processor time, wall time and memory, its whole tree of processes together.

Linux only: orphans of the tree are taken in, so that none of their time is lost, and memory is read from /proc.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
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
    look: Callable[[int], float] | None = None,
) -> Cost:
    """Run a command in a folder and measure it; one at a time, and no other process may run beside it.

    ``look`` gives the memory of all processes below one, if that is not to be the sum.

    :raises CommandError: if it fails, or takes longer than the limit in seconds.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said, _orphans_adopted():
        process = subprocess.Popen(
            list(command), cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            start_new_session=True,
        )  # fmt: skip
        status, cpu, memory, end = _watch(process, start + limit, look or _memory_of)
        process.returncode = status
        wall = end - start
        said.seek(0)
        words = said.read().decode("utf-8", "replace")[-_LAST_WORDS:]
    if status:
        raise CommandError(f"{Path(command[0]).name} ended with {status}: {words.strip() or 'no word'}")
    return Cost(cpu, wall, memory)


def largest_of(root: int) -> float:
    """The most memory that any of the processes below one has had so far, in MiB."""
    found = 0
    for number in _tree(root):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{number}/status").read_text(encoding="utf-8").splitlines():
                if line.startswith("VmHWM:"):
                    found = max(found, int(line.split()[1]))
    return found / 1024


def _watch(
    process: subprocess.Popen[bytes], deadline: float, look: Callable[[int], float]
) -> tuple[int, float, float, float]:
    """Wait for a process and all that it left behind: its status, processor time, peak of memory, and its own end."""
    cpu, memory, status, end = 0.0, 0.0, -1, 0.0
    for turn in itertools.count():
        if turn % _LOOK_EVERY == 0:
            memory = max(memory, look(os.getpid()))
        try:
            number, ended, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return status, cpu, memory, end
        if number:
            cpu += usage.ru_utime + usage.ru_stime
            if number == process.pid:
                status, end = os.waitstatus_to_exitcode(ended), time.perf_counter()
            continue
        time.sleep(_WAIT)
        if time.perf_counter() > deadline:
            _end(process)
    raise AssertionError("never reached")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command that takes too long, and what it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    for number in _tree(os.getpid()):
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


def _tree(root: int) -> list[int]:
    """The processes below one."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            after_name = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
            children.setdefault(int(after_name.split()[1]), []).append(int(folder.name))
    found, left = [], list(children.get(root, ()))
    while left:
        number = left.pop()
        found.append(number)
        left += children.get(number, ())
    return found


def _memory_of(root: int) -> float:
    """The memory of all processes below one, in MiB."""
    total = 0
    for number in _tree(root):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{number}/smaps_rollup").read_text(encoding="utf-8").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024
