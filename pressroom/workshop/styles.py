"""Read style sheets: CSS in, what it refers to out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: Functions whose argument is an address: a text, or what a variable will be.
_FUNCTIONS = frozenset({"url", "src", "image", "local-url"})
#: Functions that list addresses: a text that stands right in them is one.
_SETS = frozenset({"image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade"})


@dataclass(frozen=True)
class Reference:
    """Where a style sheet refers to something else: how it is written, the address, line and column.

    The address is empty where it cannot be told from the sheet, as of ``src(var(--a))``.
    """

    kind: str
    address: str
    line: int
    column: int


def list_references(css: str) -> Iterator[Reference]:
    """List all that a style sheet, a rule or a value refers to: sheets that are imported, and addresses."""
    import tinycss2  # most builds read no style sheet here

    waiting = [_SheetReading(tinycss2.parse_component_value_list(css, skip_comments=True))]
    while waiting:  # and not by recursion: sheets may be nested as deep as their writers like
        reading = waiting[-1]
        token = next(reading.tokens, None)
        if token is None:
            waiting.pop()
            continue
        yield from reading.read(token)
        inner = getattr(token, "content", None) or getattr(token, "arguments", None)
        if inner:
            waiting.append(_SheetReading(inner, token))


class _SheetReading:
    """Tokens that stand beside each other, as far as they have been read, and the function that they stand in."""

    def __init__(self, tokens: list[Any], around: Any = None) -> None:
        self.tokens = iter(tokens)
        name = around.lower_name if around is not None and around.type == "function" else ""
        self._in_set = name in _SETS
        self._imported: Any = None

    def read(self, token: Any) -> Iterator[Reference]:
        """What a token refers to, if anything."""
        imported, self._imported = self._imported, self._imported if token.type == "whitespace" else None
        if token.type == "at-keyword" and token.lower_value == "import":
            self._imported = token
        elif token.type == "string" and imported is not None:
            yield _refer("@import", token.value, imported)
        elif token.type == "string" and self._in_set:
            yield _refer("image-set(", token.value, token)
        elif token.type == "url":
            yield _refer("@import" if imported is not None else "url(", token.value, imported or token)
        elif token.type == "function" and token.lower_name in _FUNCTIONS:
            yield _refer(f"{token.lower_name}(", _said(token), token)


def _said(function: Any) -> str:
    """The address that a function is given; empty where it is told by something else."""
    return next((inner.value for inner in function.arguments if inner.type == "string"), "")


def _refer(kind: str, address: str, token: Any) -> Reference:
    return Reference(kind, address, token.source_line, token.source_column)
