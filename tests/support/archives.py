"""Magazines of several small issues, to be archived."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pressroom.archive.stock import list_stock
from pressroom.archive.tasks import Task
from pressroom.workshop.config import config_of
from tests.support.paths import GOOD


def make_magazine(home: Path, slugs: Sequence[str]) -> Path:
    """A magazine whose issues are all the good little one."""
    for slug in slugs:
        shutil.copytree(GOOD / "issue", home / "issues" / slug)
    shutil.copy(GOOD / "magazine.yaml", home / "issues")
    shutil.copytree(GOOD / "layouts", home / "layouts")
    return home


def tasks_of(home: Path, archive: Path, editions: tuple[str, ...] = ("screen",)) -> list[Task]:
    """A task for each issue of a magazine."""
    config = replace(config_of(home), cache=home / ".pressroom")
    return [Task(one.name, one.folder, config, archive, editions) for one in list_stock([home])]
