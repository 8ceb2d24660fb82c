"""Checks on bar codes: they are read back from the page as a till would."""

from __future__ import annotations

from collections.abc import Iterator

from pressroom.issue import number_issn
from pressroom.preflight.pdf.look import Look
from pressroom.preflight.pdf.marks.values import PdfPage
from pressroom.preflight.pdf.registry import PRINT, Spot, check_file
from pressroom.report import Severity

_PPI = 300
_PERIODICAL = "977"
_CURE = "draw it with ::: barcode, or with the macro of the layout, from the ISSN in magazine.yaml"


@check_file(Severity.STOP, "ISO 3297, annex; GB/T 16827", PRINT)
def wrong_bar_code(look: Look) -> Iterator[Spot]:
    """The bar code on the cover can be read, and is that of the magazine's ISSN.

    A shop cannot sell what its till does not know, or takes for something else.
    """
    if not look.plan.issn:
        return
    expected = number_issn(look.plan.issn, "")  # two digits behind it tell the price or the year
    codes = [(sheet, code, corners) for sheet in _covers(look) for code, corners in _read_codes(look, sheet)]
    for sheet, code, box in codes:
        if code.startswith(_PERIODICAL) and code[: len(expected)] != expected:
            message = f"the bar code says {code[:13]}"
            yield Spot(message, _CURE, sheet.number, box, code[:13], f"{expected}…")
    if not any(code.startswith(_PERIODICAL) for _, code, _ in codes):
        message = "no bar code of the ISSN can be read on the covers"
        yield Spot(message, _CURE, -1, None, "none", f"{expected}…", severity=Severity.QUERY)


def _covers(look: Look) -> list[PdfPage]:
    """The pages of the cover; the outer ones, where no page says that it is one."""
    sheets = look.file.sheets
    return [sheet for sheet in sheets if sheet.label.startswith("C")] or [sheets[0], sheets[-1]]


def _read_codes(look: Look, sheet: PdfPage) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Read the bar codes of a page: their digits, and where they stand."""
    import zxingcpp  # it takes long to load

    shown = sheet.boxes.get("Crop") or sheet.boxes["Media"]
    unit = 72 / _PPI
    image = look.drawings.draw_page(sheet.number, _PPI)
    wanted = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.EAN13])
    for found in zxingcpp.read_barcodes(image, formats=wanted):
        spots = found.position
        across = [point.x * unit for point in (spots.top_left, spots.top_right, spots.bottom_left, spots.bottom_right)]
        down = [point.y * unit for point in (spots.top_left, spots.top_right, spots.bottom_left, spots.bottom_right)]
        box = (shown[0] + min(across), shown[3] - max(down), shown[0] + max(across), shown[3] - min(down))
        yield "".join(char for char in found.text if char.isdigit()), box
