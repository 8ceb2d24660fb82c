"""Fixtures: golden files, the good little issue to build or to break, and issues that are set once a test run."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import set_desk
from tests.support.paths import GOOD, SAMPLE
from tests.support.press import Config, Pulled, config_in, config_of_house, pull
from tests.support.sharing import RUN_FOLDER, Shared
from tests.support.turns import taking_turns

#: The folder that the workers of a test run share, while it lasts.
SHARED = pytest.StashKey[Path]()

#: Tests say what they need of other people's programs.
pytest_plugins = ["tests.support.needs"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="accept what comes out as golden")


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all workers share; a worker is told where it is."""
    told = getattr(config, "workerinput", {}).get("shared")
    config.stash[SHARED] = Path(told or tempfile.mkdtemp(prefix="pressroom-tests-"))
    os.environ[RUN_FOLDER] = str(config.stash[SHARED])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["shared"] = str(node.config.stash[SHARED])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(config.stash[SHARED], ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let a test that measures time run while no other runs."""
    with taking_turns(item.config.stash[SHARED], item.get_closest_marker("alone") is not None):
        return (yield)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, Path], None]:
    """Compare a text with a file; with --accept write the file."""

    def compare(text: str, file: Path) -> None:
        if request.config.getoption("--accept"):
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A copy of the good little issue with its layout, to build or to break."""
    shutil.copytree(GOOD, tmp_path / "desk")
    return tmp_path / "desk"


@pytest.fixture
def config(desk: Path) -> Config:
    """The desk's own layouts, the fonts of the house and a cache of its own."""
    return config_in(desk)


# ---- set once a test run, to be looked at and never changed ----


@pytest.fixture(scope="session")
def shared(pytestconfig: pytest.Config) -> Shared:
    """What is made once a test run, whichever of its workers needs it first."""
    return Shared(pytestconfig.stash[SHARED])


@pytest.fixture(scope="session")
def good(shared: Shared) -> Pulled:
    """The good little issue, set."""

    def make() -> Pulled:
        shutil.copytree(GOOD, shared.folder / "good")
        return pull(shared.folder / "good" / "issue", config_in(shared.folder / "good"))

    return shared.value("good", make)


@pytest.fixture(scope="session")
def river(shared: Shared) -> Pulled:
    """The small issue with all that a book has, set."""

    def make() -> Pulled:
        folder = set_desk(shared.folder / "river")
        return pull(folder / "issue", config_in(folder))

    return shared.value("river", make)


@pytest.fixture(scope="session")
def sample(shared: Shared) -> Pulled:
    """The sample issue, set: 108 pages."""
    return shared.value("sample", lambda: pull(SAMPLE, config_of_house(shared.folder / "sample"), jobs=2))
