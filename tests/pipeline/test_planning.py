"""Planned and unplanned: pinned folios, slots that follow on, open slots, fillers, signatures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest

from pressroom.issue import Slot
from pressroom.pictures import Art
from pressroom.read import read_issue
from pressroom.report import LayoutError, SourceError
from pressroom.workshop.config import Config
from tests.support.press import build, check, config_in, reading

SENTENCE = "江水从上游来，带着沙，也带着船。"


def plan(desk: Path, *slots: str, more: str = "", counts: Mapping[int, int] | None = None) -> tuple[Slot, ...]:
    """Read an issue with the slots between its cover pages."""
    sheet = desk / "issue" / "issue.yaml"
    rows = ["{kind: cover, art: art/wave.svg, art_alt: 一道浪}", *slots, "{kind: back-cover}"]
    text = "number: 3\ndate: 2020-05\nlayout: plain\n" + more + "flatplan:\n"
    sheet.write_text(text + "".join(f"  - {row}\n" for row in rows), encoding="utf-8")
    with reading(desk / "issue", config_in(desk)) as workshop:
        issue, _ = read_issue(Art(desk / "issue", workshop), counts or {})
    return issue.flatplan[1:-1]


def labels(slots: tuple[Slot, ...]) -> list[str]:
    return ["-".join(dict.fromkeys((slot.labels[0], slot.labels[-1]))) for slot in slots]


FERRY, BRIDGE, MARKET = ("{kind: story, department: 特写, copy: " + name for name in ("ferry", "bridge", "market"))


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


def long_story(desk: Path, slug: str, characters: int) -> None:
    sentences = SENTENCE * (characters // len(SENTENCE))
    text = "\n\n".join(sentences[start : start + 160] for start in range(0, len(sentences), 160))
    (desk / "issue" / "copy" / f"{slug}.md").write_text(f"---\nheadline: {slug}\n---\n{text}\n", encoding="utf-8")


def test_an_issue_whose_slots_follow_on_plans_itself(desk: Path, config: Config) -> None:
    rows = (
        "{kind: contents, folio: 1, pages: 1}",
        f"{FERRY}, folio: auto}}",
        f"{BRIDGE}, folio: auto}}",
        f"{MARKET}, folio: auto}}",
    )
    plan(desk, *rows)
    for slug, characters in (("ferry", 1400), ("bridge", 300), ("market", 900)):
        long_story(desk, slug, characters)
    report, files = build(desk / "issue", config, desk / "out")
    assert report.clear
    record = json.loads((desk / "out" / "issue" / "colophon.json").read_text(encoding="utf-8"))
    pages = {slot["name"]: slot["pages"] for slot in record["slots"]}
    assert pages["002-story"] == ["2", "3", "4"]
    assert pages["005-story"] == ["5"]
    assert pages["006-story"] == ["6", "7"]
    document = pypdfium2.PdfDocument(files[0])
    contents = "".join(document[1].get_textpage().get_text_bounded().split())
    assert "5bridge" in contents
    assert "6market" in contents


def test_a_filler_stands_in_for_a_blank_page(desk: Path, config: Config) -> None:
    house = desk / "issue" / "copy" / "house.md"
    house.write_text("---\nheadline: 订阅启事\n---\n来信即寄。\n", encoding="utf-8")
    rows = (
        f"{FERRY}, folio: 1, pages: 4, filler: true}}",
        f"{BRIDGE}, folio: 5, pages: 2}}",
        f"{MARKET}, folio: 7, pages: 1}}",
    )
    plan(desk, *rows, more="fillers: [{kind: story, copy: house}]\n")
    long_story(desk, "ferry", 900)
    report, files = build(desk / "issue", config, desk / "out")
    pages = ["".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(files[0])]
    assert pages[3] == "订阅启事来信即寄。3"
    assert pages[4].endswith("4")
    assert "订阅启事" not in pages[4]
    blank = [finding.message for finding in report.findings if finding.check == "underset"]
    assert [message for message in blank if "001-story" in message] == ["001-story: p. 4 left blank"]


def test_a_filler_longer_than_a_page_is_refused(desk: Path, config: Config) -> None:
    long_story(desk, "house", 1500)
    rows = (
        f"{FERRY}, folio: 1, pages: 4, filler: true}}",
        f"{BRIDGE}, folio: 5, pages: 2}}",
        f"{MARKET}, folio: 7, pages: 1}}",
    )
    plan(desk, *rows, more="fillers: [{kind: story, copy: house}]\n")
    with pytest.raises(LayoutError) as caught:
        build(desk / "issue", config, desk / "out")
    (finding,) = caught.value.report.findings
    assert finding.check == "filler"


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


def test_the_signature_is_the_printers(desk: Path, config: Config) -> None:
    rows = (f"{FERRY}, folio: 1, pages: 2}}", f"{BRIDGE}, folio: 3, pages: 2}}", f"{MARKET}, folio: 5, pages: 2}}")
    for signature, broken in ((4, False), (8, False), (16, True), (1, False)):
        plan(desk, *rows, more=f"signature: {signature}\n")
        report = check(desk / "issue", config)
        assert any(finding.check == "broken-signature" for finding in report.findings) == broken
