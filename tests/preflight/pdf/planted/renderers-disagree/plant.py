from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, Name

from tests.support.planting import add_content


def a_blend_of_four_inks_with_three_values(pdf: pikepdf.Pdf) -> None:
    """Some draw it, some leave it out."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0.5, 0], C1=[1, 0.6, 0.2], N=1)
    blend = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[40, 0, 90, 0], Function=tint)
    add_content(pdf, 0, "q 30 30 110 60 re W n /B sh Q", Shading={"B": blend})
