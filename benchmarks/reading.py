"""Read issues as the press does, to make other things of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks.peers import ROOT
from pressroom.issue import Issue
from pressroom.pictures import Art
from pressroom.read import read_issue
from pressroom.workshop import Workshop, open_workshop
from pressroom.workshop.config import config_of


@contextmanager
def open_reading(folder: Path, layouts: Path = ROOT / "layouts", cache: Path | None = None) -> Iterator[Workshop]:
    """Open a workshop to read an issue in; without a cache it keeps nothing."""
    with tempfile.TemporaryDirectory() as nowhere:
        found = config_of(ROOT, cache or Path(nowhere))
        config = replace(found, layouts=(layouts, *found.layouts), keep=cache is not None)
        with open_workshop(config, folder) as workshop:
            yield workshop


def read_bench_issue(folder: Path) -> Issue:
    """Read an issue."""
    with open_reading(folder) as workshop:
        return read_issue(Art(folder, workshop))[0]
