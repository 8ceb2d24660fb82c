"""Tell colours: the colour spaces of a PDF in, the family of what is set in them out (ISO 32000-1, 8.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Name

from pressroom.preflight.pdf.marks.values import Ink

_PLAIN = {
    "/DeviceGray": "gray",
    "/G": "gray",
    "/DeviceRGB": "rgb",
    "/RGB": "rgb",
    "/DeviceCMYK": "cmyk",
    "/CMYK": "cmyk",
    "/Pattern": "pattern",
}
_MEASURED = {"/CalGray": "gray", "/CalRGB": "rgb", "/Lab": "lab"}
_BY_COUNT = {1: "gray", 3: "rgb", 4: "cmyk"}
_FIRST = {"gray": (0.0,), "rgb": (0.0, 0.0, 0.0), "cmyk": (0.0, 0.0, 0.0, 1.0), "lab": (0.0, 0.0, 0.0)}
BLACK = Ink("gray", (0.0,))


def tell_space(space: Any, resources: Any) -> Ink:
    """Tell a colour space by its name or array; the ink has no values yet."""
    if isinstance(space, Name):
        if str(space) in _PLAIN:
            return Ink(_PLAIN[str(space)])
        named = resources.get("/ColorSpace", {}).get(str(space)) if resources is not None else None
        return tell_space(named, None) if named is not None else Ink("unknown")
    if not isinstance(space, Array) or not len(space):
        return Ink("unknown")
    kind = str(space[0])
    if kind in _PLAIN:
        return Ink(_PLAIN[kind])
    if kind in _MEASURED:
        return Ink(_MEASURED[kind], measured=True)
    if kind == "/ICCBased":
        return Ink(_BY_COUNT.get(int(space[1].get("/N", 0)), "unknown"), measured=True)
    if kind in ("/Indexed", "/I"):
        return tell_space(space[1], resources)
    if kind == "/Separation":
        return Ink("spot", names=(str(space[1])[1:],))
    if kind == "/DeviceN":
        return Ink("spot", names=tuple(str(name)[1:] for name in space[1]))
    return Ink("unknown")


def first_of(space: Ink) -> Ink:
    """The ink that a space begins with when it is chosen."""
    values = _FIRST.get(space.family, (1.0,) * len(space.names))
    return Ink(space.family, values, space.names, space.measured)


def mix(space: Ink, operands: Sequence[Any]) -> Ink:
    """An ink of a space, by the values that are set."""
    values = tuple(float(value) for value in operands if not isinstance(value, Name))
    return Ink(space.family, values, space.names, space.measured)
