"""Write drawings: shapes and words in, one ``<svg>`` element out that every engine draws alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, cos, radians, sin, sqrt, tan

from pressroom.galley.charts.drawing import INK, Bar, Dot, Drawing, Sector, Shape, Stroke, Words
from pressroom.workshop.markup import escape

Point = tuple[float, float]
#: How far the points that bend an eighth of a circle lie from its ends: https://www.tinaja.com/glib/ellipse4.pdf
_DOT_PULL = 0.2652031
_NOTHING = 1e-12  # degrees that computing leaves behind


def write_svg(drawing: Drawing, title: str, ident: str) -> str:
    """Write a drawing as an inline ``<svg>``: paths and text with attributes only, no style, no references."""
    width, height = _round(drawing.width), _round(drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{escape(ident)}-drawing" width="{width}pt" '
        f'height="{height}pt" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">'
        + "".join(map(_write_shape, drawing.shapes))
        + "".join(map(_write_words, drawing.words))
        + "</svg>"
    )


def _write_shape(shape: Shape) -> str:
    """Write a shape as a path with its own attributes: style is not understood everywhere."""
    path = " ".join(_draw(shape))
    if isinstance(shape, Stroke):
        line = f'stroke="{shape.colour}" stroke-width="{shape.width:g}" stroke-linejoin="round"'
        return f'<path d="{path}" fill="none" {line}/>'
    return f'<path d="{path}" fill="{shape.colour}"/>'


def _draw(shape: Shape) -> Iterator[str]:
    """The steps of a path around or along a shape."""
    match shape:
        case Bar(x, y, width, height):
            corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
            yield from (*_draw_line(corners), "z")
        case Stroke(points):
            yield from _draw_line(points)
        case Dot(x, y, radius):
            yield from (*_draw_curves((x, y), radius, _bend(-90, 270, 8, _DOT_PULL)), "z")
        case Sector(x, y, outer, inner, start, end):
            arc = _bend_sector(start - 90, end - 90)
            there, back = _draw_curves((x, y), outer, arc), [*_draw_curves((x, y), inner, arc[::-1])]
            if not _is_whole(start, end):
                back[0] = back[0].replace("M", "L")  # a ring that is open has two edges
            yield from (*there, *back, "z")


def _draw_line(points: Sequence[Point]) -> Iterator[str]:
    """The steps of a line through points."""
    yield f"M {_place(points[0])}"
    yield from (f"L {_place(point)}" for point in points[1:])


def _draw_curves(centre: Point, radius: float, points: Sequence[Point]) -> Iterator[str]:
    """The steps along an arc of the circle around 0 with the radius 1, as it lies around a centre."""
    first, *others = (_place((centre[0] + x * radius, centre[1] + y * radius)) for x, y in points)
    yield f"M {first}"
    yield from (f"C {' '.join(others[number : number + 3])}" for number in range(0, len(others), 3))


def _is_whole(start: float, end: float) -> bool:
    """Whether a sector is the whole ring."""
    return abs(end - start - 360) <= _NOTHING


def _bend_sector(start: float, end: float) -> list[Point]:
    """Bend curves along the arc of a sector: for a quarter one, and twice as many for each further one."""
    if _is_whole(start, end):
        start, end = 0, 360
    count = 2 ** ceil((end - start) / 90)
    step = radians(end - start) / count
    return _bend(start, end, count, sin(step) * (sqrt(4 + 3 * tan(step / 2) ** 2) - 1) / 3)


def _bend(start: float, end: float, count: int, pull: float) -> list[Point]:
    """Bend Bézier curves along the circle around 0 with the radius 1: two angles in degrees in, all points out.

    ``pull`` is how far the points that bend a curve lie from its ends, along the tangents.
    """
    first, last = radians(start), radians(end)
    angles = [first + (last - first) / count * number for number in range(count + 1)]
    points = [(cos(first), sin(first))]
    for one, other in pairwise(angles):
        points.append((cos(one) - pull * sin(one), sin(one) + pull * cos(one)))
        points.append((cos(other) + pull * sin(other), sin(other) - pull * cos(other)))
        points.append((cos(other), sin(other)))
    return points


def _place(point: Point) -> str:
    """Write a point; what computing leaves behind the millionth does not count."""
    return f"{_round(round(point[0], 6))} {_round(round(point[1], 6))}"


def _write_words(words: Words) -> str:
    """Write a line of text, that stays text."""
    return (
        f'<text x="{_round(words.x)}" y="{_round(words.y)}" font-family="{words.family}" '
        f'font-size="{_round(words.size)}" fill="{INK}">{escape(words.text)}</text>'
    )


def _round(value: float) -> str:
    """Write a length to a hundredth of a point."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
