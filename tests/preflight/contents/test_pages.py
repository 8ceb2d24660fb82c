"""Labels, printed folios, the book's list of pages and bookmarks of departments, side by side with the flatplan."""

from __future__ import annotations

from dataclasses import replace

from pressroom.preflight.contents.book import FinishedBook, NavPoint, PageStart
from pressroom.preflight.contents.furniture import plan_pages
from pressroom.preflight.contents.pages import row_departments, row_pages
from pressroom.preflight.contents.values import Bookmark, Printed
from tests.support.flatplans import article, contents, cover, issue_of, story
from tests.support.printed import printed_page

ISSUE = issue_of(
    cover("cover", "C1"),
    contents(1),
    story(2, 1, "特写", article("ferry", "渡轮")),
    story(3, 1, "短讯", article("bridge", "新桥")),
    story(4, 1, "特写", article("dyke", "长堤")),
)
PLAN = plan_pages(ISSUE)
LABELS = tuple(page.label for page in PLAN)
MARKS = tuple(PageStart(label, f"text.xhtml#page-{label}") for label in LABELS)
POINTS = tuple(NavPoint(mark.label, mark.address) for mark in MARKS)
BOOK = FinishedBook((), POINTS, MARKS, ())


def printed(labels=LABELS, bookmarks=()) -> Printed:
    pages = [printed_page(label, *([(150, 380, label)] if label.isdigit() else [])) for label in labels]
    return Printed(tuple(pages), tuple(bookmarks), {}, {}, ())


def wrong(rows) -> dict[str, dict[str, str]]:
    return {row.name: {cell.source: cell.says for cell in row.wrong} for row in rows if not row.agrees}


def test_a_sound_file_agrees_on_every_page():
    rows = list(row_pages(ISSUE, PLAN, printed(), BOOK))
    assert [row.plan for row in rows] == list(LABELS)
    assert wrong(rows) == {}
    assert {cell.source: cell.says for cell in rows[2].cells} == {
        "page label": "2",
        "printed folio": "2",
        "running head": "特写",
        "EPUB list": "2",
    }


def test_what_is_not_there_is_not_asked():
    assert {cell.source for row in row_pages(ISSUE, PLAN, None, BOOK) for cell in row.cells} == {"EPUB list"}
    assert "EPUB list" not in {cell.source for row in row_pages(ISSUE, PLAN, printed(), None) for cell in row.cells}


def test_labels_that_are_off_missing_or_too_many_are_found():
    off = printed(("C1", "1", "3", ""))
    said = wrong(row_pages(ISSUE, PLAN, off, None))
    assert said["p. 2"]["page label"] == "3"
    assert said["p. 3"]["page label"] == "none"
    assert said["p. 4"] == {"page label": "no page"}
    more = printed((*LABELS, "5", ""))
    rows = wrong(row_pages(ISSUE, PLAN, more, None))
    assert rows == {"p. 5": {"page label": "5"}, "p. ": {"page label": "unlabelled"}}


def book(**changes: object) -> FinishedBook:
    return replace(BOOK, **changes)


def test_the_books_list_of_pages_is_followed_to_its_marks():
    assert wrong(row_pages(ISSUE, PLAN, None, book(pages=POINTS[:3] + POINTS[4:]))) == {
        "p. 3": {"EPUB list": "missing"}
    }
    assert wrong(row_pages(ISSUE, PLAN, None, book(pages=(*POINTS, POINTS[2])))) == {"p. 2": {"EPUB list": "2 times"}}
    elsewhere = tuple(replace(point, address=MARKS[0].address) if point.title == "3" else point for point in POINTS)
    assert wrong(row_pages(ISSUE, PLAN, None, book(pages=elsewhere))) == {"p. 3": {"EPUB list": "leads to C1"}}
    nowhere = tuple(replace(point, address="gone.xhtml#x") if point.title == "3" else point for point in POINTS)
    assert wrong(row_pages(ISSUE, PLAN, None, book(pages=nowhere))) == {"p. 3": {"EPUB list": "leads to nothing"}}
    assert wrong(row_pages(ISSUE, PLAN, None, book(pages=(*POINTS, NavPoint("33", "x"))))) == {
        "p. 33": {"EPUB list": "33"}
    }


def test_marks_that_come_out_of_order_are_found():
    turned = (*MARKS[:2], MARKS[3], MARKS[2], *MARKS[4:])
    assert wrong(row_pages(ISSUE, PLAN, None, book(marks=turned))) == {"p. 3": {"EPUB list": "out of order"}}


def departments(*marks: Bookmark) -> list[tuple[str, str, str, bool]]:
    rows = row_departments(ISSUE, PLAN, printed(bookmarks=marks))
    return [(row.name, row.plan, row.cells[0].says, row.agrees) for row in rows]


def test_a_department_that_comes_back_has_a_bookmark_of_its_own():
    found = departments(Bookmark(0, "特写", 2), Bookmark(1, "渡轮", 2), Bookmark(0, "短讯", 3), Bookmark(0, "特 写", 4))
    assert found == [("特写", "2", "2", True), ("短讯", "3", "3", True), ("特写", "4", "4", True)]


def test_bookmarks_of_departments_that_are_wrong_lead_nowhere_or_are_gone():
    found = departments(Bookmark(0, "特写", 3), Bookmark(0, "短讯", -1))
    assert found == [("特写", "2", "3", False), ("短讯", "3", "no page", False), ("特写", "4", "none", False)]
