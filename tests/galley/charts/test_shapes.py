"""Shapes of charts: as high, as long and as wide as their numbers."""

from __future__ import annotations

import itertools

import pytest

from pressroom.galley.charts.bars import draw_bars
from pressroom.galley.charts.donut import draw_donut
from pressroom.galley.charts.drawing import Bar, Dot, Sector, Stroke
from pressroom.galley.charts.lines import draw_lines, draw_timeline
from tests.support.charts import CHARTS, WIDTH, chart, series, shapes


@pytest.mark.parametrize("name", ["columns", "falls", "two-columns"])
def test_columns_are_as_high_as_their_numbers(name: str) -> None:
    drawing = draw_bars(CHARTS[name], WIDTH)
    bars = sorted(shapes(drawing, Bar), key=lambda bar: bar.x)
    bars = [bar for bar in bars if bar.height != 6.0]  # without the key
    values = [
        column.values[row]
        for row in range(len(CHARTS[name].labels))
        for column in CHARTS[name].series
        if column.values[row]
    ]
    scale = max(bar.height for bar in bars) / max(abs(value or 0) for value in values)
    assert [bar.height for bar in bars] == pytest.approx([abs(value or 0) * scale for value in values])
    baseline = shapes(drawing, Stroke)[-1].points[0][1]
    for bar, value in zip(bars, values, strict=True):
        assert (bar.y if (value or 0) < 0 else bar.y + bar.height) == pytest.approx(baseline)


@pytest.mark.parametrize("name", ["lying", "falls-lying"])
def test_lying_bars_are_as_long_as_their_numbers(name: str) -> None:
    bars = shapes(draw_bars(CHARTS[name], WIDTH), Bar)
    numbers = CHARTS[name].numbers
    scale = bars[0].width / abs(numbers[0])
    assert [bar.width for bar in bars] == pytest.approx([abs(number) * scale for number in numbers])


def test_long_labels_lie_and_short_ones_stand() -> None:
    standing, lying = (shapes(draw_bars(CHARTS[name], WIDTH), Stroke)[-1].points for name in ("columns", "lying"))
    assert standing[0][1] == standing[1][1]
    assert lying[0][0] == lying[1][0]


def test_bars_are_named_beside_themselves_where_names_fit() -> None:
    drawing = draw_bars(CHARTS["lying-two"], WIDTH)
    assert "二〇一九年" in [word.text for word in drawing.words]
    assert not [bar for bar in shapes(drawing, Bar) if bar.width == bar.height == 6.0]
    keyed = draw_bars(CHARTS["two-columns"], WIDTH)
    assert len([bar for bar in shapes(keyed, Bar) if bar.width == bar.height == 6.0]) == 2


def test_points_stand_at_their_numbers() -> None:
    drawing = draw_lines(CHARTS["line"], WIDTH)
    dots, baseline = shapes(drawing, Dot), shapes(drawing, Stroke)[0].points[0][1]
    scale = (baseline - dots[0].y) / 31.2
    assert [baseline - dot.y for dot in dots] == pytest.approx([number * scale for number in CHARTS["line"].numbers])
    steps = [after.x - before.x for before, after in itertools.pairwise(dots)]
    assert steps == pytest.approx([steps[0]] * 5)


def test_a_baseline_stands_for_nought() -> None:
    flat = chart("line", "甲|乙|丙", series("", "96.1", "97.2", "98.8"))
    assert not [stroke for stroke in shapes(draw_lines(flat, WIDTH), Stroke) if stroke.colour == "#0c0c00"]
    falling = draw_lines(chart("line", "甲|乙", series("", "-4", "4")), WIDTH)
    baseline = next(stroke for stroke in shapes(falling, Stroke) if stroke.colour == "#0c0c00").points[0][1]
    assert baseline == pytest.approx(sum(dot.y for dot in shapes(falling, Dot)) / 2)


def test_a_missing_number_breaks_the_line() -> None:
    lines = [stroke for stroke in shapes(draw_lines(CHARTS["gap"], WIDTH), Stroke) if stroke.colour == "#0c0c01"]
    assert [len(line.points) for line in lines if line.points[1][0] - line.points[0][0] > 6] == [2, 2]


def test_parts_are_as_wide_as_their_numbers() -> None:
    sectors = shapes(draw_donut(CHARTS["donut"], WIDTH), Sector)
    middles = [(sector.start + sector.end) / 2 for sector in sectors]
    assert middles == pytest.approx([360 * share for share in (0.2275, 0.6925, 0.965)])
    many = shapes(draw_donut(CHARTS["donut-many"], WIDTH), Sector)
    assert all(before.colour != after.colour for before, after in zip(many, [*many[1:], many[0]], strict=True))


def test_a_donut_says_its_whole() -> None:
    assert {"100", "亿元"} <= {
        word.text for word in draw_donut(chart("donut", "甲|乙", series("", "45.5", "54.5"), unit="亿元"), WIDTH).words
    }
    percent = chart("donut", "甲|乙", series("", "45.5%", "54.5%"), unit="%")
    assert "100%" in [word.text for word in draw_donut(percent, WIDTH).words]
    large = chart("donut", "甲|乙", series("", "1,200", "300"), unit="")
    assert "1,500" in [word.text for word in draw_donut(large, WIDTH).words]


@pytest.mark.parametrize("parts", ["97|1|1|1", "1|1|1|97", "50|1|1|1|1|1|45", "1|2|3|90|2|1|1", "1|0|5"])
def test_leaders_stay_outside_the_ring(parts: str) -> None:
    numbers = parts.split("|")
    labels = "|".join(f"第{number}个部分的名称" for number in range(len(numbers)))
    drawing = draw_donut(chart("donut", labels, series("", *numbers)), WIDTH)
    ring = shapes(drawing, Sector)[0]
    for leader in shapes(drawing, Stroke):
        for (x, y), (to_x, to_y) in itertools.pairwise(leader.points):
            for part in range(11):
                at = (x + (to_x - x) * part / 10 - ring.x, y + (to_y - y) * part / 10 - ring.y)
                assert (at[0] ** 2 + at[1] ** 2) ** 0.5 > ring.outer


def test_a_timeline_has_a_point_for_each_row() -> None:
    drawing = draw_timeline(CHARTS["timeline"], WIDTH)
    labels = {word.text: word.y for word in drawing.words}
    heights = [dot.y for dot in shapes(drawing, Dot)]
    for label, height in zip(CHARTS["timeline"].labels, heights, strict=True):
        assert labels[label] - 5 < height < labels[label]
