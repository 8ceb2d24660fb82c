"""Prove the articles: where the flatplan, the contents page, headlines, bookmarks, links and the book put each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pressroom.issue import Article, Issue, Listing, Slot
from pressroom.preflight.contents.book import FinishedBook
from pressroom.preflight.contents.folding import fold, read_label
from pressroom.preflight.contents.furniture import PlannedPage
from pressroom.preflight.contents.listing import ContentsLine, read_folios
from pressroom.preflight.contents.rows import NOTHING, Cell, Row
from pressroom.preflight.contents.values import Link, Printed, TextSpot

T = TypeVar("T")


@dataclass(frozen=True)
class PlannedArticle:
    """An article as the flatplan has it.

    ``pages`` are those, from 0, that its headline may stand on: one page where the flatplan says which, else those of
    its slot. ``listed`` says whether the contents page lists it, ``folio`` what it prints beside it.
    """

    article: Article
    slot: Slot
    pages: tuple[int, ...]
    listed: bool
    folio: str

    @property
    def plan(self) -> str:
        """What the flatplan says."""
        labels = self.slot.labels if len(self.pages) > 1 else self.slot.labels[:1]
        return "–".join(dict.fromkeys((labels[0], labels[-1])))


def plan_articles(issue: Issue) -> tuple[PlannedArticle, ...]:
    """List the articles of the flatplan."""
    planned: list[PlannedArticle] = []
    first = 0
    for slot in issue.flatplan:
        pages = tuple(range(first, first + slot.pages))
        for number, article in enumerate(slot.articles):
            listed = slot.listing is Listing.ALL or (number == 0 and slot.listing is not Listing.NONE)
            folio = slot.labels[0] if listed and slot.listing is not Listing.UNNUMBERED else ""
            planned.append(PlannedArticle(article, slot, pages[:1] if listed else pages, listed, folio))
        first += slot.pages
    return tuple(planned)


@dataclass(frozen=True)
class Found:
    """What the finished files say of each article, in the order of the flatplan.

    ``heads`` are where headlines stand, ``entries`` where the contents page prints them and ``folios`` what stands
    beside those, ``bookmarks`` pages from 0, ``links`` those over the entries, ``book`` printed pages by their labels.
    Each is empty where there is no such file, or no such thing in the issue.
    """

    heads: tuple[TextSpot | None, ...] = ()
    entries: tuple[TextSpot | None, ...] = ()
    folios: tuple[str, ...] = ()
    bookmarks: tuple[int | None, ...] = ()
    links: tuple[Link | None, ...] = ()
    book: tuple[str | None, ...] = ()


def find_articles(
    planned: Sequence[PlannedArticle], pages: Sequence[PlannedPage], printed: Printed | None, book: FinishedBook | None
) -> Found:
    """Look in the finished files for every article."""
    told = _in_book(planned, book) if book else ()
    if printed is None:
        return Found(book=told)
    contents = {number for number, page in enumerate(pages) if page.slot.kind == "contents"}
    entries = _entries(planned, printed, contents) if contents else ()
    lines = [(number, ContentsLine(spot, planned[number].folio)) for number, spot in enumerate(entries) if spot]
    read = dict(
        zip(
            [number for number, _ in lines],
            read_folios([line for _, line in lines], {page: printed.signs.get(page, ()) for page in contents}),
            strict=True,
        )
    )
    return Found(
        heads=tuple(_headline(one, planned, pages, printed) for one in planned),
        entries=entries,
        folios=tuple(read.get(number, "") for number in range(len(entries))),
        bookmarks=_bookmarked(planned, printed),
        links=tuple(_link_over(spot, printed.links) if spot else None for spot in entries),
        book=told,
    )


def _headline(
    one: PlannedArticle, planned: Sequence[PlannedArticle], pages: Sequence[PlannedPage], printed: Printed
) -> TextSpot | None:
    """Find where the headline of an article stands, and not words that say the same.

    A headline is large and stands alone. Where two places are much alike, it is the one that was planned.
    """
    key = fold(one.article.title)
    spots = [
        spot
        for spot in _outermost(key, [fold(other.article.title) for other in planned], printed)
        if spot.page in one.pages or _may_hold(pages, spot.page)
    ]
    best = max(spots, key=_weight, default=None)
    if best is None:
        return None
    own = [spot for spot in spots if spot.page in one.pages]
    here = max(own, key=_weight, default=best)
    same = sum(1 for other in planned if fold(other.article.title) == key) > 1
    enough = 0.5 if here.alone and not here.edge else 0.8
    return here if _weight(here) >= enough * _weight(best) or (same and own) else best


def _may_hold(pages: Sequence[PlannedPage], number: int) -> bool:
    """Whether the headlines of articles may be expected on a page: not on covers, not on the contents page."""
    return number < len(pages) and pages[number].slot.folio is not None and pages[number].slot.kind != "contents"


def _weight(spot: TextSpot) -> float:
    """How much a place looks like that of a headline."""
    return spot.size * (1.0 if spot.alone else 0.75) * (0.4 if spot.edge and spot.size < 14 else 1.0)


def _outermost(key: str, keys: Sequence[str], printed: Printed) -> list[TextSpot]:
    """The places of a text that are not part of a longer one."""
    if not printed.spots.get(key):
        return []
    longer = [
        spot for other in dict.fromkeys(keys) if other != key and key in other for spot in printed.spots.get(other, ())
    ]
    return [
        spot
        for spot in printed.spots.get(key, ())
        if not any(other.page == spot.page and other.start <= spot.start < other.end for other in longer)
    ]


def _entries(planned: Sequence[PlannedArticle], printed: Printed, contents: set[int]) -> tuple[TextSpot | None, ...]:
    """Find where the contents page prints the articles that it lists."""
    keys = [fold(one.article.listed_as) for one in planned if one.listed]

    def places(one: PlannedArticle) -> list[TextSpot]:
        spots = _outermost(fold(one.article.listed_as), keys, printed)
        spots = [spot for spot in spots if spot.page in contents and not spot.edge] or [
            spot for spot in spots if spot.page in contents
        ]
        spots = _likely(spots, printed.links)
        return _without_department(sorted(spots, key=lambda spot: (spot.page, spot.start)), one, keys)

    listed = [one for one in planned if one.listed]
    given = iter(_share_out(listed, places, lambda one: fold(one.article.listed_as)))
    return tuple(next(given) if one.listed else None for one in planned)


def _likely(spots: list[TextSpot], links: Sequence[Link]) -> list[TextSpot]:
    """Keep the places that look like an entry: with a link over them or, where a file has no links, alone.

    A headline of one character stands inside other words of the page too.
    """
    likely = [spot for spot in spots if (_link_over(spot, links) if links else spot.alone)]
    return likely or spots


def _without_department(spots: list[TextSpot], one: PlannedArticle, keys: Sequence[str]) -> list[TextSpot]:
    """Leave out the name of a department that says the same as an entry: it stands above its entries."""
    name = fold(one.slot.department)
    named = name == fold(one.article.listed_as) and len(spots) > keys.count(name)
    return spots[1:] if named else spots


def _share_out(
    wanted: Sequence[PlannedArticle],
    places: Callable[[PlannedArticle], Sequence[T]],
    name: Callable[[PlannedArticle], str],
) -> list[T | None]:
    """Give articles of one name their places in order; the last one goes to all that are left over."""
    used: dict[str, int] = defaultdict(int)
    given: list[T | None] = []
    for one in wanted:
        found, number = places(one), used[name(one)]
        used[name(one)] += 1
        given.append(found[min(number, len(found) - 1)] if found else None)
    return given


def _bookmarked(planned: Sequence[PlannedArticle], printed: Printed) -> tuple[int | None, ...]:
    """The pages that the bookmarks of the articles lead to."""
    marks = [(fold(mark.title), mark.target) for mark in printed.bookmarks]

    def places(one: PlannedArticle) -> list[int]:
        key, short = fold(one.article.title), fold(one.article.short_headline)
        exact = [target for title, target in marks if title in (key, short + key)]
        return exact or [target for title, target in marks if key and title.endswith(key)]

    return tuple(_share_out(planned, places, lambda one: fold(one.article.short_headline + one.article.title)))


def _link_over(spot: TextSpot, links: Sequence[Link]) -> Link | None:
    """The link that lies over an entry of the contents page."""
    line = spot.lines[0]
    x, y = (line.left + line.right) / 2, (line.top + line.bottom) / 2
    over = [link for link in links if link.page == spot.page and _holds(link, x, y)]
    return min(over, key=lambda link: link.box.bottom - link.box.top, default=None)


def _holds(link: Link, x: float, y: float) -> bool:
    return link.box.left <= x <= link.box.right and link.box.top <= y <= link.box.bottom


def _in_book(planned: Sequence[PlannedArticle], book: FinishedBook) -> tuple[str | None, ...]:
    """The printed pages on which the book puts the headlines, reached through its contents."""
    pages = {(heading.document, heading.key): heading.page for heading in reversed(book.headings)}

    def places(one: PlannedArticle) -> list[str]:
        key = fold(one.article.title)
        points = [point for point in book.points if fold(point.title) == key]
        return [pages.get((point.address.partition("#")[0], key), "no headline there") for point in points]

    return tuple(_share_out(planned, places, lambda one: fold(one.article.title)))


def row_articles(
    planned: Sequence[PlannedArticle], pages: Sequence[PlannedPage], found: Found, sources: Sequence[str]
) -> Iterator[Row]:
    """Set side by side what the sources say of each article; ``sources`` are those that there are."""
    for number, one in enumerate(planned):
        if not fold(one.article.title):
            continue
        at = _Sayings(one, pages, found, number)
        cells = [cell for source in sources if (cell := at.say(source))]
        yield Row(one.article.listed_as, one.plan, tuple(cells), one.slot.place)


class _Sayings:
    """What each source says of one article."""

    def __init__(self, one: PlannedArticle, pages: Sequence[PlannedPage], found: Found, number: int) -> None:
        self.one, self.pages, self.found, self.number = one, pages, found, number
        self.head = found.heads[number] if found.heads else None

    def say(self, source: str) -> Cell | None:
        """What a source says; none where it has nothing to say of this article."""
        if source in ("contents page", "link") and not self.one.listed:
            return None
        says, agrees = {
            "contents page": self._contents,
            "headline": self._headline,
            "bookmark": self._bookmark,
            "link": self._link,
            "EPUB": self._book,
        }[source]()
        return Cell(source, says, agrees)

    def _label(self, page: int) -> str:
        return self.pages[page].label if 0 <= page < len(self.pages) else "no page"

    def _page(self, page: int) -> tuple[str, bool]:
        """A page, and whether it is that of the headline; where that is not found, whether it is planned."""
        right = {self.head.page} & set(self.one.pages) if self.head else set()
        return self._label(page), page in (right or self.one.pages)

    def _contents(self) -> tuple[str, bool]:
        if self.found.entries[self.number] is None:
            return "not listed", False
        folio = self.found.folios[self.number]
        if not self.one.folio:
            return folio or NOTHING, folio in ("", read_label(self.one.slot.labels[0]))
        return folio or "no number", folio == read_label(self.one.folio)

    def _headline(self) -> tuple[str, bool]:
        if self.head is None:
            return ("not found", False) if self.one.listed else (NOTHING, True)
        return self._label(self.head.page), self.head.page in self.one.pages

    def _bookmark(self) -> tuple[str, bool]:
        page = self.found.bookmarks[self.number]
        return ("none", False) if page is None else self._page(page)

    def _link(self) -> tuple[str, bool]:
        if self.found.entries[self.number] is None:
            return NOTHING, True
        link = self.found.links[self.number]
        if link is None:
            return "none", False
        says, agrees = self._page(link.target)
        head = self.head
        if agrees and head and head.page == link.target and link.top is not None and link.top > head.lines[-1].bottom:
            return f"{says}, below the headline", False
        return says, agrees

    def _book(self) -> tuple[str, bool]:
        label = self.found.book[self.number]
        if label is None:
            return "not listed", False
        numbers = [number for number, page in enumerate(self.pages) if page.label == label]
        return (label, self._page(numbers[0])[1]) if numbers else (label or "no page", False)
