"""Change the tokens of a layout: what it has in; a list for the panel, or its sheet with another value, out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pressroom.read.editing import EditError, set_value
from pressroom.read.layout import Layout

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MEASURE = re.compile(r"(-?\d+(?:\.\d+)?)(mm|cm|pt|px|em|rem|%|)")
_VALUE = re.compile(r"[^\x00-\x1f{};<>]{1,200}")
_NAME = re.compile(r"[\w-]{1,80}")
#: How far a slider goes, by unit: the least step, and the room on either side.
_STEPS = {"mm": 0.5, "cm": 0.1, "pt": 0.1, "px": 1, "em": 0.05, "rem": 0.05, "%": 1, "": 0.1}
#: Tokens that are the page's own: its size is not a matter of a slider.
_FIXED = ("page-width", "page-height")


def list_tokens(layout: Layout) -> Iterator[dict[str, Any]]:
    """All tokens of a layout, each with what kind of a thing it is."""
    for name, value in layout.tokens:
        if name in _FIXED:
            continue
        measure = _MEASURE.fullmatch(value)
        token: dict[str, Any] = {"name": name, "value": value, "form": "text"}
        if _COLOUR.fullmatch(value):
            token["form"] = "colour"
        elif measure:
            token |= {"form": "measure", **_describe_measure(float(measure[1]), measure[2])}
        yield token


def _describe_measure(number: float, unit: str) -> dict[str, Any]:
    whole = unit == "" and number.is_integer()
    step = 1 if whole else _STEPS[unit]
    room = max(abs(number), 4 * step)
    return {"number": number, "unit": unit, "step": step, "least": min(0, number * 2), "most": round(number + room, 2)}


def set_token(text: str, name: str, value: str) -> str:
    """Give a token another value in a layout's sheet, where it is added if the layout had it from another.

    :raises EditError: if it is no value of a token.
    """
    if not _VALUE.fullmatch(value) or not _NAME.fullmatch(name):
        raise EditError("this is no value of a token")
    return set_value(text, ("tokens", name), value)
