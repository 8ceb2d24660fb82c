"""Write drawings: shapes and words in, one ``<svg>`` element out that every engine draws alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from pressroom.galley.charts.drawing import INK, Bar, Dot, Drawing, Sector, Shape, Stroke, Words

if TYPE_CHECKING:
    from matplotlib.patches import Patch

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+\.\d+")
#: What a person's own settings may not change.
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "pressroom",
    "path.sketch": None,
    "path.effects": [],
    "path.simplify": False,
    "path.snap": False,
    "figure.autolayout": False,
    "figure.constrained_layout.use": False,
    "savefig.facecolor": "none",
    "savefig.edgecolor": "none",
}
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


def write_svg(drawing: Drawing, title: str, ident: str) -> str:
    """Write a drawing as an inline ``<svg>``: paths and text with attributes only, no style, no references."""
    width, height = _round(drawing.width), _round(drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id={quoteattr(ident + "-drawing")} width="{width}pt" '
        f'height="{height}pt" viewBox="0 0 {width} {height}" role="img" aria-label={quoteattr(title)}>'
        + "".join(_write_paths(_draw_shapes(drawing)))
        + "".join(map(_write_words, drawing.words))
        + "</svg>"
    )


def _draw_shapes(drawing: Drawing) -> str:
    """Have matplotlib draw the shapes."""
    # Slow to import, and only issues with charts need it.
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    from matplotlib.transforms import Affine2D

    with rc_context(_SETTINGS):
        figure = Figure(figsize=(drawing.width / 72, drawing.height / 72), dpi=72, frameon=False)
        downwards = Affine2D().scale(1, -1).translate(0, drawing.height)
        for order, shape in enumerate(drawing.shapes):
            patch = _make_patch(shape)
            patch.set(transform=downwards, zorder=order, clip_on=False, snap=False)
            figure.add_artist(patch)
        file = StringIO()
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(file, metadata=_NO_METADATA)
    return file.getvalue()


def _make_patch(shape: Shape) -> Patch:
    """Turn a shape into what matplotlib draws."""
    from matplotlib.patches import Circle, PathPatch, Rectangle, Wedge
    from matplotlib.path import Path

    filled: dict[str, Any] = {"linewidth": 0, "edgecolor": "none", "hatch": None}
    match shape:
        case Bar(x, y, width, height, colour):
            return Rectangle((x, y), width, height, facecolor=colour, **filled)
        case Dot(x, y, radius, colour):
            return Circle((x, y), radius, facecolor=colour, **filled)
        case Sector(x, y, outer, inner, start, end, colour):
            return Wedge((x, y), outer, start - 90, end - 90, width=outer - inner, facecolor=colour, **filled)
        case Stroke(points, colour, width):
            ends: dict[str, Any] = {"capstyle": "butt", "joinstyle": "round"}
            return PathPatch(Path(points), fill=False, edgecolor=colour, linewidth=width, linestyle="solid", **ends)


def _write_paths(document: str) -> Iterator[str]:
    """Write matplotlib's paths again, each with its own attributes: style is not understood everywhere."""
    for path in ElementTree.fromstring(document).iter(f"{_SVG}path"):
        style = dict(part.strip().split(": ", 1) for part in path.get("style", "").split(";") if part.strip())
        attributes = {"d": _NUMBER.sub(lambda found: _round(float(found[0])), " ".join(path.get("d", "").split()))}
        attributes["fill"] = style.get("fill", INK)
        if style.get("stroke", "none") != "none":
            attributes |= {"stroke": style["stroke"], "stroke-width": style.get("stroke-width", "1")}
            attributes["stroke-linejoin"] = "round"
        yield f"<path {' '.join(f'{name}={quoteattr(value)}' for name, value in attributes.items())}/>"


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
