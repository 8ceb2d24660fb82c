"""Find where something on a finished page comes from: what stands there in, file and line of the source out."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pressroom.issue import Article, Picture, Slot
from pressroom.preflight.pdf.registry import Spot
from pressroom.proof import Proof
from pressroom.report import Place

_ENOUGH = 2  # characters that tell a line from others
_LONG = 14


@dataclass(eq=False)
class Sources:
    """The sources of a proof, page by page; files are read when they are asked for."""

    proof: Proof
    _lines: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    _sizes: dict[Path, tuple[int, int] | None] = field(default_factory=dict)
    _depths: dict[Path, int] = field(default_factory=dict)

    def place_of(self, spot: Spot) -> Place:
        """The place that a spot comes from: the line of its text, its picture, or the slot of its page."""
        pages = self.proof.pages
        if not 0 <= spot.sheet < len(pages):
            return self.proof.issue.place
        slot = pages[spot.sheet].slot
        return (
            self._of_picture(slot, spot) or self._of_text(slot, spot.text) or self._of_drawing(slot, spot) or slot.place
        )

    def label_of(self, sheet: int) -> str:
        """The label of a page."""
        pages = self.proof.pages
        return pages[sheet].label if 0 <= sheet < len(pages) else ""

    def _of_text(self, slot: Slot, text: str) -> Place | None:
        wanted = _plain(text)[:_LONG]
        furniture = {_plain(slot.department)[:_LONG], _plain(slot.part)[:_LONG]}  # heads of pages, too
        if len(wanted) < _ENOUGH or wanted in furniture:
            return None
        for article in slot.articles:
            for number, line in enumerate(self._read(article), 1):
                if wanted in line:
                    return Place(article.place.file, number)
        return None

    def _read(self, article: Article) -> tuple[str, ...]:
        file = article.place.file
        if file not in self._lines:
            self._lines[file] = tuple(_plain(line) for line in file.read_text(encoding="utf-8-sig").split("\n"))
        return self._lines[file]

    def _of_picture(self, slot: Slot, spot: Spot) -> Place | None:
        found = self.picture_of(spot, slot)
        return found.place if found else None

    def name_picture(self, spot: Spot) -> str:
        """The name of the picture that a spot shows, where it can be told; empty where not."""
        pages = self.proof.pages
        if not 0 <= spot.sheet < len(pages):
            return ""
        found = self.picture_of(spot, pages[spot.sheet].slot)
        return found.file.name if found else ""

    def picture_of(self, spot: Spot, slot: Slot) -> Picture | None:
        """The picture of a slot that has as many pixels, and as many bits; the only one, where it was scaled."""
        if spot.pixels is None:
            return None
        bitmaps = [picture for picture in self._pictures(slot) if self._size(picture.file)]
        same = [picture for picture in bitmaps if self._size(picture.file) in (spot.pixels, spot.pixels[::-1])]
        alike = [picture for picture in same if (self._bits(picture.file) == 1) == (spot.bits == 1)]
        chosen = alike or same or (bitmaps if len({picture.file for picture in bitmaps}) == 1 else [])
        return chosen[0] if chosen else None

    def _of_drawing(self, slot: Slot, spot: Spot) -> Place | None:
        """The drawing that a line belongs to, where the slot has one drawing only."""
        drawings = [picture for picture in self._pictures(slot) if not self._size(picture.file)] if spot.drawn else []
        return drawings[0].place if len({picture.file for picture in drawings}) == 1 else None

    def _pictures(self, slot: Slot) -> Iterator[Picture]:
        if slot.art:
            yield slot.art
        for article in slot.articles:
            yield from self.proof.galley(article.slug).pictures

    def _bits(self, file: Path) -> int:
        """How many bits a sample of a bitmap has: one, or more."""
        self._size(file)
        return self._depths.get(file, 0)

    def _size(self, file: Path) -> tuple[int, int] | None:
        if file not in self._sizes:
            self._sizes[file], self._depths[file] = _read_size(file)
        return self._sizes[file]


def _read_size(file: Path) -> tuple[tuple[int, int] | None, int]:
    """The size of a bitmap in pixels, and the bits of its samples; nothing for drawings."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file) as image:
                return image.size, 1 if image.mode == "1" else 8
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return None, 0


def _plain(text: str) -> str:
    """A text without space, marks and markup: only what every way of setting it keeps."""
    return "".join(char for char in text if char.isalnum())
