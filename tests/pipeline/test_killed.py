"""Builds that are killed, crowded, or left without room: the next one is right, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.killing import command, finish, harass, read_folder, write_version
from tests.support.paths import GOOD, ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are those of Unix")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to find the workers")
def test_killed_at_random_moments(tmp_path):
    assert harass(tmp_path / "desk", rounds=5, seed=8, versions=2) == []


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    """The files of an undisturbed build without a cache."""
    desk = tmp_path_factory.mktemp("right")
    shutil.copytree(GOOD, desk, dirs_exist_ok=True)
    assert finish(command(desk, "--no-cache"))[0] == 0
    return read_folder(desk / "out" / "issue")


def test_two_builds_at_once(desk, right):
    builds = [command(desk), command(desk)]
    assert [finish(build)[0] for build in builds] == [0, 0]
    assert read_folder(desk / "out" / "issue") == right
    assert [path.name for path in (desk / "out").iterdir()] == ["issue"]
    assert list((desk / "kept").glob(".bench-*")) == []


@pytest.mark.parametrize("kilobytes", [20, 300])
def test_a_full_disk_leaves_the_last_build_and_the_next_is_right(desk, right, kilobytes):
    """No file may grow beyond a size: writes fail as they do on a full disk."""
    write_version(desk, 1)
    assert finish(command(desk))[0] == 0
    before = read_folder(desk / "out" / "issue")
    write_version(desk, 0)
    script = (
        "import resource, sys; from pressroom.cli import main; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({kilobytes}000, {kilobytes}000)); main(sys.argv[1:])"
    )
    environment = os.environ | {"PRESSROOM_CACHE": str(desk / "kept"), "PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-c", script, "build", "issue", "--jobs", "2"]
    full = subprocess.run(line, cwd=desk, env=environment, capture_output=True, text=True, check=False)
    if full.returncode:
        assert "Traceback" not in full.stderr
        assert read_folder(desk / "out" / "issue") == before
    assert [path.name for path in (desk / "out").iterdir()] == ["issue"]
    assert finish(command(desk))[0] == 0
    assert read_folder(desk / "out" / "issue") == right


def test_a_cache_that_cannot_be_written_is_told_and_no_more(desk, right):
    (desk / "kept").write_bytes(b"a file where the folder should be")
    code, said = finish(command(desk))
    assert code == 0
    assert "nothing is kept for the next build" in said
    assert read_folder(desk / "out" / "issue") == right


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="for root every folder can be written")
def test_a_cache_that_is_read_only_is_told_and_no_more(desk, right):
    (desk / "kept").mkdir(mode=0o555)
    assert finish(command(desk))[0] == 0
    assert read_folder(desk / "out" / "issue") == right
