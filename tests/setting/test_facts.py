"""Facts read off boxes: where articles begin, what each page begins with, and what was not printed."""

from __future__ import annotations

from typing import Any

import pytest

from pressroom.run import Break, Head
from pressroom.setting.facts import (
    count_characters,
    count_printed,
    find_breaks,
    find_heads,
    find_left_out,
    find_lost,
    walk_texts,
)
from tests.support.pages import page, render

HAN = "潮水涌上江岸今年开工项目"
#: A page of five lines of twenty characters, with edges of 30 points.
LINES, MEASURE, EDGE = 5, 20, 30.0


def set_pages(body: str, css: str = "") -> Any:
    """Pages of a text without indents, with paragraphs that part anywhere."""
    style = f"h1{{margin:0;font:inherit}}p{{text-indent:0!important;orphans:1;widows:1}}{css}"
    return render(page(body, MEASURE, style, height=LINES * 16 + 60)).pages


def text(lines: int, more: int = 0) -> str:
    """So many full lines, and more characters on the next."""
    return "潮" * (lines * MEASURE + more)


def test_an_article_begins_at_its_headline_or_where_its_section_does():
    pages = set_pages(
        f"<section id=a><h1 id=a-headline>题</h1><p id=a-b1>{text(2)}</p></section>"
        f"<section id=b style='break-before:page'><p style='margin-top:16pt'>{text(1)}</p></section>"
    )
    assert find_heads(pages, ["a", "b", "gone"]) == (
        Head("a", 0, EDGE, EDGE),
        Head("b", 1, EDGE, EDGE + 16),
    )


def test_a_page_that_begins_in_a_paragraph_says_how_much_of_it_stood_before():
    pages = set_pages(f"<section id=a><h1 id=a-headline>题</h1><p id=a-b1>{text(6, 3)}</p></section>")
    blocks = ["a-b1"]
    assert find_breaks(pages, ["a"], blocks) == (Break(0, "a-headline", 0), Break(1, "a-b1", 4 * MEASURE))


def test_a_page_without_text_begins_with_nothing():
    pages = set_pages(
        f"<p id=a-b1>{text(1)}</p><div style='break-before:page;break-after:page'></div><p id=a-b2>{text(1)}</p>"
    )
    assert find_breaks(pages, [], ["a-b1", "a-b2"]) == (Break(0, "a-b1", 0), Break(1, "", 0), Break(2, "a-b2", 0))


def test_a_page_may_begin_with_a_picture():
    picture = "<img alt='' style='width:20pt;height:16pt' src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"/>'>"
    pages = set_pages(f"<p id=a-b1>{text(5)}</p><figure id=a-b2 style='margin:0'>{picture}</figure>")
    assert find_breaks(pages, [], ["a-b1", "a-b2"])[1] == Break(1, "a-b2", 0)


def test_white_space_is_not_counted():
    assert count_characters(" 潮\n水\u3000a b\t") == 4


def test_generated_text_is_nobodys_and_initials_are_their_paragraphs():
    body = "<ol><li id=x>甲<li id=y>乙乙</ol><p id=z>丙丙丙</p><p id=w>丁丁</p>"
    css = "#z::before{content:'†'} #w::first-letter{font-weight:700}"
    assert count_printed(set_pages(body, css), ["x", "y", "z", "w"]) == {"x": 1, "y": 2, "z": 3, "w": 2}


def test_the_innermost_block_has_the_text():
    pages = set_pages("<ul id=u><li id=v>甲<ul><li id=w>乙乙</ul></ul>")
    assert count_printed(pages, ["u", "v", "w"]) == {"v": 1, "w": 2}


def test_the_head_of_a_table_that_is_set_again_counts_once():
    rows = "".join(f"<tr><td>{number}" for number in "甲乙丙丁戊己庚")
    css = "td,th{padding:0;font-weight:400} table{border-spacing:0}"
    pages = set_pages(f"<table id=t><thead><tr><th>头头</thead>{rows}</table>", css)
    assert len(pages) == 2
    shown = ["".join(part for _, part in walk_texts(one, {"t"})) for one in pages]
    assert shown == ["头头甲乙丙丁", "头头戊己庚"]
    assert count_printed(pages, ["t"]) == {"t": 9}


def test_what_is_hidden_or_beside_the_paper_is_lost():
    body = "<p id=a>甲甲甲</p><p id=b>乙<b>乙</b></p><p id=c>丙丙</p><p id=d>丁</p>"
    css = "#a{display:none} #b b{display:none} #c{position:absolute;left:-400pt}"
    lengths = (("a", 3), ("b", 2), ("c", 2), ("d", 1))
    assert find_lost(set_pages(body, css), lengths) == (("a", 3), ("b", 1), ("c", 2))


@pytest.mark.parametrize(
    ("lost", "optional", "left_out"),
    [
        ((("q", 4),), ("pullquote",), ("q",)),
        ((("q", 4),), (), ()),
        ((("q", 4),), ("note",), ()),
        ((("q", 2),), ("pullquote",), ()),  # half of it was to be printed
        ((("q", 4), ("p", 3)), ("note", "pullquote"), ("q",)),  # the paragraph may not be left out
        ((), ("pullquote",), ()),
    ],
)
def test_only_blocks_of_an_optional_class_that_are_gone_whole_are_left_out(lost, optional, left_out):
    html = "<aside class='pullquote wide'><p id=q>一二三四</p></aside><p id=p>一二三</p>"
    assert find_left_out(lost, html, (("q", 4), ("p", 3)), optional) == left_out


def test_the_second_half_of_a_picture_across_the_fold_begins_behind_what_goes_before() -> None:
    picture = "<img alt='' style='display:block;width:40pt;height:20pt' src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"/>'>"
    body = f"<article id=a><h1 id=a-headline>题</h1><p id=a-b1>潮水</p><div style='break-before:page'>{picture}</div></article>"
    pages = render(page(body, MEASURE, "h1{font:inherit}", height=120)).pages
    assert find_breaks(pages, ["a"], ["a-b1"]) == (Break(0, "a-headline", 0), Break(1, "a-b1", 2))
