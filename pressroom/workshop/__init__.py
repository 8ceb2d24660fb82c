"""What a build stands on: folders, cache, digests of files, workers. Knows no magazine.

A :class:`Workshop` is handed on to whoever needs a part of it. Nothing here belongs to the process: two builds in two
threads have a workshop each.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pressroom.workshop.cache import Cache
from pressroom.workshop.config import Config
from pressroom.workshop.files import open_bench
from pressroom.workshop.ledger import Ledger
from pressroom.workshop.nursery import Forker, open_agency, open_own_agency
from pressroom.workshop.pool import Nursery, Pool, Service
from pressroom.workshop.sources import TEXT, read_source

#: What reads sources, in a process of its own with limits: the parsers of strangers' files run in no other.
_AT_HAND = "at-hand"
LEAST_READING = 3.0  # seconds that sources have, however little a slot may take
_READER = "pressroom.pipeline.prepare:make_reader"


@dataclass(frozen=True)
class Workshop:
    """A workshop that is open: where things lie, what was made before, the digests of files, and workers.

    ``pool`` sets slots, ``reader`` reads sources.

    It is opened for the issue in a ``folder``. ``bench`` is a folder for what is half made; it goes when the workshop
    is closed.
    """

    folder: Path
    config: Config
    bench: Path
    cache: Cache
    ledger: Ledger
    pool: Pool
    reader: Pool

    def digest(self, file: Path) -> str:
        """The SHA-256 of a file, in hexadecimal.

        :raises OSError: where it cannot be read.
        """
        return self.ledger.digest_of(file)

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders that sources may be read from."""
        return (self.folder, *self.config.roots)

    def read(self, file: Path, most: int = TEXT) -> bytes:
        """Read a source.

        :raises OSError: where it cannot be read, or may not be.
        """
        return read_source(file, self.roots, most)

    def note(self, file: Path) -> None:
        """Note which source is at hand: where its reader runs away, this is what it will be named by."""
        with contextlib.suppress(OSError):
            (self.bench / _AT_HAND).write_bytes(os.fsencode(file))

    @property
    def at_hand(self) -> Path | None:
        """The source that was noted last."""
        try:
            return Path(os.fsdecode((self.bench / _AT_HAND).read_bytes()))
        except OSError:
            return None

    def remember(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Find something in the cache, or make and keep it."""
        return self.cache.remember(key, make)


@contextmanager
def open_workshop(
    config: Config,
    folder: Path,
    service: Callable[[Cache], Service] | None = None,
    jobs: int = 1,
    nursery: Nursery | Forker | None = None,
) -> Iterator[Workshop]:
    """Open a workshop for the issue in a folder; its workers load what they do, ``service``, while the issue is read.

    Without a service there are no workers: sheets, copy and pictures can be read, and no slot set.
    What is half made stands in the folder of the cache; where that cannot be written, where the system has room.
    """
    name = str(folder.resolve())
    with ExitStack() as stack:
        bench = None
        if config.keep:
            with contextlib.suppress(OSError):
                bench = stack.enter_context(open_bench(config.cache))
        cache = Cache(config.cache if config.keep else None, config.room, bench)
        bench = bench or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pressroom-")))
        ledger = Ledger(cache, name)
        pool = stack.enter_context(
            Pool(service(cache) if service else None, jobs, config.limits, partial(open_agency, nursery=nursery))
        )
        reading = Service(_READER, (config, folder, bench)) if service else None
        patient = replace(config.limits, seconds=config.limits.seconds and max(config.limits.seconds, LEAST_READING))
        reader = stack.enter_context(Pool(reading, 1, patient, open_own_agency))
        yield Workshop(folder, config, bench, cache, ledger, pool, reader)
        ledger.keep()
        cache.tidy()
