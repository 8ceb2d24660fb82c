"""Stand numbers on their points: columns of tables aligned right (``---:``) in, what each cell lacks out, as a class.

A cell whose fraction is shorter than the longest of its column gets the class ``lack-2`` (two figures), or
``lack-point-2`` where the point is missing too; a style sheet gives it that much room on the right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from markdown_it.token import Token

_NUMBER = re.compile(r"[-−+±]?\d[\d,，]*(?:\.(\d+))?$")
_MOST = 3  # figures behind the point


def align_decimals(tokens: list[Token]) -> None:
    """Give the cells of numbers their classes."""
    columns: dict[int, list[tuple[Token, int]]] = defaultdict(list)
    for kind, column, cell, text in _cells(tokens):
        if kind == "table":
            _set_classes(columns)
            columns.clear()
        elif (found := _NUMBER.match(text)) and "right" in str(cell.attrGet("style")):
            columns[column].append((cell, len(found[1] or "")))
    _set_classes(columns)


def _cells(tokens: list[Token]) -> Iterator[tuple[str, int, Token, str]]:
    """Walk the cells of the bodies of tables with their columns; each table is announced."""
    column = 0
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            yield "table", 0, token, ""
        elif token.type == "tr_open":
            column = 0
        elif token.type in {"td_open", "th_open"}:
            if token.type == "td_open":
                yield "cell", column, token, tokens[index + 1].content.strip()
            column += 1


def _set_classes(columns: dict[int, list[tuple[Token, int]]]) -> None:
    """Compare the fractions of each column."""
    for cells in columns.values():
        most = max(length for _, length in cells)
        for cell, length in cells:
            if 0 < most <= _MOST and length < most:
                cell.attrSet("class", f"lack-{'' if length else 'point-'}{most - length}")
