"""The state of drawing: what a page's content has set so far, and how points are carried to the page.

Its matrices are its own, apart from those of ``editions.pdf.matrix``, which it judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot, sqrt
from typing import Any

from pressroom.preflight.pdf.marks.colours import BLACK
from pressroom.preflight.pdf.marks.fonts import FontReader
from pressroom.preflight.pdf.marks.values import Box, Ink

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
EVERYWHERE: Box = (-1e6, -1e6, 1e6, 1e6)


def matrix_of(values: Iterable[Any]) -> Matrix:
    """A matrix, as a PDF writes it."""
    a, b, c, d, e, f = (float(value) for value in values)
    return a, b, c, d, e, f


def combine(first: Matrix, then: Matrix) -> Matrix:
    """One matrix for two: the first is applied first."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def carry(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Carry a point."""
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def scale_of(matrix: Matrix) -> float:
    """How much longer lines become, on the average of both directions."""
    return sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))


def sides_of(matrix: Matrix) -> tuple[float, float]:
    """The sides of the unit square."""
    return hypot(matrix[0], matrix[1]), hypot(matrix[2], matrix[3])


def box_of(points: Sequence[tuple[float, float]]) -> Box:
    """The box around some points."""
    across, down = [point[0] for point in points], [point[1] for point in points]
    return min(across), min(down), max(across), max(down)


def carry_box(matrix: Matrix, box: Sequence[float]) -> Box:
    """The box around a box that is carried."""
    left, bottom, right, top = (float(value) for value in box)
    return box_of([carry(matrix, x, y) for x in (left, right) for y in (bottom, top)])


def meet(one: Box, other: Box) -> Box:
    """What two boxes share; its right is left of its left where that is nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def is_empty(box: Box) -> bool:
    """Whether a box holds nothing, not even a line."""
    return box[2] < box[0] or box[3] < box[1]


@dataclass(slots=True)
class State:
    """What is set; copied when it is kept for later."""

    matrix: Matrix = IDENTITY
    clip: Box = EVERYWHERE
    fill: Ink = BLACK
    stroke: Ink = BLACK
    fill_space: Ink = BLACK
    stroke_space: Ink = BLACK
    pattern: str = ""
    width: float = 1.0
    fill_over: bool = False
    stroke_over: bool = False
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    masked: bool = False
    blended: bool = False
    font: FontReader | None = None
    size: float = 0.0
    spacing: float = 0.0
    words: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    @property
    def solid(self) -> bool:
        """Whether what is filled hides what lies below."""
        return self.fill_alpha >= 1 and not self.masked and not self.blended


@dataclass(slots=True)
class Path:
    """A path while it is drawn: its points on the page, and whether it is to clip."""

    points: list[tuple[float, float]] = field(default_factory=list)
    clips: bool = False
