"""Make a booklet: the pages of the print edition in, printer's spreads out, to be printed, folded and leafed through.

Two pages stand side by side as a press lays them, with their bleed, so that a stack of sheets that is folded in the
middle reads in order. Sheets lie inside each other, and the inner ones are pushed out at the fore-edge: their pages are
moved in towards the fold by as much. An issue that is bound in sections has such a stack for each section.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from pressroom.editions.cover import COVERS
from pressroom.editions.print import bound_sheets, save_sheets
from pressroom.editions.print.imposing import array_of, form_of
from pressroom.editions.print.marks import MM, Box, move, registration, trim_of
from pressroom.editions.print.slug import Slug
from pressroom.proof import Proof
from pressroom.workshop import Workshop

_LEAVES = 4  # pages of a sheet that is folded once
_ROOM = 10.0 * MM  # around the spread, for marks
_AWAY, _LONG, _HAIR = 1.0 * MM, 5.0 * MM, 0.25


@dataclass(frozen=True)
class SheetSide:
    """One side of a sheet: the pages on its left and right, from 0, none where it is blank.

    ``section`` counts the stacks from 0 (-1 is the cover of sections), ``depth`` the sheets from the outside in.
    """

    left: int | None
    right: int | None
    section: int
    depth: int


def impose(pages: int, section: int = 0) -> tuple[SheetSide, ...]:
    """Lay pages out on sheets, front and back by turns: one stack, or stacks of so many pages each.

    Where pages are not a multiple of four, blank ones follow the last.
    """
    length = section or -(-pages // _LEAVES) * _LEAVES
    return tuple(
        spread
        for number, first in enumerate(range(0, pages, length or 1))
        for spread in _stack(pages, first, length, number)
    )


def impose_bound(labels: Sequence[str], section: int) -> tuple[SheetSide, ...]:
    """Lay an issue out on sheets: stitched in one stack, or in sections with the cover round them as its own sheet.

    ``labels`` are those of its pages; ``C1`` to ``C4`` are the cover.
    """
    if not section:
        return impose(len(labels))
    covers = {label: number for number, label in enumerate(labels) if label in COVERS}
    text = [number for number, label in enumerate(labels) if label not in COVERS]
    sides = (("C4", "C1"), ("C2", "C3"))
    cover = tuple(SheetSide(covers.get(left), covers.get(right), -1, 0) for left, right in sides) if covers else ()
    sheets = impose(len(text), section)
    return (*cover, *(replace(s, left=_nth(text, s.left), right=_nth(text, s.right)) for s in sheets))


def _nth(pages: Sequence[int], place: int | None) -> int | None:
    """The page at a place; none where it is blank."""
    return None if place is None else pages[place]


def _stack(pages: int, first: int, length: int, number: int) -> Iterator[SheetSide]:
    """The sheets of one stack; the last stack has no more sheets than it needs."""
    count = min(length, -(-(pages - first) // _LEAVES) * _LEAVES)

    def page(offset: int) -> int | None:
        return first + offset if first + offset < pages else None

    for depth in range(count // _LEAVES):
        outer = 2 * depth
        yield SheetSide(page(count - 1 - outer), page(outer), number, depth)
        yield SheetSide(page(outer + 1), page(count - 2 - outer), number, depth)


def creep_of(depth: int, caliper: float) -> float:
    """How far the pages of a sheet are moved in towards the fold; in the unit of the caliper, a leaf's thickness."""
    return depth * caliper


def make_booklet(proof: Proof, workshop: Workshop, file: Path) -> None:
    """Write the booklet of a proof.

    :raises PressError: with the links that lead nowhere.
    """
    printer = proof.issue.magazine.printer
    with bound_sheets(proof, workshop, "booklet") as target:
        pages = list(target.pages)
        trims = [trim_of(page.obj) for page in pages]
        forms = [form_of(target, page) for page in pages]
        sheet = _Measures(
            max(right - left for left, _, right, _ in trims),
            max(top - bottom for _, bottom, _, top in trims),
            proof.layout.bleed * MM,
        )
        spreads = impose_bound([page.label for page in proof.pages], printer.section)
        texts = [f"{proof.issue.title}   {_name(spread, number)}" for number, spread in enumerate(spreads)]
        slug = Slug(proof.faces, texts)
        font, everywhere = slug.write_font(target), registration(target)
        for spread, text in zip(spreads, texts, strict=True):
            line = slug.write_line(text, sheet.trim[0] + _AWAY, sheet.trim[1] - sheet.bleed - _LONG)
            page = _draw(target, sheet, spread, forms, printer.caliper * MM, line)
            page.Resources.ColorSpace = Dictionary(Registration=everywhere)
            page.Resources.Font = Dictionary(Slug=font)
            target.pages.append(pikepdf.Page(page))
        del target.pages[: len(pages)]
        for key in ("/PageLabels", "/Outlines"):
            if key in target.Root:
                del target.Root[key]
        save_sheets(target, file)


