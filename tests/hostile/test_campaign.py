"""A short campaign of issues of strangers; ``python -m tests.hostile.campaign 5000`` is a longer one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.hostile.campaign import Told, run_case
from tests.support.strangers import FAMILIES

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="cases are copies of this process")


@pytest.mark.parametrize("family", range(len(FAMILIES)), ids=list(FAMILIES))
def test_issues_of_strangers_are_set_or_refused(tmp_path: Path, family: int) -> None:
    told: list[Told] = [
        run_case(seed, tmp_path, seed % 4 == 0) for seed in range(family, 12 * len(FAMILIES), len(FAMILIES))
    ]
    assert [one for one in told if not one.held] == []
    assert {one.how for one in told} & {"read", "set"}


def test_whatever_leaves_its_folder_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stray(desk: Path, *_others: object) -> tuple[str, str]:
        (desk.parent / "secret.txt").read_text(encoding="utf-8")
        Path("/etc/hostname").exists()
        os.link(desk / "magazine.yaml", tmp_path / "linked")
        (tmp_path / "linked").unlink()
        Path("/dev/shm").joinpath("stray").write_text("", encoding="utf-8")
        Path("/dev/shm").joinpath("stray").unlink()
        os.system("true")
        return "read", ""

    monkeypatch.setattr("tests.hostile.campaign._try_it", stray)
    told = run_case(0, tmp_path / "cache", deep=False)
    assert not told.held
    heard = "\n".join(told.heard)
    assert all(word in heard for word in ("reads", "secret.txt", "os.link", "os.remove", "writes", "stray"))
