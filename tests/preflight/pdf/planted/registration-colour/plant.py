from __future__ import annotations

import pikepdf

from tests.support.planting import add_content


def a_rule(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 0, "q /All CS 1 SCN 1 w 40 60 m 90 60 l S Q")
