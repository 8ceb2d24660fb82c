"""Drawings as values: shapes and words in points, x to the right and y downwards."""

from __future__ import annotations

from dataclasses import dataclass

from pressroom.galley.charts.chart import Chart
from pressroom.galley.charts.lettering import FIGURES, LABEL, SANS, break_lines, measure

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


#: The colours that charts are drawn in, and the tokens that take their place.
CHART_COLOURS = {
    "#0c0c01": "colour",
    "#0c0c02": "colour-2",
    "#0c0c03": "colour-3",
    "#0c0c00": "ink",
    "#0c0c0f": "colour-pale",
}


SQUARE = 6.0  # points


BEHIND = 3.0  # points from square to name


BETWEEN = 12.0  # points from name to square


def draw_key(chart: Chart, width: float) -> tuple[list[Shape], list[Words], float]:
    """Draw the key from the top left corner; say also how high it is, with the space below it."""
    shapes: list[Shape] = []
    words: list[Words] = []
    x = y = 0.0
    for number, series in enumerate(chart.series):
        lines = break_lines(series.name, width - SQUARE - BEHIND)
        wide = SQUARE + BEHIND + max((measure(line, LABEL) for line in lines), default=0.0)
        if x and x + wide > width:
            x, y = 0.0, y + LEADING
        shapes.append(Bar(x, y + (LEADING - SQUARE) / 2, SQUARE, SQUARE, SERIES[number]))
        words += set_lines(lines, x + SQUARE + BEHIND, y)
        x += wide + BETWEEN
        if len(lines) > 1:
            x, y = 0.0, y + LEADING * len(lines)
    return shapes, words, y + (LEADING if x else 0.0) + 4.0
