from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def a_link_on_the_page(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[60, 60, 90, 80], Dest=String("x"), Border=Array([0, 0, 0])
    )
    pdf.pages[2].obj.Annots = Array([note])
