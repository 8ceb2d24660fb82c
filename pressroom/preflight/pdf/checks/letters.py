"""Checks on letters and lines: too small or too thin to be printed in several inks, or out of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pressroom.preflight.pdf.checks.inks import spot_of
from pressroom.preflight.pdf.look import Look
from pressroom.preflight.pdf.marks.values import Ink, Mark
from pressroom.preflight.pdf.registry import PRINT, Spot, check_file
from pressroom.report import Severity

_BLACK = 0.85
_THIN = 2.0  # points: thinner lines overprint
_LONG = 2.0  # points: what is shorter is no line
_HALF = 0.05  # sizes are compared to one decimal (GWG 2015, 3.15)
_LARGER = "set it larger, in one ink, or on a lighter ground"


@check_file(Severity.STOP, "ISO 19005-2, 6.2.11.8; ISO 14289-1, 7.21.8")
def missing_outline(look: Look) -> Iterator[Spot]:
    """Every letter has an outline in its font.

    Else a box is printed in its place, or nothing.
    """
    for sheet, mark in look.inked:
        if mark.missing:
            count = f"{mark.missing} letters have" if mark.missing > 1 else "a letter has"
            message = f"{count} no outline in {mark.font.name if mark.font else 'the font'}"
            yield spot_of(sheet, mark, message, "write it otherwise, or add a face to fonts/", str(mark.missing), "0")


@check_file(Severity.QUERY, "GWG 2022 R0016", PRINT)
def small_reversed_text(look: Look) -> Iterator[Spot]:
    """White letters are large enough not to fill up.

    The inks around them creep in, each a little off.
    """
    limit = look.limits.reversed_text
    for sheet, mark in look.texts:
        if mark.ink.white and mark.size < limit - _HALF:
            value = f"{mark.size:.1f} pt"
            yield spot_of(sheet, mark, f"white letters of {value}", _LARGER, value, f"{limit:g} pt")


@check_file(Severity.QUERY, "GWG 2022 R0011, R0017", PRINT)
def small_rich_text(look: Look) -> Iterator[Spot]:
    """Small letters are in one ink.

    Two plates never lie quite on each other: letters of a point or two of stroke get a coloured rim.
    """
    limit = look.limits.rich_text
    for sheet, mark in look.texts:
        if mark.ink.count > 1 and mark.size < limit - _HALF:
            value = f"{mark.size:.1f} pt in {mark.ink.count} inks"
            yield spot_of(sheet, mark, f"letters of {value}", _LARGER, value, f"{limit:g} pt")


@check_file(Severity.QUERY, "GWG 2022 R0015", PRINT)
def rich_black_text(look: Look) -> Iterator[Spot]:
    """Black letters have little ink beside the black.

    More than that smears, and shows a rim.
    """
    limit = look.limits.rich_black
    for sheet, mark in look.texts:
        if _is_black(mark.ink) and mark.ink.total > limit:
            value = f"{mark.ink.total:.0f} %"
            yield spot_of(
                sheet, mark, f"black letters of {value} ink", "set them in black alone", value, f"{limit:g} %"
            )


def _is_black(ink: Ink) -> bool:
    return ink.family == "cmyk" and len(ink.values) == 4 and ink.values[3] >= _BLACK


@check_file(Severity.QUERY, "GWG 2022 R0009, R0010", PRINT)
def black_knocks_out(look: Look) -> Iterator[Spot]:
    """Small letters and thin lines in pure black overprint.

    Knocked out of a colour, they show a white rim wherever the plates are a hair off.
    """
    limits = {
        "text": ("small black letters knock", look.limits.overprinting_text),
        "line": ("a black line knocks", _THIN),
    }
    for sheet, mark in look.inked:
        what, limit = limits.get(mark.kind, ("", 0.0))
        if mark.ink.plates == (0, 0, 0, 1) and not mark.overprints and mark.size < limit - _HALF:
            value = f"{mark.size:.1f} pt"
            yield spot_of(sheet, mark, f"{what} out what lies below", "let it overprint", value, f"{limit:g} pt")


@check_file(Severity.STOP, "house rule; GWG 2022 R0018, R0019", PRINT)
def hairline(look: Look) -> Iterator[Spot]:
    """No line is thinner than a press can print.

    It looks well on a desk printer, and is broken or gone in print; in several inks or in white it needs more.
    """
    limit = look.limits.hairline
    for sheet, mark in look.inked:
        if not _is_line(mark) or round(mark.size, 3) >= limit:
            continue
        value = f"{mark.size:.2g} pt"
        found = spot_of(sheet, mark, f"a line of {value}", f"make it {limit:g} pt or more", value, f"{limit:g} pt")
        holds = mark.ink.count == 1 and mark.size >= limit / 2 and _is_full(mark.ink)
        yield replace(found, severity=Severity.QUERY) if holds else found


def _is_line(mark: Mark) -> bool:
    """Whether a mark is a line, or a fill that may be meant as one: borders are drawn so."""
    long = max(mark.box[2] - mark.box[0], mark.box[3] - mark.box[1]) >= _LONG
    return mark.kind == "line" or (mark.kind == "fill" and mark.size > 0 and long and not mark.ink.white)


def _is_full(ink: Ink) -> bool:
    """Whether an ink is solid, not a tint that is printed in dots."""
    return max(ink.plates, default=0) >= 0.9
