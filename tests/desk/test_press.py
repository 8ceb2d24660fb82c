"""The warm press: what is saved is shown, nothing else is set, and the pages are those of a build, pixel for pixel."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.desks import DeskWatch, open_desk, pixels_of
from tests.support.paths import GOOD
from tests.support.press import build, config_in

WIDTH = 500


@pytest.fixture
def magazine(tmp_path: Path) -> Path:
    """A copy of the good issue with its layout, to write in."""
    shutil.copytree(GOOD, tmp_path / "magazine")
    return tmp_path / "magazine"


def built_pages(magazine: Path, out: Path) -> list[bytes]:
    """The pages of a fresh build of what is saved."""
    config = config_in(magazine, keep=False)
    _, files = build(magazine / "issue", config, out)
    return pixels_of(next(file for file in files if file.suffix == ".pdf"), WIDTH)


def test_pages_are_those_of_the_build(magazine: Path, tmp_path: Path) -> None:
    ferry = magazine / "issue" / "copy" / "ferry.md"
    with open_desk(magazine / "issue", config_in(magazine)) as desk:
        desk.settle()
        assert desk.pages(WIDTH) == built_pages(magazine, tmp_path / "first")
        desk.save(ferry, ferry.read_text(encoding="utf-8").replace("。", "；", 3))
        desk.settle()
        shown = desk.pages(WIDTH)
    assert shown == built_pages(magazine, tmp_path / "second")


def test_only_what_changed_is_set(magazine: Path) -> None:
    ferry = magazine / "issue" / "copy" / "ferry.md"
    with open_desk(magazine / "issue", config_in(magazine)) as desk:
        desk.settle()
        before = [run.digest for run in desk.runs()]
        already = len(desk.told)
        desk.save(ferry, ferry.read_text(encoding="utf-8").rstrip() + "\n\n再加一句。\n")
        desk.settle()
        after = [run.digest for run in desk.runs()]
    assert [index for index, pair in enumerate(zip(before, after, strict=True)) if len(set(pair)) > 1] == [2]
    touched = {slot["index"] for name, data in desk.told[already:] if name == "slots" for slot in data["slots"]}
    assert touched == {2}
    assert "look" not in [name for name, _ in desk.told[already:]]


def test_a_headline_reaches_the_contents(magazine: Path) -> None:
    ferry = magazine / "issue" / "copy" / "ferry.md"
    with open_desk(magazine / "issue", config_in(magazine)) as desk:
        desk.settle()
        before = [run.digest for run in desk.runs()]
        desk.save(ferry, ferry.read_text(encoding="utf-8").replace("short_headline: 渡", "short_headline: 新渡", 1))
        desk.settle()
        changed = [index for index, run in enumerate(desk.runs()) if run.digest != before[index]]
    assert 1 in changed


def test_a_draft_is_shown_and_not_saved(magazine: Path) -> None:
    ferry = magazine / "issue" / "copy" / "ferry.md"
    saved = ferry.read_text(encoding="utf-8")
    with open_desk(magazine / "issue", config_in(magazine)) as desk:
        desk.settle()
        before = desk.runs()[2].digest
        desk.press.draft("ferry", saved + "\n草稿。\n")
        desk.wait(lambda: desk.runs()[2].digest != before, "the draft")
        desk.save(magazine / "issue" / "issue.yaml", (magazine / "issue" / "issue.yaml").read_text(encoding="utf-8"))
        desk.settle()
        assert desk.runs()[2].digest != before
        desk.press.draft("ferry", None)
        desk.wait(lambda: desk.runs()[2].digest == before, "what is saved")
    assert ferry.read_text(encoding="utf-8") == saved


def test_what_cannot_be_read_leaves_the_last_good_pages(magazine: Path) -> None:
    ferry = magazine / "issue" / "copy" / "ferry.md"
    saved = ferry.read_text(encoding="utf-8")
    with open_desk(magazine / "issue", config_in(magazine)) as desk:
        desk.settle()
        before = [run.digest for run in desk.runs()]
        desk.save(ferry, saved.replace("headline:", "headlines:", 1))
        desk.wait(lambda: any("headlines" in message for message in desk.messages()), "the finding")
        assert desk.press.findings[0]["file"] == "issue/copy/ferry.md"
        assert desk.press.findings[0]["line"] == 2
        assert [run.digest for run in desk.runs()] == before
        desk.save(ferry, saved)
        desk.wait(lambda: not any("headlines" in message for message in desk.messages()), "a clear report")
        desk.settle()
        assert [run.digest for run in desk.runs()] == before


def test_a_style_sheet_and_a_token_reach_the_pages(magazine: Path, tmp_path: Path) -> None:
    sheet = next((magazine / "layouts").glob("*/print.css"))
    layout = sheet.parent / "layout.yaml"
    with open_desk(magazine / "issue", config_in(magazine)) as desk:
        desk.settle()
        before = [run.digest for run in desk.runs()]
        desk.save(sheet, sheet.read_text(encoding="utf-8") + "\np { letter-spacing: 0.02em }\n")
        desk.wait(lambda: desk.runs()[2].digest != before[2], "the style")
        desk.settle()
        styled = [run.digest for run in desk.runs()]
        text = layout.read_text(encoding="utf-8")
        desk.save(layout, text.replace("tokens:\n", "tokens:\n  pressed: '1'\n", 1) if "tokens:\n" in text else text)
        desk.settle()
        shown = desk.pages(WIDTH)
    assert styled != before
    assert shown == built_pages(magazine, tmp_path / "out")


def test_an_issue_that_cannot_be_read_is_shown_when_it_is_mended(magazine: Path) -> None:
    sheet = magazine / "issue" / "issue.yaml"
    good = sheet.read_text(encoding="utf-8")
    sheet.write_text(good.replace("layout: plain", "layout: none"), encoding="utf-8")
    with open_desk(magazine / "issue", config_in(magazine)) as desk:
        desk.wait(lambda: bool(desk.press.findings), "what is wrong")
        assert desk.press.look is None
        desk.save(sheet, good)
        desk.wait(lambda: desk.press.look is not None, "the issue")
        desk.settle()
        assert len(desk.runs()) == 5


def test_two_desks_do_not_harm_each_other(magazine: Path) -> None:
    config = config_in(magazine)
    with open_desk(magazine / "issue", config) as one, open_desk(magazine / "issue", config) as other:
        one.settle()
        other.settle()
        assert [run.digest for run in one.runs()] == [run.digest for run in other.runs()]


def test_closing_in_the_midst_of_work_ends_all(magazine: Path) -> None:
    with open_desk(magazine / "issue", config_in(magazine, keep=False)) as desk:
        watch: DeskWatch = desk
    assert not watch.press._thread.is_alive()


def test_what_is_set_late_hides_no_slip_in_the_sources(magazine: Path) -> None:
    """A slot of the last sound sources that is done after the slip was saved says nothing of the sources as they are."""
    with open_desk(magazine / "issue", config_in(magazine)) as desk:
        desk.settle()
        file = magazine / "issue" / "copy" / "ferry.md"
        desk.save(file, file.read_text(encoding="utf-8") + '\n::: figure {src=art/none.png alt="无"}\n:::\n')
        desk.settle()
        assert any("there is no picture art/none.png" in message for message in desk.messages())
        desk.press._inspect()
        assert any("there is no picture art/none.png" in message for message in desk.messages())