def _name(spread: SheetSide, number: int) -> str:
    """What a side is called for those who sort them: section, sheet, and A for the outside, B for the inside.

    The cover of sections is called C.
    """
    if spread.section < 0:
        return f"C{'AB'[number % 2]}"
    return f"{spread.section + 1} - {spread.depth + 1}{'AB'[number % 2]}"


@dataclass(frozen=True)
class _Measures:
    """The measures of a spread in points: a page across and down, and the bleed around both."""

    width: float
    height: float
    bleed: float

    @property
    def trim(self) -> Box:
        """Both pages; the fold stands at 0."""
        return -self.width, 0.0, self.width, self.height


def _draw(
    target: pikepdf.Pdf,
    sheet: _Measures,
    spread: SheetSide,
    forms: list[Any],
    caliper: float,
    slug: str,
) -> Any:
    """Draw one side of a sheet: each page up to the fold, moved in towards it."""
    creep = creep_of(spread.depth, caliper)
    lines: list[str] = []
    drawn: dict[str, Any] = {}
    left, bottom, right, top = sheet.trim
    bleed = sheet.bleed
    for name, number, start in (("/Left", spread.left, left + creep), ("/Right", spread.right, -creep)):
        if number is None:
            continue
        drawn[name] = forms[number]
        edge = left - bleed if name == "/Left" else 0.0
        lines += [
            "q",
            f"{edge:.3f} {bottom - bleed:.3f} {sheet.width + bleed:.3f} {sheet.height + 2 * bleed:.3f} re W n",
            f"1 0 0 1 {start:.3f} 0 cm",
            f"{name} Do",
            "Q",
        ]
    lines += ["/Registration CS 1 SCN", f"{_HAIR:g} w", *_marks(sheet), slug]
    media = (left - _ROOM, bottom - _ROOM, right + _ROOM, top + _ROOM)
    across, up = -media[0], -media[1]  # so that the media begins at 0, 0
    lines.insert(0, f"1 0 0 1 {across:.4f} {up:.4f} cm")
    bleeding = (left - bleed, bottom - bleed, right + bleed, top + bleed)
    return target.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=array_of(move(media, across, up)),
            BleedBox=array_of(move(bleeding, across, up)),
            TrimBox=array_of(move(sheet.trim, across, up)),
            Resources=Dictionary(XObject=Dictionary(drawn)),
            Group=Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, I=True, K=False),
            Contents=target.make_stream("\n".join(lines).encode("ascii")),
        )
    )


def _marks(sheet: _Measures) -> Iterator[str]:
    """Where the sheet is cut, and, dashed, where it is folded."""
    left, bottom, right, top = sheet.trim
    low, high = bottom - sheet.bleed - _AWAY, top + sheet.bleed + _AWAY
    for x in (left, right):
        yield f"{x:.3f} {high:.3f} m {x:.3f} {high + _LONG:.3f} l S"
        yield f"{x:.3f} {low:.3f} m {x:.3f} {low - _LONG:.3f} l S"
    for y in (bottom, top):
        yield f"{left - sheet.bleed - _AWAY:.3f} {y:.3f} m {left - sheet.bleed - _AWAY - _LONG:.3f} {y:.3f} l S"
        yield f"{right + sheet.bleed + _AWAY:.3f} {y:.3f} m {right + sheet.bleed + _AWAY + _LONG:.3f} {y:.3f} l S"
    yield f"[2 1.5] 0 d 0 {high:.3f} m 0 {high + _LONG:.3f} l S 0 {low:.3f} m 0 {low - _LONG:.3f} l S"
