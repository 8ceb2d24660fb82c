"""Make the cover: the four pages of the print edition in, the sheet that goes round the others out.

On its outside stand the back cover, the spine and the front cover, on its inside the two pages that face the text. The
spine is as thick as the text is: half its pages times the thickness of a leaf. The art of the covers runs into it by
the bleed; a layout that gives a colour to the token `spine` has it filled, with the title on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from pressroom.editions.print import bound_sheets, digest_of, read_profile, save_sheets
from pressroom.editions.print.imposing import array_of, form_of
from pressroom.editions.print.inks import Palette
from pressroom.editions.print.marks import MM, Boxes, at_origin, draw_marks, plan_boxes, registration, trim_of
from pressroom.editions.print.slug import Slug
from pressroom.issue import Issue
from pressroom.pictures.separating import Separator
from pressroom.proof import Proof
from pressroom.report import PressError, stop
from pressroom.workshop import Workshop

COVERS = ("C1", "C2", "C3", "C4")
_SIDES = (("C4", "C1"), ("C2", "C3"))
_SLUG_DOWN, _SLUG_IN = 5.5 * MM, 1.5 * MM
_FOLD = 3.0 * MM  # the length of the marks of a fold
_LARGEST, _BESIDE = 14.0, 0.8 * MM  # points of the title on the spine, and its room on both sides
_HEAD = 15.0 * MM  # from the top of the spine to its title
_SQUARES = "\u2e80"  # signs from here on fill a square, and stand upright on a spine


def spine_of(issue: Issue) -> float:
    """How thick the spine is, in millimetres; stitched through the fold there is none."""
    printer = issue.magazine.printer
    pages = sum(label not in COVERS for label in issue.labels)
    return pages / 2 * printer.caliper if printer.section else 0.0


@dataclass(frozen=True)
class _SheetMeasures:
    """The measures of the cover in points: a page across and down, the spine, and the bleed around all."""

    width: float
    height: float
    spine: float
    bleed: float

    @property
    def folds(self) -> tuple[float, float]:
        """Where it is folded."""
        return self.width, self.width + self.spine

    @property
    def boxes(self) -> tuple[Boxes, tuple[float, float]]:
        """Its boxes, where the media begins at 0, 0, and how far its trim stands from there."""
        return at_origin(plan_boxes((0.0, 0.0, 2 * self.width + self.spine, self.height), self.bleed))


def make_cover(proof: Proof, workshop: Workshop, file: Path) -> None:
    """Write the cover of a proof.

    :raises PressError: if the issue has no cover.
    """
    issue = proof.issue
    numbers = {page.label: number for number, page in enumerate(proof.pages) if page.label in COVERS}
    if not {"C1", "C4"} <= numbers.keys():
        hint = "give the flatplan a cover and a back-cover"
        raise PressError([stop("no-cover", f"{issue.title} has no cover to make a sheet of", issue.place, hint)])
    with bound_sheets(proof, workshop, "cover") as target:
        pages = list(target.pages)
        left, bottom, right, top = trim_of(pages[numbers["C1"]].obj)
        sheet = _SheetMeasures(right - left, top - bottom, spine_of(issue) * MM, proof.layout.bleed * MM)
        forms = {label: form_of(target, pages[number]) for label, number in numbers.items()}
        _add_sides(target, proof, sheet, forms)
        del target.pages[: len(pages)]
        for key in ("/PageLabels", "/Outlines"):
            if key in target.Root:
                del target.Root[key]
        save_sheets(target, file)


def _add_sides(target: pikepdf.Pdf, proof: Proof, sheet: _SheetMeasures, forms: dict[str, Any]) -> None:
    """Add both sides of the sheet; the inside where there is anything on it."""
    printer = proof.issue.magazine.printer
    palette = Palette(proof.layout.inks, Separator(read_profile(printer), printer.ink_limit))
    sides = [side for side in _SIDES if any(label in forms for label in side)]
    texts = [_slug_of(proof, side) for side in sides]
    slug = Slug(proof.faces, [*texts, proof.issue.title])
    font, (boxes, moved) = slug.write_font(target), sheet.boxes
    marks = draw_marks(target, boxes, palette.spots)
    for side, text in zip(sides, texts, strict=True):
        drawn = {f"/{label}": forms[label] for label in side if label in forms}
        spine = list(_draw_spine(proof, sheet, palette, slug)) if side == _SIDES[0] else []
        lines = [
            f"q 1 0 0 1 {moved[0]:.4f} {moved[1]:.4f} cm",
            *_draw_pages(sheet, side, drawn),
            *spine,
            "/Registration CS 1 SCN 0.25 w",
            *_draw_folds(sheet),
            "Q",
            "q /Marks Do Q",
            slug.write_line(text, boxes.trim[0] + _SLUG_IN, boxes.bleed[1] - _SLUG_DOWN),
        ]
        page = Dictionary(
            Type=Name.Page,
            MediaBox=array_of(boxes.media),
            BleedBox=array_of(boxes.bleed),
            TrimBox=array_of(boxes.trim),
            Resources=Dictionary(
                XObject=Dictionary({**drawn, "/Marks": marks}),
                Font=Dictionary(Slug=font),
                ColorSpace=Dictionary(Registration=registration(target)),
            ),
            Group=Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, I=True, K=False),
            Contents=target.make_stream("\n".join(lines).encode("ascii")),
        )
        target.pages.append(pikepdf.Page(target.make_indirect(page)))


def _slug_of(proof: Proof, side: Sequence[str]) -> str:
    """What the slug of a side says: the issue, the pages, the spine, and the state of the issue."""
    issue = proof.issue
    spine = f"spine {spine_of(issue):.2f} mm"
    pages = " - ".join(side)
    return f"{issue.title}   {issue.date}   {pages}   {spine}   {issue.magazine.printer.condition}   {digest_of(proof)}"


def _draw_pages(sheet: _SheetMeasures, side: Sequence[str], drawn: dict[str, Any]) -> Iterator[str]:
    """Draw both pages, each up to the middle of the spine."""
    middle = sheet.width + sheet.spine / 2
    low, high = -sheet.bleed, sheet.height + 2 * sheet.bleed
    for number, label in enumerate(side):
        if f"/{label}" in drawn:
            edge, start = (middle, sheet.folds[1]) if number else (-sheet.bleed, 0.0)
            width = middle + sheet.bleed
            yield f"q {edge:.4f} {low:.4f} {width:.4f} {high:.4f} re W n 1 0 0 1 {start:.4f} 0 cm /{label} Do Q"


def _draw_spine(proof: Proof, sheet: _SheetMeasures, palette: Palette, slug: Slug) -> Iterator[str]:
    """Fill the spine and set the title on it, where the layout says in which colour."""
    tokens = dict(proof.layout.tokens)
    ground, ink = tokens.get("spine", ""), tokens.get("spine-ink", "#ffffff")
    if not ground or not sheet.spine:
        return
    left, low, height = sheet.folds[0], -sheet.bleed, sheet.height + 2 * sheet.bleed
    yield f"{_ink(ground, palette)} {left:.4f} {low:.4f} {sheet.spine:.4f} {height:.4f} re f"
    size = min(sheet.spine - 2 * _BESIDE, _LARGEST)
    if size > 0:
        yield f"{_ink(ink, palette)} BT /Slug {size:g} Tf"
        yield from _set_spine(proof.issue.title, sheet, slug, size)
        yield "ET"


def _set_spine(text: str, sheet: _SheetMeasures, slug: Slug, size: float) -> Iterator[str]:
    """Set a title down the spine: squares stand upright one below the other, letters lie."""
    middle, y = sheet.width + sheet.spine / 2, sheet.height - _HEAD
    for sign in text:
        code, width = slug.find(sign)
        if not code:
            y -= size / 3
        elif sign >= _SQUARES:
            y -= size
            yield f"1 0 0 1 {middle - size / 2:.4f} {y + 0.12 * size:.4f} Tm <{code}> Tj"
        else:
            yield f"0 -1 1 0 {middle - 0.35 * size:.4f} {y:.4f} Tm <{code}> Tj"
            y -= width / 1000 * size


def _ink(colour: str, palette: Palette) -> str:
    """A colour of the layout in inks."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return " ".join(f"{ink:g}" for ink in palette.mix((red, green, blue)).inks) + " k"


def _draw_folds(sheet: _SheetMeasures) -> Iterator[str]:
    """Where the cover is folded, dashed, outside the bleed."""
    low, high = -sheet.bleed - MM, sheet.height + sheet.bleed + MM
    for x in dict.fromkeys(sheet.folds):
        yield f"[2 1.5] 0 d {x:.4f} {high:.4f} m {x:.4f} {high + _FOLD:.4f} l S"
        yield f"{x:.4f} {low:.4f} m {x:.4f} {low - _FOLD:.4f} l S"
    yield "[] 0 d"
