"""How full pages are: their fill, what a full one holds, and what is too much, by the boxes that were set."""

from __future__ import annotations

from typing import Any

import pytest

from pressroom.run import Break, Figure, Head, Room
from pressroom.setting.facts import find_breaks, find_heads
from pressroom.setting.fill import find_figures, measure_fills, measure_overset, measure_room
from tests.support.pages import page, render

LINES, MEASURE = 5, 20
PT = 96 / 72
#: A page of five lines of twenty characters of ten points.
ROOM = Room(LINES, 20.0, round(16 * PT, 1), MEASURE * 10 * PT)


def set_pages(body: str, css: str = "", em: float = MEASURE) -> Any:
    style = f"h1{{margin:0;font:inherit}}p{{text-indent:0!important;orphans:1;widows:1}}{css}"
    return render(page(body, em, style, height=LINES * 16 + 60)).pages


def text(lines: float) -> str:
    return "潮" * round(lines * MEASURE)


def picture(width: float, height: float) -> str:
    """A picture of so many points."""
    svg = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>'
    return f"<img alt='' style='display:block;width:{width}pt;height:{height}pt' src='{svg}'>"


# ---- fills ----


def test_a_page_is_as_full_as_its_lowest_line():
    assert measure_fills(set_pages(f"<p>{text(7)}</p>")) == (1.0, 0.4)
    assert measure_fills(set_pages("<div></div>")) == (0.0,)


