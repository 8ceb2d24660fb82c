from __future__ import annotations

import pikepdf

from tests.support.planting import add_content, codes


def a_box_in_its_place(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 0, f"/Over gs 0 0 0 1 k BT /F1 10 Tf 60 60 Td <{codes('江')[1:-1]}0000> Tj ET")


def a_code_that_is_none(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 3, "/Over gs 0 0 0 1 k BT /F1 10 Tf 60 20 Td <ffff> Tj ET")
