"""Give wide tables room: a pasteup whose tables stand over their neighbours in, one where they do not out.

A table that is wider than its column runs across all columns, then it is set smaller within what the layout's classes
``snug`` and ``small`` say. What is still too wide is told, and never hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import weasyprint

from pressroom.makeup.pasteup import Pasteup
from pressroom.setting.render import Laid

_STEPS = ("across", "snug", "small")
_MM = 25.4 / 96  # millimetres in a CSS pixel
_NEARLY = 0.5  # pixels that a table may stand out by: what rounding leaves


def fit_tables(pasteup: Pasteup, lay_out: Callable[[Pasteup], Laid]) -> tuple[Pasteup, Laid]:
    """Lay a slot out; while tables are too wide, take the next step for each of them and lay it out again."""
    laid = lay_out(pasteup)
    taken: dict[str, int] = {}
    while wide := [ident for ident, _ in find_wide_tables(laid.document.pages) if taken.get(ident, 0) < len(_STEPS)]:
        html = pasteup.html
        for ident in wide:
            html = _take_step(html, ident, _STEPS[taken.get(ident, 0)])
            taken[ident] = taken.get(ident, 0) + 1
        if html != pasteup.html:
            pasteup = replace(pasteup, html=html)
            laid = lay_out(pasteup)
    return pasteup, laid


def find_wide_tables(pages: Sequence[Any]) -> tuple[tuple[str, float], ...]:
    """Find the tables that are wider than what they stand in, and by how many millimetres."""
    found: dict[str, float] = {}
    for page in pages:
        for ident, over in _walk(page._page_box, "", 0.0):
            found[ident] = max(found.get(ident, 0.0), round(over * _MM, 1))
    return tuple(found.items())


def _walk(box: Any, ident: str, edge: float) -> Iterator[tuple[str, float]]:
    """Walk boxes with the id of the innermost table and the right edge of what holds it."""
    box = getattr(box, "_box", box)
    if getattr(box, "is_table_wrapper", False):
        ident = str(box.element.get("id") or "") if box.element is not None else ""
        over = box.position_x + box.margin_width() - edge
        if ident and over > _NEARLY:
            yield ident, over
    children = getattr(box, "children", ()) or ()
    if not children:
        return
    own = box.content_box_x() + box.width if isinstance(getattr(box, "width", None), int | float) else edge
    for child in children:
        yield from _walk(child, ident, own)


def _take_step(html: str, ident: str, step: str) -> str:
    """Change the HTML of a slot so that a table takes a step; it stays the same where the step is none for it."""
    marked = _find_holder(html, ident) if step == "across" else ident
    opening = rf'<\w+\b[^>]*\bid="{re.escape(marked)}"[^>]*>'
    return re.sub(opening, lambda found: _add_class(found[0], step), html, count=1) if marked else html


def _add_class(tag: str, name: str) -> str:
    """Add a class to an opening tag."""
    if ' class="' in tag:
        return tag.replace(' class="', f' class="{name} ', 1)
    return f'{tag[:-1]} class="{name}">'


def _find_holder(html: str, ident: str) -> str:
    """Find what stands in a body and is or holds a table: its id, if it has one."""
    root = weasyprint.HTML(string=html).etree_element
    parents = {child: parent for parent in root.iter() for child in parent}
    at = next((element for element in root.iter("table") if element.get("id") == ident), None)
    while at is not None and at in parents:
        parent = parents[at]
        if parent.tag == "div" and "body" in parent.get("class", "").split():
            return str(at.get("id", ""))
        at = parent
    return ""
