"""Issues made of values alone: a flatplan of a few slots, without a file."""

from __future__ import annotations

from pathlib import Path

from pressroom.issue import Article, Issue, Listing, Magazine, Slot
from pressroom.language.words import read_words
from pressroom.report import Place

NOWHERE = Place(Path("issue.yaml"), 1)


def article(slug: str, *headline: str, short: str = "") -> Article:
    """An article with a headline and nothing else."""
    return Article(slug, headline or (slug,), "", NOWHERE, short_headline=short)


def issue_of(*slots: Slot, title: str = "江声") -> Issue:
    """An issue whose slots are counted on: each has the number of its place, and begins on the side that is next."""
    pages = 0
    counted = []
    for index, slot in enumerate(slots):
        counted.append(Slot(**{**vars(slot), "index": index, "recto": pages % 2 == 0}))
        pages += slot.pages
    departments = tuple(dict.fromkeys(slot.department for slot in slots if slot.department))
    magazine = Magazine(title, "zh-CN", NOWHERE, departments=departments)
    words = tuple(read_words(magazine.language).items())
    return Issue(magazine, Path(), "3", "2020-05", "plain", tuple(counted), NOWHERE, words=words)


def cover(kind: str, label: str) -> Slot:
    """A page of the cover."""
    return Slot(0, kind, (label,), True, NOWHERE)


def contents(folio: int, pages: int = 1) -> Slot:
    """The contents page."""
    return Slot(0, "contents", labels(folio, pages), True, NOWHERE, folio)


def story(folio: int, pages: int, department: str, *articles: Article, listing: Listing = Listing.NUMBERED) -> Slot:
    """A slot with articles."""
    return Slot(0, "story", labels(folio, pages), True, NOWHERE, folio, department, articles=articles, listing=listing)


def labels(folio: int, pages: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(folio, folio + pages))
