"""The tree of tags: sound, in the order of the flatplan, and with all that the copy says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Operator

from tests.support.bound import Bound
from tests.support.tags import below, faults_of, kids_of, spots_of


def test_the_tree_of_tags_is_sound(opened: pikepdf.Pdf) -> None:
    assert faults_of(opened) == []


def drop_kid(pdf: pikepdf.Pdf) -> None:
    section = pdf.Root.StructTreeRoot.K[0].K[2]
    del section.K[0]


def swap_parents(pdf: pikepdf.Pdf) -> None:
    branches = next(
        item for item in pdf.Root.StructTreeRoot.ParentTree.Nums if isinstance(item, Array) and len(item) > 1
    )
    branches[0], branches[-1] = branches[-1], branches[0]


def unmark(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[2]
    commands = [
        (operands, operator)
        for operands, operator in pikepdf.parse_content_stream(page)
        if operator not in (Operator("BDC"), Operator("BMC"), Operator("EMC"))
    ]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(commands))


def same_key(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.StructParents = pdf.pages[3].obj.StructParents


def lose_link(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[2].Annots[0]


@pytest.mark.parametrize("breach", [drop_kid, swap_parents, unmark, same_key, lose_link], ids=lambda b: b.__name__)
def test_the_checker_of_tags_catches_a_planted_breach(breach: Callable[[pikepdf.Pdf], None], bound: Bound) -> None:
    with pikepdf.open(BytesIO(bound.data)) as pdf:
        breach(pdf)
        assert faults_of(pdf)


def elements_of(pdf: pikepdf.Pdf) -> list[Any]:
    return list(below(pdf.Root.StructTreeRoot.K[0]))


def pages_of(pdf: pikepdf.Pdf, element: Any) -> list[int]:
    """The pages that an element's own pieces stand on."""
    pages = [page.obj.objgen for page in pdf.pages]
    places = [stream for stream, _ in spots_of(element)]
    return [pages.index(place) for place in places if place in pages]


def test_sections_stand_in_the_order_of_the_flatplan(bound: Bound, opened: pikepdf.Pdf) -> None:
    sections = list(opened.Root.StructTreeRoot.K[0].K)
    assert [str(section.S) for section in sections] == ["/Sect"] * len(bound.pulled.runs)
    assert [str(section.T) for section in sections] == ["C1", "1", "特写 2", "短讯 4", "C4"]
    firsts = [min((p for e in below(section) for p in pages_of(opened, e)), default=-1) for section in sections]
    known = [first for first in firsts if first >= 0]
    assert known == sorted(known)


def test_what_the_copy_says_is_in_the_tree(opened: pikepdf.Pdf) -> None:
    elements = elements_of(opened)
    roles = Counter(str(element.S) for element in elements)
    alternatives = {str(element.Alt) for element in elements if element.S == "/Figure"}
    assert {"一道浪", "一个红点", "桥头的红灯"} <= alternatives
    assert all("/Alt" in element and "/BBox" in element.A for element in elements if element.S == "/Figure")
    assert [str(element.A.Scope) for element in elements if element.S == "/TH"] == ["/Column", "/Column"]
    assert (roles["/TR"], roles["/TD"]) == (3, 4), "an empty cell is a cell too"
    assert (roles["/L"] >= 1, roles["/LI"] >= 2, roles["/BlockQuote"]) == (True, True, 1)
    assert str(opened.Root.Lang) == "zh-CN"
    assert bool(opened.Root.MarkInfo.Marked)


def test_a_paragraph_that_runs_over_a_page_is_one(opened: pikepdf.Pdf) -> None:
    crossing = [e for e in elements_of(opened) if e.S == "/P" and len(set(pages_of(opened, e))) > 1]
    assert len(crossing) == 1


def test_text_in_a_group_is_tagged_where_it_stands(opened: pikepdf.Pdf) -> None:
    (quote,) = (element for element in elements_of(opened) if element.S == "/BlockQuote")
    kids = [kid for element in below(quote) for kid in kids_of(element)]
    assert any(isinstance(kid, Dictionary) and "/Stm" in kid for kid in kids)


def test_furniture_is_no_part_of_the_tree(opened: pikepdf.Pdf) -> None:
    furniture = 0
    for page in opened.pages:
        inside = []
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("BMC", "BDC"):
                inside.append(operands[0] == "/Artifact")
            elif str(operator) == "EMC":
                inside.pop()
            elif str(operator) in ("TJ", "Tj") and any(inside):
                furniture += 1
    assert furniture >= 6, "folios, running heads and what is hidden"
