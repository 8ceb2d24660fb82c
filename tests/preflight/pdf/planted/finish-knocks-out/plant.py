from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.support.planting import add_content

PLAN = {"finishes": ("Varnish",)}
LIMITS = {"spots": ("Varnish",)}


def a_shape(pdf: pikepdf.Pdf) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0, 0, 0.1], N=1)
    space = Array([Name.Separation, Name("/Varnish"), Name.DeviceCMYK, tint])
    add_content(pdf, 3, "q /S cs 1 scn 40 20 50 20 re f Q", ColorSpace={"S": space})
