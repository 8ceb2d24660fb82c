"""The proof: the whole issue, all runs in folio order, and where everything stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pressroom.galley import Galley
from pressroom.issue import Issue, Slot
from pressroom.makeup.contents import Section
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
class Proof:
    """The whole issue, set."""

    issue: Issue
    layout: Layout
    galleys: tuple[Galley, ...]
    contents: tuple[Section, ...]
    pasteups: tuple[Pasteup, ...]
    runs: tuple[Run, ...]

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages in order; pages that a slot does not have are labelled after its last: ``15+1``."""
        return tuple(
            page for pasteup, run in zip(self.pasteups, self.runs, strict=True) for page in _pages(pasteup, run)
        )

    @property
    def landings(self) -> dict[str, Landing]:
        """Where each article begins, by slug."""
        found: dict[str, Landing] = {}
        first = 0
        for pasteup, run in zip(self.pasteups, self.runs, strict=True):
            for head in run.heads:
                found[head.slug] = Landing(first + head.page, head.x, head.y)
            first += max(run.set_pages, pasteup.slot.pages)
        return found

    def galley(self, slug: str) -> Galley:
        """Find the galley of an article."""
        return next(galley for galley in self.galleys if galley.article.slug == slug)


def _pages(pasteup: Pasteup, run: Run) -> Iterator[Page]:
    """The pages of one slot."""
    slot = pasteup.slot
    for number in range(max(run.set_pages, slot.pages)):
        over = number - slot.pages + 1
        yield Page(slot.labels[number] if over <= 0 else f"{slot.labels[-1]}+{over}", slot, number)
