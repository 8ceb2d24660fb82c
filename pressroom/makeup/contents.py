"""List the contents: the flatplan in, departments with their entries in page order out."""

from __future__ import annotations

from dataclasses import dataclass

from pressroom.issue import Article, Issue, Listing, Slot
from pressroom.read.layout import Layout


@dataclass(frozen=True)
class Entry:
    """A line of the contents page."""

    slot: Slot
    article: Article
    folio: str
    part: str

    @property
    def headline(self) -> str:
        """The headline as the contents page prints it."""
        return self.article.listed_as


@dataclass(frozen=True)
class Section:
    """A department on the contents page, with its entries in page order."""

    department: str
    colour: str
    entries: tuple[Entry, ...]


def colour_of(department: str, issue: Issue, layout: Layout, part: str = "") -> str:
    """The colour of a department, or of a part of it: its own, or the next of the palette."""
    named = dict(layout.departments)
    if part and f"{department}/{part}" in named:
        return named[f"{department}/{part}"]
    if department in named or not department or not layout.palette:
        return named.get(department, "")
    return layout.palette[issue.magazine.departments.index(department) % len(layout.palette)]


def list_contents(issue: Issue, layout: Layout) -> tuple[Section, ...]:
    """List what the contents page prints: departments in page order, the articles that each slot lists."""
    sections: list[Section] = []
    for slot in issue.flatplan:
        if slot.listing is Listing.NONE or not slot.articles:
            continue
        folio = "" if slot.listing is Listing.UNNUMBERED or slot.folio is None else str(slot.folio)
        listed = slot.articles if slot.listing is Listing.ALL else slot.articles[:1]
        entries = tuple(Entry(slot, article, folio, slot.part) for article in listed)
        if sections and sections[-1].department == slot.department:
            last = sections.pop()
            sections.append(Section(last.department, last.colour, (*last.entries, *entries)))
        else:
            sections.append(Section(slot.department, colour_of(slot.department, issue, layout), entries))
    return tuple(sections)
