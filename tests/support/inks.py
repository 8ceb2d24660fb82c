"""Colours of a layout for the printer, and the profile that the house prints by."""

from __future__ import annotations

from tests.support.paths import PRINT_PROFILE

PROFILE = PRINT_PROFILE.read_bytes()
TIDE, GOLD, GREY = "#123f63", "#b5762a", "#5b6770"


def rgb(colour: str) -> tuple[float, float, float]:
    """A colour as the parts of light that it is."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue
