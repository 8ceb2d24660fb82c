"""Cures that buttons offer: what they write is what a careful person would."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pressroom.desk.cures import allow_finding, drop_block, list_cures, mend_marks
from pressroom.desk.planning import PlanChange, change_plan
from pressroom.desk.sources import SourceShelf
from pressroom.desk.tokens import list_tokens, set_token
from pressroom.read.editing import EditError
from tests.support.desks import open_desk
from tests.support.paths import GOOD
from tests.support.press import config_in, read

COPY = "Before.\n\n::: figure {src=art/a.png}\nWords.\n:::\n\nAfter.\n"


def test_a_block_is_dropped_with_the_line_behind_it() -> None:
    assert drop_block(COPY, 3) == "Before.\n\nAfter.\n"
    nested = ":::: gallery\n::: figure\n:::\n::::\nAfter.\n"
    assert drop_block(nested, 1) == "After.\n"
    assert drop_block(nested, 2) == ":::: gallery\n::::\nAfter.\n"


@pytest.mark.parametrize(("text", "line"), [(COPY, 1), (COPY, 99), ("::: figure\nopen\n", 1)])
def test_where_no_block_begins_nothing_is_dropped(text: str, line: int) -> None:
    with pytest.raises(ValueError, match="block"):
        drop_block(text, line)


def test_a_finding_is_let_pass_with_its_reason() -> None:
    sheet = "number: 8 # ours\nallow:\n  underset: agreed\n"
    assert allow_finding(sheet, "overset", "", "as printed") == sheet + "  overset: as printed\n"
    one = allow_finding(sheet, "low-resolution", "art/a.png", "an old scan")
    assert one == sheet + "  low-resolution: {art/a.png: an old scan}\n"


def test_marks_are_mended() -> None:
    assert mend_marks("他说,好.\n") != "他说,好.\n"
    assert mend_marks("他说，好。\n") == "他说，好。\n"


def test_a_slot_that_runs_over_is_given_a_page(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    ferry, sheet = tmp_path / "issue/copy/ferry.md", tmp_path / "issue/issue.yaml"
    with open_desk(tmp_path / "issue", config_in(tmp_path)) as desk:
        desk.settle()
        desk.save(ferry, ferry.read_text(encoding="utf-8") + "\n" + "水面很宽，船走得慢。" * 400 + "\n")
        desk.settle()
        assert any("over" in message for message in desk.messages())
        look = desk.press.look
        assert look is not None
        cures = list_cures(look, 2, SourceShelf(tmp_path / "issue", tmp_path))
        change = PlanChange(**cures[0]["change"])
        assert change.what == "pages"
        assert change.pages > 2
        while change.pages % 2:  # a slot of spreads has an even number of pages
            change = PlanChange("pages", 2, pages=change.pages + 1)
        desk.save(sheet, change_plan(sheet.read_text(encoding="utf-8"), look.prepared.issue, change))
        desk.settle()
        assert desk.runs()[2].overset is None


def test_the_tokens_of_a_layout_are_listed_and_set(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    _, layout = read(tmp_path / "issue", config_in(tmp_path))
    tokens = {token["name"]: token for token in list_tokens(layout)}
    assert tokens
    assert "page-width" not in tokens
    for token in tokens.values():
        if token["form"] == "measure":
            assert token["least"] <= token["number"] <= token["most"]
    text = "tokens:\n  tide: '#123f63' # the sea\n"
    assert set_token(text, "tide", "#ff0000") == text.replace("#123f63", "#ff0000")
    assert set_token(text, "size", "11pt") == text + "  size: 11pt\n"
    for value in ("red; background: url(x)", "a}b{", "", "<style>"):
        with pytest.raises(EditError):
            set_token(text, "size", value)
