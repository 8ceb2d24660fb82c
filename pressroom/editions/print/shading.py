"""Blend in inks: gradients in the colours of the screen in, the same in inks out.

What blends from one colour to another in the colours of the screen is written out step by step in inks, so that it
looks the same. Functions are those of ISO 32000-1, 7.10.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from pressroom.pictures.separating import Rgb

_STEPS = 33
_FULL = 255
_MOST = 60.0  # the steepest curve that is told from a step

#: Two colours and a share of the way between them in; parts of each plate, or of the one grey, out.
Blend = Callable[[Rgb, Rgb, float], Sequence[float]]


def ink_shading(target: pikepdf.Pdf, shading: Any, blend: Blend, space: Name) -> None:
    """Write a gradient of RGB in another colour space; those of other spaces stay."""
    if shading.get("/ColorSpace") != Name.DeviceRGB or "/Function" not in shading:
        return
    shading.Function = _ink_function(target, shading.Function, blend)
    shading.ColorSpace = space
    if "/Background" in shading:
        del shading["/Background"]


def _ink_function(target: pikepdf.Pdf, function: Any, blend: Blend) -> Any:
    """Write a function in inks: stitches stay where they are, what is between them is written out."""
    if int(function.FunctionType) == 3:
        parts = [_ink_function(target, part, blend) for part in function.Functions]
        return Dictionary(
            FunctionType=3,
            Domain=function.Domain,
            Encode=function.Encode,
            Bounds=function.Bounds,
            Functions=Array(parts),
        )
    return _write_out(target, function, blend)


def _write_out(target: pikepdf.Pdf, function: Any, blend: Blend) -> Any:
    """Write a blend out step by step."""
    start, end = _colour(function.C0), _colour(function.C1)
    curve = min(max(float(function.N), 0.0), _MOST)
    samples = [blend(start, end, (step / (_STEPS - 1)) ** curve) for step in range(_STEPS)]
    count = len(samples[0])
    return target.make_stream(
        bytes(round(_FULL * min(max(part, 0.0), 1.0)) for sample in samples for part in sample),
        FunctionType=0,
        Domain=function.Domain,
        Range=Array([0, 1] * count),
        Size=Array([_STEPS]),
        BitsPerSample=8,
    )


def _colour(values: Any) -> Rgb:
    red, green, blue = (float(value) for value in values)
    return red, green, blue
