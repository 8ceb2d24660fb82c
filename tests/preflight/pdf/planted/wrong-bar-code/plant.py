from __future__ import annotations

import pikepdf
from barcode.ean import EAN13

from tests.support.planting import add_content

PLAN = {"issn": "1002-7129"}
#: The clean file has no masthead.
FOLLOWS = {name: {"imprint-missing"} for name in ("of_another_magazine", "none_at_all", "too_pale_to_be_read")}


def draw(pdf: pikepdf.Pdf, digits: str, ink: str) -> None:
    pattern = EAN13(digits).build()[0]
    bars = " ".join(f"{20 + 0.94 * at:.2f} 20 0.94 50 re" for at, module in enumerate(pattern) if module == "1")
    add_content(pdf, 3, f"q {ink} {bars} f Q")


draw.__module__ = "planting"  # it is no fault itself


def of_another_magazine(pdf: pikepdf.Pdf) -> None:
    draw(pdf, "977123456700", "0 0 0 1 k")


def none_at_all(pdf: pikepdf.Pdf) -> None:
    """The clean file has none."""


def too_pale_to_be_read(pdf: pikepdf.Pdf) -> None:
    draw(pdf, "977100271200", "0 0 0.4 0 k")
