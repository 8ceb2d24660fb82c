"""Checks on pictures, and on whether all renderers show the same page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pressroom.preflight.pdf.checks.inks import spot_of
from pressroom.preflight.pdf.look import Look
from pressroom.preflight.pdf.marks.values import Box, Mark, PdfPage
from pressroom.preflight.pdf.registry import PRINT, Spot, check_file
from pressroom.preflight.pdf.renderers import VIEW_PPI
from pressroom.report import Severity

_TINY = 16  # pixels: ornaments and swatches
_BLOCK = 8
_PAPER, _INKED = 6, 40  # darkness of a block, 0 to 255
_LARGER = "ask for the picture in a larger size, or place it smaller"


@check_file(Severity.STOP, "GWG 2022 R0031", PRINT)
def low_resolution(look: Look) -> Iterator[Spot]:
    """A photo has pixels enough for its size on the page.

    With fewer than 225 an inch it looks soft, with fewer than 150 one sees the pixels.
    """
    least, wanted = look.limits.photo_least, look.limits.photo_wanted
    for sheet, mark in look.inked:
        if mark.picture and not _is_line_art(mark):
            yield from _judge(sheet, mark, least, wanted)


@check_file(Severity.STOP, "GWG 2022 R0032", PRINT)
def coarse_line_art(look: Look) -> Iterator[Spot]:
    """Line art of one bit has pixels enough for its size on the page.

    It has no greys to smooth its steps with.
    """
    least, wanted = look.limits.line_art_least, look.limits.line_art_wanted
    for sheet, mark in look.inked:
        if mark.picture and _is_line_art(mark):
            yield from _judge(sheet, mark, least, wanted)


def _is_line_art(mark: Mark) -> bool:
    return mark.picture is not None and mark.picture.bits == 1


def _judge(sheet: PdfPage, mark: Mark, least: float, wanted: float) -> Iterator[Spot]:
    """Find a picture that has too few pixels."""
    assert mark.picture
    if min(mark.picture.width, mark.picture.height) <= _TINY or not mark.ppi or round(mark.ppi) >= wanted:
        return
    size = f"{mark.picture.width} × {mark.picture.height} pixels"
    message = f"a picture of {size} has {mark.ppi:.0f} to an inch"
    found = spot_of(sheet, mark, message, _LARGER, f"{mark.ppi:.0f} ppi", f"{wanted:g} ppi")
    yield found if round(mark.ppi) < least else replace(found, severity=Severity.QUERY)


@check_file(Severity.STOP, "house rule: the page is what was seen")
def renderers_disagree(look: Look) -> Iterator[Spot]:
    """Ghostscript, Poppler, MuPDF and PDFium all show the same page.

    The press has yet another renderer. What one of four draws otherwise, or not at all, it may, too.
    """
    views = look.drawings.views()
    for sheet in look.file.sheets:
        pages = {name: _blocks(drawn[sheet.number]) for name, drawn in views.items() if sheet.number < len(drawn)}
        if len(pages) < len(views):
            missing = ", ".join(sorted(views.keys() - pages.keys()))
            yield Spot(f"the page is not drawn by {missing}", "build the edition again", sheet.number)
            continue
        yield from _compare(sheet, pages, look.limits.difference)


def _blocks(drawn: Any) -> Any:
    """How dark a page is, block by block."""
    import numpy as np

    grey = np.asarray(drawn, dtype=np.float32).reshape(drawn.shape[0], drawn.shape[1])
    height, width = (side // _BLOCK * _BLOCK for side in grey.shape)
    dark = 255 - grey[:height, :width]
    return dark.reshape(height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK).mean(axis=(1, 3))


def _compare(sheet: PdfPage, pages: dict[str, Any], tolerance: float) -> Iterator[Spot]:
    """Find where the renderers differ most on a page; edges may be off by a part of a block."""
    import numpy as np

    rows = min(page.shape[0] for page in pages.values())
    columns = min(page.shape[1] for page in pages.values())
    cut = {name: page[:rows, :columns] for name, page in pages.items()}
    around = {name: _reach(page) for name, page in cut.items()}
    off = {name: [_apart(page, around[other]) for other in cut if other != name] for name, page in cut.items()}
    worst = np.max([np.max(apart, axis=0) for apart in off.values()], axis=0)
    lost = np.any([page < _PAPER for page in cut.values()], axis=0) & (worst > _INKED - _PAPER)
    wrong = (worst > tolerance * 255) | lost
    if not wrong.any():
        return
    row, column = (int(value) for value in np.unravel_index(int(np.argmax(worst * wrong)), wrong.shape))
    odd = max(off, key=lambda name: sum(float(apart[row, column]) for apart in off[name]))
    shown = ", ".join(f"{name} {float(page[row, column]) / 2.55:.0f} %" for name, page in cut.items())
    count = int(wrong.sum())
    message = f"{odd} draws {count} {'spot' if count == 1 else 'spots'} otherwise than the others"
    hint = "look for a blend, a mask or a font in what is placed there"
    yield Spot(message, hint, sheet.number, _box_of(sheet, wrong), shown, f"{tolerance:.0%} apart")


def _reach(page: Any) -> tuple[Any, Any]:
    """The lightest and the darkest of each block and those around it."""
    import numpy as np

    padded = np.pad(page, 1, mode="edge")
    height, width = page.shape
    near = np.stack([padded[y : y + height, x : x + width] for y in range(3) for x in range(3)])
    return near.min(axis=0), near.max(axis=0)


def _apart(page: Any, reach: tuple[Any, Any]) -> Any:
    """How far the blocks of a page lie outside the reach of another."""
    import numpy as np

    return np.maximum(np.maximum(page - reach[1], reach[0] - page), 0)


def _box_of(sheet: PdfPage, wrong: Any) -> Box:
    """The box around all blocks that differ; drawings show the crop box, from its top."""
    import numpy as np

    shown = sheet.boxes.get("Crop") or sheet.boxes["Media"]
    down, across = np.nonzero(wrong)
    unit = _BLOCK * 72 / VIEW_PPI
    left, right = shown[0] + int(across.min()) * unit, shown[0] + (int(across.max()) + 1) * unit
    top, bottom = shown[3] - int(down.min()) * unit, shown[3] - (int(down.max()) + 1) * unit
    return left, bottom, right, top
