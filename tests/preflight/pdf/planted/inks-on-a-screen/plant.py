from __future__ import annotations

import pikepdf

from tests.support.planting import add_content, picture

EDITION = "screen"


def a_photo_for_the_press(pdf: pikepdf.Pdf) -> None:
    item = picture(pdf, 300, 300, "DeviceCMYK")
    add_content(pdf, 0, "q 57.6 0 0 57.6 40 60 cm /P Do Q", XObject={"P": item})
