"""What a press could get wrong: finished files tampered with."""

from __future__ import annotations

import re
from collections.abc import Callable

import pikepdf
import pytest

from tests.support.contents import prove, rewrite, tamper, wrong


def test_a_bookmark_off_by_one(copied):
    def deed(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root[2].children[0].destination = pikepdf.make_page_destination(pdf, 3)
            outline.root[3].destination = pikepdf.make_page_destination(pdf, 3)
            del outline.root[3].children[1]

    tamper(copied / "issue.screen.pdf", deed)
    assert wrong(copied) == {
        "渡轮": {"bookmark": "3"},
        "早市搬进顶棚": {"bookmark": "none"},
        "短讯": {"bookmark": "3"},
    }


def test_a_range_of_labels_that_is_off(copied):
    def deed(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels.Nums[3].St = 2

    tamper(copied / "issue.screen.pdf", deed)
    assert wrong(copied) == {f"p. {n}": {"page label": str(n + 1)} for n in range(1, 7)}


def test_a_page_too_many_and_a_page_too_few(copied):
    book = copied / "issue.screen.pdf"
    tamper(book, lambda pdf: pdf.pages.append(pdf.pages[-1]))
    assert len(wrong(copied)) == 1
    tamper(book, lambda pdf: [pdf.pages.remove(p=8) for _ in range(2)])
    assert wrong(copied)["p. C4"] == {"page label": "no page"}


def test_a_link_below_its_headline(copied):
    def deed(pdf: pikepdf.Pdf) -> None:
        for annotation in pdf.pages[1].Annots:
            annotation.Dest = pikepdf.Array([pdf.pages[2].obj, pikepdf.Name.XYZ, 0, 60, 0])

    tamper(copied / "issue.screen.pdf", deed)
    assert wrong(copied) == {"渡轮": {"link": "2, below the headline"}, "新桥试通车": {"link": "2"}}


def test_a_link_that_nobody_can_click(copied):
    def deed(pdf: pikepdf.Pdf) -> None:
        left, bottom, _, top = pdf.pages[1].Annots[0].Rect
        pdf.pages[1].Annots[0].Rect = pikepdf.Array([left, bottom, left, top])

    tamper(copied / "issue.screen.pdf", deed)
    assert wrong(copied) == {"渡轮": {"link": "none"}}


BOOK_FAULTS: dict[str, tuple[str, Callable[[str], str], dict[str, dict[str, str]]]] = {
    "a page is missing": (
        "page_contents.xhtml",
        lambda text: re.sub(r'<li><a href="[^"]*">3</a></li>', "", text),
        {"p. 3": {"EPUB list": "missing"}},
    ),
    "a page leads elsewhere": (
        "page_contents.xhtml",
        lambda text: text.replace("#page-3", "#page-2"),
        {"p. 3": {"EPUB list": "leads to 2"}},
    ),
    "a page stands twice": (
        "page_contents.xhtml",
        lambda text: re.sub(r'(<li><a href="[^"]*">3</a></li>)', r"\1\1", text),
        {"p. 3": {"EPUB list": "2 times"}},
    ),
    "a page that is not": (
        "page_contents.xhtml",
        lambda text: re.sub(r'(<li><a href="[^"]*">)3(</a></li>)', r"\g<1>3\2\g<1>33\2", text),
        {"p. 33": {"EPUB list": "33"}},
    ),
    "the mark of a page has another label": (
        "ferry.xhtml",
        lambda text: text.replace('aria-label="2"', 'aria-label="1"'),
        {"p. 2": {"EPUB list": "leads to 1"}, "渡轮": {"EPUB": "1"}},
    ),
    "an article is not in the contents": (
        "page_contents.xhtml",
        lambda text: re.sub(r'<li><a href="market.xhtml">[^<]*</a></li>', "", text),
        {"早市搬进顶棚": {"EPUB": "not listed"}},
    ),
    "an article leads to another": (
        "page_contents.xhtml",
        lambda text: text.replace('href="market.xhtml">早', 'href="ferry.xhtml">早'),
        {"早市搬进顶棚": {"EPUB": "no headline there"}},
    ),
}


@pytest.mark.parametrize("fault", BOOK_FAULTS)
def test_faults_of_the_book(copied, fault):
    name, deed, expected = BOOK_FAULTS[fault]
    rewrite(copied / "issue.epub", name, deed)
    assert wrong(copied) == expected


def test_findings_stand_side_by_side_and_each_at_its_place(copied):
    rewrite(copied / "issue.epub", *BOOK_FAULTS["a page is missing"][:2])
    tamper(copied / "issue.screen.pdf", lambda pdf: pdf.Root.PageLabels.Nums[3].__setitem__("/St", 2))
    first, *others = prove(copied).findings
    assert first.message == "the sources disagree about 6 pages"
    assert first.hint.splitlines()[0].split() == [
        "flatplan",
        "page",
        "label",
        "printed",
        "folio",
        "running",
        "head",
        "EPUB",
        "list",
    ]
    assert first.hint.splitlines()[3].split() == ["p.", "3", "3", "4", "✗", "3", "特写", "missing", "✗"]
    assert [finding.place.line for finding in others] == [7, 8, 8, 9, 9, 9]
    assert others[2].message == "'p. 3' is planned on 3, but page label: 4, EPUB list: missing"
    assert all(finding.severity == 2 for finding in (first, *others))
