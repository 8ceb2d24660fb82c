"""Know files by their digests: a file in, its SHA-256 out, without reading again what has not been touched.

What a file's status says is trusted only where the file was at rest when it was read: its times lie some seconds
before that. The clock is the disk's own. Otherwise a change within one tick of that clock could go unseen.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pressroom.workshop.cache import Cache, make_key
from pressroom.workshop.files import digest_of as read_digest
from pressroom.workshop.sources import PICTURE

_REST = 3_000_000_000  # nanoseconds


class Ledger:
    """The digests of files, those of earlier builds of the same issue among them."""

    def __init__(self, cache: Cache, name: str) -> None:
        self._cache, self._key = cache, make_key("ledgers", name)
        self._now = _disk_time(cache)
        self._known: dict[str, tuple[tuple[int, ...], str]] = {}
        self._fresh: dict[str, tuple[tuple[int, ...], str]] = {}
        found = cache.lookup(self._key)
        for path, status, value in json.loads(found) if found else ():
            self._known[path] = (tuple(status), value)
        self._memo: dict[str, tuple[tuple[int, ...], str]] = {}
        self._grown = False

    def digest(self, file: Path) -> str:
        """The digest of a file as it is now; empty where it cannot be read."""
        path = os.fspath(file)
        try:
            status = os.stat(file)  # noqa: PTH116  called for every file of an issue
            if not stat.S_ISREG(status.st_mode):
                return ""
            times = (status.st_mtime_ns, status.st_ctime_ns)
            signs = (status.st_dev, status.st_ino, status.st_size, *times)
            for known in (self._known.get(path), self._fresh.get(path), self._memo.get(path)):
                if known and known[0] == signs:
                    return known[1]
            if status.st_size > PICTURE:  # no source is as large, and reading it would take minutes
                return f"unread-{status.st_size}-{status.st_mtime_ns}"
            value = read_digest(file)
        except OSError:
            return ""
        if max(times) + _REST < self._now:
            self._fresh[path] = (signs, value)
            self._grown = True
        else:
            self._memo[path] = (signs, value)
        return value

    def digest_of(self, file: Path) -> str:
        """The digest of a file as it is now.

        :raises OSError: where it cannot be read.
        """
        found = self.digest(file)
        if not found and file.exists() and not file.is_file():
            raise OSError(errno.EINVAL, "is no file", str(file))
        return found or read_digest(file)

    def look_again(self) -> None:
        """Read again what was not at rest, when it is next asked for."""
        self._memo.clear()

    def tree(self, folder: Path, without: Iterable[Path] = ()) -> list[tuple[str, str]]:
        """The digests of all files in a folder, by name; folders in ``without`` are passed over."""
        left_out = {path.resolve() for path in without}
        return [(path.relative_to(folder).as_posix(), self.digest(path)) for path in _walk(folder, left_out)]

    def keep(self) -> None:
        """Keep what was learnt for the next build."""
        if self._grown:
            found = self._cache.lookup(self._key)  # the reader may have kept what it learnt meanwhile
            kept = {path: (tuple(signs), value) for path, signs, value in (json.loads(found) if found else ())}
            entries = {**kept, **self._known, **self._fresh}
            listed = [[path, list(signs), value] for path, (signs, value) in sorted(entries.items())]
            self._cache.store(self._key, json.dumps(listed).encode())
            self._grown = False


def _walk(folder: Path, without: set[Path]) -> Iterator[Path]:
    """Walk the files of a folder in order; links to folders are not followed."""
    for path, folders, names in os.walk(folder):
        here = Path(path)
        folders[:] = sorted(name for name in folders if (here / name).resolve() not in without)
        yield from (here / name for name in sorted(names))


def _disk_time(cache: Cache) -> int:
    """The time on the clock of the disk that the cache lies on; 0 where none can be written."""
    if cache.folder is not None:
        with contextlib.suppress(OSError):
            cache.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=cache.folder) as file:
                return os.fstat(file.fileno()).st_mtime_ns
    return 0
