"""The plan of a paragraph: no other lines are better."""

from __future__ import annotations

import random
from functools import cache

import pytest

from pressroom.composer import ComposerStyle
from pressroom.composer.lines.plan import Plan
from pressroom.composer.lines.spacing import measure_space
from tests.support.lines import EM, breaks, cut, paragraph, plan


def test_a_plan_leaves_no_lone_character():
    text = "江" * 21
    assert min(map(len, cut(text, 20))) > 1
    assert "".join(cut(text, 20)) == text


def test_a_plan_pushes_a_mark_in():
    lines = cut("江岸水，上下左右，" * 6, 10)
    assert all(line[0] != "，" for line in lines)
    assert "".join(lines) == "江岸水，上下左右，" * 6


def test_a_dash_opens_a_line_only_where_there_is_no_other_way():
    text = "江" * 20 + "——" + "岸" * 30
    assert not any(line.startswith("—") for line in cut(text, 20))


def test_a_word_wider_than_the_measure_is_broken():
    lines = cut("江" + "W" * 60 + "岸", 10)
    assert max(map(len, lines)) <= 21
    assert "".join(lines) == "江" + "W" * 60 + "岸"


def test_balanced_lines_are_as_few_and_of_one_width_and_end_with_a_phrase():
    def balanced(text, width):
        style = ComposerStyle(text_wrap="balance", hanging_punctuation="none")
        held = paragraph(text)
        made, found, start = Plan(held, measure_space(held, style), breaks(text, style), style, False), [], 0
        while start < len(text):
            end = made.choose(start, width * EM, width * EM)
            found.append(text[start:end])
            start = end
        return found

    assert balanced("医生之外护工管起居社工管心事", 12) == ["医生之外护工管", "起居社工管心事"]
    assert balanced("六个平台，六支队伍，最后比的是同一件事", 17) == ["六个平台，六支队伍，", "最后比的是同一件事"]
    assert balanced("一二三四五六，七八九，十", 11) == ["一二三四五六，七八九，十"]  # squeezed, rather than two lines
    assert balanced("一二三四五六七八九，十", 30) == ["一二三四五六七八九，十"]
    long = balanced("江水东流去" * 40, 18)
    assert len(long) == -(-200 // 18)
    assert max(map(len, long)) - min(map(len, long)) <= 1


def test_a_plan_is_the_same_for_a_line_that_is_asked_alone():
    made = plan("江岸水，上下左右。" * 40)
    ends = [made.choose(start, 170.0, 170.0) for start in (0, 50, 100)]
    again = plan("江岸水，上下左右。" * 40)
    assert [again.choose(start, 170.0, 170.0) for start in (100, 0, 50)] == [ends[2], ends[0], ends[1]]


def test_a_dash_opens_a_line_by_the_measure_not_by_its_first_line():
    made = plan("江" * 15 + "——" + "岸" * 30)
    assert made.choose(0, 150.0, 190.0) < 15
    assert made.choose(0, 150.0, 170.0) == 15


@pytest.mark.parametrize(("letters", "least"), [(13, 2), (25, 2)])
def test_a_last_line_has_two_characters_in_any_measure(letters, least):
    for em in (12, 14, 17, 20, 24):
        lines = cut("江，岸水" * letters + "上", em)
        assert sum(character != "，" for character in lines[-1]) >= least


def cost_of(made: Plan, width: float) -> float:
    """What the lines that a plan chooses cost together."""
    start, total = 0, 0.0
    while start < len(made.text):
        end = made.choose(start, width, width)
        total += dict(made._choices(start, width, width))[end]
        start = end
    return total


@pytest.mark.parametrize("seed", range(12))
def test_no_other_lines_are_better_than_those_of_a_plan(seed, monkeypatch):
    chance = random.Random(seed)
    pieces = ("江", "江岸水，", "上下左右。", "“江岸”", "（水）", "AB", "2021年", "——", "江hyphen ")
    text = "".join(chance.choice(("江岸", "水上下", "左右江岸水")) + chance.choice(pieces) for _ in range(30))
    width = chance.choice((9, 14, 17, 20)) * EM
    found = cost_of(plan(text), width)
    monkeypatch.setattr("pressroom.composer.lines.plan._SLACK", 100.0)
    monkeypatch.setattr("pressroom.composer.lines.plan._OVERFULL", 100.0)
    every = plan(text)

    @cache
    def least(start: int) -> float:
        if start == len(text):
            return 0.0
        return min(cost + least(end) for end, cost in every._choices(start, width, width))

    assert found == pytest.approx(least(0))
