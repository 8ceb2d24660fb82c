"""Pages in the book: each is marked once, where the printed one begins, and the list of pages leads there."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

import pypdfium2
import pytest

from pressroom.editions.epub.book import PageMark
from pressroom.editions.epub.markup import read_tree, text_of, write_tree
from pressroom.editions.epub.pagelist.aligning import share_out
from pressroom.editions.epub.pagelist.marking import insert_marks
from pressroom.editions.epub.pagelist.placing import place_pages
from pressroom.run import Break
from tests.support.books import CONTENTS, COVER, HTML, MASTHEAD, OPS, SVG, Book, is_mark, squeeze

FIRST = 9  # characters that are compared at the start of a page


def following_text(root: Element, ident: str) -> str:
    """What a document says after an id, without the line that only the book has."""
    parts: list[str] = []
    found = False

    def walk(element: Element) -> None:
        nonlocal found
        found = found or element.get("id") == ident
        if element.get("class") == "department" or element.tag == f"{SVG}svg":
            return
        if found:
            parts.append(element.text or "")
        for child in element:
            walk(child)
            if found:
                parts.append(child.tail or "")

    walk(root.find(f"{HTML}body"))
    return squeeze("".join(parts))


def labels_of(book: Book) -> list[str]:
    return [page.label for page in book.pulled.pages]


def test_every_page_is_marked_once_and_in_order(book):
    marks = [part.get("aria-label") for root in book.documents.values() for part in root.iter() if is_mark(part)]
    assert marks == labels_of(book)
    assert marks[0] == "C1"
    assert marks[-1] == "C4"
    assert [str(number) for number in range(1, 17)] == [mark for mark in marks if mark.isdigit()]


def test_page_list_points_at_each_mark(book):
    links = list(book.nav("page-list").iter(f"{HTML}a"))
    assert [link.text for link in links] == labels_of(book)
    for link in links:
        name, _, ident = link.get("href").partition("#")
        (mark,) = (part for part in book.documents[name].iter() if part.get("id") == ident)
        assert is_mark(mark)
        assert mark.get(f"{OPS}type") == "pagebreak"
        assert mark.get("aria-label") == link.text
        assert not text_of(mark)


def test_text_after_a_mark_is_the_first_of_its_page(book):
    pdf = pypdfium2.PdfDocument(book.pdf)
    compared = []
    for number, page in enumerate(book.pulled.pages):
        if not page.slot.articles:
            continue
        printed = (
            squeeze(pdf[number].get_textpage().get_text_bounded())
            .removesuffix(page.label)
            .removeprefix(page.label)
            .removeprefix("名丈")
        )
        if "此页留白" in printed:
            continue
        name = next(name for name, root in book.documents.items() if holds(root, f"page-{page.label}"))
        said = following_text(book.documents[name], f"page-{page.label}").replace("/", "")  # of bylines
        printed = printed.replace("/", "")
        assert said[:FIRST] == printed[: len(said[:FIRST])], page.label
        compared.append(page)
    assert len([page for page in compared if page.slot.articles[0].slug == "dyke"]) >= 4
    assert len(compared) >= 7


def holds(root: Element, ident: str) -> bool:
    return any(part.get("id") == ident for part in root.iter())


def test_some_pages_begin_inside_a_paragraph(book):
    runs = [run for pasteup, run in book.pulled.parts if pasteup.slugs == ("dyke",)]
    inside = [found for found in runs[0].breaks if found.offset]
    assert inside
    paragraphs = [part for part in book.documents["dyke.xhtml"].iter(f"{HTML}p") if any(map(is_mark, part.iter()))]
    assert any(any(is_mark(part) for part in list(p)) and squeeze(p.text or "") for p in paragraphs)


def test_pages_without_words_stand_where_they_belong(book):
    marks = {
        name: [part.get("aria-label") for part in root.iter() if is_mark(part)] for name, root in book.documents.items()
    }
    assert marks[COVER] == ["C1", "C2"]
    assert marks[MASTHEAD] == ["1"]
    assert marks[CONTENTS] == ["3"]
    assert marks["news.xhtml"] == ["14", "15", "16", "C3", "C4"]
    assert following_text(book.documents["news.xhtml"], "page-15") == ""


def test_a_page_that_goes_on_without_words_stands_after_those_that_have_some(book):
    parts = []
    for pasteup, run in book.pulled.parts:
        if pasteup.slugs == ("letter",):
            run = replace(run, breaks=(Break(0, "letter", 0), Break(1, "letter", 0)), set_pages=2)
            pasteup = replace(pasteup, slot=replace(pasteup.slot, labels=("2", "2a")))
        parts.append((pasteup, run))
    marks = place_pages(book.pulled.with_parts(parts).proof)["letter.xhtml"]
    assert marks == (PageMark("2", "letter", 0), PageMark("2a", at_end=True))


MARKED = {
    "inside a word": ("<p id='b'>一二三四</p>", "b", 2, "<p id='b'>一二|三四</p>"),
    "white space is not counted": ("<p id='b'>一 二\n三</p>", "b", 2, "<p id='b'>一 二\n|三</p>"),
    "before an emphasis, not in it": (
        "<p id='b'>一<strong>二三</strong></p>",
        "b",
        1,
        "<p id='b'>一|<strong>二三</strong></p>",
    ),
    "before a call and its link": (
        "<p id='b'>一<sup><a>1</a></sup>二</p>",
        "b",
        1,
        "<p id='b'>一|<sup><a>1</a></sup>二</p>",
    ),
    "inside an emphasis": ("<p id='b'><em>一二</em></p>", "b", 1, "<p id='b'><em>一|二</em></p>"),
    "after an emphasis": ("<p id='b'><em>一二</em>三</p>", "b", 2, "<p id='b'><em>一二</em>|三</p>"),
    "only the block's own text counts": (
        "<ul id='u'><li id='b'>一<ul id='v'><li id='w'>九九</li></ul>二三</li></ul>",
        "b",
        2,
        "<ul id='u'><li id='b'>一<ul id='v'><li id='w'>九九</li></ul>二|三</li></ul>",
    ),
    "no mark among rows": (
        "<table id='t'><tr id='b'><td>一</td></tr></table>",
        "b",
        0,
        "<table id='t'><tr id='b'><td>|一</td></tr></table>",
    ),
    "no mark between list and items": ("<ul id='b'><li>一</li></ul>", "b", 0, "|<ul id='b'><li>一</li></ul>"),
    "no mark between figure and caption": (
        "<p id='a'>一</p><figure id='b'><figcaption>二</figcaption></figure>",
        "b",
        0,
        "<p id='a'>一</p>|<figure id='b'><figcaption>二</figcaption></figure>",
    ),
    "more than there is": ("<p id='b'>一二</p><p id='c'>三</p>", "b", 9, "<p id='b'>一二|</p><p id='c'>三</p>"),
    "a block that is not there": ("<p id='b'>一</p>", "x", 3, "|<p id='b'>一</p>"),
    "drawings are not text": (
        "<div id='b'><svg xmlns='http://www.w3.org/2000/svg'><text>九</text></svg>一二</div>",
        "b",
        1,
        "<div id='b'><svg xmlns='http://www.w3.org/2000/svg'><text>九</text></svg>一|二</div>",
    ),
}


@pytest.mark.parametrize("case", MARKED, ids=str)
def test_marks_go_before_the_character(case):
    markup, block, offset, expected = MARKED[case]
    root = read_tree(f"<section id='s'>{markup}</section>")
    blocks = {part.get("id", "") for part in root.iter()} - {""}
    insert_marks(root, (PageMark("7", block, offset),), blocks)
    written = re.sub(r"<span[^>]*></span>", "|", write_tree(root)).replace('"', "'")
    assert written == f"<section id='s'>{expected}</section>"


def test_marks_keep_their_order():
    root = read_tree("<section id='s'><p id='b'>一二三</p><p id='c'>四</p></section>")
    marks = (
        PageMark("1", "s"),
        PageMark("2", "b", 2),
        PageMark("3", "b", 2),
        PageMark("4", "b", 1),
        PageMark("5", at_end=True),
    )
    insert_marks(root, marks, {"s", "b", "c"})
    written = re.sub(r'<span[^>]*aria-label="(.)"></span>', r"[\1]", write_tree(root))
    assert written == '<section id="s">[1]<p id="b">一二[2][3][4]三</p><p id="c">四</p>[5]</section>'


def test_entries_are_shared_out_over_the_pages_that_print_them():
    entries = [{"甲篇"}, {"乙篇", "乙 篇（二则）"}, {"丙篇"}, {"丁篇"}]
    assert share_out(entries, ["目录 甲篇 6 乙篇", "丙篇 丁篇"]) == (0, 2)
    assert share_out(entries, ["目录 甲篇", "乙篇（二则）丙篇", "丁篇"]) == (0, 1, 3)
    assert share_out(entries, ["甲篇", "", "乙篇 丙篇 丁篇"]) == (0, 1, 1)
    assert share_out(entries, ["甲篇 乙篇", "丁篇"]) == (0, 3)  # what no page prints stays on the page before
    assert share_out(entries, ["丁篇 丙篇 乙篇 甲篇"]) == (0,)
    assert share_out([], ["目录", ""]) == (0, 0)


def test_the_second_page_of_the_contents_begins_in_the_list(long_contents):
    pages = [page.label for page in long_contents.pulled.pages if page.slot.kind == "contents"]
    assert pages == ["2", "3"]
    links = list(long_contents.nav("toc").iter(f"{HTML}a"))
    marked = [(text_of(link), link.get("aria-label")) for link in links if link.find(f"{HTML}span") is not None]
    assert marked == [("短讯", "短讯")]
    body = long_contents.tree(CONTENTS).find(f"{HTML}body")
    marks = [part.get("aria-label") for part in body.iter() if part.get("role") == "doc-pagebreak"]
    assert marks == ["2", "3"]
    places = {text_of(link): link.get("href") for link in long_contents.nav("page-list").iter(f"{HTML}a")}
    assert [places["2"], places["3"]] == [f"{CONTENTS}#page-2", f"{CONTENTS}#page-3"]
    ends = [part.tag for part in body.iter() if part.get("role") == "doc-pagebreak" or part.tag == f"{HTML}h1"]
    assert ends == [f"{HTML}span", f"{HTML}h1", f"{HTML}span"]
