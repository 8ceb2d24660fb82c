"""What a build stands on: folders, cache, digests of files, workers. Knows no magazine.

A :class:`Workshop` is handed on to whoever needs a part of it. Nothing here belongs to the process: two builds in two
threads have a workshop each.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pressroom.workshop.cache import Cache
from pressroom.workshop.config import Config
from pressroom.workshop.files import open_desk
from pressroom.workshop.ledger import Ledger
from pressroom.workshop.pool import Nursery, Pool, Service


@dataclass(frozen=True)
class Workshop:
    """A workshop that is open: where things lie, what was made before, the digests of files, and workers.

    ``bench`` is a folder for what is half made; it goes when the workshop is closed.
    """

    config: Config
    bench: Path
    cache: Cache
    ledger: Ledger
    pool: Pool

    def digest(self, file: Path) -> str:
        """The SHA-256 of a file, in hexadecimal.

        :raises OSError: where it cannot be read.
        """
        return self.ledger.digest_of(file)

    def remember(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Find something in the cache, or make and keep it."""
        return self.cache.remember(key, make)


@contextmanager
def open_workshop(
    config: Config,
    folder: Path,
    service: Callable[[Cache], Service] | None = None,
    jobs: int = 1,
    nursery: Nursery | None = None,
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
                bench = stack.enter_context(open_desk(config.cache))
        cache = Cache(config.cache if config.keep else None, config.room, bench)
        bench = bench or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pressroom-")))
        ledger = Ledger(cache, name)
        pool = stack.enter_context(Pool(service(cache) if service else None, jobs, config.limits, nursery))
        yield Workshop(config, bench, cache, ledger, pool)
        ledger.keep()
        cache.tidy()
