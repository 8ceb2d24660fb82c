"""What an element is called in a tree of tags: ISO 32000-1, 14.8.4, the standard structure types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any

_SVG = "{http://www.w3.org/2000/svg}"
_ROLES = {
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "aside": "Div",
    "figure": "Div",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    "address": "P",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "li": "LBody",
    "dt": "LBody",
    "dd": "LBody",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
    "img": "Figure",
    f"{_SVG}svg": "Figure",
}
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
#: What stands in a line of text, and so in a paragraph.
INLINE = frozenset(("Link", "Reference", "Span", "Ruby"))
#: What may hold text itself.
TEXTUAL = (
    frozenset(("P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "LBody", "Caption", "TH", "TD", "Figure", "RB", "RT"))
    | INLINE
)
#: Cells, which a table has even where they are empty.
CELLS = frozenset(("TH", "TD"))


def role_of(element: Any) -> str:
    """The type of an element; empty where it only groups or styles."""
    if element.tag == "a":
        return "Link" if element.get("href") else ""
    if element.tag == "sup" and any(child.get("role") == "doc-noteref" for child in element):
        return "Reference"
    if is_note(element):
        return "Note"
    if is_last(element):
        return "Span"
    if element.tag == "ol" and any(map(is_note, element)):
        return ""
    role = _ROLES.get(element.tag, "")
    if role or not language_of(element) or element.tag in ("html", "body"):
        return role
    return "Span" if element.tag in ("span", "em", "strong", "i", "b", "cite", "q", "bdi") else "Div"


def is_note(element: Any) -> bool:
    """Tell whether an element is a note: it has a name of its own for its call to lead to (ISO 14289-1, 7.9)."""
    return element.tag == "li" and "footnote-item" in element.get("class", "").split() and bool(element.get("id"))


def language_of(element: Any) -> str:
    """The language that an element is said to be in, if any."""
    return (element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()


def alternative_of(element: Any) -> str:
    """The words for those who cannot see a picture; empty where it is an ornament.

    ``data-said`` is what a chart says in figures, which pages show no table of.
    """
    title = element.find(f"{_SVG}title") if element.tag == f"{_SVG}svg" else None
    said = element.get("data-said") or element.get("alt") or element.get("aria-label")
    words = said or (title.text if title is not None else "")
    return " ".join((words or "").split())


def is_hidden(element: Any) -> bool:
    """Tell whether an element is there for the eye alone."""
    return element.get("aria-hidden") == "true" or element.get("role") in ("presentation", "none")


def is_last(element: Any) -> bool:
    """Tell whether an element is read after what it stands in front of: ``data-read="last"``."""
    return bool(element.get("data-read") == "last")


def words_of(element: Any) -> str:
    """What an element says, in the order in which it is read; what is there for the eye alone is left out."""
    first: list[str] = [element.text or ""]
    last: list[str] = []
    for child in element:
        words = "" if is_hidden(child) or not isinstance(child.tag, str) else words_of(child)
        (last if is_last(child) else first).append(words)
        first.append(child.tail or "")
    return " ".join("".join([*first, " ", *last]).split())


def title_of(element: Any) -> str:
    """What a box or a section calls itself: its title, or the name of whoever speaks in it."""
    if element.tag not in ("section", "aside"):
        return ""
    titles = (child for child in element if {"box-title", "who"} & set(child.get("class", "").split()))
    return next((words_of(title) for title in titles), "")


def summary_of(table: Any, parents: Mapping[Any, Any]) -> str:
    """What a table without a caption is about: the title of the box around it, or the heading above it."""
    if table.find("caption") is not None:
        return ""
    element, parent = table, parents.get(table)
    while parent is not None:
        before = takewhile(lambda child, here=element: child is not here, parent)  # type: ignore[misc]
        headings = [child for child in before if child.tag in _HEADINGS or child.tag == "header"]
        named = title_of(parent) or next(map(words_of, _headings(headings[::-1])), "")
        if named:
            return named
        element, parent = parent, parents.get(parent)
    return ""


def _headings(elements: Iterable[Any]) -> Iterator[Any]:
    """The headings among elements, and those in heads of articles."""
    for element in elements:
        yield from (element.iter("h1") if element.tag == "header" else [element])


def same_picture(element: Any) -> tuple[str, str] | None:
    """What tells that two images show one picture: its address and its words; none for what is no image."""
    return (element.get("src", ""), alternative_of(element)) if element.tag == "img" else None


def scope_of(element: Any, in_head: bool) -> str:
    """What a header cell stands over: its column or its row."""
    said = element.get("scope", "")
    return "Row" if said.startswith("row") or (not said and not in_head) else "Column"
