"""Read the tags of a finished PDF as far as checks ask for them: pictures, links, tables, readings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from pressroom.preflight.pdf.marks.values import Tagged

_ASKED = frozenset({"Figure", "Link", "Table", "Ruby"})


def read_tags(pdf: pikepdf.Pdf) -> Iterator[Tagged]:
    """Read the tags that are asked for, in their order."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    root: Any = pdf.Root.get("/StructTreeRoot", Dictionary())
    waiting = _kids(root)[::-1]
    while waiting:
        element = waiting.pop()
        role = str(element.get("/S", ""))[1:]
        kids = _kids(element)
        if role in _ASKED:
            roles = tuple(str(kid.S)[1:] for kid in kids if "/S" in kid)
            yield Tagged(role, roles, _said(role, element, kids), _page(element, kids, pages))
        waiting += [kid for kid in kids[::-1] if "/S" in kid]


def _kids(element: Any) -> list[Any]:
    """What stands in an element, without the bare numbers of pieces."""
    kids = element.get("/K", Array())
    return [kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary)]


def _said(role: str, element: Any, kids: list[Any]) -> str:
    """What an element says to those who listen."""
    if role == "Link":
        notes = (kid.Obj for kid in kids if "/Obj" in kid)
        return next((str(note.get("/Contents", "")) for note in notes), "")
    if role == "Table":
        own = element.get("/A", Dictionary())
        return str(own.get("/Summary", "")) if isinstance(own, Dictionary) else ""
    return str(element.get("/Alt", ""))


def _page(element: Any, kids: list[Any], pages: dict[tuple[int, int], int]) -> int:
    """The page that an element begins on; -1 where it does not say."""
    named = next((kid.Pg for kid in (element, *kids) if "/Pg" in kid), None)
    return pages.get(named.objgen, -1) if named is not None else -1
