"""Draw bars: upright where labels and numbers are short, lying where they are long."""

from __future__ import annotations

from pressroom.galley.charts.chart import Chart
from pressroom.galley.charts.drawing import (
    FIGURE,
    LEADING,
    SERIES,
    Bar,
    Drawing,
    Shape,
    Stroke,
    Words,
    draw_key,
    family_of,
    set_lines,
)
from pressroom.galley.charts.lettering import balance_lines, fits
from pressroom.galley.charts.lying import draw_lying

TALL = 0.42  # of the width
SHORTEST, TALLEST = 80.0, 140.0  # points
THICKEST = 30.0  # points
AROUND = 6.0  # points between the bars of two labels, at least


def draw_bars(chart: Chart, width: float) -> Drawing:
    """Draw a bar for each number of a chart, ``width`` points wide."""
    family = family_of(chart.figures)
    slot = width / len(chart.labels)
    pitch = (slot - AROUND) / len(chart.series)
    short = all(fits(label, slot - 4, 2) for label in chart.labels) and all(
        fits(text, pitch + (AROUND - 2 if len(chart.series) == 1 else 0), 1, FIGURE, family) for text in chart.figures
    )
    return _draw_upright(chart, width, family) if short else draw_lying(chart, width, family)


def _draw_upright(chart: Chart, width: float, family: str) -> Drawing:
    """Draw columns over their labels."""
    shapes, words, top = draw_key(chart, width) if len(chart.series) > 1 else ([], [], 0.0)
    low, high = min(0.0, *chart.numbers, 0.0), max(0.0, *chart.numbers, 0.0)
    top += LEADING + 2 if high > 0 or not low else 2
    tall = min(max(width * TALL, SHORTEST), TALLEST)
    scale = tall / ((high - low) or 1.0)
    zero = top + high * scale
    if high == low:
        zero = top + LEADING
        tall = LEADING
    slot = width / len(chart.labels)
    for row in range(len(chart.labels)):
        more_shapes, more_words = _draw_group(chart, row, slot, (zero, scale), family)
        shapes, words = shapes + more_shapes, words + more_words
    shapes.append(Stroke(((0, zero), (width, zero))))
    foot = top + tall + 3 + (LEADING + 2 if low < 0 else 0)
    labels = [balance_lines(label, slot - 4) for label in chart.labels]
    for row, lines in enumerate(labels):
        words += set_lines(lines, (row + 0.5) * slot, foot, 0.5)
    return Drawing(width, foot + max(map(len, labels)) * LEADING + 1, tuple(shapes), tuple(words))


def _draw_group(
    chart: Chart, row: int, slot: float, scale: tuple[float, float], family: str
) -> tuple[list[Shape], list[Words]]:
    """Draw the columns of one label, with their numbers; the scale is the baseline and the height of 1."""
    shapes: list[Shape] = []
    words: list[Words] = []
    zero, unit = scale
    pitch = min((slot - AROUND) / len(chart.series), THICKEST)
    left = (row + 0.5) * slot - pitch * len(chart.series) / 2
    for number, series in enumerate(chart.series):
        value, middle = series.values[row] or 0.0, left + (number + 0.5) * pitch
        if value:
            thick, start = pitch * 0.82, zero - max(value, 0.0) * unit
            shapes.append(Bar(middle - thick / 2, start, thick, abs(value) * unit, SERIES[number]))
        text = chart.figure(number, row)
        y = zero - value * unit + (1.5 if value < 0 else -LEADING - 2)
        words += set_lines((text,) if text else (), middle, y, 0.5, FIGURE, family)
    return shapes, words
