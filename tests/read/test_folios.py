"""Folios: pinned ones, slots that follow on, open slots, and plans that do not come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressroom.issue import Slot
from pressroom.report import SourceError
from tests.support.planning import BRIDGE, FERRY, MARKET, plan


def labels(slots: tuple[Slot, ...]) -> list[str]:
    return ["-".join(dict.fromkeys((slot.labels[0], slot.labels[-1]))) for slot in slots]


def test_a_slot_follows_on_the_one_before(desk: Path) -> None:
    slots = plan(
        desk,
        f"{FERRY}, folio: 1, pages: 3}}",
        f"{BRIDGE}, folio: auto, pages: 2}}",
        f"{MARKET}, folio: auto, pages: 1}}",
    )
    assert labels(slots) == ["1-3", "4-5", "6"]
    assert [slot.auto for slot in slots] == [False, True, True]
    assert not any(slot.open for slot in slots)


def test_an_open_slot_has_the_pages_it_needs_and_the_rest_follows(desk: Path) -> None:
    rows = (f"{FERRY}, folio: auto}}", f"{BRIDGE}, folio: auto}}", f"{MARKET}, folio: auto}}")
    slots = plan(desk, *rows)
    assert labels(slots) == ["1", "2", "3"]
    assert all(slot.open for slot in slots)
    slots = plan(desk, *rows, counts={1: 3, 2: 2, 3: 1})
    assert labels(slots) == ["1-3", "4-5", "6"]


def test_a_slot_that_follows_on_fills_up_to_the_pinned_one(desk: Path) -> None:
    slots = plan(desk, f"{FERRY}, folio: 1, pages: 2}}", f"{BRIDGE}, folio: auto}}", f"{MARKET}, folio: 7, pages: 2}}")
    assert labels(slots) == ["1-2", "3-6", "7-8"]
    assert [slot.open for slot in slots] == [False, False, False]


def test_the_last_slot_that_follows_on_ends_where_the_issue_ends(desk: Path) -> None:
    slots = plan(
        desk,
        f"{FERRY}, folio: 1, pages: 2}}",
        f"{BRIDGE}, folio: auto, pages: 1}}",
        f"{MARKET}, folio: auto}}",
        more="pages: 8\n",
    )
    assert labels(slots) == ["1-2", "3", "4-8"]


def test_a_pinned_slot_before_one_that_follows_on_is_open(desk: Path) -> None:
    rows = (f"{FERRY}, folio: 1}}", f"{BRIDGE}, folio: auto, pages: 1}}", f"{MARKET}, folio: auto, pages: 1}}")
    assert labels(plan(desk, *rows, counts={1: 4})) == ["1-4", "5", "6"]


def test_an_open_spread_has_an_even_number_of_pages(desk: Path) -> None:
    rows = (f"{FERRY}, folio: 1, pages: 1}}", f"{BRIDGE}, folio: auto, spread: true}}", f"{MARKET}, folio: auto}}")
    assert labels(plan(desk, *rows, counts={2: 3, 3: 1})) == ["1", "2-5", "6"]


@pytest.mark.parametrize(
    ("rows", "check"),
    [
        (
            (f"{FERRY}, folio: 1, pages: 4}}", f"{BRIDGE}, folio: auto}}", f"{MARKET}, folio: 5, pages: 1}}"),
            "folio-clash",
        ),
        (
            (f"{FERRY}, folio: 1, pages: 4}}", f"{BRIDGE}, folio: auto}}", f"{MARKET}, folio: 3, pages: 1}}"),
            "folio-backwards",
        ),
        (
            (f"{FERRY}, folio: 1, pages: 2}}", f"{BRIDGE}, folio: auto, pages: 1}}", f"{MARKET}, folio: 9, pages: 1}}"),
            "folio-hole",
        ),
        (
            (
                f"{FERRY}, folio: 1, pages: 2}}",
                f"{BRIDGE}, folio: auto, spread: true, pages: 2}}",
                f"{MARKET}, folio: auto, pages: 1}}",
            ),
            "spread-on-recto",
        ),
    ],
)
def test_a_plan_that_does_not_come_out_is_refused(desk: Path, rows: tuple[str, ...], check: str) -> None:
    with pytest.raises(SourceError) as caught:
        plan(desk, *rows)
    assert check in {finding.check for finding in caught.value.report.findings}


def test_a_folio_is_a_number_or_auto(desk: Path) -> None:
    with pytest.raises(SourceError) as caught:
        plan(desk, f"{FERRY}, folio: next}}", f"{BRIDGE}, folio: 2}}", f"{MARKET}, folio: 3, pages: 1}}")
    (finding,) = caught.value.report.findings
    assert finding.place.line == 6
    assert "auto" in f"{finding.message} {finding.hint}"


def test_a_filler_needs_copy_and_a_kind(desk: Path) -> None:
    with pytest.raises(SourceError) as caught:
        plan(
            desk,
            f"{FERRY}, folio: 1, pages: 4}}",
            f"{BRIDGE}, folio: 5, pages: 2}}",
            f"{MARKET}, folio: 7, pages: 1}}",
            more="fillers: [{kind: storey, copy: hous}]\n",
        )
    assert {finding.check for finding in caught.value.report.findings} == {"unknown-kind", "missing-copy"}
