"""Release files: those of one build appear in their folder all together, or not at all.

The folder is made anew beside the old one, with the new files and whatever else lay in it, and the two change places in
one step of the file system: at no moment, however the process ends, does it hold files of two builds. Where the system
has no such step there are two, and the next release brings back what was put aside by one that was cut off in between.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from pressroom.workshop.files import copy_file, lock_folder

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD
_BEFORE = ".{}.before"


def release_files(files: Sequence[Path], target: Path, bench: Path) -> tuple[Path, ...]:
    """Move files to a folder, in place of those of the same names; ``bench`` lies on the same disk.

    :raises OSError: where one cannot be moved; the folder is then what it was.
    """
    real = Path(os.path.realpath(target))
    with lock_folder(real.parent):
        recover_release(real)
        fresh = bench / f"{real.name}.fresh"
        fresh.mkdir()
        if real.exists():
            _prove_targets(files, real)
            _keep_others(real, fresh, {file.name for file in files})
        for file in files:
            file.replace(fresh / file.name)
        put_folder(fresh, real, bench)
    return tuple(target / file.name for file in files)


def recover_release(target: Path) -> None:
    """Bring a folder back that a release which was cut off had put aside."""
    before = target.with_name(_BEFORE.format(target.name))
    if not before.is_dir():
        return
    if target.exists():
        shutil.rmtree(before)
    else:
        before.rename(target)


def _prove_targets(files: Sequence[Path], target: Path) -> None:
    """Prove that nothing stands in the way.

    :raises OSError: that names what does.
    """
    if not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "stands where a folder is wanted", str(target))
    for file in files:
        place = target / file.name
        if os.path.lexists(place) and (place.is_symlink() or not place.is_file()):
            what = "a link" if place.is_symlink() else "no file"
            raise OSError(errno.EEXIST, f"is {what}; take it away", str(place))


def _keep_others(old: Path, fresh: Path, names: set[str]) -> None:
    """Have in the new folder what lay in the old one and is not released now."""
    for entry in sorted(old.iterdir()):
        if entry.name in names:
            continue
        if entry.is_symlink():
            (fresh / entry.name).symlink_to(entry.readlink())
        elif entry.is_dir():
            shutil.copytree(entry, fresh / entry.name, symlinks=True, copy_function=_copy)
        else:
            copy_file(entry, fresh / entry.name)
    shutil.copymode(old, fresh)


def _copy(file: str, target: str) -> None:
    copy_file(Path(file), Path(target))


def put_folder(fresh: Path, target: Path, bench: Path) -> None:
    """Put a folder in the place of another; ``bench`` lies on the same disk and takes what goes."""
    if not target.exists():
        fresh.rename(target)
    elif not _exchange(fresh, target):
        before = target.with_name(_BEFORE.format(target.name))
        target.rename(before)
        try:
            fresh.rename(target)
        except OSError:
            before.rename(target)
            raise
        before.rename(bench / f"{target.name}.old")


def _exchange(one: Path, other: Path) -> bool:
    """Have two folders change places at once; tell whether the system could."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0
