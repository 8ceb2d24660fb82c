"""Read the pictures of a PDF: a stream in, its size and colours out; no pixel is decoded."""

from __future__ import annotations

from typing import Any

from pressroom.preflight.pdf.marks.colours import tell_space
from pressroom.preflight.pdf.marks.values import Bitmap, Ink

_LONG = {"/W": "/Width", "/H": "/Height", "/BPC": "/BitsPerComponent", "/CS": "/ColorSpace", "/IM": "/ImageMask"}


def read_bitmap(item: Any, resources: Any) -> Bitmap:
    """Read a picture, or one that is written in the content of a page."""

    def find(key: str, default: Any) -> Any:
        short = next((short for short, long in _LONG.items() if long == key), key)
        return item.get(key, item.get(short, default))

    mask = bool(find("/ImageMask", False))
    space = find("/ColorSpace", None)
    colour = tell_space(space, resources) if space is not None else Ink("unknown")
    bits = 1 if mask else int(find("/BitsPerComponent", 8))
    return Bitmap(int(find("/Width", 0)), int(find("/Height", 0)), bits, colour, mask)
