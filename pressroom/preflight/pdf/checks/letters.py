"""Checks on letters and lines: too small or too thin to be printed in several inks, or out of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pressroom.preflight.pdf.checks.inks import spot_of
from pressroom.preflight.pdf.look import Look
from pressroom.preflight.pdf.marks.values import Ink, Mark
from pressroom.preflight.pdf.registry import EVERY, PRINT, Spot, check_file
from pressroom.report import Severity

_BLACK = 0.85
_THIN = 2.0  # points: thinner lines overprint
_LONG = 2.0  # points: what is shorter is no line
_HALF = 0.05  # sizes are compared to one decimal (GWG 2015, 3.15)
_HAN, _HAN_INKS = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"), 2
_LARGER = "set it larger, in one ink, or on a lighter ground"


@check_file(Severity.STOP, "ISO 19005-2, 6.2.11.8; ISO 14289-1, 7.21.8", EVERY)
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


@check_file(Severity.QUERY, "house rule: dense characters", PRINT)
def small_han(look: Look) -> Iterator[Spot]:
    """Small Han characters are in two inks at most.

    Their strokes are finer than those of letters of the same size, and stand closer: in three inks they fill up. Those
    that are too small for two inks are told of as all letters are.
    """
    least, limit = look.limits.rich_text - _HALF, look.limits.rich_han
    for sheet, mark in look.texts:
        if mark.ink.count > _HAN_INKS and least <= mark.size < limit - _HALF and _HAN.search(mark.text):
            value = f"{mark.size:.1f} pt in {mark.ink.count} inks"
            hint = "give the colour two inks under `inks` in layout.yaml, or set it larger"
            yield spot_of(sheet, mark, f"Han of {value}", hint, value, f"{limit:g} pt, or {_HAN_INKS} inks")


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


@check_file(Severity.QUERY, "house rule: lines of dots", PRINT)
def screened_hairline(look: Look) -> Iterator[Spot]:
    """No thin rule is a tint.

    Tints are printed in dots: a line as thin as a row of them comes out broken. Lines of a drawing are part of a
    picture, whose tints are meant.
    """
    limit = look.limits.screened_line
    for sheet, mark in look.inked:
        thin = _is_line(mark) and look.limits.hairline <= round(mark.size, 3) < limit
        if thin and not mark.drawn and not mark.ink.white and mark.ink.plates and not _is_full(mark.ink):
            value = f"{mark.size:.2g} pt of {mark.ink.total:.0f} %"
            hint = f"make it {limit:g} pt or more, or give its colour one ink in full under `inks` in layout.yaml"
            yield spot_of(sheet, mark, f"a line of {value}", hint, value, f"{limit:g} pt, or full ink")


def _is_line(mark: Mark) -> bool:
    """Whether a mark is a line, or a fill that may be meant as one: borders are drawn so."""
    long = max(mark.box[2] - mark.box[0], mark.box[3] - mark.box[1]) >= _LONG
    return mark.kind == "line" or (mark.kind == "fill" and mark.size > 0 and long and not mark.ink.white)


def _is_full(ink: Ink) -> bool:
    """Whether an ink is solid, not a tint that is printed in dots."""
    return max(ink.plates, default=0) >= 0.9
