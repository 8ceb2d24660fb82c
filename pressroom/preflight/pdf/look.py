"""What a check looks at: a finished file, the limits, and what other programs make of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pressroom.preflight.pdf.marks.values import Box, Finished, Mark, PdfPage
from pressroom.preflight.pdf.renderers import Drawings
from pressroom.read.profile import ProfileSheet


@dataclass(frozen=True)
class FilePlan:
    """What the issue says of the file: labels of its pages, trimmed size in millimetres, imprint, how it is bound.

    ``section`` is the number of pages in a glued section, 0 where all sheets are stitched through the fold;
    ``finishes`` are the spot colours that overprint all that lies below, as varnish does.
    Of a cover, ``page`` is the width of one page and ``spine`` that of its spine in millimetres.
    """

    labels: tuple[str, ...] = ()
    size: tuple[float, float] | None = None
    issn: str = ""
    cn: str = ""
    section: int = 0
    caliper: float = 0.1
    finishes: tuple[str, ...] = ()
    page: float = 0.0
    spine: float = 0.0


@dataclass(frozen=True)
class Look:
    """A finished file, the limits that it has to keep, what was planned, and its pages as others draw them."""

    file: Finished
    limits: ProfileSheet
    plan: FilePlan
    drawings: Drawings = field(compare=False)

    @property
    def inked(self) -> Iterator[tuple[PdfPage, Mark]]:
        """All marks that take ink within the bleed, with their pages."""
        for sheet in self.file.sheets:
            for mark in sheet.marks:
                if not mark.in_mask and touches(mark.box, sheet.bleed):
                    yield sheet, mark

    @property
    def texts(self) -> Iterator[tuple[PdfPage, Mark]]:
        """All texts within the trim."""
        for sheet, mark in self.inked:
            if mark.kind == "text" and touches(mark.box, sheet.trim):
                yield sheet, mark


def touches(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
