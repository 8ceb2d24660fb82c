"""Tables: spans, row heads, titles, widths of columns, numbers on their points."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from pressroom.report import SourceError
from tests.support.furniture import galley

SPANNED = "| 地 | 数 | << |\n|---|---:|---:|\n| 甲 | 1.5 | 2 |\n| ^^ | 12.25 | << |\n| 乙 | << | 3 |\n"


def table(copy: str) -> Element:
    """The first table of copy."""
    found = ElementTree.fromstring(f"<body>{galley(copy).html}</body>").find(".//table")
    assert found is not None
    return found


def cells(copy: str) -> list[list[tuple[str, str, str]]]:
    """The cells of a table: tag and words, columns, rows."""
    return [
        [(f"{cell.tag} {cell.text}", cell.get("colspan", ""), cell.get("rowspan", "")) for cell in row]
        for row in table(copy).iter("tr")
    ]


def test_cells_go_on_to_the_left_and_above():
    assert cells(SPANNED) == [
        [("th 地", "", ""), ("th 数", "2", "")],
        [("td 甲", "", "2"), ("td 1.5", "", ""), ("td 2", "", "")],
        [("td 12.25", "2", "")],
        [("td 乙", "2", ""), ("td 3", "", "")],
    ]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("| << | 1 |", [("td <<", "", ""), ("td 1", "", "")]),
        ("| a << b | ^ |", [("td a << b", "", ""), ("td ^", "", "")]),
        (r"| \<< | 1 |", [("td <<", "", ""), ("td 1", "", "")]),
        ("| ^^ | 1 |", [("td ^^", "", ""), ("td 1", "", "")]),
    ],
)
def test_other_cells_are_words(rows, wanted):
    assert cells(f"| 甲 | 乙 |\n|---|---|\n{rows}\n")[1] == wanted


def test_blocks_of_cells_go_on_both_ways():
    made = cells("| 甲 | 乙 | 丙 |\n|---|---|---|\n| 1 | << | 2 |\n| ^^ | ^^ | 3 |\n| ^^ | << | 4 |\n")
    assert made[1][0] == ("td 1", "2", "3")
    assert made[2] == [("td 3", "", "")]


def test_a_span_never_reaches_into_the_head():
    assert cells("| 甲 | 乙 |\n|---|---|\n| ^^ | 1 |\n")[0] == [("th 甲", "", ""), ("th 乙", "", "")]


def test_row_heads_are_heads_and_what_follows_a_span_is_not():
    made = table(f"::: table {{heads=row}}\n{SPANNED}:::\n")
    assert [(head.text, head.get("scope")) for head in made.findall("tbody//th")] == [("甲", "row"), ("乙", "row")]


def test_a_table_has_title_source_size_and_widths():
    copy = f'::: table {{title="产量 & 其他" source=年报 size=wide widths="2 1 1"}}\n{SPANNED}:::\n'
    root = ElementTree.fromstring(f"<body>{galley(copy).html}</body>")
    (section,) = root.iter("section")
    assert section.get("class") == "wide tabled"
    assert [part.tag for part in table(copy)] == ["caption", "colgroup", "thead", "tbody"]
    assert "".join(table(copy)[0].itertext()) == "产量 & 其他"
    assert [column.get("style") for column in table(copy).iter("col")] == [
        "width:50.00%",
        "width:25.00%",
        "width:25.00%",
    ]
    assert [line.text for line in root.iter("p")] == ["年报"]


@pytest.mark.parametrize("copy", ["正文。", f"{SPANNED}\n段\n\n{SPANNED}"])
def test_a_table_directive_holds_one_table(copy):
    with pytest.raises(SourceError, match="bad-table"):
        galley(f"::: table {{title=表}}\n{copy}\n:::\n")


@pytest.mark.parametrize("widths", ["a b", "1 0 1", "1,2", "-1 2", "9999 1"])
def test_widths_are_numbers(widths):
    with pytest.raises(SourceError, match="bad-table"):
        galley(f'::: table {{widths="{widths}"}}\n{SPANNED}:::\n')


def test_a_table_that_is_none_is_named():
    (finding,) = galley("正文\n| 甲 | 乙 |\n| 1 | 2 |\n").queries[:1]
    assert (finding.check, finding.message) == ("stray-mark", "| prints as it stands")
