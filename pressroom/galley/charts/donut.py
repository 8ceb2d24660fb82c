"""Draw a donut: parts of a whole, named around it, with the whole in its middle."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pressroom.galley.charts.chart import Chart, write_number
from pressroom.galley.charts.drawing import (
    FIGURE,
    LEADING,
    PALE,
    SERIES,
    Drawing,
    Sector,
    Shape,
    Stroke,
    Words,
    family_of,
    set_lines,
)
from pressroom.galley.charts.lettering import LABEL, balance_lines, measure

RADIUS = 0.19  # of the width
HOLE = 0.6  # of the radius
TOTAL = 14.0  # points
LARGEST = 60.0  # points
LEADER = 16.0  # points from the ring to the names
RADIAL = 5.0  # points that a leader runs straight outwards
SLIT = 1.2  # points between two parts: the paper shows, whatever its colour
BETWEEN = 5.0  # points from name to name
UNITS_BESIDE = ("%", "‰", "％", "℃")
COLOURS = (*SERIES, PALE)


@dataclass(frozen=True)
class _Name:
    """What is written at a part, and the angle in degrees at which it belongs."""

    figure: tuple[str, ...]
    label: tuple[str, ...]
    family: str
    angle: float

    @property
    def right(self) -> bool:
        """Whether it stands on the right of the ring."""
        return self.angle < 180

    @property
    def head(self) -> float:
        """The height of the figure in points."""
        return len(self.figure) * LEADING * FIGURE / LABEL

    @property
    def height(self) -> float:
        """The height in points, with the space below."""
        return self.head + len(self.label) * LEADING + BETWEEN

    @property
    def rise(self) -> float:
        """How far up it is wanted, from -1 to 1."""
        return math.cos(math.radians(self.angle))


def draw_donut(chart: Chart, width: float) -> Drawing:
    """Draw the parts of a whole as a ring, ``width`` points wide."""
    radius = min(width * RADIUS, LARGEST)
    names = _make_names(chart, width / 2 - radius - LEADER)
    sides = [sorted((n for n in names if n.right == right), key=lambda n: -n.rise) for right in (False, True)]
    tops = [_place_names(side, radius) for side in sides]
    above = min(-radius - 1, *(top for side in tops for top in side))
    feet = [
        top + name.height - BETWEEN
        for side, places in zip(sides, tops, strict=True)
        for name, top in zip(side, places, strict=True)
    ]
    middle = (width / 2, -above)
    shapes = _draw_ring(chart, middle, radius)
    words = _write_total(chart, middle, radius * HOLE)
    for side, places in zip(sides, tops, strict=True):
        for name, top in zip(side, places, strict=True):
            words += _write_name(name, top - above, middle[0], radius)
            shapes.append(_draw_leader(name, top - above, middle, radius))
    return Drawing(width, max(radius + 1, *feet) - above, tuple(shapes), tuple(words))


def _make_names(chart: Chart, width: float) -> list[_Name]:
    """Break the names of the parts into lines; find where each belongs."""
    family, whole, before = family_of(chart.figures), math.fsum(chart.numbers), 0.0
    names: list[_Name] = []
    for row, value in enumerate(chart.numbers):
        figure = balance_lines(chart.figure(0, row), width, FIGURE, family)
        angle = 360 * (before + value / 2) / whole % 360 if value < whole else 90.0
        names.append(_Name(figure, balance_lines(chart.labels[row], width), family, angle))
        before += value
    return names


def _draw_ring(chart: Chart, middle: tuple[float, float], radius: float) -> list[Shape]:
    """Draw the parts with slits between them, no two neighbours in one colour."""
    whole, count, at = math.fsum(chart.numbers), sum(1 for value in chart.numbers if value), 0.0
    slit = math.degrees(SLIT / radius) if count > 1 else 0.0
    shapes: list[Shape] = []
    for value in filter(None, chart.numbers):
        turn = 360 * value / whole
        trim = min(slit, turn * 0.4) / 2
        colour = COLOURS[len(shapes) % 4]
        if len(shapes) == count - 1 and len(shapes) and colour == COLOURS[0]:
            colour = COLOURS[1]
        shapes.append(Sector(*middle, radius, radius * HOLE, at + trim, at + turn - trim, colour))
        at += turn
    return shapes


def _write_total(chart: Chart, middle: tuple[float, float], radius: float) -> list[Words]:
    """Write the whole, and its unit below, where they fit into the hole."""
    texts = chart.figures
    decimals = max(len(text.partition(".")[2].rstrip("%％ ")) for text in texts)
    value = round(math.fsum(chart.numbers), min(decimals, 6))
    total = write_number(value)
    if any("," in text for text in texts):
        total = f"{value:,.{decimals}f}"
    unit_beside = chart.unit in UNITS_BESIDE and not total.endswith(chart.unit)
    total += chart.unit if unit_beside else ""
    family, room = family_of((total,)), 2 * radius - 6
    size = min(TOTAL, room / measure(total, 1, family))
    unit = balance_lines(chart.unit, room * 0.85)[:2] if not unit_beside else ()
    high = size * 1.1 + len(unit) * LEADING
    words = set_lines((total,), middle[0], middle[1] - high / 2, 0.5, size, family)
    return words + set_lines(unit, middle[0], middle[1] - high / 2 + size * 1.15, 0.5)


def _place_names(side: list[_Name], radius: float) -> list[float]:
    """Find the tops of names, from above; 0 is the middle of the ring.

    Names that need room move away from the middle, so that no leader runs back across the ring.
    """
    wanted = [-name.rise * (radius + RADIAL) - name.head / 2 for name in side]
    upper = sum(1 for name in side if name.rise >= 0)
    tops, edge = list(wanted), math.inf
    for number in reversed(range(upper)):
        edge = tops[number] = min(wanted[number], edge - side[number].height)
    foot = tops[upper - 1] + side[upper - 1].height if upper else -math.inf
    for number in range(upper, len(side)):
        tops[number] = max(wanted[number], foot)
        foot = tops[number] + side[number].height
    return tops


def _write_name(name: _Name, top: float, middle: float, radius: float) -> list[Words]:
    """Write a figure and the label below it beside the ring."""
    side, align = (1, 0.0) if name.right else (-1, 1.0)
    x = middle + side * (radius + LEADER)
    words = set_lines(name.figure, x, top, align, FIGURE, name.family)
    return words + set_lines(name.label, x, top + name.head, align)


def _draw_leader(name: _Name, top: float, middle: tuple[float, float], radius: float) -> Stroke:
    """Lead from a part straight out of the ring, and then to the line of its figure."""
    side = 1 if name.right else -1
    turn = math.radians(name.angle)
    start, bend = (
        (middle[0] + math.sin(turn) * reach, middle[1] - math.cos(turn) * reach)
        for reach in (radius + 1, radius + RADIAL)
    )
    y = top + name.head / 2
    return Stroke(
        (start, bend, (middle[0] + side * (radius + LEADER - 6), y), (middle[0] + side * (radius + LEADER - 2), y))
    )
