"""Files of one build are released together or not at all, and nothing else in the folder is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pressroom.workshop import release
from pressroom.workshop.release import recover_release, release_files
from tests.support.paths import ROOT

NAMES = ("a.pdf", "b.pdf", "c.epub", "colophon.json")


def draft(folder: Path, version: str) -> list[Path]:
    bench = folder / f".bench-{version}"
    bench.mkdir()
    for name in NAMES:
        (bench / name).write_text(version, encoding="utf-8")
    return [bench / name for name in NAMES]


def put(folder: Path, version: str) -> tuple[Path, ...]:
    files = draft(folder, version)
    return release_files(files, folder / "issue", files[0].parent)


def versions(folder: Path) -> set[str]:
    return {(folder / "issue" / name).read_text(encoding="utf-8") for name in NAMES}


@pytest.fixture(params=["at once", "in two steps"])
def way(request, monkeypatch):
    if request.param == "in two steps":
        monkeypatch.setattr(release, "_exchange", lambda *_: False)


@pytest.mark.usefixtures("way")
def test_the_first_and_the_next_release(tmp_path):
    assert put(tmp_path, "1") == tuple(tmp_path / "issue" / name for name in NAMES)
    (tmp_path / "issue" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "issue" / "folder").mkdir()
    (tmp_path / "issue" / "folder" / "inner.txt").write_text("mine too", encoding="utf-8")
    (tmp_path / "issue" / "link").symlink_to("notes.txt")
    put(tmp_path, "2")
    assert versions(tmp_path) == {"2"}
    assert (tmp_path / "issue" / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "issue" / "folder" / "inner.txt").read_text(encoding="utf-8") == "mine too"
    assert (tmp_path / "issue" / "link").is_symlink()
    assert not list(tmp_path.glob(".issue.*"))


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("kind", ["folder", "link"])
def test_what_stands_in_the_way_stops_all(tmp_path, kind):
    put(tmp_path, "1")
    place = tmp_path / "issue" / "c.epub"
    place.unlink()
    place.mkdir() if kind == "folder" else place.symlink_to("/etc/passwd")
    with pytest.raises(OSError, match=r"c\.epub"):
        put(tmp_path, "2")
    assert (tmp_path / "issue" / "a.pdf").read_text(encoding="utf-8") == "1"
    assert (tmp_path / "issue" / "colophon.json").read_text(encoding="utf-8") == "1"


def test_a_file_where_the_folder_is_wanted(tmp_path):
    (tmp_path / "issue").write_text("a file", encoding="utf-8")
    with pytest.raises(NotADirectoryError):
        put(tmp_path, "1")
    assert (tmp_path / "issue").read_text(encoding="utf-8") == "a file"


@pytest.mark.usefixtures("way")
def test_a_target_that_is_a_link_is_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "issue").symlink_to("elsewhere")
    put(tmp_path, "1")
    put(tmp_path, "2")
    assert (tmp_path / "issue").is_symlink()
    assert (tmp_path / "elsewhere" / "a.pdf").read_text(encoding="utf-8") == "2"


def test_a_move_that_fails_is_undone(tmp_path, monkeypatch):
    put(tmp_path, "1")
    monkeypatch.setattr(release, "_exchange", lambda *_: False)
    rename = Path.rename

    def fail(self, target):
        if self.name.endswith(".fresh"):
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="No space left"):
        put(tmp_path, "2")
    assert versions(tmp_path) == {"1"}


def test_what_was_put_aside_is_brought_back(tmp_path):
    put(tmp_path, "1")
    (tmp_path / "issue").rename(tmp_path / ".issue.before")
    recover_release(tmp_path / "issue")
    assert versions(tmp_path) == {"1"}
    (tmp_path / ".issue.before").mkdir()
    put(tmp_path, "2")
    assert versions(tmp_path) == {"2"}
    assert not (tmp_path / ".issue.before").exists()


SCRIPT = """
import itertools, sys
from pathlib import Path
from pressroom.workshop import release
from tests.workshop.test_release import put
if sys.argv[2] == "two": release._exchange = lambda *_: False
for number in itertools.count(int(sys.argv[3])):
    put(Path(sys.argv[1]), str(number))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")
@pytest.mark.parametrize("way", ["one", "two"])
def test_killed_at_any_moment_nothing_is_mixed(tmp_path, way):
    put(tmp_path, "0")
    for start in range(1, 16):
        command = [sys.executable, "-c", SCRIPT, str(tmp_path), way, str(start * 1_000_000)]
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        while versions_seen(tmp_path) < {str(start * 1_000_000)} and process.poll() is None:
            time.sleep(0.002)
        time.sleep(0.0137 * start)
        process.send_signal(signal.SIGKILL)
        process.wait()
        recover_release(tmp_path / "issue")
        assert len(versions(tmp_path)) == 1
        assert any((tmp_path / "issue").iterdir())


def versions_seen(folder: Path) -> set[str]:
    try:
        found = {(folder / "issue" / "a.pdf").read_text(encoding="utf-8")}
    except OSError:
        return set()
    return {name for name in found if name != "0"} or set()
