"""Matrices, as PDF writes them: where what is drawn stands on the page (ISO 32000-1, 8.3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """One matrix after another."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def move(across: float, up: float) -> Matrix:
    """The matrix that only moves."""
    return 1.0, 0.0, 0.0, 1.0, across, up


def read_matrix(values: Iterable[Any]) -> Matrix:
    """Read six numbers: the operands of ``cm`` or ``Tm``, or an array."""
    a, b, c, d, e, f = map(float, values)
    return a, b, c, d, e, f


def matrix_of(item: Any) -> Matrix:
    """The matrix of a form XObject or a pattern, which need not have one."""
    return read_matrix(item.get("/Matrix", IDENTITY))


def scale_of(matrix: Matrix) -> float:
    """How many times longer lines become: the mean of both directions."""
    a, b, c, d, _, _ = matrix
    return sqrt(abs(a * d - b * c))
