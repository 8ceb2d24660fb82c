"""Small pieces of HTML that galleys are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from pressroom.issue import Picture
from pressroom.workshop.markup import escape


def wrap(tag: str, inner: str, **attributes: str) -> str:
    """Put HTML into an element; attributes without a value are left out, ``class_`` is ``class``."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items() if value
    )
    return f"<{tag}{written}>{inner}</{tag}>"


def image_html(picture: Picture) -> str:
    """An image; its source is the file's own address, which editions replace by theirs."""
    return f'<img src="{escape(picture.file.resolve().as_uri())}" alt="{escape(picture.alt)}" />'


def figure_html(
    ident: str, picture: Picture | None, caption: str, credit: str = "", number: str = "", size: str = "column"
) -> str:
    """A figure with its number, caption and credit; without a picture, a place that is kept for one."""
    image = image_html(picture) if picture else '<div class="picture-wanted"></div>'
    numbered = wrap("span", escape(number), class_="figure-number") if number else ""
    credited = wrap("p", escape(credit), class_="credit") if credit else ""
    words = f"{numbered}{caption}{credited}"
    captioned = wrap("figcaption", words) if words else ""
    wanted = "" if picture else " wanted"
    return wrap("figure", image + captioned, id=ident, class_=f"{size}{wanted}") + "\n"


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
