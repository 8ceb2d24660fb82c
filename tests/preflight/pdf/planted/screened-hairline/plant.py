from __future__ import annotations

import pikepdf

from tests.support.planting import add_content


def a_grey_rule(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 1, "q 0 0 0 0.3 K 0.4 w 40 60 m 90 60 l S Q")


def a_tint_that_is_filled(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 0, "q 0.5 0.2 0 0 k 40 60 50 0.3 re f Q")
