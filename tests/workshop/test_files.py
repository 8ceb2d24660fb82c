"""Benches and locks: what is half made goes with its process, and builds do not get in each other's way."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pressroom.workshop.files import lock_folder, open_bench, sweep_benches, write_file
from tests.support.paths import ROOT

HOLD = """
import sys, time
from pathlib import Path
from pressroom.workshop.files import lock_folder, open_bench
with open_bench(Path(sys.argv[1])) as bench, lock_folder(Path(sys.argv[2])):
    (bench / "half.pdf").write_bytes(b"%PDF")
    print(bench.name, flush=True)
    time.sleep(60)
"""


def hold(folder: Path, target: Path) -> tuple[subprocess.Popen[str], str]:
    """Start a process that works on a bench in a folder and has another folder alone."""
    command = [sys.executable, "-c", HOLD, str(folder), str(target)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_benches_of_the_dead_are_swept_and_those_of_the_living_are_not(tmp_path: Path) -> None:
    (tmp_path / ".bench-dead").mkdir()
    (tmp_path / ".bench-dead" / "half.pdf").write_bytes(b"%PDF")
    with open_bench(tmp_path) as bench:
        (bench / "file").write_bytes(b"")
        sweep_benches(tmp_path)
        assert names(tmp_path) == [bench.name]
    assert names(tmp_path) == []


def test_a_file_is_whole_or_what_it_was(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_file(file, b"one")
    with pytest.raises(TypeError):
        write_file(file, "no bytes")  # type: ignore[arg-type]  # what a careless caller could give
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"one")]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")
def test_a_bench_is_left_alone_as_long_as_its_process_lives_and_swept_when_it_is_killed(tmp_path: Path) -> None:
    process, bench = hold(tmp_path, tmp_path / "target")
    try:
        sweep_benches(tmp_path)
        assert (tmp_path / bench / "half.pdf").exists()
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        assert (tmp_path / bench / "half.pdf").exists()
        with open_bench(tmp_path) as other:
            assert [name for name in names(tmp_path) if name.startswith(".bench-")] == [other.name]
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")
def test_a_folder_is_free_again_when_its_process_is_killed(tmp_path: Path) -> None:
    target = tmp_path / "out" / "issue"
    target.mkdir(parents=True)
    process, _ = hold(tmp_path, target)
    mine = threading.Event()

    def take() -> None:
        with lock_folder(target):
            mine.set()

    thread = threading.Thread(target=take)
    thread.start()
    try:
        assert not mine.wait(0.5), "it is the other's"
        process.send_signal(signal.SIGKILL)
        assert mine.wait(10)
    finally:
        process.kill()
        process.communicate()
        thread.join(10)
    assert names(target) == [], "nothing is left in it"


def test_many_threads_have_a_folder_one_after_the_other(tmp_path: Path) -> None:
    target, inside, most = tmp_path / "issue", 0, 0
    target.mkdir()

    def take() -> None:
        nonlocal inside, most
        for _ in range(10):
            with lock_folder(target):
                inside += 1
                most = max(most, inside)
                (target / "file").write_text("x")
                (target / "file").unlink()
                inside -= 1

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert most == 1
    assert names(target) == []


def test_many_benches_are_made_and_swept_at_once(tmp_path: Path) -> None:
    wrong: list[str] = []

    def work(number: int) -> None:
        for _ in range(15):
            with open_bench(tmp_path) as bench:
                (bench / "file").write_text(str(number))
                sweep_benches(tmp_path)
                if (bench / "file").read_text() != str(number):
                    wrong.append(bench.name)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    assert names(tmp_path) == []


LEAVE_A_CHILD = """
import os, signal, sys, time
from pathlib import Path
from pressroom.workshop.files import open_bench
with open_bench(Path(sys.argv[1])) as bench:
    ready, told = os.pipe()
    if not (child := os.fork()):
        os.write(told, b"!")
        time.sleep(60)
    os.read(ready, 1)
    print(child, bench.name, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_child_that_lives_on_keeps_no_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LEAVE_A_CHILD, str(tmp_path)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    child, bench = process.stdout.readline().split()
    process.wait(10)
    try:
        assert names(tmp_path) == [bench]
        sweep_benches(tmp_path)
        assert names(tmp_path) == []
    finally:
        os.kill(int(child), signal.SIGKILL)
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks by other means")
@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK])
def test_a_disk_without_locks_stops_no_build(tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def refuse(_descriptor: int, _operation: int) -> None:
        raise OSError(number, os.strerror(number))

    (tmp_path / ".bench-of-another").mkdir()
    monkeypatch.setattr(fcntl, "flock", refuse)
    with open_bench(tmp_path) as bench, lock_folder(tmp_path / "issue"):
        (bench / "file").write_text("x")
        sweep_benches(tmp_path)
        assert (bench / "file").exists(), "nobody can sweep here"
        assert (tmp_path / ".bench-of-another").exists()
    assert not bench.exists()
