"""What is kept between builds: found, noticed when damaged, bounded, and never a reason to stop."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pressroom.pipeline.keeping import find_run, keep_run, key_of_run
from pressroom.run import Served
from pressroom.workshop.cache import Cache, make_key
from pressroom.workshop.files import digest, open_desk, sweep_desks, write_file
from pressroom.workshop.ledger import Ledger
from tests.support.paths import ROOT
from tests.support.press import config_in, move_run, prepare, pull


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


@pytest.fixture
def made(desk, config):
    return prepare(desk / "issue", config)


def test_a_run_is_found_again_as_it_was_and_not_when_a_file_changed(desk, config, tmp_path):
    cache, ledger = Cache(tmp_path / "kept", 10**9, tmp_path), Ledger(Cache(), "")
    pasteup, found = pull(desk / "issue", config).parts[0]
    run = move_run(found, tmp_path)
    folders = pasteup.folders
    wave = desk / "issue" / "art" / "wave.svg"
    served = (Served(0, "art/wave.svg", digest(wave.read_bytes())),)
    keep_run(cache, "runs-0", run, served)
    again = find_run(cache, ledger, "runs-0", folders)
    assert again == replace(run, file=again.file)
    assert again.pdf == found.pdf
    kept = tmp_path / "kept" / "kept" / "pages" / run.digest
    kept.unlink()
    kept.write_bytes(found.pdf[:-1])
    again.file.unlink()
    assert find_run(cache, ledger, "runs-0", folders) is None
    assert not kept.exists()
    keep_run(cache, "runs-0", run, served)
    assert find_run(cache, ledger, "runs-0", folders).pdf == found.pdf
    wave.write_bytes(wave.read_bytes() + b"\n")
    assert find_run(cache, ledger, "runs-0", folders) is None
    keep_run(cache, "runs-1", run, (Served(-1, "/etc/hosts", ""),))
    assert cache.lookup("runs-1") is None


def test_the_key_of_a_run_says_all_that_is_set_and_not_where_it_lies(desk, made):
    from pressroom.fonts.matching import Faces

    faces, fit = Faces("", ()), made.layout.fit
    pasteup = made.pasteups[2]
    key = key_of_run(pasteup, faces, fit, "engine")
    slot = pasteup.slot
    changed = [
        replace(pasteup, html=pasteup.html + " "),
        replace(pasteup, blank=""),
        replace(pasteup, tokens=(*pasteup.tokens, ("size", "1pt"))),
        replace(pasteup, width=pasteup.width + 1),
        replace(pasteup, slugs=()),
        replace(pasteup, blocks=()),
        replace(pasteup, stylesheets=pasteup.stylesheets[:-1]),
        replace(pasteup, slot=replace(slot, folio=(slot.folio or 0) + 2)),
        replace(pasteup, slot=replace(slot, labels=(*slot.labels, "9"))),
        replace(pasteup, slot=replace(slot, recto=not slot.recto)),
    ]
    keys = {key_of_run(other, faces, fit, "engine") for other in changed}
    keys |= {key_of_run(pasteup, Faces("a{}", ()), fit, "engine"), key_of_run(pasteup, faces, fit, "other")}
    assert len(keys - {key}) == len(changed) + 2
    assert key_of_run(replace(pasteup, slot=replace(slot, index=77)), faces, fit, "engine") == key
    elsewhere = desk.parent / "另 处"
    desk.rename(elsewhere)
    moved = prepare(elsewhere / "issue", config_in(elsewhere))
    assert key_of_run(moved.pasteups[2], faces, moved.layout.fit, "engine") == key


def test_desks_of_the_dead_are_swept_and_those_of_the_living_are_not(tmp_path):
    (tmp_path / ".desk-dead").mkdir()
    (tmp_path / ".desk-dead" / "half.pdf").write_bytes(b"%PDF")
    with open_desk(tmp_path) as desk:
        (desk / "file").write_bytes(b"")
        sweep_desks(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == [desk.name]
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_whole_or_what_it_was(tmp_path):
    file = tmp_path / "file"
    write_file(file, b"one")
    with pytest.raises(TypeError):
        write_file(file, "no bytes")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"one")]
