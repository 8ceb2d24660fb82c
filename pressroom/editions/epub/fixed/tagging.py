"""Read the tags of a run: which tag owns each piece of a page, and the tags of a page as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from pressroom.editions.epub.fixed.values import TwinPiece

_PICTURE = "Figure"
_LINK = "pressroom:"


@dataclass(frozen=True)
class PageTag:
    """A tag as far as one page holds it: its role, its words where it is a picture, and what it owns, in order.

    ``target`` is the slug of the article that a link leads to. ``box`` is where a picture stands: left, bottom, right,
    top in points from the page's bottom left.
    """

    role: str
    kids: tuple[PageTag | TwinPiece, ...]
    words: str = ""
    scope: str = ""
    language: str = ""
    box: tuple[float, ...] = ()
    target: str = ""


@dataclass(frozen=True)
class Tags:
    """The tags of a run, in its open PDF."""

    pdf: pikepdf.Pdf

    def owners(self, page: Any) -> dict[tuple[int, int], str]:
        """The roles of the tags that own the pieces of a page and of the forms that are drawn on it."""
        found: dict[tuple[int, int], str] = {}
        numbers = self._numbers()
        for stream, holder in ((0, page.obj), *_forms(page.obj.get("/Resources", {}), 0)):
            key = holder.get("/StructParents")
            for mark, owner in enumerate(numbers.get(int(key), ()) if key is not None else ()):
                if isinstance(owner, pikepdf.Dictionary):
                    found[stream, mark] = str(owner.get("/S", ""))[1:]
        return found

    def _numbers(self) -> dict[int, Any]:
        root = self.pdf.Root.get("/StructTreeRoot")
        return dict(pikepdf.NumberTree(root.ParentTree).items()) if root is not None and "/ParentTree" in root else {}

    def tree(self, page: Any) -> tuple[PageTag | TwinPiece, ...]:
        """The tags of one page."""
        root = self.pdf.Root.get("/StructTreeRoot")
        return tuple(_kids(root, page.obj.objgen, None)) if root is not None else ()


def is_text(owners: dict[tuple[int, int], str], stream: int, mark: int) -> bool:
    """Whether a piece is text: what is part of a picture is none."""
    return owners.get((stream, mark), _PICTURE) != _PICTURE


def _forms(resources: Any, depth: int) -> Iterator[tuple[int, Any]]:
    """The forms that a page draws, and those that they draw."""
    for form in resources.get("/XObject", {}).values() if depth < 12 else ():
        if str(form.get("/Subtype")) == "/Form":
            yield form.objgen[0], form
            yield from _forms(form.get("/Resources", {}), depth + 1)


def _kids(element: Any, page: tuple[int, int], above: Any) -> Iterator[PageTag | TwinPiece]:
    """What a tag owns on a page; ``above`` is the page of the tags around it."""
    own = element.get("/Pg", above)
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if not isinstance(kid, pikepdf.Dictionary):
            if own is not None and own.objgen == page:
                yield TwinPiece(0, int(kid))
        elif "/MCID" in kid:
            if kid.get("/Pg", own).objgen == page:
                yield TwinPiece(kid.Stm.objgen[0] if "/Stm" in kid else 0, int(kid.MCID))
        elif "/S" in kid:
            tag = _read_tag(kid, page, own)
            if tag.kids:
                yield tag


def _read_tag(element: Any, page: tuple[int, int], above: Any) -> PageTag:
    """Read a tag as far as a page holds it."""
    attributes = element.get("/A", {})
    attributes = attributes if isinstance(attributes, pikepdf.Dictionary) else {}
    begins = element.get("/Pg", above)
    # A picture that goes on on the facing page is told of once.
    here = begins is None or begins.objgen == page
    return PageTag(
        str(element.S)[1:],
        tuple(_kids(element, page, above)),
        str(element.get("/Alt", "")) if here else "",
        str(attributes.get("/Scope", ""))[1:].lower(),
        str(element.get("/Lang", "")),
        tuple(float(value) for value in attributes.get("/BBox", ())),
        _read_target(element),
    )


def _read_target(element: Any) -> str:
    """The slug of the article that a link leads to; empty where it leads elsewhere."""
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid:
            action: Any = kid.Obj.get("/A", {})
            address = str(action.get("/URI", ""))
            if address.startswith(_LINK):
                return address.removeprefix(_LINK)
    return ""
