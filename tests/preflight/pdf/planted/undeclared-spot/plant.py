from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.support.planting import add_content


def a_fifth_plate(pdf: pikepdf.Pdf) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0.8, 0.9, 0], N=1)
    space = Array([Name.Separation, Name("/PANTONE 485 C"), Name.DeviceCMYK, tint])
    add_content(pdf, 3, "q /S cs 0.5 scn 40 20 50 20 re f Q", ColorSpace={"S": space})
