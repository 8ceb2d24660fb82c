from __future__ import annotations

import pikepdf

from tests.support.planting import replace_content


def small_letters(pdf: pikepdf.Pdf) -> None:
    replace_content(pdf, 1, "Tj ET", "Tj ET /Over gs")
    replace_content(pdf, 1, "/Over gs", "/Knock gs")


def a_thin_line(pdf: pikepdf.Pdf) -> None:
    replace_content(pdf, 2, "Tj ET", "Tj ET /Knock gs")
