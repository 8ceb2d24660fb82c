"""Read sources: the one door to files that other people wrote.

An issue or a layout comes from somebody else. What it names is resolved first and has to lie in the folders of the
magazine, the layouts, the fonts or the press; links that lead out are refused, and so is everything that is no file:
folders, devices, pipes. Nothing of a refused file is ever read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

MEGABYTE = 1_000_000
TEXT = 8 * MEGABYTE  # a book of 400 pages has less than one
PICTURE = 2000 * MEGABYTE


class RefusedFileError(OSError):
    """A file that is not read: the text says why."""


def prove_source(file: Path, roots: Iterable[Path], most: int = 0) -> Path:
    """Prove that a file may be read: a regular one inside of ``roots``, of ``most`` bytes where that is given.

    Gives where it truly lies.

    :raises RefusedFileError: if it may not be read.
    :raises OSError: if there is none.
    """
    real = Path(os.path.realpath(file))
    if not any(real.is_relative_to(os.path.realpath(root)) for root in roots):
        raise RefusedFileError("leads out of the folders of the magazine, its layouts and fonts")
    status = os.stat(real)  # noqa: PTH116  called for every file
    if not stat.S_ISREG(status.st_mode):
        raise RefusedFileError(f"is {_name_kind(status.st_mode)}, not a file")
    if most and status.st_size > most:
        raise RefusedFileError(f"has {status.st_size / MEGABYTE:.0f} MB, more than {most / MEGABYTE:.0f}")
    return real


def read_source(file: Path, roots: Iterable[Path], most: int = TEXT) -> bytes:
    """Read a file that may be read, whole.

    :raises RefusedFileError: if it may not be read.
    :raises OSError: if it cannot be read.
    """
    real = prove_source(file, roots, most)
    handle = os.open(real, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(handle, "rb") as stream:  # noqa: PTH123  it is open already
        if not stat.S_ISREG(os.fstat(handle).st_mode):  # it was another a moment ago
            raise RefusedFileError("is no file")
        return stream.read(most + 1 if most else -1)


def _name_kind(mode: int) -> str:
    """What a thing is that is no file."""
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((name for holds, name in kinds if holds(mode)), "a device")
