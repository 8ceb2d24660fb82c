from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.support.planting import add_content, picture, replace_content


def an_rgb_rule(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 1, "q 0.8 0.1 0.1 rg 40 60 50 10 re f Q")


def rgb_black_letters(pdf: pikepdf.Pdf) -> None:
    replace_content(pdf, 3, "0 0 0 1 k BT", "0 0 0 rg BT")


def an_rgb_photo(pdf: pikepdf.Pdf) -> None:
    item = picture(pdf, 300, 300, "DeviceRGB")
    add_content(pdf, 0, "q 57.6 0 0 57.6 40 60 cm /P Do Q", XObject={"P": item})


def a_photo_with_a_profile(pdf: pikepdf.Pdf) -> None:
    item = picture(pdf, 300, 300, "DeviceCMYK")
    item.ColorSpace = Array([Name.ICCBased, pdf.Root.OutputIntents[0].DestOutputProfile])
    add_content(pdf, 0, "q 57.6 0 0 57.6 40 60 cm /P Do Q", XObject={"P": item})


def rgb_in_a_group(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_stream(b"0 0.5 0 rg 0 0 30 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 30, 20])
    add_content(pdf, 2, "q 1 0 0 1 40 10 cm /G Do Q", XObject={"G": group})


def an_rgb_blend(pdf: pikepdf.Pdf) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0.5, 0.5, 1], C1=[1, 0.9, 0.8], N=1)
    blend = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[40, 0, 90, 0], Function=tint)
    add_content(pdf, 0, "q 40 60 50 20 re W n /B sh Q", Shading={"B": blend})
