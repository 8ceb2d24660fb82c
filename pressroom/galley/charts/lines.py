"""Draw lines: points joined in order, named at their ends, with their numbers where these do not collide."""

from __future__ import annotations

from pressroom.galley.charts.chart import Chart
from pressroom.galley.charts.drawing import (
    FIGURE,
    LEADING,
    SERIES,
    Dot,
    Drawing,
    Shape,
    Stroke,
    Words,
    family_of,
    set_lines,
)
from pressroom.galley.charts.lettering import LABEL, balance_lines, break_lines, fits, measure
from pressroom.galley.charts.numbering import NumberedLine, box_of, number_points

TALL = 0.34  # of the width
SHORTEST, TALLEST = 70.0, 140.0  # points
FLAT = 0.6  # lines that never fall below this part of their top are drawn without nought
NAMES = 0.28  # of the width, at most
BESIDE = 5.0  # points from the last point to a name
DASH = 5.0  # points long
BEHIND = 2.5  # points from the dash to the name
WIDTH = 1.25  # points
RADIUS = 1.9  # points
ROOM = LEADING + 5  # points above and below the lines, for numbers


def draw_lines(chart: Chart, width: float) -> Drawing:
    """Draw a line for each series of a chart, ``width`` points wide."""
    names = [balance_lines(series.name, width * NAMES) if len(chart.series) > 1 else () for series in chart.series]
    column = max((measure(line, LABEL) for lines in names for line in lines), default=0.0)
    xs = _place_points(chart, width, column)
    lines, zero, foot = _place_lines(chart, xs, width)
    dashes, words = _name_lines(names, lines, xs[-1] + BESIDE, foot)
    taken = [box_of(name, DASH + BEHIND) for name in words]
    words += number_points(lines, taken, family_of(chart.figures), (width, foot - 0.5))
    shapes: list[Shape] = list(dashes)
    if zero is not None:
        shapes.append(Stroke(((0, zero), (xs[-1] + 3 if column else width, zero))))
    for number, line in enumerate(lines):
        shapes += [Stroke(part, SERIES[number], WIDTH) for part in line.parts if len(part) > 1]
        shapes += [Dot(x, y, RADIUS, SERIES[number]) for part in line.parts for x, y in part]
    labels = _label_points(chart, xs, width, foot + 3)
    high = max((word.y for word in labels), default=foot) + LEADING / 2 - 1
    return Drawing(width, high, tuple(shapes), (*words, *labels))


def _place_points(chart: Chart, width: float, column: float) -> list[float]:
    """Where the points stand, leaving room for half of the outer labels and numbers, and for the names."""
    family, last = family_of(chart.figures), len(chart.labels) - 1
    slot = max(width / len(chart.labels), 4 * LABEL)

    def reach(row: int) -> float:
        texts = [measure(chart.figure(n, row), FIGURE, family) for n in range(len(chart.series))]
        labels = [measure(line, LABEL) for line in balance_lines(chart.labels[row], slot)]
        return min(max(*texts, *labels, 2 * RADIUS) / 2, width / 5) + 1

    start, end = reach(0), width - max(reach(last), column + BESIDE + DASH + BEHIND if column else 0.0)
    return [start + (end - start) * row / max(last, 1) for row in range(last + 1)]


def _place_lines(chart: Chart, xs: list[float], width: float) -> tuple[list[NumberedLine], float | None, float]:
    """Put numbers at their heights; say also where nought is, if it is in the field, and the foot of the field."""
    low, high = min(chart.numbers), max(chart.numbers)
    rooted = 0 <= low < FLAT * high or low == high >= 0
    if rooted:
        low = 0.0
    elif low < 0:
        high = max(high, 0.0)
    tall = min(max(width * TALL * (1.25 if len(chart.series) > 1 else 1), SHORTEST), TALLEST)
    scale = tall / ((high - low) or 1.0)
    foot = ROOM + tall + (0.0 if rooted else ROOM)
    lines = [
        NumberedLine(
            tuple(
                None if value is None else (x, ROOM + (high - value) * scale, chart.figure(number, row))
                for row, (x, value) in enumerate(zip(xs, series.values, strict=True))
            )
        )
        for number, series in enumerate(chart.series)
    ]
    # A line at any other height would be taken for nought.
    return lines, ROOM + high * scale if low <= 0 else None, foot


def _name_lines(
    names: list[tuple[str, ...]], lines: list[NumberedLine], x: float, foot: float
) -> tuple[list[Shape], list[Words]]:
    """Write names at the ends of the lines, apart from each other, each behind a dash of its colour."""
    wanted = [line.parts[-1][-1][1] - len(name) * LEADING / 2 for line, name in zip(lines, names, strict=True)]
    order = sorted((number for number, name in enumerate(names) if name), key=wanted.__getitem__)
    tops, edge = dict.fromkeys(order, 0.0), 0.0
    for number in order:
        tops[number] = max(wanted[number], edge)
        edge = tops[number] + len(names[number]) * LEADING
    shapes: list[Shape] = []
    words: list[Words] = []
    edge = foot
    for number in reversed(order):
        edge = min(tops[number], edge - len(names[number]) * LEADING)
        middle = edge + LEADING / 2
        shapes.append(Stroke(((x, middle), (x + DASH, middle)), SERIES[number], WIDTH))
        words += set_lines(names[number], x + DASH + BEHIND, edge)
    return shapes, words


def _label_points(chart: Chart, xs: list[float], width: float, y: float) -> list[Words]:
    """Write the labels below the foot: all, or where there is no room every second, third, and so on to the last."""
    last = len(xs) - 1
    step = (xs[-1] - xs[0]) / max(last, 1)
    for skip in range(1, last + 2):
        rows = [row for row in range(last + 1) if (last - row) % skip == 0]
        rooms = [min(skip * step - 4 if last else width, 2 * xs[row], 2 * (width - xs[row])) for row in rows]
        if all(fits(chart.labels[row], room, 3) for row, room in zip(rows, rooms, strict=True)):
            break
    words: list[Words] = []
    for row, room in zip(rows, rooms, strict=True):
        words += set_lines(balance_lines(chart.labels[row], max(room, LABEL)), xs[row], y, 0.5)
    return words


TIMES = 0.3  # of the width, at most
BESIDE_TIME = 9.0  # points from the line to label and text
BETWEEN_TIMES = 7.0  # points from text to text
POINT_RADIUS = 2.6  # points


def draw_timeline(chart: Chart, width: float) -> Drawing:
    """Draw the rows of a chart as points in time, ``width`` points wide and as high as their texts."""
    labels = [balance_lines(label, width * TIMES) for label in chart.labels]
    column = max((measure(line, LABEL) for lines in labels for line in lines), default=0.0)
    x = column + BESIDE_TIME if column else POINT_RADIUS
    shapes: list[Shape] = []
    words: list[Words] = []
    heights: list[float] = []
    y = 0.0
    for row, label in enumerate(labels):
        cells = (chart.figure(number, row) for number in range(len(chart.series)))
        text = [line for cell in cells for line in break_lines(cell, width - x - BESIDE_TIME)]
        words += set_lines(label, column, y, 1.0)
        words += set_lines(tuple(text), x + BESIDE_TIME, y)
        heights.append(y + LEADING / 2)
        y += max(len(label), len(text), 1) * LEADING + BETWEEN_TIMES
    shapes.append(Stroke(((x, heights[0]), (x, heights[-1])), width=0.75))
    shapes += [Dot(x, height, POINT_RADIUS, SERIES[0]) for height in heights]
    return Drawing(width, y - BETWEEN_TIMES + 1, tuple(shapes), tuple(words))
