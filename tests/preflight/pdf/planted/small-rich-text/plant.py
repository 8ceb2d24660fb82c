from __future__ import annotations

import pikepdf

from tests.support.planting import add_content, codes


def three_inks(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 1, f"0.6 0.4 0.2 0 k BT /F1 6.5 Tf 60 60 Td {codes('江上的桥')} Tj ET")
