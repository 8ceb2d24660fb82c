"""What is known of a finished PDF: its pages, and the marks that stand on them. Reads nothing.

Boxes are in points from the bottom left of a page: left, bottom, right, top.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

Box = tuple[float, float, float, float]
POINTS = 72 / 25.4  # in a millimetre


@dataclass(frozen=True)
class Ink:
    """A colour as it is set: the family of its space, its values, and the inks that it names.

    Families: gray, rgb, cmyk, spot, lab, pattern; ``measured`` where a profile or a white point says what they mean.
    """

    family: str
    values: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    measured: bool = False

    @property
    def plates(self) -> tuple[float, ...]:
        """How much of each plate it takes, 0 to 1; nothing where that is not known before it is converted."""
        if self.family == "gray":
            return (0.0, 0.0, 0.0, 1 - self.values[0]) if self.values else ()
        return self.values if self.family in ("cmyk", "spot") else ()

    @property
    def total(self) -> float:
        """The ink on one spot, in per cent."""
        return 100 * sum(self.plates)

    @property
    def count(self) -> int:
        """How many plates it takes."""
        return sum(1 for plate in self.plates if plate > 0)

    @property
    def white(self) -> bool:
        """Whether it leaves the paper as it is."""
        if self.family == "rgb":
            return bool(self.values) and min(self.values) >= 1
        return bool(self.plates) and self.total == 0

    def __str__(self) -> str:
        said = " ".join(f"{value:.3g}" for value in self.values)
        return " ".join(part for part in ("/".join(self.names) or self.family.upper(), said) if part)


@dataclass(frozen=True)
class FileFont:
    """A font: its name, its type, whether its program is in the file, and whether it is drawn by procedures."""

    name: str
    kind: str
    embedded: bool


@dataclass(frozen=True)
class Bitmap:
    """A picture: its size in pixels, bits of a component, and the family of its colours; ``mask`` is a stencil."""

    width: int
    height: int
    bits: int
    colour: Ink
    mask: bool = False


@dataclass(frozen=True)
class Mark:
    """One thing that is drawn on a page: text, a line, a fill, a picture or a blend.

    ``size`` is that of letters, the width of a line, or the smaller side of what is filled, in points; 0 where it
    says nothing. ``overprints`` tells that what lies below is kept; ``solid`` that it is not seen through.
    ``missing`` counts the letters that its font has no outline for; ``ppi`` are the pixels of a picture to an inch;
    ``drawn`` tells that it is part of a figure.
    """

    kind: str
    box: Box
    ink: Ink
    size: float = 0.0
    text: str = ""
    font: FileFont | None = None
    picture: Bitmap | None = None
    overprints: bool = False
    solid: bool = True
    missing: int = 0
    in_mask: bool = False
    ppi: float = 0.0
    drawn: bool = False


@dataclass(frozen=True)
class PdfPage:
    """A page of a finished file: its number from 0, its label, its boxes, its marks.

    ``blends`` are the spaces that its groups blend in, ``links`` the places that can be pressed.
    """

    number: int
    label: str
    boxes: dict[str, Box]
    marks: tuple[Mark, ...]
    blends: tuple[str, ...] = ()
    transparent: bool = False
    links: tuple[Box, ...] = ()
    turned: int = 0
    unit: float = 1.0
    torn: str = ""

    @property
    def trim(self) -> Box:
        """What is left when it is cut."""
        return self.boxes.get("Trim") or self.boxes["Media"]

    @property
    def bleed(self) -> Box:
        """What is printed beyond the cut."""
        return self.boxes.get("Bleed") or self.trim

    @property
    def recto(self) -> bool:
        """Whether it is a right-hand page: those have odd numbers, the front cover too."""
        digits = self.label[len(self.label.rstrip("0123456789")) :]
        return int(digits or self.number + 1) % 2 == 1

    @property
    def name(self) -> str:
        """What the page is called: its label, and its place in the file where that differs."""
        place = str(self.number + 1)
        return f"p. {self.label}" if self.label == place else f"p. {self.label} ({place} of the file)"


@dataclass(frozen=True)
class Intent:
    """What the file is meant for: the subtype of the intent, its condition, and how many inks its profile has."""

    subtype: str
    condition: str
    inks: int


@dataclass(frozen=True)
class Tagged:
    """A tag: its role, those of the tags in it, what it says to those who listen, and its page from 0.

    What a picture says are its words, what a link says is what leads there, what a table says is its name.
    """

    role: str
    kids: tuple[str, ...] = ()
    said: str = ""
    sheet: int = -1


@dataclass(frozen=True)
class Finished:
    """A finished file: what it says of itself, and its pages."""

    file: Path
    edition: str
    sheets: tuple[PdfPage, ...]
    fonts: tuple[FileFont, ...] = ()
    intents: tuple[Intent, ...] = ()
    claims: tuple[tuple[str, str], ...] = ()
    actions: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    encrypted: bool = False
    tagged: bool = False
    tags: tuple[Tagged, ...] = ()
    language: str = ""
    title: str = ""
    version: str = ""
    trapped: str = ""
    locked: bool = False
    torn: str = ""

    @property
    def prints(self) -> bool:
        """Whether it goes to a press."""
        return self.edition in ("print", "cover")

    def claim(self, name: str) -> str:
        """What the file claims: ``pdfa``, ``pdfua``, ``pdfx``."""
        return dict(self.claims).get(name, "")
