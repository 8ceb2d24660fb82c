"""Fixtures: the good little issue, a config to build it in, and golden files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.paths import GOOD

#: Tests say what they need of other people's programs.
pytest_plugins = ["tests.support.needs"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="accept what comes out as golden")


@pytest.fixture
def golden(request):
    """Compare a text with a file; with --accept write the file."""

    def compare(text: str, file: Path) -> None:
        if request.config.getoption("--accept"):
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def desk(tmp_path):
    """A copy of the good little issue with its layout, to build or to break."""
    shutil.copytree(GOOD, tmp_path / "desk")
    return tmp_path / "desk"


@pytest.fixture
def config(desk):
    """The desk's own layouts, the fonts of the house and a cache of its own."""
    from tests.support.press import config_in

    return config_in(desk)
