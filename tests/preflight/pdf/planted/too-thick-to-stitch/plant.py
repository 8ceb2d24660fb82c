from __future__ import annotations

import pikepdf

LIMITS = {"stitched_most": 4}


def eight_pages_where_four_are_stitched(pdf: pikepdf.Pdf) -> None:
    for number in range(4):
        pdf.pages.append(pdf.pages[number])
