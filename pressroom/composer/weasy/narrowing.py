"""Set the quotation marks of Latin words as wide as they are drawn: the forms ``pwid``, where a face has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from weasyprint.text.ffi import ffi, pango

from pressroom.typography.quotes import latin_quotes

_MARK = len("“".encode())
_FORMS = b"pwid 1"
_LANGUAGES = ("zh", "ja")

ffi.cdef("PangoAttrList * pango_attr_list_copy (PangoAttrList *list);")


def set_text(original: Callable[..., None], layout: Any, text: str, justify: bool = False) -> None:
    """Give a layout its text, and ask for the narrow forms of the marks of Latin words in Chinese and Japanese.

    What a layout is asked for stays with it, and layouts are shared: so it is taken back before the next text comes.
    """
    holder = getattr(layout, "holder", layout)
    asked, plain = holder.__dict__.pop("_plain", (None, None))
    if asked is layout.layout:
        pango.pango_layout_set_attributes(layout.layout, plain)
    original(layout, text, justify)
    places = getattr(layout, "narrow", None)
    if places is None and (layout.style["lang"] or "").lower().startswith(_LANGUAGES):
        places = _bytes(layout.text, latin_quotes(layout.text))
    if places:
        holder._plain = (layout.layout, _copy(layout.layout))
        attributes = _copy(layout.layout) or ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for place in places:
            form = pango.pango_attr_font_features_new(_FORMS)
            form.start_index, form.end_index = place, place + _MARK
            pango.pango_attr_list_insert(attributes, form)
        pango.pango_layout_set_attributes(layout.layout, attributes)


def _copy(layout: Any) -> Any:
    """Copy what a layout is asked for; NULL where that is nothing."""
    attributes = pango.pango_layout_get_attributes(layout)
    if attributes == ffi.NULL:
        return attributes
    return ffi.gc(pango.pango_attr_list_copy(attributes), pango.pango_attr_list_unref)


def _bytes(text: str, places: Iterable[int]) -> tuple[int, ...]:
    """Turn places in a text into bytes of it."""
    return tuple(len(text[:place].encode()) for place in places)
