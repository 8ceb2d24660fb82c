from __future__ import annotations

import pikepdf

from tests.support.planting import replace_content


def three_hundred(pdf: pikepdf.Pdf) -> None:
    replace_content(pdf, 3, "28.8 0 0 14.4", "115.2 0 0 57.6")


def nearly_enough(pdf: pikepdf.Pdf) -> None:
    replace_content(pdf, 3, "28.8 0 0 14.4", "57.6 0 0 28.8")
