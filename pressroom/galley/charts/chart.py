"""Charts as values: labels, series of numbers, and what a table must have to be drawn."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal, get_args

ChartType = Literal["bar", "line", "donut", "timeline"]
MOST_SERIES = 3  # a layout gives a chart three colours
_ONLY_DASH = re.compile("[-–—－―]+")
_HYPHEN_MINUS = re.compile(r"^-(?=[\d.])")
_NOT_TEXT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Series:
    """One column of a table: its heading, its numbers (none where a cell has none), its cells as written."""

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]

    @property
    def numbers(self) -> tuple[float, ...]:
        """The values that are there."""
        return tuple(value for value in self.values if value is not None)


@dataclass(frozen=True)
class Chart:
    """A table to be drawn: the labels of its rows, and a series for each further column."""

    type: ChartType
    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def numbers(self) -> tuple[float, ...]:
        """The values of all series."""
        return tuple(number for series in self.series for number in series.numbers)

    @property
    def figures(self) -> tuple[str, ...]:
        """The numbers of all series as they are printed."""
        return tuple(self.figure(n, row) for n in range(len(self.series)) for row in range(len(self.labels)))

    def figure(self, series: int, row: int) -> str:
        """The number of a row as it is printed: the cell as written, or else the value."""
        column = self.series[series]
        text = " ".join(column.texts[row].split()) or write_number(column.values[row])
        return "–" if _ONLY_DASH.fullmatch(text) else _HYPHEN_MINUS.sub("−", text)


def write_number(value: float | None) -> str:
    """Write a number without an exponent and without idle zeros."""
    if value is None:
        return ""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def check_chart(chart: Chart) -> None:
    """Prove that a table can be drawn as its type of chart.

    :raises ValueError: where it cannot, saying what was expected.
    """
    if chart.type not in get_args(ChartType):
        raise ValueError(f"unknown type of chart: {chart.type} (known: {', '.join(get_args(ChartType))})")
    _check_table(chart)
    if chart.type == "timeline":
        return
    if not chart.numbers:
        raise ValueError(f"the {chart.type} chart has no numbers: expected one in at least one cell")
    if wrong := [number for number in chart.numbers if not math.isfinite(number)]:
        raise ValueError(f"{wrong[0]} cannot be drawn: expected a finite number")
    {"bar": _check_series, "line": _check_line, "donut": _check_donut}[chart.type](chart)


def _check_table(chart: Chart) -> None:
    """Prove that there are rows and columns, and that all columns are equally long."""
    if not chart.labels:
        raise ValueError("the chart has no rows: expected a label and a cell in each")
    if not chart.series:
        raise ValueError("the chart has no series: expected a column beside the labels")
    rows = len(chart.labels)
    for series in chart.series:
        if len(series.values) != rows or len(series.texts) != rows:
            cells = len(series.values) if len(series.values) != rows else len(series.texts)
            raise ValueError(f"uneven columns: {rows} labels, but {cells} cells in {series.name or 'a series'}")
    texts = [chart.title, chart.unit, *chart.labels]
    texts += [text for series in chart.series for text in (series.name, *series.texts)]
    if wrong := next(filter(None, map(_NOT_TEXT.search, texts)), None):
        raise ValueError(f"the chart holds the control character U+{ord(wrong[0]):04X}: expected plain text")


def _check_series(chart: Chart) -> None:
    """Prove that there is a colour for each series."""
    if len(chart.series) > MOST_SERIES:
        found = f"a {chart.type} chart with {len(chart.series)} series"
        raise ValueError(f"{found}: expected {MOST_SERIES} at most, so make two charts of it")


def _check_line(chart: Chart) -> None:
    """Prove that each line has two points."""
    _check_series(chart)
    for series in chart.series:
        if len(series.numbers) < 2:
            raise ValueError(f"the line {series.name} has {len(series.numbers)} numbers: expected two or more")


def _check_donut(chart: Chart) -> None:
    """Prove that the parts make up a whole."""
    if len(chart.series) > 1:
        raise ValueError(f"a donut with {len(chart.series)} series: expected one, whose numbers are parts of a whole")
    for label, value in zip(chart.labels, chart.series[0].values, strict=True):
        if value is None:
            raise ValueError(f"a donut with no number for {label}: expected one for each part")
        if value < 0:
            raise ValueError(f"a donut with {value:g} for {label}: expected no negative number")
    if not sum(chart.numbers):
        raise ValueError("a donut whose parts are all nought: expected a whole that is more")
