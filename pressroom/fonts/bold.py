"""Make outlines bold: a glyph of TrueType in, the same with thicker strokes out.

What FreeType does where a face has no bold (FT_Outline_EmboldenXY): every point is moved along the line that halves the
corner it stands at. Here the middle of the glyph stays where it is, and strokes that go down gain more than those that
go across, as in the bold faces of Song.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import Any

Point = tuple[float, float]
_TURN = -0.9375  # the cosine of the sharpest turn whose corner is moved


def embolden(glyph: Any, across: float, up: float) -> None:
    """Make a simple glyph bolder: strokes gain so many units in width and in height."""
    if glyph.numberOfContours <= 0:
        return
    points = [(float(x), float(y)) for x, y in glyph.coordinates]
    start, moved = 0, list[Point]()
    for end in glyph.endPtsOfContours:
        moved += _move_contour(points[start : end + 1], across / 2, up / 2)
        start = end + 1
    for number, (x, y) in enumerate(moved):
        glyph.coordinates[number] = (round(x), round(y))


def _move_contour(points: Sequence[Point], across: float, up: float) -> list[Point]:
    """Move the points of a contour outwards; those that lie on each other move together."""
    corners = [point for number, point in enumerate(points) if point != points[number - 1]]
    if len(corners) < 3:
        return list(points)
    shifts = {}
    for number, point in enumerate(corners):
        before, after = corners[number - 1], corners[(number + 1) % len(corners)]
        shifts[number] = _shift(before, point, after, across, up)
    moved, number = [], -1
    for index, point in enumerate(points):
        number += point != points[index - 1]
        x, y = shifts[max(number, 0) if number >= 0 else len(corners) - 1]
        moved.append((point[0] + x, point[1] + y))
    return moved


def _shift(before: Point, point: Point, after: Point, across: float, up: float) -> Point:
    """How far a corner moves: TrueType fills what lies on the right of a contour."""
    (ax, ay), first = _direction(before, point)
    (bx, by), second = _direction(point, after)
    cosine = ax * bx + ay * by
    if cosine <= _TURN:
        return 0.0, 0.0
    turn = ay * bx - ax * by  # of a corner that juts in: such a one must not cross what lies beside it
    least = min(first, second)
    whole = cosine + 1
    x = -(ay + by) * (across / whole if -across * turn <= least * whole else least / -turn)
    y = (ax + bx) * (up / whole if -up * turn <= least * whole else least / -turn)
    return x, y


def _direction(start: Point, end: Point) -> tuple[Point, float]:
    x, y = end[0] - start[0], end[1] - start[1]
    length = hypot(x, y)
    return (x / length, y / length), length
