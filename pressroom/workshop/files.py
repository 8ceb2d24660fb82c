"""Write files so that no half file is ever found: beside their place, then moved there; and desks that sweep up."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_DESK = ".desk-"


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of(file: Path) -> str:
    """The SHA-256 of a file, read piece by piece.

    :raises OSError: if it cannot be read.
    """
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_file(file: Path, data: bytes, desk: Path | None = None) -> None:
    """Write a file beside its place, or at a desk on the same disk, and move it there: no half file is ever found.

    :raises OSError: where the disk is full or may not be written; the file is then what it was.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=desk or file.parent, prefix=f".{file.name[:100]}.")
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
def open_desk(folder: Path) -> Iterator[Path]:
    """Make a desk to work at inside a folder, and clear it away at the end.

    The desks of builds that were killed are cleared away first. A desk is locked for as long as its process lives, so
    that the desk of a build that runs at the same time is left alone.

    :raises OSError: where the folder may not be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sweep_desks(folder)
    desk, lock = _make_desk(folder)
    try:
        yield desk
    finally:
        shutil.rmtree(desk, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def sweep_desks(folder: Path) -> None:
    """Clear the desks away that nobody works at any more."""
    for desk in sorted(folder.glob(f"{_DESK}*")):
        with contextlib.suppress(OSError):
            lock = _lock(desk)
            if lock is not None:
                shutil.rmtree(desk, ignore_errors=True)
                os.close(lock)


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Have a folder alone among the builds of this machine; the lock goes with its process, however that ends."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network disks know no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make_desk(folder: Path) -> tuple[Path, int | None]:
    """Make a folder and lock it; another build may sweep it away between the two, so that it is made anew."""
    while True:
        desk = Path(tempfile.mkdtemp(prefix=_DESK, dir=folder))
        if sys.platform == "win32":
            return desk, None
        try:
            lock = _lock(desk)
        except FileNotFoundError:
            continue
        except OSError:  # no locks here: nobody can sweep either
            return desk, None
        if lock is not None:
            if desk.is_dir():
                return desk, lock
            os.close(lock)


def _lock(desk: Path) -> int | None:
    """Lock a desk; nothing where another process holds it or where there are no locks."""
    if sys.platform == "win32":
        return None
    handle = os.open(desk, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    except OSError:
        os.close(handle)
        raise
    return handle
