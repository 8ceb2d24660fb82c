"""Draw a key: the names of series, each behind a square of its colour, where no label fits beside the data."""

from __future__ import annotations

from pressroom.galley.charts.chart import Chart
from pressroom.galley.charts.drawing import LEADING, SERIES, Bar, Shape, Words, set_lines
from pressroom.galley.charts.lettering import LABEL, break_lines, measure

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
