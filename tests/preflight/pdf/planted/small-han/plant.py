from __future__ import annotations

import pikepdf

from tests.support.planting import add_content, codes


def three_inks(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 1, f"q /Over gs 0.9 0.3 0.5 0 k BT /F1 9 Tf 30 60 Td {codes('江上的桥')} Tj ET Q")


def nearly_as_large(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 2, f"q 0.9 0.3 0 0.2 k BT /F1 9.4 Tf 30 60 Td {codes('灯亮了')} Tj ET Q")
