"""Write files so that no half file is ever found: beside their place, then moved there; and benches that sweep up."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

_BENCH = ".bench-"
_LOCK = ".lock"
_BROOM = ".broom"


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of(file: Path) -> str:
    """The SHA-256 of a file, read piece by piece.

    :raises OSError: if it cannot be read.
    """
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_file(file: Path, data: bytes, bench: Path | None = None) -> None:
    """Write a file beside its place, or on a bench on the same disk, and move it there: no half file is ever found.

    :raises OSError: where the disk is full or may not be written; the file is then what it was.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=bench or file.parent, prefix=f".{file.name[:100]}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        beside.chmod(0o644)
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def copy_file(file: Path, target: Path) -> None:
    """Have a file in a second place: under a second name where the disk can do that, else as a copy.

    :raises OSError: if there is no such file, or the disk is full.
    """
    try:
        os.link(file, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(file, target)


@contextmanager
def open_bench(folder: Path) -> Iterator[Path]:
    """Make a bench to work on inside a folder, and clear it away at the end.

    The benches of builds that were killed are cleared away first. A bench is locked for as long as its process lives,
    so that the bench of a build that runs at the same time is left alone.

    :raises OSError: where the folder may not be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with lock_folder(folder, _BROOM):
        _sweep(folder)
        bench, lock = _make_bench(folder)
    try:
        yield bench
    finally:
        _clear(bench, lock)


def sweep_benches(folder: Path) -> None:
    """Clear the benches away that nobody works on any more."""
    with lock_folder(folder, _BROOM):
        _sweep(folder)


def _sweep(folder: Path) -> None:
    """Clear them away; only one sweeps or makes a bench at a time, so that no new one is taken for an old."""
    for bench in sorted(folder.glob(f"{_BENCH}*")):
        with contextlib.suppress(OSError):  # somebody works on it, or this disk knows no locks
            _clear(bench, _take(bench / _LOCK))


@contextmanager
def lock_folder(folder: Path, name: str = _LOCK) -> Iterator[None]:
    """Have a folder alone among the builds of this machine; the lock goes with its process, however that ends."""
    file = folder / name
    lock = None
    with contextlib.suppress(OSError):  # some network disks know no locks
        lock = _take(file, wait=True)
    try:
        yield
    finally:
        if lock is not None:
            # Others who have opened it see that it is gone, and begin anew. Windows deletes it when it is released.
            with contextlib.suppress(OSError):
                file.unlink()
            lock.release()


def _make_bench(folder: Path) -> tuple[Path, BaseFileLock | None]:
    """Make a folder and lock it; another build may sweep it away between the two, so that it is made anew."""
    while True:
        bench = Path(tempfile.mkdtemp(prefix=_BENCH, dir=folder))
        try:
            return bench, _take(bench / _LOCK)
        except (TimeoutError, FileNotFoundError):
            continue
        except OSError:  # no locks here: nobody can sweep either
            return bench, None


def _clear(bench: Path, lock: BaseFileLock | None) -> None:
    """Clear a bench away under its lock."""
    shutil.rmtree(bench, ignore_errors=True)
    if lock is not None:
        lock.release()
        with contextlib.suppress(OSError):  # Windows deletes no file that is open: the lock was left
            bench.rmdir()


def _take(file: Path, wait: bool = False) -> BaseFileLock:
    """Lock a file, which is made for it; the lock goes with the process.

    :raises TimeoutError: where another process holds it and this one does not wait.
    :raises OSError: where there are no locks, or no such file can be made.
    """
    from filelock import FileLock  # it takes long to load, and builds with nothing to do need it not

    # A lock that is only a file that is there would outlive its process.
    lock = FileLock(file, blocking=wait, thread_local=False, fallback_to_soft=False)
    lock.acquire()
    return lock
