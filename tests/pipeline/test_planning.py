"""Issues that plan themselves, fillers, and signatures."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest

from pressroom.report import LayoutError
from pressroom.workshop.config import Config
from tests.support.planning import BRIDGE, FERRY, MARKET, plan
from tests.support.press import build, check

SENTENCE = "江水从上游来，带着沙，也带着船。"


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


def test_the_signature_is_the_printers(desk: Path, config: Config) -> None:
    rows = (f"{FERRY}, folio: 1, pages: 2}}", f"{BRIDGE}, folio: 3, pages: 2}}", f"{MARKET}, folio: 5, pages: 2}}")
    for signature, broken in ((4, False), (8, False), (16, True), (1, False)):
        plan(desk, *rows, more=f"signature: {signature}\n")
        report = check(desk / "issue", config)
        assert any(finding.check == "broken-signature" for finding in report.findings) == broken
