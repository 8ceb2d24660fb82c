"""The composer's own rules, without the engine: classes, spacing, breaks, the plan, the finished line."""

from __future__ import annotations

import random
from functools import cache

import pytest

from pressroom.composer import ComposerStyle
from pressroom.composer.lines.breaks import NUMBER_PENALTY, UNIT_PENALTY, Breaks, find_breaks, find_hyphens
from pressroom.composer.lines.classes import ATOM_CHARACTER, class_of, has_chinese
from pressroom.composer.lines.line import compose_line
from pressroom.composer.lines.paragraph import Paragraph
from pressroom.composer.lines.phrases import PARTICLE_PENALTY, WORD_PENALTY, word_penalties
from pressroom.composer.lines.plan import Plan
from pressroom.composer.lines.spacing import measure_space

EM = 10.0


def paragraph(text: str, **more) -> Paragraph:
    """A text whose Latin characters are half an em wide, all others one."""
    classes = tuple(map(class_of, text))
    widths = tuple(EM / 2 if character.isascii() else EM for character in text)
    return Paragraph(tuple(text), classes, classes, widths, (EM,) * len(text), **more)


def breaks(text: str, style: ComposerStyle | None = None, **more) -> Breaks:
    engine = [False, *(a == " " or a == "-" for a in text)]
    return find_breaks(paragraph(text, **more), style or ComposerStyle(), engine, {})


def plan(text: str, style: ComposerStyle | None = None, **more) -> Plan:
    style = style or ComposerStyle()
    held = paragraph(text, **more)
    return Plan(held, measure_space(held, style), breaks(text, style, **more), style, True)


def cut(text: str, width: float, style: ComposerStyle | None = None) -> list[str]:
    """The lines of a text in a measure of so many em."""
    made, found, start = plan(text, style), [], 0
    while start < len(text):
        end = made.choose(start, width * EM, width * EM)
        found.append(text[start:end])
        start = end
    return found


@pytest.mark.parametrize(
    ("characters", "name"),
    [
        ("汉字々".replace("々", "〇"), "han"), ("あア한Ａ①", "han"), ("abZ09éαя", "latin"), ("，、；：", "comma"), ("。．", "period"),
        ("？！", "query"), ("）》」』”’", "close"), ("（《「『“‘", "open"), ("·", "dot"), ("—", "dash"), ("…", "ellipsis"),
        (" ", "space"), ("\u00a0", "fixed space"), ("%‰°", "suffix"), ("￥$+", "prefix"), ("\u2060", "joiner"), ("~.,;-/", "other"),
    ],
)  # fmt: skip
def test_characters_have_their_class(characters, name):
    assert {class_of(character) for character in characters} == {name}


def test_quotation_marks_alone_are_not_chinese():
    assert not has_chinese("“Quoted” – it’s English.")
    assert has_chinese("a，b")


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("江岸", [1]), ("江，岸", [2]), ("江“岸”水", [1, 4]), ("江——岸", [1, 3]), ("江……岸", [1, 3]), ("12岸", [2]), ("岸12", [1]),
        ("a b", [2]), ("江·岸", [2]), ("￥12", []), ("12%岸", [3]), ("“（江", []), ("江）”", []), ("江\u2060岸", []), ("江\u200b，", [2]),
        ("江/岸", []), ("江\u00a0岸", []), ("1,234", []), ("江\n岸", [2]),
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


@pytest.mark.parametrize(
    ("text", "style", "width"),
    [
        ("江，岸", {}, 3), ("江。”岸", {}, 3.5), ("江”（岸", {}, 3.5), ("“‘江", {}, 2.5), ("？！岸", {}, 2), ("？？？岸", {}, 3), ("江A岸", {}, 3),
        ("江A岸", {"text_autospace": 0.0}, 2.5), ("江 A", {}, 1.75), ("江，岸", {"punctuation": "half"}, 2.5), ("江。岸", {"punctuation": "kaiming"}, 3),
        ("江（岸", {"punctuation": "kaiming"}, 2.5), ("江。」", {"marks": "centre"}, 2.75),
    ],
)  # fmt: skip
def test_clusters_take_the_space_of_the_rule(text, style, width):
    assert measure_space(paragraph(text), ComposerStyle(**style)).place[-1] == pytest.approx(width * EM)


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


def test_a_plan_is_the_same_for_a_line_that_is_asked_alone():
    made = plan("江岸水，上下左右。" * 40)
    ends = [made.choose(start, 170.0, 170.0) for start in (0, 50, 100)]
    again = plan("江岸水，上下左右。" * 40)
    assert [again.choose(start, 170.0, 170.0) for start in (100, 0, 50)] == [ends[2], ends[0], ends[1]]


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


def test_the_halves_of_a_dash_in_two_boxes_are_drawn_together():
    space = measure_space(paragraph("江——岸"), ComposerStyle())
    assert space.shift == pytest.approx([0, 0.7, -0.7, 0])
    assert space.place[-1] == pytest.approx(4 * EM)
    apart = measure_space(paragraph("江——岸", open_right=frozenset({1})), ComposerStyle())
    assert apart.shift == [0, 0, 0, 0]


@pytest.mark.parametrize(("text", "allowed"), [("VC+IP", [3]), ("江+8岸", [1, 3]), ("8+IP", []), ("VC+8", [])])
def test_a_plus_sign_between_words_may_end_a_line(text, allowed):
    assert [point for point in breaks(text).points if point < len(text)] == allowed


def test_a_dash_opens_a_line_by_the_measure_not_by_its_first_line():
    made = plan("江" * 15 + "——" + "岸" * 30)
    assert made.choose(0, 150.0, 190.0) < 15
    assert made.choose(0, 150.0, 170.0) == 15


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
