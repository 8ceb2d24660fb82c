"""On a cluster of two workers comes out what comes out here, also where a worker is killed."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from pressroom.archive import cluster
from pressroom.archive.building import build_archive
from pressroom.archive.cluster import build_on_cluster, open_cluster
from pressroom.archive.journal import Fate, read_journal
from pressroom.report import PressError
from pressroom.workshop.config import Limits
from tests.support.archives import make_magazine, tasks_of
from tests.support.nurseries import run_command

#: Dask leaves sockets to be closed when it is, and warns of an address that another test run uses.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Port .* is already in use"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def magazine(tmp_path: Path) -> Path:
    home = make_magazine(tmp_path / "m", ("a", "b", "c", "bad"))
    (home / "issues" / "bad" / "copy" / "ferry.md").unlink()
    return home


def test_a_cluster_makes_what_this_machine_makes(magazine, tmp_path):
    here = {one.record.issue: one.record for one in build_archive(tasks_of(magazine, tmp_path / "here"), 2, Limits())}
    with open_cluster("local", 2) as client:
        answers = list(build_on_cluster(client, tasks_of(magazine, tmp_path / "there"), Limits()))
    there = {answer.record.issue: answer.record for answer in answers}
    assert {name: (one.fate, one.seal, one.editions) for name, one in there.items()} == {
        name: (one.fate, one.seal, one.editions) for name, one in here.items()
    }
    assert there == read_journal(tmp_path / "there").records
    assert [name for name, one in there.items() if one.fate is not Fate.MADE] == ["m/bad"]


def test_a_worker_that_is_killed_takes_nothing_along(magazine, tmp_path):
    with open_cluster("local", 2) as client:
        pids = client.run(os.getpid)
        answers = []
        for answer in build_on_cluster(client, tasks_of(magazine, tmp_path / "there"), Limits()):
            if not answers:
                os.kill(next(iter(pids.values())), signal.SIGKILL)
            answers.append(answer)
    assert {answer.record.issue: answer.record.fate.value for answer in answers} == {
        "m/a": "made",
        "m/b": "made",
        "m/c": "made",
        "m/bad": "stopped",
    }
    assert read_journal(tmp_path / "there").damaged == 0


def test_without_dask_it_is_said_how_to_install_it(magazine, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda _name: None)
    result = run_command("archive", "build", str(magazine), "--out", str(tmp_path / "x"), "--cluster", "local")
    assert result.exit_code == 2
    assert "Dask is not installed" in result.output
    assert "pip install 'pressroom[cluster]'" in result.output


@pytest.mark.parametrize("name", ["cloud", "ssh:", "tcp://127.0.0.1:9"])
def test_a_cluster_that_is_none_is_refused(name, monkeypatch):
    monkeypatch.setitem(sys.modules, "asyncssh", None)
    with pytest.raises(PressError, match="cluster"), open_cluster(name, 2):
        pass
