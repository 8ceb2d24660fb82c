"""Plan a page: its size in; margins, type and columns out, so that lines and columns are whole."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_POINTS = 72 / 25.4  # in a millimetre
_INCH = 25.4
_BRIEF_GAP = 15.0  # points between columns of short pieces
#: Pages by name, in millimetres.
NAMED = {
    "a5": (148.0, 210.0),
    "b5": (176.0, 250.0),
    "a4": (210.0, 297.0),
    "letter": (215.9, 279.4),
    "magazine": (210.0, 285.0),
    "square": (220.0, 220.0),
}
SMALLEST, LARGEST = 100.0, 500.0  # millimetres
_SIZE = re.compile(r"(\d+(?:\.\d+)?) *[x×] *(\d+(?:\.\d+)?) *(mm|in)?", re.I)


@dataclass(frozen=True)
class PagePlan:
    """A page and the text on it: lengths in millimetres, type in points.

    ``columns`` of ``lines`` each hold about so many ``signs`` in a line; ``column`` is the width of one, ``brief`` the
    least of one of short pieces.
    """

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    gutter: float
    columns: int
    column: float
    brief: float
    size: float
    leading: float
    lines: int
    signs: float
    lead: int

    @property
    def tokens(self) -> dict[str, str]:
        """The tokens of a layout that say it."""
        millimetres = ("top", "bottom", "inner", "outer", "gutter")
        across = self.columns * self.column + (self.columns - 1) * self.gutter * _POINTS
        return {
            **{name: f"{getattr(self, name):g}mm" for name in millimetres},
            "columns": str(self.columns),
            "column-least": f"{math.floor(0.9 * self.column)}pt",
            "brief-least": f"{math.floor(min(self.brief, (across - _BRIEF_GAP) / 2))}pt",
            "size": f"{self.size:g}pt",
            "leading": f"{self.leading:g}pt",
            "lead-lines": str(self.lead),
            "piece-lines": str(round(0.63 * self.lead)),
            "figure-lines": str(round(0.63 * self.lead)),
        }


def read_size(text: str) -> tuple[float, float]:
    """Read a size: a name such as A5, or ``170x240mm``, ``8.5x11in``.

    :raises ValueError: if it is none, or no page is so small or so large.
    """
    named = NAMED.get(text.strip().lower())
    if named:
        return named
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no size: write 170x240mm, 8.5x11in, or one of {', '.join(NAMED)}")
    unit = _INCH if (found[3] or "").lower() == "in" else 1
    width, height = round(float(found[1]) * unit, 2), round(float(found[2]) * unit, 2)
    if min(width, height) < SMALLEST or max(width, height) > LARGEST:
        raise ValueError(f"{text!r}: pages are {SMALLEST:g} to {LARGEST:g} mm wide and high")
    return width, height


def plan_page(width: float, height: float, letters: bool) -> PagePlan:
    """Plan a page for text in letters, or in signs that fill a square."""
    small = width < 165
    if letters:
        size, leading, gutter, sign = (9.2, 12.8, 5.5, 0.46) if small else (9.6, 13.5, 5.5, 0.46)
        least, most, brief = 57.0, 106.0, 145.0
    else:
        size, leading, gutter, sign = (9.5, 16.5, 7.0, 1.0) if small else (10.0, 18.0, 7.0, 1.0)
        least, most, brief = 57.0, 112.0, 115.0
    room = 0.8065 * width
    columns = max(1, min(2, int((room + gutter) / (least + gutter))))
    column = min(most, (room - (columns - 1) * gutter) / columns)
    em = size / _POINTS
    column = column if letters else math.floor(column / em + 1e-6) * em
    lines = math.floor(0.8025 * height * _POINTS / leading + 0.05)
    across = width - columns * column - (columns - 1) * gutter
    down = height - lines * leading / _POINTS
    inner, top = round(0.54 * across, 2), round(0.444 * down, 2)
    return PagePlan(
        width=width,
        height=height,
        top=top,
        bottom=math.floor(100 * (down - top)) / 100,
        inner=inner,
        outer=math.floor(100 * (across - inner)) / 100,
        gutter=gutter,
        columns=columns,
        column=column * _POINTS,
        brief=brief,
        size=size,
        leading=leading,
        lines=lines,
        signs=column / em / sign,
        lead=round(0.283 * height * _POINTS / leading),
    )
