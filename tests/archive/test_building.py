"""An archive is built whole, once; one bad issue, a worker that dies, or a torn journal harms nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import bagit
import pytest

from pressroom.archive.bag import BagError, open_bag
from pressroom.archive.building import build_archive
from pressroom.archive.journal import JOURNAL, Fate, Record, append_record, read_journal
from pressroom.archive.stock import list_stock
from pressroom.report import SourceError
from pressroom.workshop.config import Limits
from tests.support.archives import make_magazine, tasks_of
from tests.support.nurseries import run_command
from tests.support.paths import ROOT

SLUGS = ("one", "two", "bad")


@pytest.fixture
def magazine(tmp_path: Path) -> Path:
    home = make_magazine(tmp_path / "江声", SLUGS)
    (home / "issues" / "bad" / "copy" / "ferry.md").unlink()
    return home


def fates(archive: Path) -> dict[str, str]:
    return {name.partition("/")[2]: record.fate.value for name, record in read_journal(archive).records.items()}


def build(magazine: Path, archive: Path, *options: str):
    return run_command("archive", "build", str(magazine), "--out", str(archive), "--edition", "screen", *options)


def test_one_bad_issue_stops_nothing_and_the_rerun_makes_what_is_missing(magazine, tmp_path):
    archive = tmp_path / "archive"
    first = build(magazine, archive)
    assert first.exit_code == 1, first.output
    assert fates(archive) == {"one": "made", "two": "made", "bad": "stopped"}
    assert "there is no copy 'ferry' [missing-copy]" in first.output
    assert "1 stopped, 2 made" in first.output
    for slug in ("one", "two"):
        assert bagit.Bag(str(archive / "江声" / slug)).validate()
    lines = (archive / JOURNAL).read_bytes()

    again = build(magazine, archive)
    assert again.exit_code == 1
    assert "2 there already" in again.output
    assert (archive / JOURNAL).read_bytes() == lines

    stamp = (archive / "江声" / "two" / "bagit.txt").stat().st_mtime_ns
    (archive / "江声" / "one" / "data" / "editions" / "one.screen.pdf").write_bytes(b"")
    assert "1 made" in build(magazine, archive).output
    assert (archive / "江声" / "two" / "bagit.txt").stat().st_mtime_ns == stamp
    assert not list(archive.glob(".bench*"))

    shutil.copy(magazine / "issues/one/copy/ferry.md", magazine / "issues/bad/copy")
    assert build(magazine, archive).exit_code == 0
    assert set(fates(archive).values()) == {"made"}


def test_stopped_issues_are_tried_again_when_asked(magazine, tmp_path):
    archive = tmp_path / "archive"
    build(magazine, archive, "--jobs", "1")
    count = len((archive / JOURNAL).read_text().splitlines())
    build(magazine, archive, "--retry-failed")
    assert len((archive / JOURNAL).read_text().splitlines()) == count + 1


def test_only_changed_leaves_issues_alone_whose_engine_is_another(magazine, tmp_path):
    archive = tmp_path / "archive"
    shutil.rmtree(magazine / "issues" / "bad")
    build(magazine, archive)
    for record in read_journal(archive).records.values():
        append_record(archive, Record(**{**vars(record), "key": "of another engine"}))
    assert "2 there already" in build(magazine, archive, "--only-changed").output
    assert "2 made" in build(magazine, archive).output


def test_the_same_sources_give_the_same_bag(tmp_path):
    seals = []
    for name in ("a", "b"):
        home = make_magazine(tmp_path / name / "m", ("one",))
        build(home, tmp_path / name / "archive")
        seals.append(read_journal(tmp_path / name / "archive").records["m/one"].seal)
    assert seals[0] == seals[1]


def test_a_second_printing_has_a_bag_of_its_own(magazine, tmp_path):
    archive = tmp_path / "archive"
    build(magazine, archive)
    before = open_bag(archive / "江声" / "one").seal
    sheet = magazine / "issues" / "one" / "issue.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text + "corrections:\n  - {date: 2020-06-02, what: 一处数字, article: ferry}\n", encoding="utf-8")
    build(magazine, archive)
    assert open_bag(archive / "江声" / "one").seal == before
    assert open_bag(archive / "江声" / "one-printing-2").seal != before


def test_a_correction_reaches_colophon_book_and_index(tmp_path):
    home = make_magazine(tmp_path / "m", ("one",))
    sheet = home / "issues" / "one" / "issue.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text + "corrections:\n  - {date: 2020-06-02, what: 一处数字, article: ferry}\n", encoding="utf-8")
    archive = tmp_path / "archive"
    made = run_command("archive", "build", str(home), "--out", str(archive), "--edition", "screen,epub")
    assert made.exit_code == 0, made.output
    editions = archive / "m" / "one-printing-2" / "data" / "editions"
    colophon = json.loads((editions / "colophon.json").read_text(encoding="utf-8"))
    assert colophon["issue"]["corrections"] == [{"date": "2020-06-02", "what": "一处数字", "article": "ferry"}]
    with zipfile.ZipFile(editions / "one.epub") as book:
        package = next(book.read(name).decode() for name in book.namelist() if name.endswith(".opf"))
    assert '<meta property="schema:correction">2020-06-02: 一处数字 (最后一班渡轮 与对岸的灯)</meta>' in package
    run_command("index", str(archive))
    assert "corrections,2020-06-02,一处数字" in (archive / "index.csv").read_text(encoding="utf-8")


def test_a_maker_that_is_killed_loses_nothing(magazine, tmp_path):
    """The first maker is killed at its first issue: that is given to another, and the rest goes on."""
    archive = tmp_path / "archive"
    ends = build_archive(tasks_of(magazine, archive), 1, Limits())
    killed = False
    answers = []
    program = subprocess.Popen([sys.executable, "-c", _KILLER, str(os.getpid()), str(archive)], cwd=ROOT)
    try:
        answers = list(ends)
        killed = program.wait(60) == 0
    finally:
        program.kill()
    assert killed
    assert {answer.record.issue.partition("/")[2]: answer.record.fate for answer in answers} == {
        "one": Fate.MADE,
        "two": Fate.MADE,
        "bad": Fate.STOPPED,
    }
    assert read_journal(archive).damaged == 0


#: Kills the process that holds the lock of the first bench in an archive.
_KILLER = """
import os, signal, sys, time
from pathlib import Path
archive = Path(sys.argv[2])
for _ in range(6000):
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            to = os.readlink(link)
        except OSError:
            continue
        if to.startswith(f"{archive}/.bench-") and to.endswith("/.lock"):
            os.kill(int(link.parts[2]), signal.SIGKILL)
            sys.exit(0)
    time.sleep(0.01)
