"""A finished PDF is read page by page: labels, words at the edges, bookmarks, links, and where texts stand."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
import weasyprint

from pressroom.preflight.contents.folding import fold
from pressroom.preflight.contents.printed import Wanted, read_printed
from pressroom.preflight.contents.values import Bookmark, Printed, TextSpot
from tests.support.pages import faces

STYLE = """@page { size: 200pt 300pt; margin: 40pt 30pt; @bottom-center { content: counter(page); font: 8pt/10pt Pressroom Song } }
html { font: 10pt/16pt "Pressroom Song" } body, p, h1 { margin: 0 } h1 { font: 20pt/24pt "Pressroom Song" }
section { break-before: page } rt { font-size: 5pt }"""
BODY = """<p id=c><a href="#b">渡轮 2</a></p><section><h1 id=b>最后一班渡轮</h1><p>船夫说最后一班渡轮开了。</p></section>
<section><h1 id=d>新<span style="display:block;font-size:5pt;line-height:8pt">xīn qiáo</span>桥</h1></section>"""
WANTED = (
    Wanted(("最后一班", "渡轮"), (1,)),
    Wanted(("新桥",), (2,)),
    Wanted(("渡轮",), (0,)),
    Wanted(("没有的",), (0, 9)),
)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    file: Path = tmp_path_factory.mktemp("printed") / "pages.pdf"
    sheet, fonts = faces()
    html = f"<html lang=zh-CN><style>{STYLE}</style>{BODY}"
    weasyprint.HTML(string=html).write_pdf(file, stylesheets=[sheet], font_config=fonts)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.Root.PageLabels = pikepdf.Dictionary(
            Nums=[0, pikepdf.Dictionary(P="C", S=pikepdf.Name.D), 1, pikepdf.Dictionary(S=pikepdf.Name.D, St=2)]
        )
        for page in pdf.pages:  # the paper is larger than the page
            page.MediaBox = [-10, -20, 210, 320]
            page.TrimBox = [0, 0, 200, 300]
        pdf.save(file)
    return read_printed(file, WANTED, {0})


def spots(read: Printed, text: str) -> tuple[TextSpot, ...]:
    return read.spots[fold(text)]


def test_labels_heights_and_words_at_the_edges(read: Printed) -> None:
    assert [page.label for page in read.pages] == ["C1", "2", "3"]
    assert {page.height for page in read.pages} == {300.0}
    assert [[word.text for word in page.edges] for page in read.pages] == [["1"], ["2"], ["3"]]
    (word,) = read.pages[0].edges
    assert 260 < word.box.top < word.box.bottom < 300
    assert (word.box.left + word.box.right) / 2 == pytest.approx(100, abs=1)


def test_bookmarks_lead_to_pages(read: Printed) -> None:
    assert read.bookmarks[0] == Bookmark(0, "最后一班渡轮", 1)
    assert [(mark.depth, mark.target) for mark in read.bookmarks] == [(0, 1), (0, 2)]


def test_a_headline_is_large_and_alone_and_a_mention_is_neither(read: Printed) -> None:
    headline, mention = spots(read, "最后一班渡轮")
    assert (headline.page, headline.size, headline.alone, headline.edge) == (1, 20.0, True, False)
    assert (mention.page, mention.size, mention.alone) == (1, 10.0, False)
    (line,) = headline.lines
    assert line.left == pytest.approx(30, abs=0.5)
    assert line.right == pytest.approx(150, abs=0.5)
    assert 30 < line.top < line.bottom < 70


def test_a_text_that_something_smaller_is_written_into_is_found_with_patience(read: Printed) -> None:
    (headline,) = spots(read, "新桥")
    assert (headline.page, headline.size, len(headline.lines)) == (2, 20.0, 2)


def test_every_place_is_found_and_what_is_nowhere_has_none(read: Printed) -> None:
    assert [spot.page for spot in spots(read, "渡轮")] == [0, 1, 1]
    assert spots(read, "没有的") == ()


def test_only_the_pages_that_are_asked_for_are_read_whole(read: Printed) -> None:
    assert set(read.signs) == {0}
    assert "".join(sign.text for sign in read.signs[0]).split()[0] == "渡轮"
    assert {link.page for link in read.links} == {0}


def test_a_link_says_its_page_and_how_far_down_it_leads(read: Printed) -> None:
    (link,) = read.links
    assert link.target == 1
    assert link.top == pytest.approx(40, abs=0.5)
    assert link.box.left == pytest.approx(30, abs=0.5)
    assert 36 < link.box.top < link.box.bottom < 60
