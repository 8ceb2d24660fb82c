"""Drawings as values: shapes and words in points, x to the right and y downwards."""

from __future__ import annotations

from dataclasses import dataclass

from pressroom.galley.charts.lettering import FIGURES, LABEL, SANS, measure

# Sentinels, which a layout replaces by the colours of the department.
INK = "#0c0c00"
PALE = "#0c0c0f"
SERIES = ("#0c0c01", "#0c0c02", "#0c0c03")

FIGURE = 8.0  # points: the size of numbers
LEADING = 9.5  # points from line to line of labels
RISE = 0.79  # of a line lies above the baseline, so that Han stand in its middle
FIGURES_HAVE = frozenset("0123456789+,-./:;<=>±×÷–−$£¥€%‰ ")

HAIRLINE = 0.5  # points: the thinnest line that a press holds with certainty


@dataclass(frozen=True)
class Bar:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str = INK
    width: float = HAIRLINE


@dataclass(frozen=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    colour: str


@dataclass(frozen=True)
class Sector:
    """A part of a ring; angles are degrees, clockwise from the top."""

    x: float
    y: float
    outer: float
    inner: float
    start: float
    end: float
    colour: str


@dataclass(frozen=True)
class Words:
    """One line of text, from the left end of its baseline."""

    x: float
    y: float
    text: str
    size: float = LABEL
    family: str = SANS

    @property
    def width(self) -> float:
        """The width in points."""
        return measure(self.text, self.size, self.family)


Shape = Bar | Stroke | Dot | Sector


@dataclass(frozen=True)
class Drawing:
    """What is drawn, in the order in which it is painted, on a plane of width and height."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    words: tuple[Words, ...]


def set_lines(
    lines: tuple[str, ...], x: float, y: float, align: float = 0, size: float = LABEL, family: str = SANS
) -> list[Words]:
    """Set lines of text below ``y``; ``align`` says which part of each stands at ``x``: 0 left, 0.5 middle, 1 right."""
    leading = LEADING * size / LABEL
    return [
        Words(x - align * measure(line, size, family), y + leading * number + RISE * leading, line, size, family)
        for number, line in enumerate(lines)
    ]


def family_of(figures: tuple[str, ...]) -> str:
    """The family that all figures of a chart can be set in."""
    return FIGURES if all(set(text) <= FIGURES_HAVE for text in figures) else SANS
