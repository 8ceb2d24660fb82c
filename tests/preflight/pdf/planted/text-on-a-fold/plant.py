from __future__ import annotations

import pikepdf

from tests.support.planting import add_content, codes

EDITION = "cover"
#: The text of the clean file stands on the spine.
PLAN = {"page": 5.0, "spine": 50.0}


def a_word_across_the_fold(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 1, f"q /Over gs 0 0 0 1 k BT /F1 12 Tf 4 60 Td {codes('灯亮了')} Tj ET Q")


def a_word_beside_the_fold(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 2, f"q /Over gs 0 0 0 1 k BT /F1 4 Tf 2 60 Td {codes('灯亮')} Tj ET Q")
