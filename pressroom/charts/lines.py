"""Draw lines: points joined in order, named at their ends, with their numbers where these do not collide."""

from __future__ import annotations

from pressroom.charts.chart import Chart
from pressroom.charts.drawing import FIGURE, LEADING, SERIES, Dot, Drawing, Shape, Stroke, Words, family_of, set_lines
from pressroom.charts.lettering import LABEL, balance_lines, fits, measure
from pressroom.charts.numbering import Line, number_points

TALL = 0.34  # of the width
SHORTEST, TALLEST = 70.0, 140.0  # points
FLAT = 0.6  # lines that never fall below this part of their top are drawn without nought
NAMES = 0.28  # of the width, at most
BESIDE = 5.0  # points from the last point to a name
WIDTH = 1.25  # points
RADIUS = 1.9  # points
ROOM = LEADING + 5  # points above and below the lines, for numbers


def draw_lines(chart: Chart, width: float) -> Drawing:
    """Draw a line for each series of a chart, ``width`` points wide."""
    names = [balance_lines(series.name, width * NAMES) if len(chart.series) > 1 else () for series in chart.series]
    column = max((measure(line, LABEL) for lines in names for line in lines), default=0.0)
    xs = _place_points(chart, width, column)
    lines, zero, foot = _place_lines(chart, xs, width)
    words = _name_lines(names, lines, xs[-1] + BESIDE, foot)
    words += number_points(lines, words, family_of(chart.figures), (width, foot - 0.5))
    shapes: list[Shape] = [Stroke(((0, zero), (xs[-1] + 3 if column else width, zero)))]
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

    start, end = reach(0), width - max(reach(last), column + BESIDE if column else 0.0)
    return [start + (end - start) * row / max(last, 1) for row in range(last + 1)]


def _place_lines(chart: Chart, xs: list[float], width: float) -> tuple[list[Line], float, float]:
    """Put numbers at their heights; say also where the baseline and the foot of the field are."""
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
        Line(
            tuple(
                None if value is None else (x, ROOM + (high - value) * scale, chart.figure(number, row))
                for row, (x, value) in enumerate(zip(xs, series.values, strict=True))
            )
        )
        for number, series in enumerate(chart.series)
    ]
    return lines, ROOM + high * scale if low < 0 else foot, foot


def _name_lines(names: list[tuple[str, ...]], lines: list[Line], x: float, foot: float) -> list[Words]:
    """Write names at the ends of the lines, apart from each other."""
    words: list[Words] = []
    wanted = [(line.parts[-1][-1][1] - len(name) * LEADING / 2, name) for line, name in zip(lines, names, strict=True)]
    tops: list[float] = []
    edge = 0.0
    for top, name in sorted(wanted):
        tops.append(max(top, edge))
        edge = tops[-1] + len(name) * LEADING
    edge = max(foot, edge - foot)
    for (_, name), top in reversed(list(zip(sorted(wanted), tops, strict=True))):
        edge = min(top, edge - len(name) * LEADING)
        words += set_lines(name, x, edge)
    return words


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
