"""Read style sheets: CSS in, what it refers to out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_FUNCTIONS = frozenset({"url", "src"})


@dataclass(frozen=True)
class Reference:
    """Where a style sheet refers to something else: how it is written, the address, line and column.

    The address of ``@import`` is not read: it is a string or an address that follows.
    """

    kind: str
    address: str
    line: int
    column: int


def list_references(css: str) -> Iterator[Reference]:
    """List all that a style sheet, a rule or a value refers to: sheets that are imported, and addresses."""
    import tinycss2  # most builds read no style sheet here

    waiting = [iter(tinycss2.parse_component_value_list(css, skip_comments=True))]
    while waiting:  # and not by recursion: sheets may be nested as deep as their writers like
        token = next(waiting[-1], None)
        if token is None:
            waiting.pop()
        elif (found := _read(token)) is not None:
            yield found
        else:
            waiting.append(iter(getattr(token, "content", None) or getattr(token, "arguments", None) or ()))


def _read(token: Any) -> Reference | None:
    """What a token refers to, if anything."""
    if token.type == "at-keyword" and token.lower_value == "import":
        return Reference("@import", "", token.source_line, token.source_column)
    if token.type == "url":
        return Reference("url(", token.value, token.source_line, token.source_column)
    if token.type == "function" and token.lower_name in _FUNCTIONS:
        address = next((inner.value for inner in token.arguments if inner.type == "string"), "")
        return Reference(f"{token.lower_name}(", address, token.source_line, token.source_column)
    return None
