from __future__ import annotations

import pikepdf


def a_table(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["numbers.csv"] = b"1,2"
