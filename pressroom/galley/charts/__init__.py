"""Draw charts: a table of labels and numbers in, print-grade vectors out."""

from __future__ import annotations

from pressroom.galley.charts.bars import draw_bars
from pressroom.galley.charts.chart import Chart, ChartType, Series, check_chart
from pressroom.galley.charts.describing import describe_chart
from pressroom.galley.charts.donut import draw_donut
from pressroom.galley.charts.lines import draw_lines, draw_timeline
from pressroom.galley.charts.svg import write_svg
from pressroom.workshop.cache import Cache, make_key

__all__ = ["Chart", "ChartType", "Series", "describe_chart", "draw_chart"]

POINTS = 72 / 25.4  # in a millimetre
NARROWEST = 40.0  # millimetres
_DRAW = {"bar": draw_bars, "line": draw_lines, "donut": draw_donut, "timeline": draw_timeline}


def draw_chart(chart: Chart, ident: str, cache: Cache, width_mm: float = 81.0) -> str:
    """Draw a chart as one inline ``<svg>``, ``width_mm`` millimetres wide and as high as it needs.

    Text stays text. Colours are sentinels, which a layout replaces by its own.

    :raises ValueError: where the table cannot be drawn as this type of chart.
    """
    check_chart(chart)
    if width_mm < NARROWEST:
        raise ValueError(f"a chart {width_mm:g} mm wide cannot be read: expected {NARROWEST:g} mm or more")

    def draw() -> bytes:
        return write_svg(_DRAW[chart.type](chart, width_mm * POINTS), chart.title, ident).encode()

    return cache.remember(make_key("charts", chart, ident, width_mm), draw).decode()
