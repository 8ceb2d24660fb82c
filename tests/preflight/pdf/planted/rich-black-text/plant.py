from __future__ import annotations

import pikepdf

from tests.support.planting import add_content, codes


def all_that_can_be_had(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 1, f"0.8 0.7 0.6 0.95 k BT /F1 20 Tf 60 60 Td {codes('江')} Tj ET")
