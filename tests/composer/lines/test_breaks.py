"""Where a line may break, and what breaking there costs."""

from __future__ import annotations

import pytest

from pressroom.composer import ComposerStyle
from pressroom.composer.lines.breaks import NUMBER_PENALTY, UNIT_PENALTY, find_hyphens
from pressroom.composer.lines.classes import ATOM_CHARACTER
from pressroom.composer.lines.phrases import PARTICLE_PENALTY, WORD_PENALTY, word_penalties
from tests.support.lines import breaks, cut, paragraph


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("江岸", [1]), ("江，岸", [2]), ("江“岸”水", [1, 4]), ("江——岸", [1, 3]), ("江……岸", [1, 3]), ("12岸", [2]), ("岸12", [1]),
        ("a b", [2]), ("江·岸", [2]), ("￥12", []), ("12%岸", [3]), ("“（江", []), ("江）”", []), ("江\u2060岸", []), ("江\u200b，", [2]),
        ("江/岸", []), ("江\u00a0岸", []), ("1,234", []), ("江\n岸", [2]), ("ラッコ", [2]), ("カー、", []), ("人々が", [2]), ("カード」の", [2, 4]), ("ア・イ", [2]), ("ァA", [1]),
    ],
)  # fmt: skip
def test_lines_break_where_the_rules_allow(text, allowed):
    assert [point for point in breaks(text).points if point < len(text)] == allowed


def test_the_basic_level_is_milder_and_no_level_milder_still():
    assert breaks("江——岸").long_marks == {1}
    assert breaks("江——岸", ComposerStyle(line_break="basic")).long_marks == frozenset()
    assert (
        2 in breaks("江/岸", ComposerStyle(line_break="none")).points
        or 1 in breaks("江，岸", ComposerStyle(line_break="none")).points
    )


def test_numbers_stay_with_their_units_where_they_can():
    assert breaks("江12亿元").penalties == {3: UNIT_PENALTY}
    assert breaks("约12岸").penalties == {1: NUMBER_PENALTY}


def test_a_note_call_never_opens_a_line():
    assert 2 in breaks("江岸1水").points
    assert 2 not in breaks("江岸1水", raised=frozenset({2})).points


def test_what_is_glued_is_not_parted():
    assert breaks("江岸水", glued=frozenset({0})).points == (2, 3)


def test_names_of_things_get_no_hyphens():
    parts = lambda _: (2, 4)  # noqa: E731
    found = lambda text: find_hyphens(paragraph(text), parts, lambda _: 3.0, 5)  # noqa: E731
    assert found("江hyphen岸") == {3: 3.0, 5: 3.0}
    assert found("江HYPHEN岸") == found("江iPhoneX岸") == found("江abc12岸") == found("江abcd岸") == {}
    assert find_hyphens(paragraph("江co\u00adop岸"), lambda _: (), lambda _: 3.0, 5) == {4: 3.0}


def test_words_of_a_display_line_are_not_parted():
    text = "一座以代工闻名的城肯为一台机器让出湖边的地"
    dear = word_penalties(paragraph(text), "zh-Hans")
    assert dear[text.index("器")] == WORD_PENALTY
    assert dear[text.index("的地")] == PARTICLE_PENALTY
    assert text.index("机") not in dear
    held = breaks(text)
    assert held.dearer(dear).points == held.points
    assert held.dearer(dear).penalties == {end: dear[end] for end in held.points if end in dear}
    marked = breaks("12岸").dearer({2: 7.0})
    assert marked.penalties[2] == breaks("12岸").penalties.get(2, 0.0) + 7.0


@pytest.mark.parametrize(
    ("language", "text", "word"), [("zh-Hans", "科研助理替他们接过", "科研助理"), ("zh-TW", "開會討論預算", "討論")]
)
def test_words_are_found_in_both_scripts(language, text, word):
    dear = word_penalties(paragraph(text), language)
    start = text.index(word)
    assert start not in dear
    assert all(dear[place] == WORD_PENALTY for place in range(start + 1, start + len(word)))


def test_an_end_mark_never_stands_in_a_line_of_its_own():
    marked = "江水东流去不回头" + ATOM_CHARACTER
    assert breaks(marked).points[-2:] == (7, 9)
    assert breaks(marked + "又").points[-3:] == (8, 9, 10)
    assert [len(line) for line in cut("江" * 16 + ATOM_CHARACTER, 8)] == [8, 7, 2]


@pytest.mark.parametrize(("text", "allowed"), [("VC+IP", [3]), ("江+8岸", [1, 3]), ("8+IP", []), ("VC+8", [])])
def test_a_plus_sign_between_words_may_end_a_line(text, allowed):
    assert [point for point in breaks(text).points if point < len(text)] == allowed


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("江／岸", []),
        ("江岸／水", [1]),
        ("为－3.2度", [1, 5]),
        ("、－3", [1]),
        ("3－5天", [3]),
        ("杭－沪", []),
        ("为＋5", [1]),
        ("甲＋乙", []),
        ("点………………", [1, 3, 5]),
        ("点………", [1]),
        ("点——————", [1, 3, 5]),
        ("江a/b/cd", [1, 3, 5]),
        ("江2020/11/03", [1]),
        ("a@b.example", [2, 3]),
    ],
)
def test_signs_of_numbers_solidi_rows_of_dots_and_addresses(text, allowed):
    assert [point for point in breaks(text).points if point < len(text)] == allowed


def test_lines_may_be_short_before_and_in_an_address_alone():
    found = breaks("见a@b-c.example吧")
    assert found.turns == {1, 3, 5, 6}
    assert breaks("江岸 a-b/c 水").turns == frozenset()
