"""Take the pages of runs apart: each with its letters, its tags, and a picture of all else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import pikepdf
from PIL import Image

from pressroom.editions.epub.fixed.lifting import lift_text
from pressroom.editions.epub.fixed.tagging import PageTag, Tags, is_text
from pressroom.editions.epub.fixed.values import TwinPage, TwinPiece
from pressroom.pictures.pages import encode_smallest, picture_pages
from pressroom.run import Run

GROUND_WIDTH = 1400  # pixels
_WHITE = ((255, 255),) * 3


@dataclass(frozen=True)
class SetPage:
    """A page taken apart: its size in points, letters, tags, and the picture of its ground with its media type."""

    size: tuple[float, float]
    leaf: TwinPage
    tags: tuple[PageTag | TwinPiece, ...]
    ground: tuple[bytes, str] | None


def take_apart(run: Run) -> Iterator[SetPage]:
    """Take apart all pages of a run."""
    with pikepdf.open(io.BytesIO(run.pdf)) as pdf:
        tags = Tags(pdf)
        trees = [tags.tree(page) for page in pdf.pages]
        owners = [tags.owners(page) for page in pdf.pages]
        leaves = [lift_text(pdf, page, partial(is_text, owned)) for page, owned in zip(pdf.pages, owners, strict=True)]
        sizes = [_size(page) for page in pdf.pages]
        buffer = io.BytesIO()
        pdf.save(buffer, compress_streams=False, deterministic_id=True)
    grounds = picture_pages(buffer.getvalue(), range(len(leaves)), GROUND_WIDTH)
    for size, leaf, tree, ground in zip(sizes, leaves, trees, grounds, strict=True):
        yield SetPage(size, leaf, tree, _encode(ground))


def _size(page: pikepdf.Page) -> tuple[float, float]:
    """The trim of a page in points."""
    left, bottom, right, top = (float(value) for value in page.trimbox)
    return round(right - left, 2), round(top - bottom, 2)


def _encode(ground: Image.Image) -> tuple[bytes, str] | None:
    """The ground of a page; nothing where it is white."""
    return None if ground.getextrema() == _WHITE else encode_smallest(ground)
