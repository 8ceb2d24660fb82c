"""What is kept between builds: found, noticed when damaged, bounded, and never a reason to stop."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pressroom.workshop.cache import Cache, make_key
from tests.support.paths import ROOT


def entries(cache: Cache) -> list[Path]:
    return sorted(path for path in cache.folder.rglob("*") if path.is_file())


def test_what_is_kept_is_found_by_another_build(tmp_path):
    key = make_key("drawings", "a", 1, ("b", None))
    Cache(tmp_path, 1000).store(key, b"drawing")
    assert Cache(tmp_path, 1000).lookup(key) == b"drawing"
    assert Cache(tmp_path, 1000).lookup(make_key("drawings", "a", 1, ("b", ""))) is None


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "swap", "longer", "head"])
def test_damage_is_noticed_and_mended(tmp_path, harm):
    cache = Cache(tmp_path, 10**6)
    key, other = make_key("runs", 1), make_key("runs", 2)
    cache.store(other, b"other" * 100)
    (second,) = entries(cache)
    cache.store(key, b"right" * 100)
    (first,) = set(entries(cache)) - {second}
    data = first.read_bytes()
    broken = {
        "cut": data[:-7],
        "flip": data[:300] + bytes([data[300] ^ 1]) + data[301:],
        "empty": b"",
        "swap": second.read_bytes(),
        "longer": data + b" ",
        "head": data.replace(b"pressroom", b"Pressroom"),
    }[harm]
    first.write_bytes(broken)
    assert cache.lookup(key) is None
    assert not first.exists()
    assert cache.remember(key, lambda: b"right" * 100) == cache.lookup(key) == b"right" * 100


def test_the_least_recently_used_goes_when_there_is_no_room(tmp_path):
    cache = Cache(tmp_path, 4000)
    keys = [make_key("runs", number) for number in range(5)]
    for number, key in enumerate(keys[:4]):
        cache.store(key, bytes(800))
        os.utime(cache._file(key), ns=(number * 10**9, number * 10**9))
    assert cache.lookup(keys[0]) is not None
    cache.store(keys[4], bytes(800))
    cache.tidy()
    assert [cache.lookup(key) is not None for key in keys] == [True, False, False, True, True]


def test_a_folder_that_cannot_be_written_is_only_noted(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    cache = Cache(tmp_path / "file", 1000)
    assert cache.remember(make_key("runs", 1), lambda: b"made") == b"made"
    assert cache.lookup(make_key("runs", 1)) is None
    assert str(tmp_path) in cache.trouble


FULL = """
import resource, sys
from pathlib import Path
from pressroom.workshop.cache import Cache, make_key
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
cache = Cache(Path(sys.argv[1]), 10**9)
cache.store(make_key("runs", 1), bytes(50_000))
assert not cache.trouble
cache.store(make_key("runs", 2), bytes(500_000))
assert cache.trouble
assert cache.lookup(make_key("runs", 1)) == bytes(50_000)
assert cache.lookup(make_key("runs", 2)) is None
assert len([path for path in Path(sys.argv[1]).rglob("*") if path.is_file()]) == 1
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are those of Unix")
def test_a_full_disk_is_only_noted_and_leaves_nothing(tmp_path):
    subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)


def test_keys_hang_on_every_part_and_on_nothing_else(tmp_path):
    file = tmp_path / "a"
    assert make_key("k", file, {"a": 1}) == make_key("k", file, {"a": 1})
    assert (
        len({make_key("k", "ab", "c"), make_key("k", "a", "bc"), make_key("k", ["a", "bc"]), make_key("l", "ab")}) == 4
    )
    with pytest.raises(TypeError):
        make_key("k", object())
