"""Lay out a flatplan: slots, what is known of their runs and what stopped them in; spreads of leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from pressroom.issue import Issue, Slot
from pressroom.makeup.contents import colour_of
from pressroom.read.layout import Layout
from pressroom.run import Run

_GREY = "#6b7278"
_SECTION = "flatplan-"  # of the words of an issue


class Stand(Enum):
    """How it stands with a page."""

    SET = "set"
    BLANK = "blank"
    OVER = "over"
    UNSET = "unset"


@dataclass(frozen=True)
class Problem:
    """Why a slot could not be set."""

    message: str


@dataclass(frozen=True)
class Leaf:
    """A page on the flatplan.

    ``number`` is that of the page in its slot from 0, ``picture`` the one-page part of the slot's PDF that it shows.
    ``fill`` is how full it is, 0 to 1; none where that is not known. ``lead`` says whether it is the first of its slot,
    ``opens`` whether a department begins with it.
    """

    label: str
    slot: Slot
    number: int
    stand: Stand
    colour: str
    pinned: bool
    lead: bool
    opens: bool
    fill: float | None = None
    note: str = ""

    @property
    def headline(self) -> str:
        """The headline of the slot in short; empty where it has no article."""
        return self.slot.articles[0].listed_as if self.slot.articles else ""


@dataclass(frozen=True)
class Spread:
    """What lies open at once: a left page, a right page, or one alone."""

    verso: Leaf | None
    recto: Leaf | None

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The pages that are there."""
        return tuple(leaf for leaf in (self.verso, self.recto) if leaf)

    @property
    def name(self) -> str:
        """The folios, as people say them."""
        return "–".join(leaf.label for leaf in self.leaves)


@dataclass(frozen=True)
class Department:
    """A department and its colour, for the key."""

    name: str
    colour: str


@dataclass(frozen=True)
class Board:
    """The whole flatplan: ``width`` and ``height`` of a page are in millimetres, ``pdfs`` those of slots by index."""

    title: str
    language: str
    width: float
    height: float
    spreads: tuple[Spread, ...]
    departments: tuple[Department, ...]
    pdfs: Mapping[int, Path]
    words: Mapping[str, str]

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """All pages in order."""
        return tuple(leaf for spread in self.spreads for leaf in spread.leaves)


def lay_out(
    issue: Issue,
    layout: Layout,
    runs: Mapping[int, Run | Problem],
) -> Board:
    """Lay out the flatplan of an issue; ``runs`` are by the index of their slots."""
    leaves: list[Leaf] = []
    words = {name.removeprefix(_SECTION): word for name, word in dict(issue.words).items() if name.startswith(_SECTION)}
    before = ""
    for slot in issue.flatplan:
        found = runs.get(slot.index, Problem(words["unset"]))
        colour = colour_of(slot.department, issue, layout, slot.part) or _GREY
        opens = bool(slot.department) and slot.department != before
        before = slot.department
        leaves += _lay_slot(slot, found, colour, opens, words)
    names = dict.fromkeys(slot.department for slot in issue.flatplan if slot.department)
    return Board(
        title=f"{issue.title} · {issue.date}",
        language=issue.magazine.language,
        width=layout.width,
        height=layout.height,
        spreads=tuple(_pair(leaves)),
        departments=tuple(Department(name, colour_of(name, issue, layout) or _GREY) for name in names),
        pdfs={index: run.file for index, run in runs.items() if isinstance(run, Run)},
        words=words,
    )


def _lay_slot(slot: Slot, found: Run | Problem, colour: str, opens: bool, words: Mapping[str, str]) -> Iterator[Leaf]:
    """The pages of one slot; those that it has too many are labelled after its last: ``15+1``."""
    count = max(slot.pages, found.set_pages) if isinstance(found, Run) else slot.pages
    for number in range(count):
        over = number - slot.pages + 1
        label = slot.labels[number] if over <= 0 else f"{slot.labels[-1]}+{over}"
        stand, fill, note = _look(slot, found, number, words)
        yield Leaf(label, slot, number, stand, colour, not slot.auto, number == 0, opens and number == 0, fill, note)


def _look(slot: Slot, found: Run | Problem, number: int, words: Mapping[str, str]) -> tuple[Stand, float | None, str]:
    """How it stands with a page: its stand, its fill and what there is to say."""
    if isinstance(found, Problem):
        return Stand.UNSET, None, found.message
    if number >= slot.pages:
        return Stand.OVER, None, words["over"]
    if number >= found.set_pages:
        return Stand.BLANK, 0.0, words["blank"]
    fill = found.fills[number] if number < len(found.fills) else None
    over = found.overset
    note = words["overset"].format(count=over.characters) if over and number == slot.pages - 1 else ""
    return Stand.SET, fill, note


def _pair(leaves: Sequence[Leaf]) -> Iterator[Spread]:
    """Put pages side by side as they lie open: left beside right. Pages too many lie beside nothing that is planned."""
    verso: Leaf | None = None
    for leaf in leaves:
        recto = leaf.slot.recto == (leaf.number % 2 == 0)
        fits = verso is not None and recto and (verso.stand is Stand.OVER) == (leaf.stand is Stand.OVER)
        if fits:
            yield Spread(verso, leaf)
            verso = None
            continue
        if verso:
            yield Spread(verso, None)
        verso = None if recto else leaf
        if recto:
            yield Spread(None, leaf)
    if verso:
        yield Spread(verso, None)
