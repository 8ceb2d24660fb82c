"""Tests that measure time run alone: while one of them is at work, no other worker runs a test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock


@contextmanager
def taking_turns(folder: Path, alone: bool) -> Iterator[None]:
    """Hold the lock of this worker while a test runs; for one that has to be alone, those of all workers.

    Whoever waits for all of them holds the gate, so that nobody begins another test meanwhile.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    mine = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    with ExitStack() as held:
        with FileLock(folder / "gate.lock"):
            for name in [f"gw{number}" for number in range(workers)] if alone else [mine]:
                held.enter_context(FileLock(folder / f"{name}.lock"))
        yield
