"""Bylines are read, and what looks like one and is none."""

from __future__ import annotations

import pytest

from pressroom.importers.ocr.bylines import read_byline


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "记者 / 林小满 通讯员 / 许一舟 摄影 / 秦川",
            [("记者", ("林小满",)), ("通讯员", ("许一舟",)), ("摄影", ("秦川",))],
        ),
        ("[整理 薛青]", [("整理", ("薛青",))]),
        ("[整理/王一舟 薛青]", [("整理", ("王一舟", "薛青"))]),
        ("通讯员/许帆沈逸川", [("通讯员", ("许帆", "沈逸川"))]),
        ("通讯员 / 许小溪 李知秋", [("通讯员", ("许小溪", "李知秋"))]),
        ("记者走进了村子", []),
        ("编辑部的灯还亮着", []),
        ("摄影展在湖边开幕，来了不少人。", []),
    ],
)
def test_byline(text, people):
    assert [(credit.role, credit.names) for credit in read_byline(text)] == people
