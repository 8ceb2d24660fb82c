"""Make a booklet: the pages of the print edition in, printer's spreads out, to be printed, folded and leafed through.

Two pages stand side by side as a press lays them, with their bleed, so that a stack of sheets that is folded in the
middle reads in order. Sheets lie inside each other, and the inner ones are pushed out at the fore-edge: their pages are
moved in towards the fold by as much. An issue that is bound in sections has such a stack for each section.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from pressroom.editions.print import bound_sheets, save_sheets
from pressroom.editions.print.marks import MM, Box, registration, trim_of
from pressroom.editions.print.slug import Slug
from pressroom.proof import Proof
from pressroom.workshop import Workshop

_LEAVES = 4  # pages of a sheet that is folded once
_ROOM = 10.0 * MM  # around the spread, for marks
_AWAY, _LONG, _HAIR = 1.0 * MM, 5.0 * MM, 0.25


@dataclass(frozen=True)
class Spread:
    """One side of a sheet: the pages on its left and right, from 0, none where it is blank.

    ``section`` counts the stacks from 0, ``depth`` the sheets from the outside in.
    """

    left: int | None
    right: int | None
    section: int
    depth: int


def impose(pages: int, section: int = 0) -> tuple[Spread, ...]:
    """Lay pages out on sheets, front and back by turns: one stack, or stacks of so many pages each.

    Where pages are not a multiple of four, blank ones follow the last.
    """
    length = section or -(-pages // _LEAVES) * _LEAVES
    return tuple(
        spread
        for number, first in enumerate(range(0, pages, length or 1))
        for spread in _stack(pages, first, length, number)
    )


def _stack(pages: int, first: int, length: int, number: int) -> Iterator[Spread]:
    """The sheets of one stack; the last stack has no more sheets than it needs."""
    count = min(length, -(-(pages - first) // _LEAVES) * _LEAVES)

    def page(offset: int) -> int | None:
        return first + offset if first + offset < pages else None

    for depth in range(count // _LEAVES):
        outer = 2 * depth
        yield Spread(page(count - 1 - outer), page(outer), number, depth)
        yield Spread(page(outer + 1), page(count - 2 - outer), number, depth)


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
        forms = [_form(target, page) for page in pages]
        sheet = _Sheet(
            max(right - left for left, _, right, _ in trims),
            max(top - bottom for _, bottom, _, top in trims),
            proof.layout.bleed * MM,
        )
        spreads = impose(len(pages), printer.section)
        texts = [f"{proof.issue.title}   {_name(spread, number)}" for number, spread in enumerate(spreads)]
        slug = Slug(proof.faces, texts)
        font, everywhere = slug.write_font(target), registration(target)
        for spread, text in zip(spreads, texts, strict=True):
            line = slug.write_line(text, sheet.trim[0] + _AWAY, sheet.trim[1] - sheet.bleed - _LONG)
            page = _draw(target, sheet, spread, forms, trims, printer.caliper * MM, line)
            page.Resources.ColorSpace = Dictionary(Registration=everywhere)
            page.Resources.Font = Dictionary(Slug=font)
            target.pages.append(pikepdf.Page(page))
        del target.pages[: len(pages)]
        for key in ("/PageLabels", "/Outlines"):
            if key in target.Root:
                del target.Root[key]
        save_sheets(target, file)


def _name(spread: Spread, number: int) -> str:
    """What a side is called for those who sort them: section, sheet, and A for the outside, B for the inside."""
    return f"{spread.section + 1} - {spread.depth + 1}{'AB'[number % 2]}"


@dataclass(frozen=True)
class _Sheet:
    """The measures of a spread in points: a page across and down, and the bleed around both."""

    width: float
    height: float
    bleed: float

    @property
    def trim(self) -> Box:
        """Both pages; the fold stands at 0."""
        return -self.width, 0.0, self.width, self.height


def _form(target: pikepdf.Pdf, page: pikepdf.Page) -> Any:
    """A page as a thing that is drawn on another; its marks stay behind."""
    parts = page.obj.Contents
    data = parts[1].read_bytes()  # between the clip and the marks
    for name in ("/Marks", "/SlugLine"):
        del page.obj.Resources.XObject[name]
    return target.make_stream(
        data,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=page.obj.BleedBox,
        Resources=page.obj.Resources,
        Group=page.obj.Group,
    )


def _draw(
    target: pikepdf.Pdf,
    sheet: _Sheet,
    spread: Spread,
    forms: list[Any],
    trims: list[Box],
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
        across, down = start - trims[number][0], -trims[number][1]
        lines += [
            "q",
            f"{edge:.3f} {bottom - bleed:.3f} {sheet.width + bleed:.3f} {sheet.height + 2 * bleed:.3f} re W n",
            f"1 0 0 1 {across:.3f} {down:.3f} cm",
            f"{name} Do",
            "Q",
        ]
    lines += ["/Registration CS 1 SCN", f"{_HAIR:g} w", *_marks(sheet), slug]
    media = (left - _ROOM, bottom - _ROOM, right + _ROOM, top + _ROOM)
    return target.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=_array(media),
            BleedBox=_array((left - bleed, bottom - bleed, right + bleed, top + bleed)),
            TrimBox=_array(sheet.trim),
            Resources=Dictionary(XObject=Dictionary(drawn)),
            Group=Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, I=True, K=False),
            Contents=target.make_stream("\n".join(lines).encode("ascii")),
        )
    )


def _marks(sheet: _Sheet) -> Iterator[str]:
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


def _array(box: Box) -> Array:
    return Array([round(value, 4) for value in box])
