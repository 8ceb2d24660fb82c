"""Say a chart in words, for those who cannot see it: a chart in, its title and all its numbers out."""

from __future__ import annotations

from collections.abc import Mapping

from pressroom.galley.charts.chart import Chart


def describe_chart(chart: Chart, title: str, words: Mapping[str, str]) -> str:
    """Say the title and the numbers, row by row; where there are several series, each with its name."""
    several = len(chart.series) > 1
    rows = []
    for row, label in enumerate(chart.labels):
        numbers = [(series.name, chart.figure(number, row)) for number, series in enumerate(chart.series)]
        said = ", ".join(f"{name} {number}" if several else number for name, number in numbers if number)
        rows.append(f"{label} {said}".strip())
    return words.get("chart-said", "{title}: {rows}").format(title=title, rows=words.get("chart-rows", "; ").join(rows))
