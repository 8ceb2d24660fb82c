"""What every form of a flatplan shows: how things stand in words, each page in words, each page as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from PIL import Image

from pressroom.flatplan.board import Board, Leaf, Stand
from pressroom.pictures.pages import draw_page, open_document

Picture = Image.Image | None


def list_facts(board: Board) -> Iterator[tuple[str, str]]:
    """How things stand in a few words; what is bad is so called."""
    words, leaves = board.words, board.leaves
    yield "", words["pages"].format(count=sum(leaf.stand is not Stand.OVER for leaf in leaves))
    yield "", words["slots"].format(count=len({leaf.slot.index for leaf in leaves}))
    blanks = [leaf.label for leaf in leaves if leaf.stand is Stand.BLANK]
    if blanks:
        yield "", words["blanks"].format(count=len(blanks))
    for stand, word in ((Stand.OVER, "over"), (Stand.UNSET, "unset")):
        names = dict.fromkeys(leaf.slot.labels[0] for leaf in leaves if leaf.stand is stand)
        if names:
            yield "bad", f"{words[word]}: {', '.join(names)}"


def describe(leaf: Leaf, words: Mapping[str, str]) -> str:
    """A page in words: its folio, department, kind and headline, and how it stands."""
    parts = [words["page"].format(label=leaf.label), leaf.slot.department, leaf.slot.kind, leaf.headline]
    if leaf.fill is not None and leaf.stand is Stand.SET:
        parts.append(words["full"].format(percent=round(100 * leaf.fill)))
    if leaf.stand is Stand.UNSET:
        parts.append(words["unset"])
    parts += [leaf.note]
    return ", ".join(part for part in parts if part)


def take_pictures(board: Board, width: int) -> Iterator[tuple[Leaf, Picture]]:
    """Take a picture of every page, ``width`` pixels wide; none of those that were not set."""
    for index, leaves in groupby(board.leaves, lambda leaf: leaf.slot.index):
        if index in board.pdfs:
            yield from _take(board.pdfs[index], leaves, width)
        else:
            yield from ((leaf, None) for leaf in leaves)


def _take(pdf: Path, leaves: Iterable[Leaf], width: int) -> Iterator[tuple[Leaf, Picture]]:
    """Take pictures of the pages of a slot; none where the PDF has no such page."""
    with open_document(pdf) as document:
        for leaf in leaves:
            there = leaf.stand is not Stand.UNSET and leaf.number < document.pages
            yield leaf, draw_page(document, leaf.number, width) if there else None
