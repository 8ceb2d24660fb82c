"""Draw a timeline: points down a line, each with its label on the left and its text on the right."""

from __future__ import annotations

from pressroom.galley.charts.chart import Chart
from pressroom.galley.charts.drawing import LEADING, SERIES, Dot, Drawing, Shape, Stroke, Words, set_lines
from pressroom.galley.charts.lettering import LABEL, balance_lines, break_lines, measure

LABELS = 0.3  # of the width, at most
BESIDE = 9.0  # points from the line to label and text
BETWEEN = 7.0  # points from text to text
RADIUS = 2.6  # points


def draw_timeline(chart: Chart, width: float) -> Drawing:
    """Draw the rows of a chart as points in time, ``width`` points wide and as high as their texts."""
    labels = [balance_lines(label, width * LABELS) for label in chart.labels]
    column = max((measure(line, LABEL) for lines in labels for line in lines), default=0.0)
    x = column + BESIDE if column else RADIUS
    shapes: list[Shape] = []
    words: list[Words] = []
    heights: list[float] = []
    y = 0.0
    for row, label in enumerate(labels):
        cells = (chart.figure(number, row) for number in range(len(chart.series)))
        text = [line for cell in cells for line in break_lines(cell, width - x - BESIDE)]
        words += set_lines(label, column, y, 1.0)
        words += set_lines(tuple(text), x + BESIDE, y)
        heights.append(y + LEADING / 2)
        y += max(len(label), len(text), 1) * LEADING + BETWEEN
    shapes.append(Stroke(((x, heights[0]), (x, heights[-1])), width=0.75))
    shapes += [Dot(x, height, RADIUS, SERIES[0]) for height in heights]
    return Drawing(width, y - BETWEEN + 1, tuple(shapes), tuple(words))
