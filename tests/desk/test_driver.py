"""Random edits, moves and saves at a desk: sources are never damaged, and the pages are those of a fresh build."""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from pressroom.desk.history import History
from pressroom.desk.planning import PlanChange, change_plan
from pressroom.desk.sources import SourceShelf
from pressroom.read.editing import EditError
from tests.support.desks import open_desk, pixels_of
from tests.support.paths import GOOD
from tests.support.press import build, config_in, read

_STEPS = 24
_WIDTH = 300


@pytest.fixture
def magazine(tmp_path: Path) -> Path:
    """A copy of the good issue, to write in."""
    shutil.copytree(GOOD, tmp_path / "magazine")
    return tmp_path / "magazine"


def _read_all(magazine: Path) -> dict[Path, bytes]:
    """All sources as they stand."""
    return {file: file.read_bytes() for file in sorted((magazine / "issue").rglob("*")) if file.is_file()}


def _edit(magazine: Path, chance: random.Random) -> Path:
    """Type something somewhere, sound or not."""
    file = chance.choice(sorted((magazine / "issue" / "copy").glob("*.md")))
    text = file.read_text(encoding="utf-8")
    place = chance.randrange(text.index("\n---", 4) + 5, len(text) + 1)
    typed = chance.choice(
        ["字", "一句新的话。", "\n\n## 小节\n\n", "*强调*", "\n\n新的一段，比别的段落长一些，好让版面动起来。\n\n"]
    )
    file.write_text(text[:place] + typed + text[place:], encoding="utf-8")
    return file


def _plan(magazine: Path, chance: random.Random) -> Path:
    """Change the flatplan as a drag would."""
    shelf = SourceShelf(magazine / "issue", magazine)
    source = shelf.read("issue/issue.yaml")
    issue, _ = read(magazine / "issue", config_in(magazine))
    slots = [slot.index for slot in issue.flatplan if slot.folio is not None and not slot.spread]
    change = chance.choice(
        [
            PlanChange("pages", chance.choice(slots), pages=chance.randrange(1, 5)),
            PlanChange("insert", chance.choice(slots), kind="contents", pages=2),
            PlanChange("swap", slots[0], slots[-1]),
        ]
    )
    with suppress(EditError):
        History(shelf).write(source.name, change_plan(source.text, issue, change), source, "change")
    return shelf.find(source.name)


@pytest.mark.parametrize("seed", [3, 8])
def test_whatever_is_done_the_pages_are_those_of_the_build(magazine: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with open_desk(magazine / "issue", config_in(magazine)) as desk:
        desk.settle()
        sound = _read_all(magazine)
        for _ in range(_STEPS):
            before = {file: file.read_bytes() for file in magazine.rglob("*.yaml")}
            file = _edit(magazine, chance) if chance.random() < 0.7 else _plan(magazine, chance)
            desk.press.saved([file.resolve()])
            if chance.random() < 0.4:
                continue  # the next save comes before this one is shown
            desk.settle()
            if not any(one["severity"] == "stop" for one in desk.press.findings):
                sound = _read_all(magazine)
            assert all(other.read_bytes() == held for other, held in before.items() if other != file)
        desk.settle()
        assert len(list(desk.press._runs)) < 400
        if any(one["severity"] == "stop" for one in desk.press.findings):  # what cannot be built is taken back
            for file, held in sound.items():
                file.write_bytes(held)
            desk.press.saved([file.resolve() for file in sound])
            desk.settle()
        _, files = build(magazine / "issue", config_in(magazine, keep=False), tmp_path / "out")
        pdf = next(one for one in files if one.suffix == ".pdf")
        assert desk.pages(_WIDTH) == pixels_of(pdf, _WIDTH)
