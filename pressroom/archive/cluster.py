"""Build an archive on a cluster of Dask: tasks in, what became of each out; what travels is paths and digests.

All machines see the archive, the sources and Pressroom under the same paths. A worker of Dask has a maker of its own, a
process beside it: an issue that takes it down leaves the worker standing. What was made is noted by the maker itself,
so that nothing is lost with the worker, the scheduler or whoever waits here.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pressroom.archive.building import MAKER, take
from pressroom.archive.journal import read_journal
from pressroom.archive.tasks import Answer, Task
from pressroom.report import Place, PressError, stop
from pressroom.workshop.config import Limits
from pressroom.workshop.nursery import Failure
from pressroom.workshop.pool import Pool

_HAND = "pressroom-maker"
_HINT = "name a scheduler (tcp://HOST:8786), local, slurm, or hosts (ssh:HOST,HOST)"


class MakerHand:
    """What a worker of Dask has of Pressroom: one maker, opened with the first issue. See Dask's worker plugins."""

    name = _HAND

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def setup(self, worker: Any) -> None:
        """Get ready on a worker."""
        self._stack, self._lock = ExitStack(), threading.Lock()
        self._pool: Pool | None = None
        self._worker = worker

    def teardown(self, worker: Any) -> None:  # noqa: ARG002  Dask hands it over
        """End the maker with its worker."""
        self._stack.close()

    def make(self, task: Task) -> Any:
        """Have an issue made; other threads of the worker wait."""
        with self._lock:
            self._pool = self._pool or self._stack.enter_context(Pool(MAKER, 1, self._limits))
            ((_, said),) = self._pool.work([(task,)])
            return said


def make_on_worker(task: Task) -> Any:
    """Make an issue on the worker of Dask that this is called on."""
    return _dask().get_worker().plugins[_HAND].make(task)


def _dask() -> Any:
    """Dask, where it is installed: it is no part of what a build needs.

    :raises PressError: where it is not.
    """
    if find_spec("distributed") is None:
        raise _refuse("Dask is not installed", "pip install 'pressroom[cluster]'")
    import distributed

    return distributed


@contextmanager
def open_cluster(name: str, jobs: int) -> Iterator[Any]:
    """Join a cluster, or start one: gives a client of Dask.

    :raises PressError: where Dask is not installed, or there is no such cluster.
    """
    dask = _dask()
    with ExitStack() as stack:
        try:
            cluster = _start(name, jobs)
            client = stack.enter_context(
                dask.Client(stack.enter_context(cluster) if not isinstance(cluster, str) else name)
            )
        except (OSError, ValueError) as error:
            raise _refuse(f"the cluster {name!r} does not answer: {error}", _HINT) from None
        yield client


def _start(name: str, jobs: int) -> Any:
    """Start the workers of a cluster; one that is there already is only named."""
    kind, _, hosts = name.partition(":")
    if kind in ("tcp", "tls"):
        return name
    if kind == "local":
        return _dask().LocalCluster(n_workers=jobs, threads_per_worker=1, memory_limit=None)
    if kind == "ssh" and hosts:
        named = hosts.split(",")
        return _dask().SSHCluster([named[0], *named], worker_options={"nthreads": 1})
    if kind == "slurm":
        if find_spec("dask_jobqueue") is None:
            raise _refuse("dask-jobqueue is not installed", "pip install 'pressroom[cluster]'")
        from dask_jobqueue import SLURMCluster

        cluster = SLURMCluster(cores=1, processes=1, memory="4GB")
        cluster.scale(jobs)
        return cluster
    raise _refuse(f"there is no kind of cluster {name!r}", _HINT)


def build_on_cluster(client: Any, tasks: Sequence[Task], limits: Limits) -> Iterator[Answer]:
    """Make issues on a cluster, as its workers come free.

    Where an answer was lost on its way, the journal tells what became of the issue.
    """
    # Dask takes only plugins of its own kind, and this module has to do without Dask.
    client.register_plugin(type("MakerPlugin", (MakerHand, _dask().WorkerPlugin), {})(limits))
    futures = {client.submit(make_on_worker, task, pure=False, retries=1): task for task in tasks}
    for future in _dask().as_completed(futures):
        task = futures[future]
        error = None if future.status == "finished" else future.status
        said = future.result() if error is None else _ask_journal(task, future)
        future.release()
        yield take(task, said)


def _ask_journal(task: Task, future: Any) -> Answer | Failure:
    """What the journal says of an issue since it was given out."""
    record = read_journal(task.archive).records.get(task.name)
    if record and record != task.before:
        return Answer(record)
    error = future.exception(timeout=1) if future.status == "error" else future.status
    return Failure("died", f"the cluster lost it: {type(error).__name__ if error else ''} {error}".strip())


def _refuse(message: str, hint: str) -> PressError:
    return PressError([stop("cluster", message, Place(Path()), hint)])
