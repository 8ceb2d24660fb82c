"""A finished line: it fills its measure, and takes and gives space in the order of the rule."""

from __future__ import annotations

import pytest

from pressroom.composer import ComposerStyle
from pressroom.composer.lines.line import compose_line
from tests.support.lines import EM, plan


def test_a_finished_line_fills_its_measure():
    made = plan("江岸水，上下左右，江A岸水上下")
    for width in (76.0, 78.0, 84.0):
        line = compose_line(made, 0, 8, width, True)
        assert line.width == pytest.approx(width, abs=EM / 1000)
        assert sum(line.advances) == pytest.approx(line.width)
    assert compose_line(made, 0, 8, 90.0, False).width == pytest.approx(80.0)


def test_blank_is_taken_from_brackets_before_commas_and_stops_last():
    made = plan("江（岸）水，上。下左右江岸")
    line = compose_line(made, 0, 11, 105.0, True)
    assert [round(advance, 3) for advance in line.advances] == [10, 7.5, 10, 7.5, 10, 10, 10, 10, 10, 10, 10]
    tighter = compose_line(made, 0, 11, 97.0, True)
    assert tighter.advances[1] == pytest.approx(5)
    assert tighter.advances[5] < 10 - 1
    assert tighter.advances[7] == pytest.approx(10)


def test_a_line_opens_evenly_and_never_inside_a_dash():
    line = compose_line(plan("江岸——水上下"), 0, 5, 54.0, True)
    assert [round(advance, 2) for advance in line.advances] == pytest.approx([11.33, 11.33, 10, 11.33, 10], abs=0.02)


def test_spaces_open_before_characters_and_no_further_than_they_may():
    made = plan("江A岸水上下左右江岸水")
    opened = compose_line(made, 0, 10, 104.0, True)
    assert [round(advance, 2) for advance in opened.advances] == [14.5, 9.5, *[10.0] * 8]
    wider = compose_line(made, 0, 10, 114.0, True)
    assert [round(advance, 2) for advance in wider.advances[:2]] == [15, 10]
    assert all(advance == pytest.approx(11, abs=0.35) for advance in wider.advances[2:-1])


def hung(text: str, em: float, style: ComposerStyle | None = None) -> list[str]:
    """The lines of a text whose last mark hangs out; its first line is two em shorter."""
    made, found, start = plan(text, style), [], 0
    while start < len(text):
        width = (em if start else em - 2) * EM
        end = made.choose(start, width, em * EM)
        if made.hang(start, end, width):
            line = compose_line(made, start, end, width, True)
            assert line.width == pytest.approx(width, abs=EM / 1000)
            assert line.advances[-1] == pytest.approx(0, abs=EM / 1000)
            found.append(text[start:end])
        start = end
    return found


def test_a_mark_hangs_only_in_a_narrow_measure_where_the_line_would_be_loose():
    loose = "江" * 12 + "，" + "岸" * 60
    assert hung(loose, 14) == ["江" * 12 + "，"]
    assert hung(loose, 14, ComposerStyle(hanging_punctuation="none")) == []
    assert hung("江" * 24 + "，" + "岸" * 60, 26) == []
    assert hung("江，" + "江" * 10 + "，" + "岸" * 60, 14) == []  # squeezed
