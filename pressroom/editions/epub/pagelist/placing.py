"""Place printed pages in documents: a proof in, for each document the marks of the pages that begin in it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pressroom.editions.epub.book import CONTENTS_PAGE, COVER_PAGE, MASTHEAD_PAGE, PageMark
from pressroom.issue import Slot
from pressroom.proof import Page, Proof
from pressroom.run import Run

_OWN_PAGES = {"cover": COVER_PAGE, "contents": CONTENTS_PAGE, "masthead": MASTHEAD_PAGE}


def list_documents(proof: Proof) -> tuple[tuple[str, Slot | None], ...]:
    """List the names of the documents in reading order, each with its slot.

    The order is that of the flatplan, the cover first. Every book has a cover and contents, whether the issue prints
    them or not.
    """
    names: list[tuple[str, Slot | None]] = []
    seen: set[str] = set()
    for slot in proof.issue.flatplan:
        name = _own_page(slot, proof)
        if name and name not in seen:
            seen.add(name)
            names.append((name, slot))
        names += [(f"{article.slug}.xhtml", slot) for article in slot.articles]
    if CONTENTS_PAGE not in seen:
        names.insert(1 if COVER_PAGE in seen else 0, (CONTENTS_PAGE, None))
    cover = next((named for named in names if named[0] == COVER_PAGE), (COVER_PAGE, None))
    return (cover, *(named for named in names if named[0] != COVER_PAGE))


def _own_page(slot: Slot, proof: Proof) -> str:
    """The document that is made of a slot anew; none where the book has nothing to say in its place."""
    if (slot.articles and slot.kind != "contents") or (slot.kind == "masthead" and not proof.issue.magazine.masthead):
        return ""
    return _OWN_PAGES.get(slot.kind, "")


def place_pages(proof: Proof) -> dict[str, tuple[PageMark, ...]]:
    """Find the document in which each page of the proof begins, and the place in it.

    Pages without words of an article stand right before the next page of their slot that has some, or at the end of
    the slot's last article. Slots that have no document stand at the end of the document before them.
    """
    names = [name for name, _ in list_documents(proof)]
    owners = {
        ident: galley.article.slug
        for galley in proof.galleys
        for ident in (galley.article.slug, *(block.ident for block in galley.blocks))
    }
    placed: dict[str, list[PageMark]] = defaultdict(list)
    pages = _pages_by_slot(proof)
    reached = 0
    for part in proof.parts:
        slot = part.slot
        breaks = _read_breaks(part.run)
        for name, mark in _place_slot(slot, pages[slot.index], breaks, owners, proof):
            # What is printed out of order stays in order here.
            position = names.index(name) if name else reached
            mark = mark if position >= reached and name else PageMark(mark.label, at_end=bool(name or _started(placed)))
            reached = max(reached, position)
            placed[names[reached]].append(mark)
    return {name: tuple(marks) for name, marks in placed.items()}


def _read_breaks(run: Run) -> dict[int, tuple[str, int]]:
    """What each page of a run begins with; a page that begins where the one before it did has no words of its own."""
    breaks: dict[int, tuple[str, int]] = {}
    last: tuple[str, int] | None = None
    for found in run.breaks:
        place = (found.block, found.offset)
        if found.block and place != last:
            breaks[found.page] = last = place
    return breaks


def _started(placed: Mapping[str, Sequence[PageMark]]) -> bool:
    """Whether any page stands in a document yet."""
    return any(placed.values())


def _pages_by_slot(proof: Proof) -> dict[int, list[Page]]:
    pages: dict[int, list[Page]] = defaultdict(list)
    for page in proof.pages:
        pages[page.slot.index].append(page)
    return pages


def _place_slot(
    slot: Slot, pages: Sequence[Page], breaks: Mapping[int, tuple[str, int]], owners: Mapping[str, str], proof: Proof
) -> list[tuple[str, PageMark]]:
    """Place the pages of one slot; without a name they go to the document before."""
    own = _own_page(slot, proof)
    if not slot.articles:
        return [(own, PageMark(page.label)) for page in pages]
    placed: list[tuple[str, PageMark]] = []
    following: tuple[str, int] | None = None
    for page in reversed(pages):
        following = breaks.get(page.number, following)
        if following is None:
            placed.append((f"{slot.articles[-1].slug}.xhtml", PageMark(page.label, at_end=True)))
            continue
        block, offset = following
        slug = _owner(block, owners)
        placed.append((f"{slug}.xhtml", PageMark(page.label, block, offset)))
    placed.reverse()
    # The contents stand before the articles that share their pages.
    first = min(breaks, default=-1) + 1 if own else 0
    return [*((own, PageMark(page.label)) for page in pages[:first]), *placed[first:]]


def _owner(block: str, owners: Mapping[str, str]) -> str:
    """The article that a block belongs to; its headline is no block of its copy."""
    return owners.get(block) or owners[block.removesuffix("-headline")]
