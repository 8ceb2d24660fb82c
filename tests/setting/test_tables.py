"""Wide tables: across all columns, smaller, or told; never over what stands beside them."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from tests.support.press import config_of_house, preflight, pull
from tests.support.small import copy_case, pull_small, set_small

TEXT = "江水从上游来，带着沙，也带着船。" * 12 + "\n\n"


def write_table(columns: int, cell: str = "1,001.25", rows: int = 3) -> str:
    """A table of so many columns."""
    lines = [["年份", *(f"{number}月" for number in range(1, columns))], ["---"] * columns]
    lines += [[f"201{row}年", *[cell] * (columns - 1)] for row in range(rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


@pytest.mark.parametrize(
    ("columns", "cell"),
    [(3, "1.5"), (8, "1,001.25"), (11, "1,001.25"), (14, "1,001.25"), (4, "https://example.org/ab")],
)
def test_a_table_finds_its_room(tmp_path, columns, cell):
    run = set_small(tmp_path, TEXT + write_table(columns, cell) + TEXT * 3, 2)
    assert run.wide == ()
    assert run.lost == ()


@pytest.mark.parametrize("kind", ["databox {title=框}", "note {title=注}", "table {title=表}"])
def test_a_box_goes_across_with_its_table(tmp_path, kind):
    run = set_small(tmp_path, f"{TEXT}::: {kind}\n{write_table(9)}:::\n\n{TEXT * 3}", 2)
    assert (run.wide, run.lost) == ((), ())


def test_what_no_room_holds_is_a_stop_that_names_line_and_width(tmp_path):
    pulled = pull_small(tmp_path, "开头。\n\n" + write_table(40) + TEXT * 3, 2)
    (finding,) = [finding for finding in preflight(pulled).findings if finding.check == "wide-table"]
    assert (finding.place.file.name, finding.place.line) == ("a.md", 6)
    over = re.search(r"([\d.]+) mm wider", finding.message)
    assert over is not None
    assert float(over[1]) > 50


def test_text_stays_in_its_order_around_a_table_that_goes_across(tmp_path):
    run = set_small(tmp_path, f"甲段在前。\n\n{write_table(11)}乙段在后。\n\n{TEXT}", 1)
    text = "".join(pypdfium2.PdfDocument(run.pdf)[0].get_textpage().get_text_range().split())
    assert text.index("甲段在前") < text.index("2010年") < text.index("乙段在后")


def test_a_long_table_has_its_head_on_every_page_and_column(tmp_path):
    run = set_small(tmp_path, TEXT + write_table(3, "1.5", rows=90) + TEXT, 2)
    document = pypdfium2.PdfDocument(run.pdf)
    heads = [page.get_textpage().get_text_range().count("年份") for page in document]
    assert heads[0] >= 1
    assert heads[1] >= 1
    assert (run.lost, sum(heads) > 2) == ((), True)


def test_one_wide_table_shrinks_no_text(tmp_path):
    run = set_small(tmp_path, TEXT + write_table(11) + TEXT, 1)
    assert run.departures == ()


def test_the_case_of_eleven_columns(tmp_path):
    issue = copy_case("06-wide-table", tmp_path)
    pulled = pull(issue, config_of_house(tmp_path))
    assert [
        finding.check for finding in preflight(pulled).findings if finding.check in {"wide-table", "lost-text"}
    ] == []
