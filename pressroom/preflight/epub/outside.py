"""A check on finished books: nothing that they hold asks for anything outside of them.

It does not know where an address may stand, but what one looks like: any value that looks so and is not a link for
readers is told. So it agrees with no list of those who made the book.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element, XMLPullParser

import tinycss2

from pressroom.preflight.epub.registry import Found, check
from pressroom.preflight.epub.sheets import list_tokens, style_sheets
from pressroom.preflight.epub.values import OPF, BookPart, OpenBook
from pressroom.report import Severity

_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
_IN_SET = re.compile(r"(?:^|[\s,;=])(?:https?|ftp|file|javascript):|(?:^|[\s,])//", re.IGNORECASE)
_READERS = ("http:", "https:", "mailto:", "tel:")
#: Attributes that are texts, or that name terms: a word with a colon is no address there.
_TEXTS = frozenset(
    {"alt", "class", "content", "id", "label", "lang", "name", "prefix", "role", "style", "title", "type", "value"}
)
_HELD = {
    "data:image/png": b"\x89PNG",
    "data:image/jpeg": b"\xff\xd8",
    "data:image/webp": b"RIFF",
    "data:image/gif": b"GIF8",
    "data:font/ttf": b"\0\1\0\0",
    "data:font/otf": b"OTTO",
    "data:font/woff": b"wOFF",
    "data:font/woff2": b"wOF2",
}
_HINT = "leave it out: a book is read where there is no network"


@check(Severity.STOP)
def book_asks_for_nothing(book: OpenBook) -> Found:
    """Nothing in a book asks for anything outside of it, or runs: only readers follow links."""
    for item in book.package.iter():
        if item.tag in {f"{OPF}item", f"{OPF}link"} and _ADDRESS.match(item.get("href", "")):
            yield "", f"the package lists {item.get('href', '')[:80]!r}", _HINT
    for part in book.parts:
        if part.tree is not None:
            for said in dict.fromkeys((*_look_at_tree(part.tree), *_look_beside(part))):
                yield part.name, said, _HINT
    for part in style_sheets(book):
        for said in dict.fromkeys(_look_at_style(list_tokens(part))):
            yield part.name, said, _HINT


def _look_at_tree(tree: Element) -> Iterator[str]:
    """What of a document asks for something."""
    for element in tree.iter():
        tag = str(element.tag).rpartition("}")[2].lower()
        for key, value in element.items():
            yield from _look_at_value(tag, key.rpartition("}")[2].lower(), value)
        if tag == "style":
            yield from _look_at_style(_walk("".join(element.itertext())))


def _look_at_value(tag: str, key: str, value: str) -> Iterator[str]:
    """What of an attribute asks for something."""
    if key.startswith("on") or key in {"srcdoc", "http-equiv"}:
        yield f"<{tag}> acts by itself: {key}"
    elif tag == "a" and key == "href" and value.lower().startswith(_READERS):
        return
    elif key in _TEXTS or key.startswith("aria-"):
        if "(" in value or "\\" in value:
            yield from _look_at_style(_walk(value))
    elif _ADDRESS.match(value) or _IN_SET.search(value):
        yield from _look_at_address(value)
    elif "(" in value or "\\" in value:
        yield from _look_at_style(_walk(value))


def _look_at_address(address: str) -> Iterator[str]:
    """What an address asks for; pixels and letters that it holds itself are let be."""
    head, _, body = address.strip().partition(",")
    start = _HELD.get(head.partition(";")[0].lower())
    if start is None:
        yield f"{address[:80]!r} lies outside"
        return
    raw = unquote_to_bytes(body)
    if not (base64.b64decode(raw[:64]) if "base64" in head else raw).startswith(start):
        yield f"{address[:40]!r} does not hold what it says"


def _look_at_style(tokens: Iterable[Any]) -> Iterator[str]:
    """What of a sheet asks for something: addresses anywhere, and texts that look so within functions."""
    for token in tokens:
        texts = getattr(token, "arguments", ()) if token.type == "function" else ()
        named = [token.value] if token.type == "url" else [inner.value for inner in texts if inner.type == "string"]
        for address in named:
            if _ADDRESS.match(address):
                yield from _look_at_address(address)
        if token.type == "at-keyword" and token.lower_value == "import":
            yield "a sheet imports another"


def _walk(css: str) -> Iterator[Any]:
    """All tokens of a text of style."""
    waiting = list(tinycss2.parse_component_value_list(css))
    while waiting:
        token = waiting.pop()
        yield token
        waiting += getattr(token, "content", None) or getattr(token, "arguments", None) or ()


def _look_beside(part: BookPart) -> Iterator[str]:
    """What stands beside the root of a document: notes to programs that ask for sheets, entities."""
    parser: XMLPullParser[Any] = XMLPullParser(events=("pi",))
    parser.feed(part.data)
    events: Iterator[Any] = parser.read_events()
    for _, instruction in events:
        yield f"there is a note to programs: {(instruction.text or '')[:60]}"
    if b"<!ENTITY" in part.data:
        yield "it declares entities"
