"""Find where printed pages begin in what a book makes anew: marks and entries in, marks that know their entry out.

The contents and the masthead of a book are made for it, so no character of theirs can be counted on paper. But what
they say is printed, in the same order: the entries are shared out over the pages so that as much as can be of each
page's entries is found in its text. What no page prints stays on the page before it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import accumulate

from pressroom.editions.epub.book import PageMark
from pressroom.pictures.pages import read_texts
from pressroom.proof import Proof

Entries = Sequence[Collection[str]]
_Way = tuple[int, tuple[int, ...]]


def align_marks(marks: Sequence[PageMark], kind: str, entries: Entries, proof: Proof) -> tuple[PageMark, ...]:
    """Give each mark of a page of one kind the number of the entry that the page begins with, as its ``offset``.

    ``entries`` are what the document says, each in all the wordings that paper may have. A page that prints none of
    them begins where the next one does. Marks of other pages go with the page after them, or behind the last entry.
    """
    own = [part for part in proof.parts if part.slot.kind == kind]
    slots = {part.slot.index for part in own}
    labels = [page.label for page in proof.pages if page.slot.index in slots]
    begins: dict[str, int] = {}
    if len(labels) > 1:
        texts = [text for part in own for text in read_texts(part.run.pdf)]
        begins = dict(zip(labels, share_out(entries, texts), strict=False))
    aligned: list[PageMark] = []
    following = len(entries)
    for mark in reversed(marks):
        following = min(following, begins.get(mark.label, following if mark.at_end else 0))
        aligned.append(replace(mark, offset=following))
    return tuple(aligned[::-1])


def share_out(entries: Entries, pages: Sequence[str]) -> tuple[int, ...]:
    """Share entries out over the texts of pages, in order; give the number of the first of each page.

    An entry that is found on its page weighs as much as it has characters. Of two ways with the same weight it is the
    one in which pages begin later.
    """
    ways: list[_Way] = [(0, ()), *((-1, ()) for _ in entries)]
    for page in map(squeeze, pages):
        weights = [max((len(word) for word in map(squeeze, entry) if word in page), default=0) for entry in entries]
        sums = [0, *accumulate(weights)]
        ways = [_extend(ways, sums, end) for end in range(len(sums))]
    return ways[-1][1]


def _extend(ways: Sequence[_Way], sums: Sequence[int], end: int) -> _Way:
    """The best way to share out the entries before ``end``, with one page more."""
    possible = [start for start in range(end + 1) if ways[start][0] >= 0]
    start = max(possible, key=lambda start: (ways[start][0] - sums[start], start))
    return ways[start][0] + sums[end] - sums[start], (*ways[start][1], start)


def squeeze(text: str) -> str:
    """A text without white space and without what does not print."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())
