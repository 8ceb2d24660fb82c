"""What an element is called in a tree of tags: ISO 32000-1, 14.8.4, the standard structure types."""

from __future__ import annotations

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
#: What stands in a line of text, and so in a paragraph.
INLINE = frozenset(("Link", "Reference", "Span"))
#: What may hold text itself.
TEXTUAL = frozenset(("P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "LBody", "Caption", "TH", "TD", "Figure")) | INLINE
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
    """The words for those who cannot see a picture; empty where it is an ornament."""
    title = element.find(f"{_SVG}title") if element.tag == f"{_SVG}svg" else None
    words = element.get("alt") or element.get("aria-label") or (title.text if title is not None else "")
    return " ".join((words or "").split())


def is_hidden(element: Any) -> bool:
    """Tell whether an element is there for the eye alone."""
    return element.get("aria-hidden") == "true" or element.get("role") in ("presentation", "none")


def scope_of(element: Any, in_head: bool) -> str:
    """What a header cell stands over: its column or its row."""
    said = element.get("scope", "")
    return "Row" if said.startswith("row") or (not said and not in_head) else "Column"
