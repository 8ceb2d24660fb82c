from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, Name


def a_group_in_rgb(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].obj.Resources.XObject.Group.Group.CS = Name.DeviceRGB


def a_page_in_rgb(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
