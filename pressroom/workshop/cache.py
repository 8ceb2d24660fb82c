"""Keep what was made for the next build: a key in, the bytes kept under it out, or nothing.

A key is the digest of all that its bytes were made from, so that nothing kept is ever out of date. Each file says its
own key and the digest of what follows: one that is cut off, altered, or lies under another's name is noticed, thrown
away and made anew. There are no locks; files are written beside and then moved.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from pressroom.workshop.files import copy_file, digest, digest_of, write_file

_FOLDER = "kept"
_MAGIC = "pressroom"
_LOWEST = 0.8  # of the room: what is left after the least recently used were thrown out


class Cache:
    """A folder of things that were made once; where it has no folder it keeps nothing.

    ``trouble`` says why something could not be kept: that is never a reason to stop.
    """

    def __init__(self, folder: Path | None = None, room: int = 0, desk: Path | None = None) -> None:
        self.folder = folder / _FOLDER if folder else None
        self.room, self.desk = room, desk
        self.trouble = ""
        self._stored = False

    def lookup(self, key: str) -> bytes | None:
        """Find what is kept under a key; nothing where there is none or it is damaged."""
        if self.folder is None:
            return None
        file = self._file(key)
        try:
            found = file.read_bytes()
        except OSError:
            return None
        head, _, body = found.partition(b"\n")
        if head != _head(key, body):
            with contextlib.suppress(OSError):
                file.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(file)
        return body

    def store(self, key: str, data: bytes) -> None:
        """Keep something; where the disk is full or may not be written, only note the trouble."""
        if self.folder is None or self.trouble:
            return
        try:
            write_file(self._file(key), _head(key, data) + b"\n" + data, self.desk)
            self._stored = True
        except OSError as error:
            self.trouble = f"{self.folder}: {error.strerror or error}"

    def store_file(self, kind: str, value: str, file: Path) -> None:
        """Keep a file under its SHA-256; it may not be changed afterwards, for it is not copied where that can be."""
        if self.folder is None or self.trouble:
            return
        kept = self.folder / kind / value
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            beside = file.with_name(f"{file.name}.kept")
            copy_file(file, beside)
            beside.replace(kept)
            self._stored = True
        except OSError as error:
            self.trouble = f"{self.folder}: {error.strerror or error}"

    def find_file(self, kind: str, value: str) -> Path | None:
        """Find a file by its SHA-256 and have it at the desk, out of reach of other builds; nothing if damaged."""
        if self.folder is None or self.desk is None:
            return None
        kept, mine = self.folder / kind / value, self.desk / f"{kind}-{value}"
        try:
            if not mine.exists():
                copy_file(kept, mine)
            sound = digest_of(mine) == value
        except OSError:
            return None
        if not sound:
            for file in (mine, kept):
                with contextlib.suppress(OSError):
                    file.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(kept)
        return mine

    def remember(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Find something, or make and keep it."""
        found = self.lookup(key)
        if found is None:
            found = make()
            self.store(key, found)
        return found

    def tidy(self) -> None:
        """Throw out what was used least recently, where more is kept than there is room for."""
        if self.folder is None or not self._stored:
            return
        files = sorted(_measure(self.folder))
        size = sum(length for _, length, _ in files)
        if size <= self.room:
            return
        for _, length, file in files:
            if size <= self.room * _LOWEST:
                return
            with contextlib.suppress(OSError):
                Path(file).unlink()
            size -= length

    def _file(self, key: str) -> Path:
        kind, _, name = key.partition("-")
        assert self.folder is not None
        return self.folder / kind / name


def make_key(kind: str, *parts: Any) -> str:
    """Make the key of something of a kind from all that it is made from; Pressroom and its libraries are a part."""
    text = json.dumps([stamp(), *(plain(part) for part in parts)], ensure_ascii=False, separators=(",", ":"))
    return f"{kind}-{digest(text.encode('utf-8', 'surrogatepass'))}"


def plain(value: Any) -> Any:
    """Turn a value into what JSON can say, the same for equal values."""
    if value is None or isinstance(value, str | int | float):
        return value.value if isinstance(value, Enum) else value
    if is_dataclass(value) and not isinstance(value, type):
        return {entry.name: plain(getattr(value, entry.name)) for entry in fields(value)}
    if isinstance(value, bytes):
        return digest(value)
    if isinstance(value, Path):
        return value.as_posix()
    if isinstance(value, dict):
        return [[plain(key), plain(entry)] for key, entry in value.items()]
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    raise TypeError(f"a key cannot be made from a {type(value).__name__}")


_SOURCES = (".py", ".toml", ".css", ".js")


@cache
def stamp() -> str:
    """A digest of Pressroom's own source and of the names and versions of Python and of all libraries."""
    package = Path(__file__).resolve().parent.parent
    made = hashlib.sha256(f"{sys.version}{platform.machine()}".encode())
    for file in sorted(file for file in package.rglob("*") if file.suffix in _SOURCES):
        made.update(f"\0{file.relative_to(package).as_posix()}\0".encode())
        made.update(file.read_bytes())
    made.update("\0".join(_libraries()).encode())
    return made.hexdigest()


def _libraries() -> Iterable[str]:
    """The folders that installed libraries leave beside them; their names say their versions."""
    for place in sys.path:
        with contextlib.suppress(OSError):
            yield from sorted(
                entry.name for entry in os.scandir(place) if entry.name.endswith((".dist-info", ".egg-info"))
            )


def _measure(folder: Path) -> Iterator[tuple[int, int, str]]:
    """When each file was last used, its length and its name."""
    for path, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                status = os.stat(os.path.join(path, name))  # noqa: PTH116, PTH118  a Path for each would take longer
                yield status.st_mtime_ns, status.st_size, os.path.join(path, name)  # noqa: PTH118


def _head(key: str, body: bytes) -> bytes:
    """What stands before the bytes in their file."""
    return f"{_MAGIC} {key} {len(body)} {digest(body)}".encode("ascii")
