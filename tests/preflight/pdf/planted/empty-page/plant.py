from __future__ import annotations

import pikepdf


def nothing_on_it(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.Contents = pdf.make_stream(b"")
