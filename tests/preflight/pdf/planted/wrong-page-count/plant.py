from __future__ import annotations

import pikepdf


def three_pages(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[3]
