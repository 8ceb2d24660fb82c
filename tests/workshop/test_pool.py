"""Workers that die, run away or fail take their own task along, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pressroom.workshop.config import Limits
from pressroom.workshop.pool import Failure, Pool, Service
from tests.support.paths import ROOT

SERVICE = Service("tests.support.pool_tasks:make", ("ready",))
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are those of Unix")


def results(tasks, jobs=2, limits=None, service=SERVICE):
    with Pool(service, jobs, limits or Limits()) as pool:
        return dict(pool.work(tasks))


def test_every_task_comes_back_and_the_first_worker_greets():
    with Pool(SERVICE, 3, Limits()) as pool:
        assert pool.greeting == "ready"
        assert dict(pool.work([("double", number) for number in range(7)])) == {n: n * 2 for n in range(7)}
        assert dict(pool.work([("double", 21)])) == {0: 42}


@pytest.mark.parametrize(
    ("what", "limits", "why"),
    [
        ("die", Limits(), Failure("died", "SIGKILL")),
        ("sleep", Limits(seconds=1), Failure("time", "1 seconds")),
        ("spin", Limits(seconds=1), Failure("time", "1 seconds")),
        ("eat", Limits(megabytes=200), Failure("memory", "")),
        ("fill", Limits(), Failure("disk", "No space left on device")),
    ],
)
def test_what_goes_wrong_names_its_task_and_leaves_the_others(what, limits, why):
    if what == "eat" and not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells how much memory is in use")
    tasks = [("double", 1), (what, 2_000_000_000), ("double", 3), ("double", 4)]
    assert results(tasks, limits=limits) == {0: 2, 1: why, 2: 6, 3: 8}


def test_a_failure_is_told_with_its_trace():
    found = results([("fail", 0), ("double", 1)], jobs=1)
    assert found[1] == 2
    assert found[0].why == "error"
    assert found[0].said.startswith("ValueError: not this one (pool_tasks.py:")


def test_workers_that_never_get_ready_are_given_up():
    service = Service("tests.support.pool_tasks:stillborn")
    found = results([("double", 1), ("double", 2)], service=service)
    assert found == dict.fromkeys((0, 1), Failure("died", "no worker can be started"))


def test_leaving_a_pool_ends_what_its_workers_are_at():
    begun = time.monotonic()
    with Pool(SERVICE, 2, Limits()) as pool:
        work = pool.work([("double", 1), ("sleep", 1)])
        assert next(work) == (0, 2)
    assert time.monotonic() - begun < 30


SCRIPT = """
import os, sys
from pathlib import Path
from pressroom.workshop.config import Limits
from pressroom.workshop.pool import Pool, Service
if __name__ == "__main__":
    with Pool(Service("tests.support.pool_tasks:make", ("x",)), 2, Limits()) as pool:
        for index, said in pool.work([("double", 1), ("spin", 1), ("spin", 1)]):
            sys.stdout.write("begun\\n")
            sys.stdout.flush()
"""


def descendants(parent: int) -> set[int]:
    """All processes below one, found through /proc."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(status.parent.name)] = int(fields[1])
    found, new = set(), {parent}
    while new:
        found |= new
        new = {child for child, above in parents.items() if above in found} - found
    return found - {parent}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to count processes")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_the_builder(tmp_path, end):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    builder = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert builder.stdout.readline() == b"begun\n"
    below = descendants(builder.pid)
    assert len(below) >= 3
    if end == signal.SIGINT:
        os.killpg(builder.pid, end)  # as a terminal does
    else:
        builder.kill()
    builder.wait(30)
    builder.stdout.close()
    deadline = time.monotonic() + 20
    while (left := {pid for pid in below if is_running(pid)}) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == set()


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
