"""A picture over a spread: its halves meet in the fold, and each page shows a strip of the other's for the gutter."""

from __future__ import annotations

import io
from typing import Any

import numpy
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array

from tests.support.press import Pulled

MM = 72 / 25.4
SCALE = 3
HIGH = 150  # millimetres of the picture that are looked at, from the top


@pytest.fixture(scope="module")
def pages(sample: Pulled) -> tuple[Any, Any]:
    """The two pages of the opener of the sample issue, with their bleed."""
    run = next(run for pasteup, run in sample.parts if pasteup.slot.spread and pasteup.slot.kind == "opener")
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(run.pdf)) as pdf:
        for page in pdf.pages:
            left, bottom, right, top = (float(value) for value in page.TrimBox)
            page.MediaBox = Array([left - 3 * MM, bottom - 3 * MM, right + 3 * MM, top + 3 * MM])
        pdf.save(buffer)
    document = pypdfium2.PdfDocument(buffer.getvalue())
    drawn = tuple(numpy.asarray(page.render(scale=SCALE).to_pil().convert("RGB")).astype(int) for page in document)
    document.close()
    return drawn[0], drawn[1]


def strip(page: Any, start: float, end: float) -> Any:
    """A strip of a page, from and to so many millimetres from the left of its bleed."""
    return page[: int(HIGH * MM * SCALE), round(start * MM * SCALE) + 2 : round(end * MM * SCALE) - 2]


def test_each_half_goes_on_in_the_gutter_of_the_other(pages: tuple[Any, Any]) -> None:
    verso, recto = pages
    for ours, theirs in ((strip(verso, 213, 216), strip(recto, 3, 6)), (strip(verso, 210, 213), strip(recto, 0, 3))):
        width = min(ours.shape[1], theirs.shape[1])
        assert len(numpy.unique(ours.reshape(-1, 3), axis=0)) > 3, "there is something to be seen"
        assert numpy.abs(ours[:, :width] - theirs[:, :width]).mean() < 3
