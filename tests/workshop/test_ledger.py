"""Digests of files: a change is always seen, and files at rest are not read again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pressroom.workshop.cache import Cache
from pressroom.workshop.files import digest
from pressroom.workshop.ledger import Ledger


def test_a_change_is_seen_though_size_and_time_are_the_same(tmp_path):
    file = tmp_path / "copy.md"
    file.write_bytes(b"one")
    os.utime(file, ns=(10**9, 10**9))
    ledger = Ledger(Cache(tmp_path / "kept", 10**6), "issue")
    before = ledger.digest(file)
    file.write_bytes(b"two")
    os.utime(file, ns=(10**9, 10**9))
    assert (before, ledger.digest(file)) == (digest(b"one"), digest(b"two"))
    file.unlink()
    assert ledger.digest(file) == ""


def test_files_at_rest_are_not_read_again(tmp_path):
    """A program that was installed long ago stands for a file at rest."""
    cache = Cache(tmp_path, 10**6)
    ledger = Ledger(cache, "issue")
    file = Path(sys.executable).resolve()
    value = ledger.digest(file)
    ledger.keep()
    again = Ledger(cache, "issue")
    assert [found for _, found in again._known.values()] == [value]
    assert again.digest(file) == value == digest(file.read_bytes())
