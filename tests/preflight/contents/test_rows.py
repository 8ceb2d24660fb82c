"""The proof as a table: what disagrees is marked, columns stand below each other, and long things are cut."""

from __future__ import annotations

from pressroom.preflight.contents.rows import Cell, Row, draw_table
from tests.support.flatplans import NOWHERE


def row(name: str, *cells: Cell) -> Row:
    return Row(name, "4", cells, NOWHERE)


def test_a_row_agrees_when_all_its_cells_do():
    right, wrong = Cell("headline", "4"), Cell("bookmark", "5", False)
    assert row("桥", right).agrees
    assert row("桥").agrees
    assert not row("桥", right, wrong).agrees
    assert row("桥", right, wrong).wrong == (wrong,)


def test_columns_stand_below_each_other_though_chinese_is_wide():
    rows = [row("桥与船", Cell("headline", "4"), Cell("EPUB", "5", False)), row("ab", Cell("EPUB", "10"))]
    assert draw_table(rows).split("\n") == [
        "        flatplan  headline  EPUB",
        "桥与船  4         4         5 ✗",
        "ab      4         –         10",
    ]


def test_there_is_no_table_of_nothing():
    assert draw_table([]) == ""


def test_a_long_headline_is_cut_to_the_width_of_a_column():
    (_, line) = draw_table([row("很" * 30, Cell("EPUB", "4"))]).split("\n")
    assert line.split("  ")[0] == "很" * 17 + "…"
    (_, line) = draw_table([row("很" * 18, Cell("EPUB", "4"))]).split("\n")
    assert line.split("  ")[0] == "很" * 18


def test_only_so_many_rows_are_shown_and_the_others_counted():
    lines = draw_table([row(f"a{number}", Cell("EPUB", "4")) for number in range(43)]).split("\n")
    assert len(lines) == 1 + 40 + 1
    assert lines[-1] == "… and 3 more"
