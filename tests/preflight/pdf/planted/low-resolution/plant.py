from __future__ import annotations

import pikepdf

from tests.support.planting import add_content, picture, replace_content


def enlarged_six_times(pdf: pikepdf.Pdf) -> None:
    replace_content(pdf, 2, "57.6 0 0 38.4", "132 0 0 88")


def a_little_too_large(pdf: pikepdf.Pdf) -> None:
    replace_content(pdf, 2, "57.6 0 0 38.4", "86.4 0 0 57.6")


def stretched_one_way(pdf: pikepdf.Pdf) -> None:
    item = picture(pdf, 300, 300, "DeviceCMYK")
    add_content(pdf, 0, "q 20 0 0 150 60 20 cm /P Do Q", XObject={"P": item})
