"""The ways through the book: contents, landmarks, the old contents, the order, and links."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from pressroom.editions.epub.markup import text_of
from pressroom.editions.pdf.metadata import identify_issue
from tests.support.books import CONTENTS, COVER, HTML, MASTHEAD, NCX, OPS


def outline(nav: Element) -> list[object]:
    def read(items: Element) -> list[object]:
        found: list[object] = []
        for item in items.findall(f"{HTML}li"):
            link, below = item.find(f"{HTML}a"), item.find(f"{HTML}ol")
            found.append((text_of(link), link.get("href"), *([read(below)] if below is not None else [])))
        return found

    return read(nav.find(f"{HTML}ol"))


def test_contents_name_departments_parts_and_articles(book):
    assert outline(book.nav("toc")) == [
        ("版权页", MASTHEAD),
        ("卷首 <一> & 二", "letter.xhtml"),
        (
            "特写",
            "dyke.xhtml",
            [
                ("堤", "dyke.xhtml", [("长堤 与守堤的人", "dyke.xhtml")]),
                ("船", "boats.xhtml", [("船家三问", "boats.xhtml"), ("潮水表", "tides.xhtml")]),
            ],
        ),
        ("短讯", "news.xhtml", [("三条短讯", "news.xhtml")]),
    ]


def test_ncx_says_what_nav_says(book):
    ncx = book.tree("toc.ncx")

    def read(parent: Element) -> list[object]:
        found: list[object] = []
        for point in parent.findall(f"{NCX}navPoint"):
            below = read(point)
            title, href = text_of(point.find(f"{NCX}navLabel")), point.find(f"{NCX}content").get("src")
            found.append((title, href, *([below] if below else [])))
        return found

    assert read(ncx.find(f"{NCX}navMap")) == outline(book.nav("toc"))
    targets = list(ncx.iter(f"{NCX}pageTarget"))
    links = list(book.nav("page-list").iter(f"{HTML}a"))
    assert [target.find(f"{NCX}content").get("src") for target in targets] == [link.get("href") for link in links]
    heads = {meta.get("name"): meta.get("content") for meta in ncx.iter(f"{NCX}meta")}
    assert heads == {
        "dtb:uid": identify_issue(book.pulled.issue),
        "dtb:depth": "3",
        "dtb:totalPageCount": "16",
        "dtb:maxPageNumber": "16",
    }


def test_landmarks_are_in_the_language_of_the_magazine(book):
    links = [(link.get(f"{OPS}type"), link.get("href"), link.text) for link in book.nav("landmarks").iter(f"{HTML}a")]
    assert links == [
        ("cover", COVER, "封面"),
        ("toc", f"{CONTENTS}#contents", "目录"),
        ("bodymatter", "letter.xhtml", "正文"),
    ]


def test_the_order_is_that_of_the_flatplan(book):
    articles = ["dyke.xhtml", "boats.xhtml", "tides.xhtml", "news.xhtml"]
    assert book.spine == [COVER, MASTHEAD, "letter.xhtml", CONTENTS, *articles]


def test_all_links_lead_somewhere(book):
    idents = {name: {part.get("id") for part in root.iter()} for name, root in book.documents.items()}
    count = 0
    for name, root in book.documents.items():
        for link in root.iter(f"{HTML}a"):
            target, _, ident = link.get("href").partition("#")
            assert (target or name) in idents
            assert not ident or ident in idents[target or name]
            count += 1
    assert count > 30
    links = [link.get("href") for link in book.documents["letter.xhtml"].iter(f"{HTML}a")]
    assert links == ["dyke.xhtml", "news.xhtml"]
