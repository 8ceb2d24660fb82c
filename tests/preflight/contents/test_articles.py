"""Where each article stands by every source: headlines are told from words that say the same, entries and links from each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pressroom.issue import Listing
from pressroom.preflight.contents.articles import find_articles, plan_articles, row_articles
from pressroom.preflight.contents.book import FinishedBook, Heading, NavPoint
from pressroom.preflight.contents.folding import fold
from pressroom.preflight.contents.furniture import plan_pages
from pressroom.preflight.contents.values import Bookmark, Box, Link, Printed, TextSpot
from tests.support.flatplans import article, contents, cover, issue_of, story
from tests.support.printed import lay, place, spot, write

FERRY, BRIDGE, MARKET = (
    article("ferry", "最后一班渡轮", short="渡轮"),
    article("bridge", "新桥"),
    article("market", "早市"),
)
ISSUE = issue_of(cover("cover", "C1"), contents(1), story(2, 2, "特写", FERRY), story(4, 2, "短讯", BRIDGE, MARKET))
PLANNED, PAGES = plan_articles(ISSUE), plan_pages(ISSUE)
#: Pages from 0: the cover is the first.
CONTENTS, TWO, THREE, FOUR, FIVE = 1, 2, 3, 4, 5
LISTED = lay(write(30, 60, "2"), write(60, 60, "渡轮"), write(30, 90, "4"), write(60, 90, "新桥"))
SOURCES = ("contents page", "headline", "bookmark", "link", "EPUB")


def link(name: str, target: int, top: float | None = 60.0) -> Link:
    """A link over an entry of the contents page."""
    (line,) = spot(LISTED, name).lines
    return Link(CONTENTS, line, target, top)


def printed(**changes: object) -> Printed:
    """A finished file in which everything is right."""
    spots = {
        fold(FERRY.title): (place(TWO, 20),),
        fold("渡轮"): (spot(LISTED, "渡轮", CONTENTS),),
        fold("新桥"): (spot(LISTED, "新桥", CONTENTS), place(FOUR, 20)),
        fold("早市"): (place(FIVE, 16),),
    }
    bookmarks = (
        Bookmark(0, "特写", TWO), Bookmark(1, "渡轮 最后一班渡轮", TWO), Bookmark(1, "新桥", FOUR), Bookmark(1, "早市", FIVE),
    )  # fmt: skip
    sound = Printed((), bookmarks, spots, {CONTENTS: LISTED}, (link("渡轮", TWO), link("新桥", FOUR)))
    return replace(sound, **changes)


BOOK = FinishedBook(
    points=(
        NavPoint("最后一班渡轮", "ferry.xhtml"),
        NavPoint("新桥", "bridge.xhtml"),
        NavPoint("早市", "market.xhtml#top"),
    ),
    pages=(),
    marks=(),
    headings=(
        Heading("ferry.xhtml", fold("最后一班渡轮"), "2"),
        Heading("bridge.xhtml", fold("新桥"), "4"),
        Heading("market.xhtml", fold("早市"), "5"),
    ),
)


def rows(file: Printed | None, book: FinishedBook | None = None, sources: tuple[str, ...] = SOURCES[:4]):
    found = find_articles(PLANNED, PAGES, file, book)
    return list(row_articles(PLANNED, PAGES, found, sources))


def wrong(file: Printed) -> dict[str, dict[str, str]]:
    return {row.name: {cell.source: cell.says for cell in row.wrong} for row in rows(file) if not row.agrees}


def spots(**places: tuple[TextSpot, ...]) -> dict[str, tuple[TextSpot, ...]]:
    """The places of texts, some of them changed."""
    return printed().spots | {fold(name): found for name, found in places.items()}


# ---- the plan ----


def test_the_first_article_of_a_slot_is_listed_with_its_folio():
    assert [(one.article.slug, one.pages, one.listed, one.folio, one.plan) for one in PLANNED] == [
        ("ferry", (TWO,), True, "2", "2"),
        ("bridge", (FOUR,), True, "4", "4"),
        ("market", (FOUR, FIVE), False, "", "4–5"),
    ]


@pytest.mark.parametrize(
    ("listing", "listed", "folios"),
    [
        (Listing.ALL, [True, True], ["1", "1"]),
        (Listing.UNNUMBERED, [True, False], ["", ""]),
        (Listing.NONE, [False, False], ["", ""]),
    ],
)
def test_a_slot_says_how_its_articles_are_listed(listing, listed, folios):
    planned = plan_articles(issue_of(story(1, 2, "短讯", BRIDGE, MARKET, listing=listing)))
    assert [one.listed for one in planned] == listed
    assert [one.folio for one in planned] == folios


# ---- what the PDF says ----


def test_a_sound_file_agrees():
    assert wrong(printed()) == {}
    said = [{cell.source: cell.says for cell in row.cells} for row in rows(printed())]
    assert said == [
        {"contents page": "2", "headline": "2", "bookmark": "2", "link": "2"},
        {"contents page": "4", "headline": "4", "bookmark": "4", "link": "4"},
        {"headline": "5", "bookmark": "5"},
    ]


def test_small_words_that_say_the_same_are_no_headline():
    moved = spots(最后一班渡轮=(place(TWO, 10, alone=False), place(THREE, 20)))
    assert wrong(printed(spots=moved))["渡轮"]["headline"] == "3"


def test_a_mention_elsewhere_or_at_the_edge_does_not_move_a_headline():
    mentioned = spots(最后一班渡轮=(place(TWO, 20), place(FOUR, 12), place(THREE, 20, edge=True, alone=False)))
    assert wrong(printed(spots=mentioned)) == {}


def test_a_headline_on_the_cover_or_the_contents_page_is_none():
    covered = spots(最后一班渡轮=(place(0, 40), place(CONTENTS, 40), place(TWO, 20)))
    assert wrong(printed(spots=covered)) == {}


def test_words_inside_a_longer_headline_are_not_the_shorter_one():
    issue = issue_of(story(1, 1, "短讯", BRIDGE), story(2, 1, "短讯", article("long", "新桥与船")))
    planned, pages = plan_articles(issue), plan_pages(issue)
    inside, whole = TextSpot(1, 5, 7, 20, True, False, (Box(30, 60, 70, 80),)), place(1, 20)
    whole = replace(whole, start=5, end=9)
    file = Printed((), (), {fold("新桥"): (inside,), fold("新桥与船"): (whole,)}, {}, ())
    found = find_articles(planned, pages, file, None)
    assert found.heads == (None, whole)


def test_articles_of_one_name_keep_their_own_places():
    issue = issue_of(story(1, 1, "短讯", MARKET), story(2, 1, "短讯", replace(MARKET, slug="again")))
    planned, pages = plan_articles(issue), plan_pages(issue)
    marks = (Bookmark(1, "早市", 0), Bookmark(1, "早市", 1))
    file = Printed((), marks, {fold("早市"): (place(0, 20), place(1, 24))}, {}, ())
    found = find_articles(planned, pages, file, None)
    assert [head.page for head in found.heads if head] == [0, 1]
    assert found.bookmarks == (0, 1)


def test_a_headline_that_is_nowhere_is_told_of_listed_articles_only():
    gone = {fold("渡轮"): printed().spots[fold("渡轮")], fold("新桥"): printed().spots[fold("新桥")]}
    said = wrong(printed(spots=gone))
    assert said["渡轮"]["headline"] == "not found"
    assert "早市" not in said


def test_bookmarks_are_found_by_the_whole_headline_and_wrong_ones_named():
    marks = (Bookmark(1, "渡轮 最后一班渡轮", THREE), Bookmark(1, "短讯：新桥", FOUR))
    said = wrong(printed(bookmarks=marks))
    assert said == {"渡轮": {"bookmark": "3"}, "早市": {"bookmark": "none"}}


def test_links_to_another_page_below_the_headline_or_gone_are_found():
    assert wrong(printed(links=(link("渡轮", FOUR), link("新桥", FOUR)))) == {"渡轮": {"link": "4"}}
    assert wrong(printed(links=(link("渡轮", TWO, 200.0), link("新桥", FOUR)))) == {
        "渡轮": {"link": "2, below the headline"}
    }
    assert wrong(printed(links=(link("新桥", FOUR),))) == {"渡轮": {"link": "none"}}
    assert wrong(printed(links=(link("渡轮", -1), link("新桥", FOUR, None)))) == {"渡轮": {"link": "no page"}}


def test_of_links_that_lie_over_each_other_the_smallest_counts():
    around = Link(CONTENTS, Box(0, 0, 300, 300), FOUR, None)
    assert wrong(printed(links=(around, link("渡轮", TWO), link("新桥", FOUR)))) == {}


def test_the_name_of_a_department_is_no_entry_that_says_the_same():
    issue = issue_of(contents(1), story(2, 2, "渡轮", FERRY))
    planned, plan = plan_articles(issue), plan_pages(issue)
    signs = lay(write(30, 20, "渡轮"), write(30, 60, "2"), write(60, 60, "渡轮"))
    name, entry = (replace(spot(signs, "渡轮"), start=at, end=at + 2, lines=(signs[at].box,)) for at in (0, 5))
    file = Printed((), (), {fold("渡轮"): (name, entry)}, {0: signs}, ())
    found = find_articles(planned, plan, file, None)
    assert (found.entries, found.folios) == ((entry,), ("2",))


def test_a_headline_of_one_character_is_no_part_of_other_words():
    issue = issue_of(contents(1), story(2, 2, "短札", article("lamp", "灯")))
    planned, plan = plan_articles(issue), plan_pages(issue)
    signs = lay(write(30, 20, "灯下"), write(30, 60, "2"), write(60, 60, "灯"))
    inside, entry = (replace(spot(signs, "灯"), start=at, end=at + 1, lines=(signs[at].box,)) for at in (0, 5))
    for places, links in (
        ((replace(inside, alone=False), entry), ()),
        ((inside, entry), (Link(0, entry.lines[0], 1, 60.0),)),
    ):
        found = find_articles(planned, plan, Printed((), (), {fold("灯"): places}, {0: signs}, links), None)
        assert found.entries == (entry,)
        assert found.folios == ("2",)


def test_an_entry_that_is_not_there_is_not_listed():
    gone = spots(新桥=(place(FOUR, 20),))
    assert wrong(printed(spots=gone)) == {"新桥": {"contents page": "not listed"}}


# ---- what the book says ----


def books(**changes: object) -> dict[str, str]:
    found = rows(None, replace(BOOK, **changes), ("EPUB",))
    return {row.name: row.cells[0].says for row in found if not row.agrees}


def test_a_sound_book_agrees_and_a_wrong_one_is_told():
    assert books() == {}
    assert books(points=BOOK.points[1:]) == {"渡轮": "not listed"}
    assert books(points=(NavPoint("最后一班渡轮", "bridge.xhtml"), *BOOK.points[1:])) == {"渡轮": "no headline there"}
    moved = (Heading("ferry.xhtml", fold("最后一班渡轮"), "3"), *BOOK.headings[1:])
    assert books(headings=moved) == {"渡轮": "3"}
    unmarked = (Heading("ferry.xhtml", fold("最后一班渡轮"), ""), *BOOK.headings[1:])
    assert books(headings=unmarked) == {"渡轮": "no page"}


def test_an_article_without_a_headline_has_no_row():
    issue = issue_of(story(1, 1, "短讯", article("silent", "——")))
    planned, pages = plan_articles(issue), plan_pages(issue)
    assert list(row_articles(planned, pages, find_articles(planned, pages, None, BOOK), ("EPUB",))) == []
