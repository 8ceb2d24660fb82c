from __future__ import annotations

import pikepdf

from tests.support.planting import add_content, replace_content


def white_letters(pdf: pikepdf.Pdf) -> None:
    replace_content(pdf, 2, "0 0 0 0 k BT", "/Over gs 0 0 0 0 k BT")


def a_white_panel(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 1, "q /Over gs 0 0 0 0 k 40 60 50 20 re f Q")
