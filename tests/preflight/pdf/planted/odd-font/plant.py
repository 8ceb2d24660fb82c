from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.support.planting import add_content


def drawn_by_procedures(pdf: pikepdf.Pdf) -> None:
    glyph = pdf.make_stream(b"1000 0 0 0 800 800 d1 0 0 800 800 re f")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 1000, 1000],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=Dictionary(a=glyph),
        Encoding=Dictionary(Differences=Array([97, Name.a])),
        FirstChar=97,
        LastChar=97,
        Widths=Array([1000]),
    )
    add_content(pdf, 1, "/Over gs 0 0 0 1 k BT /T 10 Tf 30 40 Td (aaa) Tj ET", Font={"T": font})
