"""Copy that came out wrong elsewhere and here: what each case becomes."""

from __future__ import annotations

import re

import pytest

from pressroom.galley import Galley
from pressroom.typography.normaliser import find_changes
from tests.support.press import config_of_house, prepare
from tests.support.small import copy_case


def galley_of_case(name: str, tmp_path) -> Galley:
    (galley,) = prepare(copy_case(name, tmp_path), config_of_house(tmp_path)).galleys
    return galley


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("02-soft-line-breaks", ["这一段源文件里换行了几次，中文之间不应有空格。", "列表项第一行第二行"]),
        ("03-emphasis-beside-marks", ["<strong>「甲」</strong>乙<strong>「丙」</strong>", "<strong>我想做的事。</strong>所以"]),
        ("04-lists", ['<ol start="3"', "counter-reset: list-item 2 item 2"]),
    ],
)  # fmt: skip
def test_what_editors_mean_is_set(tmp_path, name, wanted):
    html = galley_of_case(name, tmp_path).html
    assert [part for part in wanted if part not in html] == []


def test_code_and_entities_are_not_normalised(tmp_path):
    issue = copy_case("05-normalise-breaks-copy", tmp_path)
    assert find_changes((issue / "copy" / "a.md").read_text(encoding="utf-8")) == ()


def test_marks_in_front_matter_are_named(tmp_path):
    queries = galley_of_case("15-front-matter-marks", tmp_path).queries
    named = [found[1] for query in queries if (found := re.match(r"(\S+) prints", query.message))]
    assert named == ["{龘|dá}", "**重点**", "{.要点.}", "*楷体*", "**粗**", "{汉|hàn}", "[^1]"]
