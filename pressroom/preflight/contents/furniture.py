"""Read the furniture of pages: words at head and foot in; printed folios and running heads out.

Where a layout prints its folios is learned from the pages themselves: the place, on left pages and on right ones, that
holds a number which changes from page to page. So a year in a caption is not taken for a folio.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pressroom.issue import Issue, Slot
from pressroom.preflight.contents.folding import fold, read_label
from pressroom.preflight.contents.values import PrintedPage, Word, same_line

_BAND = 3.0  # points: what lies so near to one another is one height
_COVER = r"C\d"  # the label of a cover
_CUT = 8  # characters: a running head that is cut short has at least so many
_FAR = 100  # folios behind the last one are still taken for folios


@dataclass(frozen=True)
class PlannedPage:
    """A page as the flatplan has it."""

    label: str
    slot: Slot
    recto: bool


Place = tuple[bool, int, int]


def plan_pages(issue: Issue) -> tuple[PlannedPage, ...]:
    """List the pages of the flatplan."""
    return tuple(
        PlannedPage(label, slot, slot.recto == (number % 2 == 0))
        for slot in issue.flatplan
        for number, label in enumerate(slot.labels)
    )


def read_printed_folios(pages: Sequence[PrintedPage], plan: Sequence[PlannedPage]) -> tuple[str, ...]:
    """Read the folio that each page prints; empty where it prints none."""
    highest = max((int(page.label) for page in plan if page.label.isdecimal()), default=0) + _FAR
    width = max((word.box.right for page in pages for word in page.edges), default=1.0)
    found: list[dict[Place, str]] = []
    by_place: dict[Place, list[tuple[str, str]]] = defaultdict(list)
    for page, planned in zip(pages, plan, strict=False):
        whole = re.fullmatch(_COVER, planned.label) is not None
        tokens = dict(_tokens(page, planned.recto, highest, width, whole))
        found.append(tokens)
        for place, label in tokens.items():
            by_place[place].append((label, planned.label))
    best = {recto: _folio_place(by_place, recto) for recto in (True, False)}
    folios = (_at(tokens, best[planned.recto]) for tokens, planned in zip(found, plan, strict=False))
    return tuple(folios)


def _tokens(page: PrintedPage, recto: bool, highest: int, width: float, alone: bool) -> Iterator[tuple[Place, str]]:
    """What could be a folio, and where it stands: side, height, third of the page.

    ``width`` is how far the words of all pages reach: a page that has its only words in the middle is no narrower.
    On a cover only a number that stands ``alone`` could be one: the line of the issue ends in its number.
    """
    for word in page.edges:
        if any(_in_a_row(word, other) for other in page.edges):
            continue
        parts = word.text.split()
        whole = read_label(word.text)
        labels = [(whole, (word.box.left + word.box.right) / 2)] if whole else []
        if not whole and parts and not alone:
            labels = [(read_label(parts[0]), word.box.left), (read_label(parts[-1]), word.box.right)]
        for label, x in labels:
            if label and (not label.isdecimal() or int(label) <= highest):
                yield (recto, round((word.box.top + word.box.bottom) / 2 / _BAND), int(3 * x / width * 0.999)), label


def _in_a_row(word: Word, other: Word) -> bool:
    """Whether two numbers stand in a row, as under a bar code: a folio stands by itself."""
    if other is word or not (word.text.isdecimal() and other.text.isdecimal()):
        return False
    gap = max(word.box.left - other.box.right, other.box.left - word.box.right)
    return same_line(word.box, other.box) and gap < 2.5 * (word.box.bottom - word.box.top)


def _folio_place(by_place: Mapping[Place, Sequence[tuple[str, str]]], recto: bool) -> Place | None:
    """The place where pages of one side print their folios: as planned, or else changing from page to page."""
    places = [place for place in by_place if place[0] == recto]

    def merit(place: Place) -> tuple[int, int]:
        seen = by_place[place]
        return sum(label == planned for label, planned in seen), len({label for label, _ in seen})

    best = max(sorted(places), key=merit, default=None)
    if best is None:
        return None
    right, different = merit(best)
    return best if right or different > 1 or len(by_place[best]) == 1 else None


def _at(tokens: Mapping[Place, str], place: Place | None) -> str:
    """What stands in a place, or a hair beside it."""
    if place is None:
        return ""
    recto, height, third = place
    return next((tokens[at] for step in (0, -1, 1) if (at := (recto, height + step, third)) in tokens), "")


@dataclass(frozen=True)
class Stray:
    """A running head that belongs to other pages: its page from 0, and what it says."""

    page: int
    text: str


def find_strays(pages: Sequence[PrintedPage], plan: Sequence[PlannedPage], issue: Issue) -> tuple[Stray, ...]:
    """Find running heads of another department, or of an article of another slot.

    Only words at a height at which several pages print such words are running heads.
    """
    heads = _running_heads(issue)
    seen: dict[tuple[bool, int], set[int]] = defaultdict(set)
    strays: list[tuple[tuple[bool, int], Stray]] = []
    for number, (page, planned) in enumerate(zip(pages, plan, strict=False)):
        if planned.slot.folio is None or planned.slot.kind == "contents":
            continue
        for word in page.edges:
            slots = _belongs(word, heads)
            if slots is None:
                continue
            height = (planned.recto, round(word.box.top / _BAND))
            seen[height].add(number)
            if planned.slot.index not in slots:
                strays.append((height, Stray(number, word.text)))
    return tuple(stray for height, stray in strays if len(seen[height]) > 1)


def _running_heads(issue: Issue) -> dict[str, set[int]]:
    """What running heads may say, by its fold, and the slots on whose pages."""
    heads: dict[str, set[int]] = defaultdict(set)
    for slot in issue.flatplan:
        words = [slot.department, f"{slot.department}{slot.part}"]
        words += [text for article in slot.articles for text in (article.listed_as, article.title, *article.headline)]
        for word in words:
            heads[fold(word)].add(slot.index)
    for name in issue.magazine.departments:
        heads.setdefault(fold(name), set())
    for word in ("", fold(issue.magazine.title), fold(issue.title), fold(issue.theme)):
        heads.pop(word, None)
    return heads


def _belongs(word: Word, heads: Mapping[str, set[int]]) -> set[int] | None:
    """The slots that a running head belongs to; none if it is no running head."""
    key = fold(word.text)
    if key in heads:
        return heads[key]
    if word.text.endswith(("…", "...")) and len(key) >= _CUT:
        cut = [slots for head, slots in heads.items() if head.startswith(key)]
        return set().union(*cut) if cut else None
    return None
