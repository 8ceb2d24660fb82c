"""Scans with a known truth: plan, contents page, pages, and no character lost."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from pressroom.importers.ocr import import_scan
from pressroom.importers.ocr.contents import find_contents
from pressroom.importers.ocr.text import count_han
from pressroom.importers.readers.text import read_scan
from pressroom.issue import Listing
from tests.support.press import config_of_house, prepare, read
from tests.support.scans import check_against

SCANS = sorted((Path(__file__).parent / "scans").glob("*.txt"))


@pytest.mark.parametrize("scan", SCANS, ids=lambda scan: scan.stem)
def test_scan(scan, tmp_path):
    result = import_scan(scan, tmp_path / "issue")
    truth = yaml.safe_load(scan.with_suffix(".yaml").read_text(encoding="utf-8"))
    issue, _ = check_against(truth, tmp_path / "issue", tmp_path)
    assert issue.magazine.title == truth["title"]
    assert (issue.number, issue.date) == (str(truth["number"]), truth["date"])
    assert not [doubt for doubt in result.doubts if "missing" in doubt.what]


def test_an_issn_with_a_misread_figure_is_left_out_and_doubted(tmp_path):
    (scan,) = (scan for scan in SCANS if scan.stem == "harbour")
    result = import_scan(scan, tmp_path / "issue")
    (doubt,) = (doubt for doubt in result.doubts if "ISSN" in doubt.what)
    assert "2095-1234" in scan.read_text(encoding="utf-8").splitlines()[doubt.line - 1]
    assert prepare(tmp_path / "issue", config_of_house(tmp_path)).issue.magazine.issn == ""


@pytest.mark.parametrize("scan", SCANS, ids=lambda scan: scan.stem)
def test_no_character_is_lost(scan, tmp_path):
    """Each Han character of the scan is in the folder as often, or listed as left over."""
    result = import_scan(scan, tmp_path / "issue")
    files = [*(tmp_path / "issue" / "copy").glob("*.md"), *(tmp_path / "issue").glob("*.yaml")]
    written = Counter("".join(file.read_text(encoding="utf-8") for file in files))
    contents = find_contents(read_scan(scan))
    lines = read_scan(scan).lines
    scanned = Counter(
        letter
        for line in (*lines[: contents.start], *lines[contents.end :])
        for letter in line.text
        if count_han(letter)
    )
    left = Counter(letter for one in result.left_over for letter in one.text)
    mended = Counter(mend.wrong for mend in result.mends)
    assert not {
        letter: n for letter, n in (scanned - written - left - mended).items() if letter not in "文摄影攝記者年月期第"
    }
    report = (tmp_path / "issue" / "import-report.md").read_text(encoding="utf-8")
    for one in result.left_over:
        assert f"line {one.line}: {one.text}" in report


def test_hills_in_detail(tmp_path):
    """What the hills scan holds: briefs, an opener without a folio, captions, events, a box."""
    import_scan(Path(__file__).parent / "scans" / "hills.txt", tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    kinds = {slot.folio: slot.kind for slot in issue.flatplan if slot.folio}
    assert kinds == {
        1: "editorial", 2: "contents", 4: "briefs", 6: "opener", 8: "part-opener", 9: "feature", 12: "feature",
        14: "feature", 16: "focus", 19: "focus", 22: "focus", 24: "focus", 26: "neighbourhood", 28: "photo-essay",
        30: "chronicle",
    }  # fmt: skip
    slots = {slot.folio: slot for slot in issue.flatplan}
    assert [article.title for article in slots[4].articles] == [
        "云州第二水厂通水",
        "环湖路夜间限速调整",
        "图书馆延长开放到晚上十点",
        "第三届桃花节收官",
    ]
    assert slots[6].listing is Listing.UNNUMBERED
    assert slots[6].spread
    assert slots[4].note == "等4则"
    photo = slots[28].articles[0].copy
    assert '::: figure {number=1 credit="摄影 秦川"}\n出港。' in photo
    events = slots[30].articles[0].copy
    assert re.findall(r"- \*\*([\d.]+)\*\*", events) == [
        "2019.04.03",
        "2019.04.18",
        "2019.05.06",
        "2019.05.21",
        "2019.05.30",
    ]
    assert "共27间，总面积1800平方米" in slots[9].articles[0].copy
    assert [(line.role, line.names) for line in slots[19].articles[0].bylines] == [
        ("记者", ("林小满",)),
        ("通讯员", ("许一舟",)),
    ]
    assert "## 淡季怎么过" in slots[16].articles[0].copy
    assert [credit.role for credit in issue.magazine.masthead][:2] == ["主编", "编辑"]
