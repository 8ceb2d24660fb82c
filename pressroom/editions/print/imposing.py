"""Take pages of the print edition as things that are drawn on larger sheets."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Name

from pressroom.editions.print.marks import Box, trim_of


def form_of(target: pikepdf.Pdf, page: pikepdf.Page) -> Any:
    """A page up to its bleed as a form XObject, its trim at 0, 0; its marks stay behind."""
    clip, content, _ = page.obj.Contents
    left, bottom, _, _ = trim_of(page.obj)
    for name in ("/Marks", "/SlugLine"):
        del page.obj.Resources.XObject[name]
    return target.make_stream(
        clip.read_bytes() + content.read_bytes() + b"\nQ",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=page.obj.BleedBox,
        Matrix=Array([1, 0, 0, 1, round(-left, 4), round(-bottom, 4)]),
        Resources=page.obj.Resources,
        Group=page.obj.Group,
    )


def array_of(box: Box) -> Array:
    """A box as PDF writes it."""
    return Array([round(value, 4) for value in box])
