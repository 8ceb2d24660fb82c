"""Set tables right: numbers on their points, no head over nothing.

Columns aligned right (``---:``) come in, what each cell lacks goes out, as a class.

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
