"""Fill shapes of SVG pictures with gradients that every renderer shows.

WeasyPrint 70 paints a gradient as a tile of one unit that is enlarged to the shape. Poppler draws such a tile as a dot
and shows nothing; others show a seam where the next tile begins. Here the tile is as large as it is on paper, and there
is one. Radii in per cent are of the box (SVG 1.1 §7.10); the engine takes them for 1.41 times as much.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from weasyprint.pdf import pydyf

_FINE = 4.0  # units of a tile to a point: renderers that draw it apart do so in its units
_TILES = 1  # the type of patterns that are tiles


def draw_gradient(
    original: Callable[..., bool], picture: Any, node: Any, gradient: Any, *rest: Any, **options: Any
) -> bool:
    """Let the engine fill, then enlarge the tile that it made and set it apart from its neighbours."""
    patterns = picture.stream._resources["Pattern"]
    known = set(patterns)
    if gradient.get("gradientUnits") != "userSpaceOnUse":
        _measure_radii(gradient)
    drawn = original(picture, node, gradient, *rest, **options)
    for name in patterns.keys() - known:
        if patterns[name].extra["PatternType"] == _TILES:
            _enlarge(patterns[name])
    return drawn


def _measure_radii(gradient: Any) -> None:
    """Write radii in per cent as parts of the box that they fill."""
    for name, usual in (("r", "50%"), ("fr", "0%")):
        said = gradient.get(name, usual).strip()
        with suppress(ValueError):
            gradient.attrib[name] = str(float(said.removesuffix("%")) / 100) if said.endswith("%") else said


def _enlarge(tile: Any) -> None:
    """Give a tile the size that it has on paper, and set its neighbours apart."""
    box, matrix = tile.extra["BBox"], tile.extra["Matrix"]
    scale = _FINE * max(map(abs, matrix[:4]))
    if not scale:
        return
    tile.extra["BBox"] = pydyf.Array([value * scale for value in box])
    tile.extra["XStep"] = 2 * scale * (box[2] - box[0])
    tile.extra["YStep"] = 2 * scale * (box[3] - box[1])
    tile.extra["Matrix"] = pydyf.Array([*(value / scale for value in matrix[:4]), *matrix[4:]])
    tile.stream.insert(0, f"{scale:.6f} 0 0 {scale:.6f} 0 0 cm")
