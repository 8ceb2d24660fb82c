"""The paths of shapes: corners where there are corners, curves that stay on their circle."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest

from pressroom.galley.charts.drawing import Bar, Dot, Drawing, Sector, Stroke
from pressroom.galley.charts.svg import write_svg
from tests.support.charts import SVG, parse

Point = tuple[float, float]


def path_of(shape: Bar | Dot | Sector | Stroke) -> ElementTree.Element:
    """The path of one shape."""
    path = parse(write_svg(Drawing(200, 200, (shape,), ()), "", "c")).find(f"{SVG}path")
    assert path is not None
    return path


def outline(path: str) -> list[Point]:
    """Points along all curves and the corners of a path."""
    found: list[Point] = []
    for name, numbers in re.findall(r"([MLC]) ([-\d. ]+)", path):
        points = list(zip(*[iter(map(float, numbers.split()))] * 2, strict=True))
        if name == "C":
            (a, b), (c, d), (e, f), (g, h) = found[-1], *points
            for part in (0.25, 0.5, 0.75, 1):
                w = [(1 - part) ** 3, 3 * part * (1 - part) ** 2, 3 * part**2 * (1 - part), part**3]
                found.append((w[0] * a + w[1] * c + w[2] * e + w[3] * g, w[0] * b + w[1] * d + w[2] * f + w[3] * h))
        else:
            found += points
    return found


def test_a_bar_and_a_stroke_are_their_corners() -> None:
    bar = path_of(Bar(1, 2, 30.126, 4, "#0c0c01"))
    assert bar.attrib == {"d": "M 1 2 L 31.13 2 L 31.13 6 L 1 6 z", "fill": "#0c0c01"}
    stroke = path_of(Stroke(((0, 0), (10, 5.5), (20, 0)), "#0c0c02", 1.25))
    assert stroke.attrib == {
        "d": "M 0 0 L 10 5.5 L 20 0",
        "fill": "none",
        "stroke": "#0c0c02",
        "stroke-width": "1.25",
        "stroke-linejoin": "round",
    }


def test_a_dot_is_round() -> None:
    points = outline(path_of(Dot(100, 50, 40, "#0c0c01")).attrib["d"])
    assert [math.hypot(x - 100, y - 50) for x, y in points] == pytest.approx([40] * len(points), abs=0.02)
    assert points[0] == points[-1], "it is closed"


@pytest.mark.parametrize(("start", "end"), [(0, 10), (10, 90), (30, 120.5), (200, 359), (1, 359), (0, 360)])
def test_a_sector_is_a_part_of_a_ring(start: float, end: float) -> None:
    path = path_of(Sector(100, 100, 80, 50, start, end, "#0c0c01")).attrib["d"]
    points = [(x - 100, y - 100) for x, y in outline(path)]
    outer = [point for point in points if math.hypot(*point) > 65]
    inner = [point for point in points if math.hypot(*point) < 65]
    assert [math.hypot(*point) for point in outer] == pytest.approx([80] * len(outer), abs=0.02)
    assert [math.hypot(*point) for point in inner] == pytest.approx([50] * len(inner), abs=0.02)
    turns = [math.degrees(math.atan2(x, -y)) % 360 for x, y in outer]
    assert path.count("M") == (2 if end - start == 360 else 1), "a whole ring has no edges"
    if end - start < 360:
        assert turns[0] == pytest.approx(start, abs=0.02)
        assert turns == sorted(turns)
        assert turns[-1] == pytest.approx(end, abs=0.02)
