"""The proof: the whole issue, all runs in folio order, and where everything stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pressroom.fonts import Face
from pressroom.galley import Galley
from pressroom.issue import Issue, Slot
from pressroom.makeup.contents import Section, colour_of
from pressroom.makeup.pasteup import Pasteup
from pressroom.read.layout import Layout
from pressroom.run import Run


@dataclass(frozen=True)
class Page:
    """A page of the proof: its label, the slot it belongs to and its number in the slot's run, from 0."""

    label: str
    slot: Slot
    number: int


@dataclass(frozen=True)
class Landing:
    """Where an article begins: the page of the proof, from 0, and points from that page's top left."""

    page: int
    x: float
    y: float


@dataclass(frozen=True)
class Part:
    """One slot of the proof: its pasteup, its run, and the number of its first page in the proof, from 0."""

    pasteup: Pasteup
    run: Run
    first: int

    @property
    def slot(self) -> Slot:
        """The slot."""
        return self.pasteup.slot

    @property
    def pages(self) -> Iterator[Page]:
        """Its pages; those that the slot does not have are labelled after its last: ``15+1``."""
        slot = self.slot
        for number in range(max(self.run.set_pages, slot.pages)):
            over = number - slot.pages + 1
            yield Page(slot.labels[number] if over <= 0 else f"{slot.labels[-1]}+{over}", slot, number)


@dataclass(frozen=True)
class Proof:
    """The whole issue, set in some faces; or a part of it, where links may lead to what is not there."""

    issue: Issue
    layout: Layout
    galleys: tuple[Galley, ...]
    contents: tuple[Section, ...]
    faces: tuple[Face, ...]
    parts: tuple[Part, ...]
    partial: bool = False

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages in order."""
        return tuple(page for part in self.parts for page in part.pages)

    @property
    def landings(self) -> dict[str, Landing]:
        """Where each article begins, by slug."""
        heads = ((part.first + head.page, head) for part in self.parts for head in part.run.heads)
        return {head.slug: Landing(page, head.x, head.y) for page, head in heads}

    def colour_of(self, slot: Slot) -> str:
        """The colour of a slot's department, or of its part; empty where it has none."""
        return colour_of(slot.department, self.issue, self.layout, slot.part)

    def galley(self, slug: str) -> Galley:
        """Find the galley of an article."""
        return next(galley for galley in self.galleys if galley.article.slug == slug)


def join_parts(slots: Iterable[tuple[Pasteup, Run]]) -> tuple[Part, ...]:
    """Put runs one after the other, in folio order."""
    parts: list[Part] = []
    first = 0
    for pasteup, run in slots:
        parts.append(Part(pasteup, run, first))
        first += max(run.set_pages, pasteup.slot.pages)
    return tuple(parts)
