"""Span the cells of tables, stand their numbers on their points, set no head over nothing.

A cell that holds ``<<`` is one with the cell on its left, one that holds ``^^`` with the cell above. In columns aligned
right (``---:``) a cell whose fraction is shorter than the longest of its column gets the class ``lack-2`` (two
figures), or ``lack-point-2`` where the point is missing too; a style sheet gives it that much room on the right.
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


def drop_empty_heads(tokens: list[Token]) -> list[Token]:
    """Leave out the head of a table that has no words in it, which Markdown cannot; an empty cell of a head is none."""
    kept: list[Token] = []
    head: list[Token] | None = None
    for token in tokens:
        if token.type == "thead_open":
            head = []
        (kept if head is None else head).append(token)
        if token.type == "thead_close" and head is not None:
            kept += _head(head)
            head = None
    return kept


def _head(tokens: list[Token]) -> list[Token]:
    """The head of a table, its empty cells plain ones; nothing where all are empty."""
    words = {number: token.content.strip() for number, token in enumerate(tokens) if token.type == "inline"}
    for number in (number for number, text in words.items() if not text):
        tokens[number - 1].tag = tokens[number + 1].tag = "td"
    return tokens if any(words.values()) else []


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


def span_cells(tokens: list[Token]) -> list[Token]:
    """Join the cells that say so to those on their left or above; note the column of each cell."""
    kept: list[Token] = []
    above: dict[int, Token] = {}
    row: dict[int, Token] = {}
    skipping = False
    for index, token in enumerate(tokens):
        if token.type in {"table_open", "tbody_open"}:
            above = {}
        elif token.type == "tr_open":
            row = {}
        elif token.type in {"td_open", "th_open"}:
            column = len(row)
            row[column], skipping = _owner(
                token, tokens[index + 1].content.strip(), row.get(column - 1), above.get(column)
            )
            token.meta = {**token.meta, "column": column}
        if not skipping:
            kept.append(token)
        if token.type in {"td_close", "th_close"}:
            skipping = False
        elif token.type == "tr_close":
            _grow_rows(row, above)
            above = row
    return kept


def _owner(cell: Token, text: str, left: Token | None, above: Token | None) -> tuple[Token, bool]:
    """The cell that a cell is part of, and whether that is another one."""
    if text == "<<" and left is not None:
        if left is not above:  # else its columns were counted in the row above
            left.attrSet("colspan", str(int(left.attrs.get("colspan", 1)) + 1))
        return left, True
    return (above, True) if text == "^^" and above is not None else (cell, False)


def _grow_rows(row: dict[int, Token], above: dict[int, Token]) -> None:
    """Let the cells that go on from the row above take one row more."""
    for cell in {id(cell): cell for column, cell in row.items() if above.get(column) is cell}.values():
        cell.attrSet("rowspan", str(int(cell.attrs.get("rowspan", 1)) + 1))


def head_rows(tokens: list[Token]) -> None:
    """Make the first cell of each row its head."""
    inside = False
    for token in tokens:
        if token.type == "td_open" and token.meta.get("column") == 0:
            token.tag, inside = "th", True
            token.attrSet("scope", "row")
        elif token.type == "td_close" and inside:
            token.tag, inside = "th", False
