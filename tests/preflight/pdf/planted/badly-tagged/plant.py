from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

EDITION = "screen"


def _tag(pdf: pikepdf.Pdf, role: str, *kids: str, **more: Any) -> Dictionary:
    """Hang a tag on the tree."""
    inner = Array([Dictionary(Type=Name.StructElem, S=Name("/" + kid)) for kid in kids])
    tag = Dictionary(Type=Name.StructElem, S=Name("/" + role), Pg=pdf.pages[1].obj, K=inner, **more)
    pdf.Root.StructTreeRoot.K = Array([tag])
    return tag


def a_picture_without_words(pdf: pikepdf.Pdf) -> None:
    _tag(pdf, "Figure")


def a_table_without_a_name(pdf: pikepdf.Pdf) -> None:
    _tag(pdf, "Table", "TR")


def a_reading_without_words(pdf: pikepdf.Pdf) -> None:
    _tag(pdf, "Ruby", "RT")


def the_page_first(pdf: pikepdf.Pdf) -> None:
    link = _tag(pdf, "Link")
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Contents=String("12 最后一班渡轮"))
    link.K = Array([Dictionary(Type=Name.OBJR, Obj=pdf.make_indirect(note))])
