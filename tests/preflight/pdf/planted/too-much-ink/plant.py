from __future__ import annotations

import pikepdf

from tests.support.planting import MM, add_content


def four_full_plates(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 2, f"q 1 1 1 1 k 60 100 {16 * MM:.3f} {16 * MM:.3f} re f Q")