def test_columns_count_by_their_mean():
    columns = ".c{columns:2;column-gap:0;column-fill:auto;height:80pt}"
    narrow = "潮" * (MEASURE // 2)
    one_full = "".join(f"<p>{narrow}</p>" for _ in range(5))
    assert measure_fills(set_pages(f"<div class=c>{one_full}</div>", columns)) == (0.5,)
    both = "".join(f"<p>{narrow}</p>" for _ in range(8))
    assert measure_fills(set_pages(f"<div class=c>{both}</div>", columns)) == (0.8,)
    balanced = ".c{columns:2;column-gap:0}"
    assert measure_fills(set_pages(f"<div class=c>{both}</div>", balanced)) == (0.8,)


def test_columns_that_find_no_room_are_not_counted():
    narrow = "潮" * MEASURE
    css = ".c{columns:2 150pt;column-gap:0;column-fill:auto;height:80pt}"
    assert measure_fills(set_pages(f"<div class=c>{f'<p>{narrow}</p>' * 4}</div>", css)) == (0.8,)


def test_what_runs_across_parts_rows_of_columns():
    css = ".c{columns:2;column-gap:0} h2{column-span:all;margin:0;font:inherit}"
    narrow = "<p>" + "潮" * (MEASURE // 2) + "</p>"
    body = f"<div class=c>{narrow * 2}<h2>题</h2>{narrow * 4}</div>"
    assert measure_fills(set_pages(body, css)) == (0.8,)  # a line, the heading, two lines


def test_floats_and_pictures_count_and_what_is_lifted_out_does_not():
    floating = "<div style='float:left;width:20pt;height:48pt'></div>"
    assert measure_fills(set_pages(f"<p>{text(1)}</p>{picture(20, 16)}")) == (0.4,)
    assert measure_fills(set_pages(f"<div>{floating}潮</div>")) == (0.2,)  # an empty float is no leaf
    full = f"<div style='float:left;width:20pt'>{picture(20, 48)}</div>"
    assert measure_fills(set_pages(f"<div>{full}潮</div>")) == (0.6,)
    lifted = "<div style='position:absolute;bottom:0'>潮</div>"
    assert measure_fills(set_pages(f"<p>{text(1)}</p>{lifted}")) == (0.2,)


def test_furniture_of_the_page_does_not_count():
    css = "@page{@bottom-center{content:'7'} @top-left{content:'江'}}"
    assert measure_fills(set_pages(f"<p>{text(2)}</p>", css)) == (0.4,)


# ---- room ----


def test_a_full_page_holds_as_many_lines_as_there_is_room_for_at_their_height():
    room = measure_room(set_pages(f"<p id=b>{text(3)}</p>"), ["b"])
    assert room == ROOM


def test_columns_hold_more_lines_of_fewer_characters():
    css = ".c{columns:2;column-gap:20pt}"
    room = measure_room(set_pages(f"<div class=c><p id=b>{'潮' * 54}</p></div>", css), ["b"])
    assert (room.lines, room.characters) == (2 * LINES, 9.0)
    assert room.column == pytest.approx(90 * PT)


def test_the_commonest_lines_count_and_those_of_no_block_do_not():
    body = f"<h1>{text(1)}</h1><p id=b>{text(2)}</p><p id=c style='font-size:8pt;line-height:12pt'>潮</p>"
    room = measure_room(set_pages(body), ["b", "c"])
    assert (room.lines, room.leading) == (LINES, ROOM.leading)
    assert room.characters == round(41 / 3, 2)


def test_pages_without_lines_say_nothing_of_their_room():
    assert measure_room(set_pages(picture(20, 20)), ["b"]) == Room()


# ---- figures ----


def test_figures_take_the_place_of_lines_of_every_column_that_they_cover():
    body = f"<figure id=a style='margin:0'>{picture(100, 44)}</figure><figure id=b style='margin:0'>{picture(200, 32)}</figure>"
    column = Room(2 * LINES, 10.0, round(16 * PT, 1), 100 * PT)
    assert find_figures(set_pages(body), ["a", "b"], column) == (Figure("a", 3), Figure("b", 4))


def test_a_sign_in_a_line_and_a_picture_of_no_block_are_no_figures():
    sign = picture(10, 10).replace("display:block", "display:inline")
    body = f"<p id=a>潮{sign}水</p>{picture(100, 40)}"
    assert find_figures(set_pages(body), ["a"], ROOM) == ()


def test_where_no_room_is_known_no_figure_is_named():
    body = f"<figure id=a style='margin:0'>{picture(100, 40)}</figure>"
    assert find_figures(set_pages(body), ["a"], Room()) == ()


# ---- overset ----


def article(slug: str, lines: float, page: bool = True) -> str:
    """A headline, and a paragraph of so many lines."""
    style = " style='break-before:page'" if page else ""
    return f"<section id={slug}{style}><h1 id={slug}-headline>题</h1><p id={slug}-b1>{text(lines)}</p></section>"


def overset(body: str, planned: int, *slugs: str) -> Any:
    pages = set_pages(body)
    blocks = [f"{slug}-b1" for slug in slugs]
    heads, breaks = find_heads(pages, slugs), find_breaks(pages, slugs, blocks)
    return measure_overset(pages, planned, blocks, heads, breaks, measure_room(pages, blocks))


def test_one_article_is_over_by_what_stands_on_its_last_pages():
    found = overset(article("a", 6.5, page=False), 1, "a")
    assert (found.pages, found.lines, found.characters) == (1, 3, 50)
    (tail,) = found.tails
    assert (tail.page, tail.block, tail.offset) == (1, "a-b1", 4 * MEASURE)
    assert tail.area == (30.0, 30.0, 230.0, 78.0)


def test_of_several_articles_the_shortest_end_has_to_go():
    body = article("a", 8, page=False) + article("b", 5) + article("c", 6)
    found = overset(body, 5, "a", "b", "c")
    assert [(tail.block, tail.lines) for tail in found.tails] == [("b-b1", 1)]
    found = overset(body, 4, "a", "b", "c")
    assert [(tail.block, tail.lines) for tail in found.tails] == [("b-b1", 1), ("c-b1", 2)]


def test_an_article_of_one_page_goes_last_though_it_is_short():
    body = article("a", 7, page=False) + article("b", 1)
    found = overset(body, 2, "a", "b")
    assert [(tail.block, tail.lines) for tail in found.tails] == [("a-b1", 3)]


def test_articles_that_run_on_behind_another_are_cut_with_it():
    body = article("a", 2, page=False) + article("b", 4, page=False)
    found = overset(body, 1, "a", "b")
    assert [(tail.block, tail.offset) for tail in found.tails] == [("b-b1", MEASURE)]


def test_a_figure_that_is_over_counts_in_lines():
    figure = f"<figure id=a-b2 style='margin:0'>{picture(200, 48)}</figure>"
    pages = set_pages(f"<section id=a><p id=a-b1>{text(4)}</p>{figure}</section>")
    heads, breaks = (Head("a", 0, 30, 30),), (Break(0, "a-b1", 0), Break(1, "a-b2", 0))
    found = measure_overset(pages, 1, ["a-b1", "a-b2"], heads, breaks, ROOM)
    assert (found.lines, found.characters) == (3, 0)
    assert found.tails[0].figures == (Figure("a-b2", 3),)
