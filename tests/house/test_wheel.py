"""The wheel: a whole press, in an environment and an empty folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.sharing import Shared

MOST = 40_000_000  # bytes


@pytest.fixture(scope="module")
def wheel(shared: Shared) -> Path:
    """The wheel of this house, built without the network."""

    def write(file: Path) -> Path:
        folder = file.with_suffix(".built")
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
        subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
        (built,) = folder.glob("pressroom-*-py3-none-any.whl")
        return built.rename(file)

    return shared.file("pressroom.whl", write)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pip would unpack of it."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def call(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call Python as it is where the wheel is installed: its package comes before that of the clone."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_it_holds_the_house_and_no_magazine(wheel: Path) -> None:
    assert wheel.stat().st_size <= MOST
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (points,) = (archive.read(name) for name in names if name.endswith(".dist-info/entry_points.txt"))
    there = [*ROOT.glob("layouts/base/**/*"), *ROOT.glob("fonts/**/*"), *ROOT.glob("profiles/*")]
    files = {file.relative_to(ROOT).as_posix() for file in there if file.is_file()}
    assert {name.removeprefix("pressroom/house/") for name in names if "/house/" in name} == files
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"pressroom"}
    assert points.decode().split() == ["[console_scripts]", "pressroom", "=", "pressroom.cli:main"]


def test_a_new_magazine_is_built_with_nothing_but_the_wheel(installed: Path, tmp_path: Path) -> None:
    where = call(installed, tmp_path, "-c", "from pressroom.workshop.places import house; print(house())")
    assert Path(where.stdout.strip()) == installed.resolve() / "pressroom" / "house"
    magazine = tmp_path / "tideline"
    for folder, command in (
        (tmp_path, "new magazine tideline --language en"),
        (magazine, "build"),
        (magazine, "fonts check"),
        (magazine, "schema"),
    ):
        done = call(installed, folder, "-m", "pressroom.cli", *command.split())
        assert done.returncode == 0, done.stdout + done.stderr
    (out,) = (magazine / "out").iterdir()
    slug = out.name
    ends = ("screen.pdf", "print.pdf", "epub")
    assert {file.name for file in out.iterdir()} == {"colophon.json", *(f"{slug}.{end}" for end in ends)}
    assert len(list((magazine / "schemas").glob("*.schema.json"))) == 5


def test_where_there_is_no_magazine_it_says_how_to_start_one(installed: Path, tmp_path: Path) -> None:
    done = call(installed, tmp_path, "-m", "pressroom.cli", "build")
    assert done.returncode == 2
    assert "pressroom new magazine" in done.stderr