sys.exit(1)
"""


def test_a_torn_line_is_ended_by_the_next_and_an_altered_one_counts_for_nothing(tmp_path):
    append_record(tmp_path, Record("m/one", Fate.MADE, seconds=1.5, editions=(("a", "b"),)))
    append_record(tmp_path, Record("m/two", Fate.MADE))
    journal = tmp_path / JOURNAL
    whole = journal.read_bytes()
    journal.write_bytes(whole.replace(b'"seconds":1.5', b'"seconds":2.5')[:-10])
    append_record(tmp_path, Record("m/three", Fate.LOST))
    found = read_journal(tmp_path)
    assert list(found.records) == ["m/three"]
    assert found.damaged == 2
    assert all(json.loads(line) for line in whole.splitlines())


def test_a_full_disk_leaves_the_journal_as_it_was(tmp_path, monkeypatch):
    append_record(tmp_path, Record("m/one", Fate.MADE))
    before = (tmp_path / JOURNAL).read_bytes()
    real = os.write

    def write(handle: int, data: bytes) -> int:
        real(handle, data[:20])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", write)
        with pytest.raises(OSError, match="No space"):
            append_record(tmp_path, Record("m/two", Fate.MADE))
    assert (tmp_path / JOURNAL).read_bytes() == before


def test_issues_of_many_magazines_are_found_but_not_those_in_bags(magazine, tmp_path):
    make_magazine(tmp_path / "more" / "other", ("one",))
    shutil.copytree(magazine, tmp_path / "bags" / "data" / "sources")
    (tmp_path / "bags" / "bagit.txt").touch()
    names = [issue.name for issue in list_stock([tmp_path])]
    assert names == ["other/one", "江声/bad", "江声/one", "江声/two"]
    with pytest.raises(SourceError, match="there is no issue"):
        list_stock([tmp_path / "bags"])
    make_magazine(tmp_path / "again" / "other", ("one",))
    with pytest.raises(SourceError, match="would be called other/one too"):
        list_stock([tmp_path])


def test_a_bag_that_was_altered_is_found_at_the_file(magazine, tmp_path):
    archive = tmp_path / "archive"
    build(magazine, archive)
    bag = archive / "江声" / "one"
    (bag / "data" / "editions" / "one.screen.pdf").write_bytes(b"x")
    (bag / "data" / "more.txt").touch()
    (bag / "data" / "sources" / "issues" / "one" / "copy" / "ferry.md").unlink()
    with pytest.raises(BagError) as caught:
        open_bag(bag)
    found = {(finding.check, finding.place.file.name) for finding in caught.value.report.findings}
    assert found == {("bag-altered", "one.screen.pdf"), ("not-listed", "more.txt"), ("bag-missing", "ferry.md")}


def test_a_builder_that_is_killed_leaves_what_it_made(magazine, tmp_path):
    archive = tmp_path / "archive"
    command = [sys.executable, "-m", "pressroom.cli", "archive", "build", str(magazine), "--out", str(archive)]
    program = subprocess.Popen([*command, "--edition", "screen", "--jobs", "1"], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(6000):
            if "made" in fates(archive).values():
                break
            time.sleep(0.01)
    finally:
        program.send_signal(signal.SIGKILL)
        program.wait()
    made = [name for name, fate in fates(archive).items() if fate == "made"]
    assert made
    result = build(magazine, archive)
    assert f"{len(made)} there already" in result.output
    assert fates(archive) == {"one": "made", "two": "made", "bad": "stopped"}
