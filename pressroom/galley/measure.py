"""Measure galleys: HTML in, how many characters each block says out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

_LEFT_OUT = {"chart-data", "note-back"}


def measure_blocks(html: str, idents: Collection[str]) -> dict[str, int]:
    """Count the characters of each block that are its own; white space, drawings and heads of tables are left out."""
    counts: Counter[str] = Counter()
    _walk(fromstring(f"<body>{html}</body>"), "", idents, counts)
    return dict(counts)


def _walk(element: Element, block: str, idents: Collection[str], counts: Counter[str]) -> None:
    """Count the texts of an element for the innermost block around them."""
    own = element.get("id", "")
    inner = own if own in idents else block
    shown = not element.tag.endswith(("svg", "thead")) and not _LEFT_OUT & set(element.get("class", "").split())
    if shown:
        counts[inner] += len("".join((element.text or "").split()))
        for child in element:
            _walk(child, inner, idents, counts)
    counts[block] += len("".join((element.tail or "").split()))
