"""Runs that are kept: found again as they were, and not when anything that they were made of has changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pressroom.pipeline.keeping import find_run, keep_run, key_of_run
from pressroom.run import Served
from pressroom.workshop.cache import Cache
from pressroom.workshop.files import digest
from pressroom.workshop.ledger import Ledger
from tests.support.press import config_in, move_run, prepare, pull


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
