from __future__ import annotations

import pikepdf

from tests.support.planting import replace_content


def six_points(pdf: pikepdf.Pdf) -> None:
    replace_content(pdf, 2, "/F1 12 Tf", "/F1 6 Tf")


def shrunk_by_the_page(pdf: pikepdf.Pdf) -> None:
    replace_content(pdf, 2, "36 74 Td", "0.5 0 0 0.5 36 74 Tm")
