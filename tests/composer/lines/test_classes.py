"""Characters have their class, and clusters take the space of the rule."""

from __future__ import annotations

import pytest

from pressroom.composer import ComposerStyle
from pressroom.composer.lines.classes import class_of, has_chinese
from pressroom.composer.lines.spacing import measure_space
from tests.support.lines import EM, paragraph


@pytest.mark.parametrize(
    ("characters", "name"),
    [
        ("汉字〇", "han"), ("あア한Ａ①", "han"), ("abZ09éαя", "latin"), ("，、；：", "comma"), ("。．", "period"),
        ("？！", "query"), ("）》」』”’", "close"), ("（《「『“‘", "open"), ("·", "dot"), ("—", "dash"), ("…", "ellipsis"),
        (" ", "space"), ("\u00a0", "fixed space"), ("%‰°", "suffix"), ("￥$+", "prefix"), ("\u2060", "joiner"), ("~.,;-/", "other"),
        ("々ゝヽーっょァヶㇰ", "small kana"), ("％㎡", "wide suffix"),
    ],
)  # fmt: skip
def test_characters_have_their_class(characters, name):
    assert {class_of(character) for character in characters} == {name}


def test_quotation_marks_alone_are_not_chinese():
    assert not has_chinese("“Quoted” – it’s English.")
    assert has_chinese("a，b")


@pytest.mark.parametrize(
    ("text", "style", "width"),
    [
        ("江，岸", {}, 3), ("江。”岸", {}, 3.5), ("江”（岸", {}, 3.5), ("“‘江", {}, 2.5), ("？！岸", {}, 2), ("？？？岸", {}, 3), ("江A岸", {}, 3),
        ("江A岸", {"text_autospace": 0.0}, 2.5), ("江 A", {}, 1.75), ("江，岸", {"punctuation": "half"}, 2.5), ("江。岸", {"punctuation": "kaiming"}, 3),
        ("江（岸", {"punctuation": "kaiming"}, 2.5), ("江。」", {"marks": "centre"}, 2.75),
        ("ラッA", {}, 2.75), ("Aー", {}, 1.75), ("ア・イ", {}, 3),
    ],
)  # fmt: skip
def test_clusters_take_the_space_of_the_rule(text, style, width):
    assert measure_space(paragraph(text), ComposerStyle(**style)).place[-1] == pytest.approx(width * EM)


def test_the_halves_of_a_dash_in_two_boxes_are_drawn_together():
    space = measure_space(paragraph("江——岸"), ComposerStyle())
    assert space.shift == pytest.approx([0, 0.7, -0.7, 0])
    assert space.place[-1] == pytest.approx(4 * EM)
    apart = measure_space(paragraph("江——岸", open_right=frozenset({1})), ComposerStyle())
    assert apart.shift == [0, 0, 0, 0]
