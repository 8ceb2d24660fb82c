from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def a_layer_that_may_be_off(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("English")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary())
