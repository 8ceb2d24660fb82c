"""A finished EPUB is read as it lies in its archive: contents, list of pages, marks, and headings between them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pressroom.preflight.contents.book import Heading, NavPoint, PageStart, read_book
from pressroom.preflight.contents.folding import fold

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OPS/package.opf"/></rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"><manifest>
<item id="nav" href="nav/toc.xhtml" properties="nav scripted"/>
<item id="two" href="text/two.xhtml"/><item id="one" href="text/%E4%B8%80.xhtml"/>
</manifest><spine><itemref idref="one"/><itemref idref="two"/></spine></package>"""
HEAD = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
NAV = f"""{HEAD}<nav epub:type="toc"><ol><li><a href="../text/%E4%B8%80.xhtml#a">渡轮</a></li>
<li><a href="../text/two.xhtml"> 新<em>桥</em> </a></li></ol></nav>
<nav epub:type="page-list"><ol><li><a href="../text/two.xhtml#p2">2</a></li></ol></nav></body></html>"""
ONE = f"""{HEAD}<h2>扉页</h2><span role="doc-pagebreak" id="p1" aria-label="1"/><h1>渡<ruby>轮<rp>（</rp><rt>lún</rt>
<rp>）</rp></ruby></h1></body></html>"""
TWO = f"""{HEAD}<p>接上页</p><span epub:type="pagebreak" id="p2" title="2"/><h1>新桥</h1>
<span epub:type="pagebreak">3</span><h3>又一节</h3></body></html>"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    book = tmp_path / "book.epub"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OPS/package.opf", PACKAGE)
        archive.writestr("OPS/nav/toc.xhtml", NAV)
        archive.writestr("OPS/text/一.xhtml", ONE)
        archive.writestr("OPS/text/two.xhtml", TWO)
    return book


def test_entries_are_read_with_their_addresses_inside_the_book(file: Path) -> None:
    book = read_book(file)
    assert book.points == (NavPoint("渡轮", "OPS/text/一.xhtml#a"), NavPoint("新桥", "OPS/text/two.xhtml"))
    assert book.pages == (NavPoint("2", "OPS/text/two.xhtml#p2"),)


def test_marks_are_read_in_reading_order_however_they_say_their_label(file: Path) -> None:
    assert read_book(file).marks == (
        PageStart("1", "OPS/text/一.xhtml#p1"),
        PageStart("2", "OPS/text/two.xhtml#p2"),
        PageStart("3", "OPS/text/two.xhtml#"),
    )


def test_headings_stand_on_the_page_of_the_mark_before_them_and_readings_are_no_part_of_them(file: Path) -> None:
    assert read_book(file).headings == (
        Heading("OPS/text/一.xhtml", fold("扉页"), ""),
        Heading("OPS/text/一.xhtml", fold("渡轮"), "1"),
        Heading("OPS/text/two.xhtml", fold("新桥"), "2"),
        Heading("OPS/text/two.xhtml", fold("又一节"), "3"),
    )
