"""Phrases: where lines of headlines may part."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pressroom.typography.phrases import find_phrases


@pytest.mark.parametrize(
    "text",
    [
        "新区|进入|“双地铁”|时代",
        "一条线，|缝起|两岸",
        "三个站，|三种|未来",
        "车厢里的|学问",
        "老旧|小区|大改造|焕发青春",
    ],
)
def test_lines_part_between_phrases(text):
    places = find_phrases(text.replace("|", ""), "zh-CN")
    cut = [0, *places, len(text.replace("|", ""))]
    plain = text.replace("|", "")
    assert [plain[a:b] for a, b in pairwise(cut)] == text.split("|")


def test_no_phrase_begins_with_a_particle_or_a_mark():
    for text in ("他的船，她的岸。", "来了的人们，走过的路"):
        assert all(text[place] not in "的们了过，。" for place in find_phrases(text, "zh-CN"))


def test_a_text_without_han_has_no_phrases_to_part():
    assert find_phrases("", "zh-CN") == ()
