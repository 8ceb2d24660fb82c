from __future__ import annotations

import pikepdf
from pikepdf import Array

from tests.support.planting import MM, add_content, picture


def no_bleed_box(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj["/BleedBox"]


def two_millimetres(pdf: pikepdf.Pdf) -> None:
    box = [float(value) for value in pdf.pages[3].obj.TrimBox]
    pdf.pages[3].obj.BleedBox = Array([box[0] - 2 * MM, box[1] - 2 * MM, box[2] + 2 * MM, box[3] + 2 * MM])


def ground_ends_at_the_cut(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 2, f"q 0.1 0 0 0 k 0 0 {60 * MM:.4f} {15 * MM:.4f} re f Q")


def photo_ends_at_the_cut(pdf: pikepdf.Pdf) -> None:
    item = picture(pdf, 480, 240, "DeviceCMYK")
    add_content(pdf, 0, f"q {30 * MM:.4f} 0 0 {20 * MM:.4f} {30 * MM:.4f} 20 cm /P Do Q", XObject={"P": item})
