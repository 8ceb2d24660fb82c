"""The good issue with running heads, finished."""

from __future__ import annotations

import shutil

import pytest

from tests.support.contents import add_running_heads, finish
from tests.support.paths import GOOD


@pytest.fixture(scope="session")
def finished(shared):
    """The good little issue with running heads, finished: nobody may change it."""

    def write(desk):
        shutil.copytree(GOOD, desk)
        add_running_heads(desk)
        finish(desk)

    return shared.file("contents", write)


@pytest.fixture
def copied(finished, tmp_path):
    """The same, to tamper with."""
    shutil.copytree(finished, tmp_path / "desk")
    return tmp_path / "desk"
