"""Captions: number, words and credit, and lines that only look like captions."""

from __future__ import annotations

import pytest

from pressroom.importers.ocr.captions import Caption, read_caption, split_captions
from tests.support.scans import lines_of


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("1. 雨后的河口。 摄影: 秦川", Caption("1", "雨后的河口。", "摄影 秦川")),
        ("1. 雨后的河口。", Caption("1", "雨后的河口。", "")),
        ("雨后的河口（摄影/秦川）", Caption("", "雨后的河口", "摄影 秦川")),
        ("③、夜里的鱼市", Caption("③", "夜里的鱼市", "")),
        ("夜里的鱼市 图｜江声", None),
        ("夜里的鱼市 图|江声", Caption("", "夜里的鱼市", "图 江声")),
        ("雨后的河口", None),
        ("12个摊位在雨天也照常开张。", None),
        ("1. 2. 3.", None),
        (f"1. {'长' * 61}", None),
    ],
)
def test_a_caption_has_a_number_or_a_credit_and_is_short(text, caption):
    (line,) = lines_of(text)
    assert read_caption(line) == caption


def test_captions_that_run_together_are_parted():
    (line,) = lines_of("1. 雨后的河口。 2. 夜里的鱼市。 3. 桥。 摄影: 秦川")
    parts = split_captions(line)
    assert [part.text for part in parts] == ["1. 雨后的河口。", "2. 夜里的鱼市。", "3. 桥。 摄影: 秦川"]
    assert {part.number for part in parts} == {1}


def test_a_line_of_text_is_left_whole():
    (line,) = lines_of("他走到第 2. 号码头，又走了回来。")
    assert split_captions(line) == (line,)
