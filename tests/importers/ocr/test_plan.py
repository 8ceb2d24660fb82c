"""The flatplan of an import: every chapter on its folio, front pages as room allows, guesses told as doubts."""

from __future__ import annotations

from typing import Any

import pytest

from pressroom.importers.ocr.plan import plan_issue
from pressroom.importers.ocr.values import Chapter
from pressroom.importers.values import BlockKind, CopyBlock, Doubt, ScanArticle
from pressroom.issue import Credit
from tests.support.scans import entry_of


def piece(*blocks: CopyBlock, text: int = 1000, **more: Any) -> ScanArticle:
    """An article with so many characters of text."""
    return ScanArticle(("题",), (CopyBlock(BlockKind.PARAGRAPH, ("潮" * text,)), *blocks), **more)


def chapter(folio: int | None, text: str = "北岸木匠", *pieces: ScanArticle, **named: Any) -> Chapter:
    return Chapter(entry_of(folio, text, **({"department": "人间"} | named)), pieces or (piece(),))


def planned(*chapters: Chapter, editorial: ScanArticle | None = None) -> tuple[list[dict[str, Any]], tuple[Doubt, ...]]:
    plan = plan_issue(chapters, editorial)
    return [slot.values for slot in plan.slots], plan.notes.doubts


def folios(*chapters: Chapter, editorial: ScanArticle | None = None) -> list[tuple[str, int | None]]:
    return [(values["kind"], values.get("folio")) for values in planned(*chapters, editorial=editorial)[0]]


COVERS = [("inside-back", None), ("back-cover", None)]


@pytest.mark.parametrize(
    ("first", "front"),
    [
        (1, [("cover", None), ("contents", None)]),
        (2, [("cover", None), ("inside-front", None), ("contents", 1)]),
        (4, [("cover", None), ("inside-front", None), ("masthead", 1), ("contents", 2)]),
        (5, [("cover", None), ("inside-front", None), ("masthead", 1), ("contents", 4)]),
    ],
)
def test_contents_and_masthead_stand_before_the_first_article(first, front):
    assert folios(chapter(first)) == [*front, ("feature", first), *COVERS]


@pytest.mark.parametrize(
    ("first", "front"),
    [
        (2, [("cover", None), ("editorial", None), ("contents", 1)]),
        (4, [("cover", None), ("inside-front", None), ("editorial", 1), ("contents", 2)]),
        (6, [("cover", None), ("inside-front", None), ("masthead", 1), ("editorial", 2), ("contents", 4)]),
    ],
)
def test_the_editorial_finds_a_page(first, front):
    assert folios(chapter(first), editorial=piece()) == [*front, ("feature", first), *COVERS]


def test_an_editorial_without_a_page_stands_behind_the_first_article():
    slots, doubts = planned(chapter(1), editorial=piece(line=7))
    assert slots[2]["copy"] == ["p001-01", "p001-02"]
    assert Doubt(7, "there is no page for the editorial", "set it behind the first article") in doubts


def test_a_slot_says_what_its_entry_says():
    slots, _ = planned(chapter(4, part="山", note="等2则"), chapter(6, department=""))
    assert slots[4] | {"copy": ""} == {
        "kind": "feature", "folio": 4, "department": "人间", "part": "山", "note": "等2则", "copy": "",
    }  # fmt: skip
    assert slots[5]["contents"] == "numbered"


def test_an_opener_without_a_folio_takes_the_spread_before_its_department():
    opener = chapter(None, "走读山河", opens=True)
    slots, doubts = planned(chapter(4), opener, chapter(10))
    assert (slots[5]["kind"], slots[5]["folio"], slots[5]["spread"], slots[5]["contents"]) == (
        "opener", 8, True, "unnumbered",
    )  # fmt: skip
    assert "no folio is printed for '走读山河'" in [doubt.what for doubt in doubts]


def test_an_entry_without_a_folio_follows_on_as_far_as_its_neighbour_needs():
    slots, _ = planned(chapter(4, "甲", piece(text=1400)), chapter(None, "乙"), chapter(20))
    assert slots[5]["folio"] == 6


def test_two_entries_on_one_folio_share_a_slot():
    slots, doubts = planned(chapter(4), chapter(4, "南坡渔户"), chapter(8))
    assert slots[4]["copy"] == ["p004-01", "p004-02"]
    assert "folio 4 is taken already" in [doubt.what for doubt in doubts]


def test_the_last_slot_fills_up_to_whole_sheets():
    slots, doubts = planned(chapter(4), chapter(7, "末篇", piece(text=1500)))
    assert slots[5]["pages"] == 6  # three are needed, and twelve are whole sheets
    assert doubts[-1].decision == "gave it 6 pages"


EVENTS = CopyBlock(BlockKind.LIST, ("开船",), name="events", inner=("3月5日",))
FIGURE, QUOTE = CopyBlock(BlockKind.FIGURE, ("河口",)), CopyBlock(BlockKind.PULLQUOTE, ("潮水",))
BYLINE = (Credit("记者", ("林小满",)),)


@pytest.mark.parametrize(
    ("pieces", "kind"),
    [
        ((piece(),), "feature"),
        ((piece(bylines=BYLINE),), "focus"),
        ((piece(bylines=BYLINE, tag="说灯"),), "feature"),
        ((piece(EVENTS),), "chronicle"),
        ((piece(*[FIGURE] * 4),), "photo-essay"),
        ((piece(*[FIGURE] * 3),), "feature"),
        ((piece(text=300), piece(text=300)), "briefs"),
        ((piece(), piece(tag="论坛")), "forum"),
        ((piece(QUOTE), piece(QUOTE)), "digest"),
        ((piece(), piece()), "neighbourhood"),
    ],
)
def test_the_kind_of_a_slot_is_chosen_by_what_it_holds(pieces, kind):
    assert planned(chapter(4, "北岸木匠", *pieces))[0][4]["kind"] == kind


def test_the_first_short_article_of_a_part_opens_it():
    slots, _ = planned(
        chapter(4, "甲", piece(text=300), part="山"), chapter(6, "乙", piece(text=300), part="山"), chapter(8)
    )
    assert [values["kind"] for values in slots[4:6]] == ["part-opener", "feature"]
