"""Draw lying bars: labels in a column on the left, as many lines as they need, numbers behind the bars."""

from __future__ import annotations

from dataclasses import dataclass

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
    set_lines,
)
from pressroom.galley.charts.lettering import LABEL, balance_lines, measure

LABELS = 0.4  # of the width, at most
NUMBERS = 0.24  # of the width, at most
GAP = 3.5  # points between a bar and its number
THICK = 8.5  # points
PITCH = 10.5  # points from bar to bar of one label
BETWEEN = 7.0  # points from label to label

Lines = tuple[str, ...]


@dataclass(frozen=True)
class _Table:
    """The lines of labels and numbers, and the scale: where nought is, and how long is 1."""

    chart: Chart
    width: float
    family: str
    labels: tuple[Lines, ...]
    figures: tuple[tuple[Lines, ...], ...]
    zero: float
    unit: float

    def place_figure(self, row: int, series: int) -> tuple[float, float]:
        """Where the number of a bar starts, and how wide it is."""
        value, wide = self.chart.series[series].values[row] or 0.0, _widest(self.figures[row][series], self.family)
        end = self.zero + value * self.unit
        return (end - GAP - wide if value < 0 else end + GAP), wide


def draw_lying(chart: Chart, width: float, family: str) -> Drawing:
    """Draw a lying bar for each number of a chart, ``width`` points wide."""
    table = _lay_out(chart, width, family)
    shapes: list[Shape] = []
    words: list[Words] = []
    y = 0.0
    if len(chart.series) > 1:
        named = _name_bars(table)
        shapes, words, y = draw_key(chart, width) if named is None else ([], named, 0.0)
    top = y
    for row in range(len(chart.labels)):
        more_shapes, more_words, high = _draw_row(table, row, y)
        shapes, words = shapes + more_shapes, words + more_words
        y += high + BETWEEN
    foot = y - BETWEEN + 1
    shapes.append(Stroke(((table.zero, top), (table.zero, foot))))
    return Drawing(width, foot, tuple(shapes), tuple(words))


def _lay_out(chart: Chart, width: float, family: str) -> _Table:
    """Break labels and numbers into lines, and find the scale that leaves room for them."""
    labels = tuple(balance_lines(label, width * LABELS) for label in chart.labels)
    figures = tuple(
        tuple(balance_lines(chart.figure(n, row), width * NUMBERS, FIGURE, family) for n in range(len(chart.series)))
        for row in range(len(chart.labels))
    )
    column = max((measure(line, LABEL) for lines in labels for line in lines), default=0.0)
    left = column + 6 if column else 0.5
    pairs = [
        (chart.series[number].values[row] or 0.0, _widest(lines, family) + GAP if lines else 0.0)
        for row, cells in enumerate(figures)
        for number, lines in enumerate(cells)
    ]
    ahead, unit = _find_scale(pairs, width - left)
    return _Table(chart, width, family, labels, figures, left + ahead, unit)


def _find_scale(pairs: list[tuple[float, float]], room: float) -> tuple[float, float]:
    """Find where nought is and how long 1 may be, so that all bars, each with the width of its number, have room."""

    def reach(unit: float, side: int) -> float:
        return max((abs(value) * unit + wide for value, wide in pairs if (value < 0) == (side < 0)), default=0.0)

    low, high = 0.0, room / (max(abs(value) for value, _ in pairs) or 1.0)
    for _ in range(48):
        middle = (low + high) / 2
        low, high = (middle, high) if reach(middle, -1) + reach(middle, 1) <= room else (low, middle)
    return reach(low, -1), low


def _widest(lines: Lines, family: str) -> float:
    """The width of the widest line of a number."""
    return max((measure(line, FIGURE, family) for line in lines), default=0.0)


def _name_bars(table: _Table) -> list[Words] | None:
    """Put the names of the series behind the numbers of the first label; nothing where one does not fit."""
    words: list[Words] = []
    for number, series in enumerate(table.chart.series):
        start, wide = table.place_figure(0, number)
        x = start + wide + 2 * GAP
        value = table.chart.series[number].values[0]
        if value is None or value < 0 or len(table.figures[0][number]) > 1:
            return None
        if x + measure(series.name, LABEL) > table.width:
            return None
        middle = _middles(table, 0, 0.0)[number]
        words += set_lines((series.name,) if series.name else (), x, middle - LEADING / 2)
    return words


def _middles(table: _Table, row: int, y: float) -> list[float]:
    """The heights at which the bars of a row lie."""
    heights = [_height(lines) for lines in table.figures[row]]
    at = y + (_row_height(table, row) - sum(heights)) / 2
    return [at + sum(heights[:number]) + height / 2 for number, height in enumerate(heights)]


def _height(lines: Lines) -> float:
    """The height of a bar with its number."""
    return max(len(lines) * LEADING * FIGURE / LABEL, PITCH)


def _row_height(table: _Table, row: int) -> float:
    """The height of the bars of a label, or of the label where that is higher."""
    return max(sum(map(_height, table.figures[row])), len(table.labels[row]) * LEADING)


def _draw_row(table: _Table, row: int, y: float) -> tuple[list[Shape], list[Words], float]:
    """Draw one label with its bars; say also how high it is."""
    high, lines = _row_height(table, row), table.labels[row]
    shapes: list[Shape] = []
    words = set_lines(lines, 0, y + (high - len(lines) * LEADING) / 2)
    for number, middle in enumerate(_middles(table, row, y)):
        value = table.chart.series[number].values[row] or 0.0
        if value:
            start = table.zero + min(value, 0.0) * table.unit
            shapes.append(Bar(start, middle - THICK / 2, abs(value) * table.unit, THICK, SERIES[number]))
        x, wide = table.place_figure(row, number)
        text, align = table.figures[row][number], 1.0 if value < 0 else 0.0
        upper = middle - len(text) * LEADING * FIGURE / LABEL / 2
        words += set_lines(text, x + align * wide, upper, align, FIGURE, table.family)
    return shapes, words, high
