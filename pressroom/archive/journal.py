"""The journal of an archive: what became of each issue, a line of JSON each, only ever appended.

Whoever has made an issue writes its line, under a lock of the archive's folder, and has the disk keep it before
anything else is done: what stands there is true however its writer, or whoever leads it, ends. A line that was cut off
is ended by the next writer; it says its own digest, so that one that is not whole, or was altered, counts as if it were
not there.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pressroom.workshop.files import digest, lock_folder

JOURNAL = "journal.jsonl"
_LOCK = ".journal.lock"


class Fate(StrEnum):
    """What became of an issue: its bag was made, its sources stop the press, or the work on it was lost."""

    MADE = "made"
    STOPPED = "stopped"
    LOST = "lost"


@dataclass(frozen=True)
class Record:
    """What became of one issue, and what of: a line of the journal.

    ``sources`` is the digest of all that was read, ``key`` that of the same and of the engine. ``bag`` is the folder of
    its bag in the archive, ``seal`` the digest of the list of its lists; ``editions`` are names with their digests.
    """

    issue: str
    fate: Fate
    sources: str = ""
    key: str = ""
    bag: str = ""
    seal: str = ""
    editions: tuple[tuple[str, str], ...] = ()
    pages: int = 0
    told: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Journal:
    """The last word on each issue, by name; and how many lines are not whole."""

    records: dict[str, Record]
    damaged: int = 0


def read_journal(archive: Path) -> Journal:
    """Read the journal in the folder of an archive; an archive without one is empty."""
    records: dict[str, Record] = {}
    damaged = 0
    try:
        lines = (archive / JOURNAL).read_bytes().split(b"\n")
    except FileNotFoundError:
        return Journal(records)
    for line in filter(None, lines):
        record = _read_line(line)
        damaged += record is None
        if record:
            records[record.issue] = record
    return Journal(records, damaged)


def append_record(archive: Path, record: Record) -> None:
    """Append a line, and have the disk keep it.

    :raises OSError: where it cannot be kept; the journal is then what it was.
    """
    archive.mkdir(parents=True, exist_ok=True)
    with lock_folder(archive, _LOCK):
        handle = os.open(archive / JOURNAL, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            _append(handle, _write_line(record))
        finally:
            os.close(handle)


def _append(handle: int, line: bytes) -> None:
    """Write a line behind what is there; what a full disk took of it is taken back."""
    length = os.fstat(handle).st_size
    if length and os.pread(handle, 1, length - 1) != b"\n":
        line = b"\n" + line
    try:
        while line:
            line = line[os.write(handle, line) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, length)
        raise


def _write_line(record: Record) -> bytes:
    """A record as a line that says its own digest."""
    values = asdict(record)
    return _dump({**values, "line": digest(_dump(values))}) + b"\n"


def _read_line(line: bytes) -> Record | None:
    """The record of a line; nothing where it is not whole."""
    try:
        values: dict[str, Any] = json.loads(line)
        said = values.pop("line")
        editions = tuple((name, value) for name, value in values["editions"])
        record = Record(**{**values, "fate": Fate(values["fate"]), "editions": editions})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return record if said == digest(_dump(asdict(record))) else None


def _dump(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
