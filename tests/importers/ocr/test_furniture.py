"""Furniture of pages goes, text stays."""

from __future__ import annotations

from pressroom.importers.ocr.furniture import cut_back, drop_furniture
from pressroom.importers.ocr.values import SourceLine
from tests.support.scans import lines_of


def test_furniture_goes_and_text_stays():
    body = lines_of("城记", "一座桥", "桥上的人都往南走,走到头便是", "12", "旧城志 2003.04", "渡口。", "城记", "共12人")
    kept, left = drop_furniture(body, ("城记",), "旧城志", ("一座桥",))
    assert [line.text for line in kept] == ["一座桥", "桥上的人都往南走,走到头便是", "渡口。", "共12人"]
    assert [(one.line, one.reason) for one in left] == [(4, "a page number"), (5, "a running head")]


def test_what_stands_behind_the_last_article_is_cut():
    lines = [*lines_of("最后一段到这里结束。"), SourceLine(9, "扫码关注", 4), SourceLine(11, "定价十元", 1)]
    kept, back = cut_back(lines)
    assert [line.text for line in kept] == ["最后一段到这里结束。"]
    assert [line.text for line in back] == ["扫码关注", "定价十元"]
