"""Read the style sheets of a book: a part in, its rules, its addresses and its tokens out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2

from pressroom.preflight.epub.values import BookPart, OpenBook


@dataclass(frozen=True)
class Declaration:
    """What a rule sets: a property, its value as it is written, and the tokens of that."""

    name: str
    text: str
    tokens: tuple[Any, ...]


@dataclass(frozen=True)
class StyleRule:
    """A rule: its selector, or the name of one that has none, such as ``@font-face``, and what it sets."""

    selector: str
    declarations: tuple[Declaration, ...]


def style_sheets(book: OpenBook) -> Iterator[BookPart]:
    """The style sheets of a book."""
    return (part for part in book.parts if part.media_type == "text/css")


def list_rules(part: BookPart) -> Iterator[StyleRule]:
    """All rules of a style sheet, those within others too."""
    return _read_rules(tinycss2.parse_stylesheet(_text(part), skip_comments=True, skip_whitespace=True))


def list_tokens(part: BookPart) -> Iterator[Any]:
    """All tokens of a style sheet, those in blocks and functions too, and comments."""
    return _walk(tinycss2.parse_component_value_list(_text(part)))


def list_addresses(tokens: Iterable[Any]) -> Iterator[str]:
    """The addresses among tokens."""
    for token in tokens:
        if token.type == "url":
            yield token.value
        elif token.type == "function" and token.lower_name == "url":
            yield from (inner.value for inner in token.arguments if inner.type == "string")


def _text(part: BookPart) -> str:
    return part.data.decode("utf-8", "replace")


def _read_rules(nodes: Iterable[Any]) -> Iterator[StyleRule]:
    """Read rules; what holds neither rules nor declarations is passed over."""
    for node in nodes:
        if node.type == "qualified-rule":
            selector = " ".join(tinycss2.serialize(node.prelude).split())
        elif node.type == "at-rule" and node.content is not None:
            selector = f"@{node.at_keyword}"
        else:
            continue
        inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        declarations = tuple(_read_declaration(one) for one in inner if one.type == "declaration")
        if declarations:
            yield StyleRule(selector, declarations)
        yield from _read_rules(inner)


def _read_declaration(declaration: Any) -> Declaration:
    """Read a declaration."""
    text = tinycss2.serialize(declaration.value).strip() + (" !important" if declaration.important else "")
    return Declaration(declaration.name, text, tuple(one for one in declaration.value if one.type != "whitespace"))


def _walk(tokens: Iterable[Any]) -> Iterator[Any]:
    waiting = [iter(tokens)]
    while waiting:
        token = next(waiting[-1], None)
        if token is None:
            waiting.pop()
            continue
        yield token
        waiting.append(iter(getattr(token, "content", None) or getattr(token, "arguments", None) or ()))
