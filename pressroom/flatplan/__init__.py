"""The flatplan seen: an issue and its runs in; every page as a small picture, in spreads, as a page or a sheet out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pressroom.flatplan.board import Board, Leaf, Problem, Spread, Stand, lay_out
from pressroom.flatplan.page import write_html
from pressroom.flatplan.png import write_png
from pressroom.flatplan.svg import write_svg
from pressroom.fonts import Face

#: What a flatplan can be written as, by the ending of the file.
FORMS: dict[str, Callable[[Board, Sequence[Face]], bytes]] = {
    ".html": write_html,
    ".svg": write_svg,
    ".png": write_png,
}

__all__ = ["FORMS", "Board", "Leaf", "Problem", "Spread", "Stand", "lay_out"]
