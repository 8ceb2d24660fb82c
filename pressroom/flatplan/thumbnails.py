"""Take pictures of pages: the PDF of a slot in, small pictures out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from PIL import Image

from pressroom.flatplan.board import Board, Leaf, Stand
from pressroom.pictures.pages import draw_page, open_document

Picture = Image.Image | None


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
