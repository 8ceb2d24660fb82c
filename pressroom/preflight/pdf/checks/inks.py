"""Checks on colours: what they are set in, how much ink they lay, what they hide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pressroom.preflight.pdf.look import Look
from pressroom.preflight.pdf.marks.values import Box, Mark, PdfPage
from pressroom.preflight.pdf.registry import PRESS, PRINT, SCREEN, Spot, check_file
from pressroom.preflight.pdf.renderers import PLATE_PPI, read_grey
from pressroom.report import Severity

_WINDOW = 15  # mm
_REGISTRATION = "All"
_PROCESS = frozenset({"Cyan", "Magenta", "Yellow", "Black", "None", "All"})
_INKS = "give the colour its inks under `inks` in layout.yaml"


def spot_of(sheet: PdfPage, mark: Mark, message: str, hint: str, value: str = "", limit: str = "") -> Spot:
    """A spot where a mark stands."""
    pixels = (mark.picture.width, mark.picture.height) if mark.picture else None
    bits = mark.picture.bits if mark.picture else 0
    return Spot(message, hint, sheet.number, mark.box, value, limit, mark.text, pixels, mark.drawn, bits=bits)


_WORDS = {"text": "text", "line": "a line", "fill": "a fill", "picture": "a picture", "blend": "a blend"}


@check_file(Severity.STOP, "GWG 2022 R0027", PRESS)
def not_in_inks(look: Look) -> Iterator[Spot]:
    """All colours are in the printer's inks: none is RGB, Lab, or left to a profile.

    The press converts what is left, each in its own way: black letters become four colours, greens turn dull.
    """
    for sheet, mark in look.inked:
        ink = mark.ink
        if ink.family in ("rgb", "lab") or (ink.measured and ink.family != "unknown"):
            name = f"{'profiled ' if ink.measured else ''}{'Lab' if ink.family == 'lab' else ink.family.upper()}"
            value = f"profiled {ink}" if ink.measured else str(ink)
            yield spot_of(sheet, mark, f"{_WORDS[mark.kind]} is in {name}", _INKS, value, "CMYK of the press")


@check_file(Severity.STOP, "ISO 19005-2, 6.2.4.3", SCREEN)
def inks_on_a_screen(look: Look) -> Iterator[Spot]:
    """No colour of the screen edition is in a printer's inks.

    Each viewer turns CMYK into light in its own way; PDF/A wants one meaning for every colour.
    """
    for sheet, mark in look.inked:
        if mark.ink.family == "cmyk" and not mark.ink.measured:
            hint = "save the picture in sRGB" if mark.kind == "picture" else "give the colour in RGB"
            yield spot_of(sheet, mark, f"{_WORDS[mark.kind]} is in CMYK", hint, str(mark.ink), "RGB")


@check_file(Severity.STOP, "GWG 2022 R0007, R0008", PRESS)
def white_overprints(look: Look) -> Iterator[Spot]:
    """Nothing white overprints.

    White is no ink: set to overprint, it leaves what lies below as it is, and vanishes.
    """
    for sheet, mark in look.inked:
        if mark.ink.white and mark.overprints and mark.kind in ("text", "line", "fill"):
            yield spot_of(
                sheet, mark, f"{_WORDS[mark.kind]} is white and overprints", "let it knock out what lies below"
            )


@check_file(Severity.STOP, "GWG 2022 R0020", PRESS)
def undeclared_spot(look: Look) -> Iterator[Spot]:
    """Every spot colour is one that the printer knows of.

    Each is a plate of its own, and has to be paid for.
    """
    allowed = _PROCESS | set(look.limits.spots)
    for sheet, mark in look.inked:
        for name in mark.ink.names:
            if name not in allowed:
                hint = "list it under `spots` in the profile, or give its CMYK under `inks` in layout.yaml"
                yield spot_of(sheet, mark, f"{_WORDS[mark.kind]} is in the spot colour {name!r}", hint, name)


@check_file(Severity.STOP, "house rule: varnish and foil lie on the inks", PRESS)
def finish_knocks_out(look: Look) -> Iterator[Spot]:
    """What is drawn in a varnish or a foil overprints all that lies below.

    Knocked out, the paper shows through the varnish: the picture is gone where it should shine.
    """
    for sheet, mark in look.inked:
        finish = next((name for name in mark.ink.names if name in look.plan.finishes), "")
        if finish and not mark.overprints:
            hint = "draw it as a plain shape or as letters: pictures and gradients knock out"
            yield spot_of(sheet, mark, f"{_WORDS[mark.kind]} in {finish!r} knocks out what lies below", hint, finish)


@check_file(Severity.QUERY, "GWG 2022 R0024", PRINT)
def registration_colour(look: Look) -> Iterator[Spot]:
    """The colour of registration marks is used for nothing else.

    It prints on every plate at once: far too much ink for a page.
    """
    for sheet, mark in look.inked:
        if _REGISTRATION in mark.ink.names:
            yield spot_of(sheet, mark, f"{_WORDS[mark.kind]} is in registration colour", "use black")


@check_file(Severity.STOP, "GWG 2022 R0030", PRESS)
def wrong_blend_space(look: Look) -> Iterator[Spot]:
    """Transparent things blend in the printer's inks.

    Blended in RGB, black letters under a shadow come out in four colours.
    """
    for sheet in look.file.sheets:
        wrong = [space for space in sheet.blends if space != "cmyk"]
        if wrong:
            said = " and ".join(name.upper() for name in wrong)
            yield Spot(f"groups of the page blend in {said}", _INKS, sheet.number, None, said, "CMYK")


@check_file(Severity.STOP, "GWG 2022 R0026", PRESS)
def too_much_ink(look: Look) -> Iterator[Spot]:
    """No square of 15 mm takes more ink than the paper does.

    It would not dry: it sets off on the next sheet, and sheets stick together. Measured on Ghostscript's plates.
    """
    limit = look.limits.ink
    for sheet, plates in zip(look.file.sheets, look.drawings.plates, strict=True):
        total = _sum_plates(plates)
        if total is None:
            continue
        most, row, column, side = _fullest_window(total)
        if most > limit:
            box = _box_of(sheet, row, column, side, total.shape[0])
            hint = "lighten the picture or the colour, or convert it with the printer's profile"
            yield Spot(
                f"{most:.0f} % of ink in a square of {_WINDOW} mm",
                hint,
                sheet.number,
                box,
                f"{most:.0f} %",
                f"{limit:g} %",
            )


def _sum_plates(plates: dict[str, Any]) -> Any:
    """The ink on every spot of a page in per cent; nothing where it has no plates."""
    import numpy as np

    total = None
    for path in plates.values():
        ink = 255 - read_grey(path).astype(np.float32)
        total = ink if total is None else total + ink
    return None if total is None else total * (100 / 255)


def _fullest_window(total: Any) -> tuple[float, int, int, int]:
    """The fullest square: its mean, and its top row, left column and side in pixels."""
    import numpy as np

    side = min(round(_WINDOW / 25.4 * PLATE_PPI), *total.shape)
    if float(total.max()) == 0:
        return 0.0, 0, 0, side
    sums = np.zeros((total.shape[0] + 1, total.shape[1] + 1), dtype=np.float64)
    np.cumsum(np.cumsum(total, axis=0, dtype=np.float64), axis=1, out=sums[1:, 1:])
    windows = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    place = int(np.argmax(windows))
    row, column = divmod(place, windows.shape[1])
    return float(windows[row, column]) / side**2, row, column, side


def _box_of(sheet: PdfPage, row: int, column: int, side: int, height: int) -> Box:
    """The box of a square of the plates, which show what lies within the bleed."""
    unit = 72 / PLATE_PPI
    left = sheet.bleed[0] + column * unit
    bottom = sheet.bleed[1] + (height - row - side) * unit
    return left, bottom, left + side * unit, bottom + side * unit
