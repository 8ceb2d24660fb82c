"""Lines that belong together are joined, and doubts are told."""

from __future__ import annotations

import pytest

from pressroom.importers.ocr.joins import join_lines, weigh_join
from tests.support.scans import lines_of


def test_a_caption_inside_a_sentence_is_told_from_a_subhead():
    first = "从码头往北走,一路上都是新开的铺面,卖缆绳的、修船的、做鱼丸的,老板们说这条街已经很久没有这么"
    lines, doubts = join_lines(lines_of(first, "夜里的鱼市", "热闹过了,连巷子里也摆上了桌子。"), "这么热闹\n么热")
    assert [line.text for line in lines] == [first + "热闹过了,连巷子里也摆上了桌子。", "夜里的鱼市"]
    assert lines[1].mark == "caption"
    assert not doubts


def test_a_sentence_without_an_end_is_a_doubt():
    first = "从码头往北走,一路上都是新开的铺面,卖缆绳的、修船的、做鱼丸的,老板们说这条街已经很久没有这么"
    lines, doubts = join_lines(lines_of(first, "据介绍,明年这里还要修一条步道,把两座桥连起来,工期预计是八个月。"), "")
    assert len(lines) == 2
    assert "does not end" in doubts[0].what


def test_columns_read_across_are_a_doubt():
    text = "文化站的灯亮到很晚,来的人一天比 | 一天多,桌子只好摆到院子里去,雨天便收进走廊。"
    _, doubts = join_lines(lines_of(text), "")
    assert "read across" in doubts[0].what


@pytest.mark.parametrize(
    ("one", "two", "least"), [("他说,", "再等等", 3), ("新开的", "据悉,今年", -9), ("路边", "的树", 2)]
)
def test_weigh_join(one, two, least):
    evidence = weigh_join(one, two, "")
    assert evidence < 0 if least < 0 else evidence >= least
