"""The proof as a table: what each source says of each article and of each page."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pressroom.report import Place

PLAN = "flatplan"
NOTHING = "–"
_MOST = 40  # rows of a table that are shown
_WIDE = 36  # columns of a terminal for a headline


@dataclass(frozen=True)
class Cell:
    """What one source says, and whether that agrees with the flatplan."""

    source: str
    says: str
    agrees: bool = True


@dataclass(frozen=True)
class Row:
    """What all sources say of one article or one page; ``place`` is where the flatplan says it."""

    name: str
    plan: str
    cells: tuple[Cell, ...]
    place: Place

    @property
    def agrees(self) -> bool:
        """Whether all sources agree."""
        return all(cell.agrees for cell in self.cells)

    @property
    def wrong(self) -> tuple[Cell, ...]:
        """What does not agree."""
        return tuple(cell for cell in self.cells if not cell.agrees)


def draw_table(rows: Sequence[Row]) -> str:
    """Draw rows side by side, a column for each source; what disagrees has a ✗."""
    if not rows:
        return ""
    sources = list(dict.fromkeys(cell.source for row in rows for cell in row.cells))
    lines = [["", PLAN, *sources]]
    for row in rows[:_MOST]:
        said = {cell.source: f"{cell.says}{'' if cell.agrees else ' ✗'}" for cell in row.cells}
        lines.append([_cut(row.name), row.plan, *(said.get(source, NOTHING) for source in sources)])
    widths = [max(_width(line[column]) for line in lines) for column in range(len(lines[0]))]
    drawn = ["  ".join(_pad(text, width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    more = [f"… and {len(rows) - _MOST} more"] if len(rows) > _MOST else []
    return "\n".join([*drawn, *more])


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _cut(text: str) -> str:
    """Cut a headline to what a column holds."""
    if _width(text) <= _WIDE:
        return text
    while _width(text) > _WIDE - 1:
        text = text[:-1]
    return f"{text}…"
