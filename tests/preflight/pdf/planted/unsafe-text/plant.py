from __future__ import annotations

import pikepdf

from tests.support.planting import add_content, codes


def too_near_to_the_edge(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 0, f"/Over gs 0 0 0 1 k BT /F1 10 Tf 60 6 Td {codes('江上')} Tj ET")


def over_the_edge(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 3, f"/Over gs 0 0 0 1 k BT /F1 10 Tf -4 60 Td {codes('江上')} Tj ET")
