"""Draw what the printer and the binder go by, outside the bleed: crop and registration marks, and a bar of the inks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from pressroom.editions.print.inking import write_spot
from pressroom.editions.print.painting import spot_name
from pressroom.pictures.separating import Inks

MM = 72 / 25.4
#: A box in points: left, bottom, right, top.
Box = tuple[float, float, float, float]
_HAIR = 0.25  # points: the width of marks
_AWAY = 1.0 * MM  # from the bleed
_LONG = 5.0 * MM
_ROUND = 1.3 * MM  # radius of a registration mark
_PATCH = 4.0 * MM
_BAR = 12.0 * MM  # from the corner of the page to the bar
_CURVE = 0.5523
#: Patches of the bar in per cent of each ink: full, half, two over each other, and three to match the grey of black.
_PATCHES = (
    (100, 0, 0, 0),
    (0, 100, 0, 0),
    (0, 0, 100, 0),
    (0, 0, 0, 100),
    (50, 0, 0, 0),
    (0, 50, 0, 0),
    (0, 0, 50, 0),
    (0, 0, 0, 50),
    (100, 100, 0, 0),
    (100, 0, 100, 0),
    (0, 100, 100, 0),
    (50, 40, 40, 0),
)


@dataclass(frozen=True)
class Boxes:
    """The boxes of a page: cut, bled and with all marks."""

    trim: Box
    bleed: Box
    media: Box


def plan_boxes(trim: Box, bleed: float) -> Boxes:
    """Plan the boxes around a trimmed page; ``bleed`` is in points."""
    return Boxes(trim, grow(trim, bleed), grow(trim, bleed + 2 * _AWAY + _LONG + 2 * MM))


def at_origin(boxes: Boxes) -> tuple[Boxes, tuple[float, float]]:
    """The same boxes where the media begins at 0, 0, as imposing programs like it, and how far they were moved."""
    left, bottom = boxes.media[:2]
    moved = (move(box, -left, -bottom) for box in (boxes.trim, boxes.bleed, boxes.media))
    return Boxes(*moved), (-left, -bottom)


def move(box: Box, across: float, up: float) -> Box:
    """A box that is moved."""
    left, bottom, right, top = box
    return left + across, bottom + up, right + across, top + up


def trim_of(page: Any) -> Box:
    """The box that a page is cut to."""
    left, bottom, right, top = (float(value) for value in page.TrimBox)
    return left, bottom, right, top


def grow(box: Box, by: float) -> Box:
    """A box that is larger by so many points on every side."""
    left, bottom, right, top = box
    return left - by, bottom - by, right + by, top + by


def draw_marks(target: pikepdf.Pdf, boxes: Boxes, spots: Mapping[str, Inks]) -> pikepdf.Stream:
    """Draw the marks of a page; marks that must meet are on every plate."""
    lines = ["/Registration CS 1 SCN", f"{_HAIR:g} w"]
    lines += [f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l S" for a, b, c, d in crop_lines(boxes.trim, boxes.bleed)]
    lines += _registration(boxes)
    lines += _bar(boxes, spots)
    plates = {f"/{spot_name(spot)}": write_spot(target, spot, inks) for spot, inks in spots.items()}
    colours = {"/Registration": registration(target), **plates}
    return target.make_stream(
        "\n".join(lines).encode("ascii"),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([round(value, 3) for value in boxes.media]),
        Resources=Dictionary(ColorSpace=Dictionary(colours)),
    )


def registration(target: pikepdf.Pdf) -> pikepdf.Object:
    """The colour that prints on every plate (ISO 32000-1, 8.6.6.4)."""
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([1] * 4), N=1)
    return target.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))


def crop_lines(trim: Box, bleed: Box) -> Iterator[Box]:
    """Where the marks run that the page is cut by: in line with its edges, and outside the bleed."""
    left, bottom, right, top = trim
    for x in (left, right):
        yield x, bleed[3] + _AWAY, x, bleed[3] + _AWAY + _LONG
        yield x, bleed[1] - _AWAY, x, bleed[1] - _AWAY - _LONG
    for y in (bottom, top):
        yield bleed[0] - _AWAY, y, bleed[0] - _AWAY - _LONG, y
        yield bleed[2] + _AWAY, y, bleed[2] + _AWAY + _LONG, y


def _registration(boxes: Boxes) -> Iterator[str]:
    """A ring with a cross in the middle of each side."""
    left, bottom, right, top = boxes.bleed
    across, up, away = (left + right) / 2, (bottom + top) / 2, _AWAY + _LONG / 2
    for x, y in ((across, top + away), (across, bottom - away), (left - away, up), (right + away, up)):
        yield _ring(x, y, _ROUND)
        yield f"{x - _LONG / 2:.3f} {y:.3f} m {x + _LONG / 2:.3f} {y:.3f} l S"
        yield f"{x:.3f} {y - _LONG / 2:.3f} m {x:.3f} {y + _LONG / 2:.3f} l S"


def _ring(x: float, y: float, radius: float) -> str:
    """A circle of four curves."""
    pull = radius * _CURVE
    path = f"{x + radius:.3f} {y:.3f} m"
    for a, b in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        c, d = -b, a
        path += (
            f" {x + a * radius + c * pull:.3f} {y + b * radius + d * pull:.3f}"
            f" {x + c * radius + a * pull:.3f} {y + d * radius + b * pull:.3f}"
            f" {x + c * radius:.3f} {y + d * radius:.3f} c"
        )
    return f"{path} h S"


def _bar(boxes: Boxes, spots: Mapping[str, Inks]) -> Iterator[str]:
    """A row of patches over the page, as many as there is room for before its middle."""
    left, right = boxes.trim[0], boxes.trim[2]
    colours = [" ".join(f"{part / 100:g}" for part in patch) + " k" for patch in _PATCHES]
    colours[4:4] = [f"/{spot_name(spot)} cs 1 scn" for spot in spots]
    room = int(((right - left) / 2 - _BAR - _LONG) // _PATCH)
    for number, colour in enumerate(colours[: max(room, 0)]):
        x, y = left + _BAR + number * _PATCH, boxes.bleed[3] + _AWAY + (_LONG - _PATCH) / 2
        yield f"{colour} {x:.3f} {y:.3f} {_PATCH:.3f} {_PATCH:.3f} re f"
