"""The flatplan is changed at the desk: the sheet afterwards is what a careful person would have typed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pressroom.desk.planning import PlanChange, change_plan
from pressroom.issue import Issue
from pressroom.read.editing import EditError
from tests.support.paths import GOOD
from tests.support.press import config_in, read

HEAD = "number: 3\ndate: 2020-05\nlayout: plain\npages: 6\nflatplan:\n"
COVER = "  - {kind: cover, art: art/wave.svg, art_alt: 一道浪}\n"
CONTENTS = "  - {kind: contents, folio: %d}\n"
FERRY = "  - {kind: story, folio: %d, department: 特写, copy: ferry, spread: true}\n"
NEWS = "  - {kind: story, folio: %d, department: 短讯, copy: [bridge, market], note: 等2则}\n"
BACK = "  - {kind: back-cover}\n"


@pytest.fixture
def sheet(tmp_path: Path) -> tuple[str, Issue]:
    """The sheet of the good issue, and the issue."""
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    issue, _ = read(tmp_path / "issue", config_in(tmp_path))
    return (tmp_path / "issue" / "issue.yaml").read_text(encoding="utf-8"), issue


def plan(*parts: str, pages: int = 6) -> str:
    return HEAD.replace("pages: 6", f"pages: {pages}") + COVER + "".join(parts) + BACK


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (PlanChange("move", 3, 2), plan(CONTENTS % 1, NEWS % 2, FERRY % 5)),
        (PlanChange("swap", 2, 3), plan(CONTENTS % 1, NEWS % 2, FERRY % 5)),
        (PlanChange("swap", 1, 3), plan(NEWS % 1, FERRY % 4, CONTENTS % 6)),
        (PlanChange("pages", 3, pages=4), plan(CONTENTS % 1, FERRY % 2, NEWS % 4, pages=7)),
        (PlanChange("pages", 2, pages=4), plan(CONTENTS % 1, FERRY % 2, NEWS % 6, pages=8)),
        (
            PlanChange("insert", 3, kind="story", pages=2),
            plan(CONTENTS % 1, FERRY % 2, "  - {kind: story, folio: 4, pages: 2}\n", NEWS % 6, pages=8),
        ),
        (
            PlanChange("duplicate", 2),
            plan(
                CONTENTS % 1,
                FERRY % 2,
                "  - {kind: story, folio: 4, department: 特写, spread: true}\n",
                NEWS % 6,
                pages=8,
            ),
        ),
        (PlanChange("remove", 2), plan(CONTENTS % 1, NEWS % 2, pages=4)),
    ],
    ids=lambda value: f"{value.what}-{value.slot}" if isinstance(value, PlanChange) else "",
)
def test_a_change_is_written_as_a_person_would(sheet: tuple[str, Issue], change: PlanChange, after: str) -> None:
    text, issue = sheet
    assert text == plan(CONTENTS % 1, FERRY % 2, NEWS % 4)
    assert change_plan(text, issue, change) == after


@pytest.mark.parametrize("change", [PlanChange("move", 0, 2), PlanChange("move", 2, 0), PlanChange("remove", 4)])
def test_covers_stay_where_they_are(sheet: tuple[str, Issue], change: PlanChange) -> None:
    with pytest.raises(EditError, match="covers stay"):
        change_plan(*sheet, change)
