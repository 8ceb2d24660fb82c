"""Reading: what the sheets of an issue become."""

from __future__ import annotations

import pytest

from pressroom.issue import Evaluation, Listing
from pressroom.read.sheet import read_sheet, write_yaml
from pressroom.report import Place, SourceError
from tests.support.press import config_in, read


def plan(desk, text: str):
    (desk / "issue" / "issue.yaml").write_text(text, encoding="utf-8")
    return read(desk / "issue", config_in(desk))[0]


def test_slots_have_labels_sides_and_listing(desk):
    issue, _ = read(desk / "issue", config_in(desk))
    assert [(s.labels, s.recto) for s in issue.flatplan] == [
        (("C1",), True),
        (("1",), True),
        (("2", "3"), False),
        (("4", "5", "6"), False),
        (("C4",), False),
    ]
    assert [s.listing for s in issue.flatplan] == [
        Listing.NONE,
        Listing.NONE,
        Listing.NUMBERED,
        Listing.NUMBERED,
        Listing.NONE,
    ]
    assert issue.flatplan[2].name == "002-story"
    assert issue.flatplan[0].name == "c1-cover"


HEAD = "number: 1\ndate: 2020-01-15\nlayout: plain\n"
COPY = "copy: [ferry, bridge, market]"


@pytest.mark.parametrize(
    ("slots", "labels"),
    [
        (f"[{{kind: story, folio: 1, pages: 2, {COPY}}}]", "1 2"),
        (
            f"[{{kind: cover}}, {{kind: cover}}, {{kind: story, folio: 1, pages: 2, {COPY}}}, {{kind: cover}}, {{kind: cover}}]",
            "C1 C2 1 2 C3 C4",
        ),
        (f"[{{kind: cover, pages: 2}}, {{kind: story, folio: 1, pages: 1, {COPY}}}, {{kind: cover}}]", "C1 C2 1 C4"),
    ],
)
def test_cover_pages_are_labelled_from_both_ends(desk, slots, labels):
    assert " ".join(plan(desk, f"{HEAD}flatplan: {slots}\n").labels) == labels


def test_date_with_and_without_a_day(desk):
    assert (
        plan(desk, f"{HEAD}flatplan: [{{kind: story, folio: 1, pages: 2, {COPY}}}]\n").timestamp
        == "2020-01-15T00:00:00Z"
    )
    assert read(desk / "issue", config_in(desk))[0].date == "2020-01-15"


def test_an_issue_may_bring_its_own_magazine_sheet(desk):
    own = (desk / "magazine.yaml").read_text(encoding="utf-8").replace("江声", "河声")
    (desk / "issue" / "magazine.yaml").write_text(own, encoding="utf-8")
    assert read(desk / "issue", config_in(desk))[0].magazine.title == "河声"


def test_windows_line_ends_and_byte_order_mark(desk):
    for name in ("issue.yaml", "copy/ferry.md"):
        file = desk / "issue" / name
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    issue, _ = read(desk / "issue", config_in(desk))
    assert issue.articles[0].headline == ("最后一班渡轮", "与对岸的灯")
    assert "\r" not in issue.articles[0].copy


@pytest.mark.parametrize(
    "value",
    [
        "no",
        "2021-01-05",
        "12:30",
        "0x1F",
        "~",
        "",
        "1_000",
        "- 项",
        "键: 值",
        "# 号",
        "“引”",
        "'单'",
        "真\n行",
        "1.0",
        "true",
        " 前空",
    ],
)
def test_written_yaml_reads_back_the_same(tmp_path, value):
    text = write_yaml({"headline": value, "list": [value, {"key": value}]})
    assert read_sheet(text, tmp_path / "x.yaml").values == {"headline": value, "list": [value, {"key": value}]}


def test_places_of_values_keys_and_items(tmp_path):
    sheet = read_sheet("a: 1\nb:\n  - {c: x, d: y}\n", tmp_path / "x.yaml", first_line=2)
    assert sheet.place(("b", 0, "d")) == Place(tmp_path / "x.yaml", 4, 15)
    assert sheet.place(("b", 0, "d"), key=True) == Place(tmp_path / "x.yaml", 4, 12)
    assert sheet.place(("b", 0, "e")) == Place(tmp_path / "x.yaml", 4, 5)


def test_deep_yaml_is_refused(tmp_path):
    with pytest.raises(SourceError, match="more than 32 deep"):
        read_sheet("a: " + "[" * 5000 + "]" * 5000, tmp_path / "x.yaml")


def test_an_evaluation_is_read_from_the_issue(desk):
    sheet = desk / "issue" / "issue.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "evaluation: {by: 沈禾, level: A}\n", encoding="utf-8")
    issue, _ = read(desk / "issue", config_in(desk))
    assert issue.evaluation == Evaluation("2.2", "A", "沈禾")
