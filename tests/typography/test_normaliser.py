"""The normaliser: every rule does what its example says, and copy keeps its marks."""

from __future__ import annotations

import random
import re

import pytest

from pressroom.typography.normaliser import RULES, QuoteDoubt, apply_changes, find_changes, find_doubts, normalise
from tests.support.nurseries import run_command


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_does_what_its_example_says(rule):
    assert rule.pattern.sub(rule.replacement, rule.before) == rule.after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("他说:\"不怕'慢',只怕站。\"", "他说：“不怕‘慢’，只怕站。”"),
        ("增速为1.5%,共1,280家,比例3:2", "增速为1.5%，共1,280家，比例3:2"),
        ("由 First in class 与 CRO 完成", "由First in class与CRO完成"),
        ("2017-2019年,时间7:30", "2017-2019年，时间7:30"),
        ("Don't stop, please.", "Don't stop, please."),
        ("（已是全角）", "（已是全角）"),
        ('"小目标"——自创区', "“小目标”——自创区"),
        ("一—二，三———四", "一——二，三——四"),
        ('研制的"鲲龙" AG600首飞', "研制的“鲲龙”AG600首飞"),
    ],
)
def test_normalise(before, after):
    assert normalise(before) == after
    assert normalise(after) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('已破700万件。"在他看来,要打造出"升级版",做产品。', "已破700万件。”在他看来，要打造出“升级版”，做产品。"),
        ('"2020年,新区首次对接', "“2020年，新区首次对接"),
        ('他说:"甲。"乙说:"丙。', "他说：“甲。”乙说：“丙。"),
        ('从"0"到"1"的突破', "从“0”到“1”的突破"),
        ('他说**"好"**的', "他说**“好”**的"),
        ("他说:\"O'Brien's 'A4'纸\"", "他说：“O'Brien's‘A4’纸”"),
    ],
)
def test_quotes_are_paired_by_what_stands_beside_them(before, after):
    assert normalise(before) == after


@pytest.mark.parametrize("text", ['他说"好', '江"岸"水"山', '6.7"屏幕', '"It\'s on," he said.'])
def test_quotes_that_could_be_either_stay_straight(text):
    assert normalise(text) == text


def test_doubtful_quotes_are_found_where_they_stand():
    assert find_doubts('---\nheadline: 江"\n---\n江岸,他说"好`"`。\n- "甲"与"乙"\n\n6"\n') == (QuoteDoubt(4, 6),)


def test_normalised_text_stays_as_it_is():
    chance = random.Random(3)
    letters = '江岸水"""\'\'，。：？“”‘’（）《》 A1b2.,:-—…()*\u3000·'
    for _ in range(1000):
        once = normalise("".join(chance.choice(letters) for _ in range(chance.randint(1, 25))))
        assert normalise(once) == once


def test_a_line_of_many_links_is_left_alone():
    line = "江[a](b),岸" * 300
    assert find_changes(line) == ()


COPY = """---
headline: 标题,不改
---
正文,一句. 见[另一篇](two),再看`a,b`和注[^1].

- 项目 一,
## 小标题:甲
## 人才优先 建好平台

::: figure {src=art/a.svg alt="甲,乙"}
图注(一)
:::

| 甲,乙 | 丙 |
|---|---|

[^1]: 注文,完。
"""


def test_changes_leave_marks_links_and_directives_alone():
    changes = find_changes(COPY)
    assert [(change.line, change.after) for change in changes] == [
        (4, "正文，一句。见[另一篇](two)，再看`a,b`和注[^1]。"),
        (6, "- 项目一，"),
        (7, "## 小标题：甲"),
        (11, "图注（一）"),
        (17, "[^1]: 注文，完。"),
    ]
    assert changes[0].column == 3
    assert find_changes(apply_changes(COPY, changes)) == ()


def test_command_shows_and_writes(desk, monkeypatch):
    monkeypatch.chdir(desk)
    copy = desk / "issue" / "copy" / "bridge.md"
    before = copy.read_text(encoding="utf-8")
    copy.write_text(before + "\n半角,逗号。\n", encoding="utf-8")
    shown = run_command("normalise", "issue")
    assert shown.exit_code == 0
    assert "bridge.md:6:3:\n  - 半角,逗号。\n  + 半角，逗号。" in shown.output
    assert "半角,逗号。" in copy.read_text(encoding="utf-8")
    run_command("normalise", "issue", "--write")
    assert copy.read_text(encoding="utf-8") == before + "\n半角，逗号。\n"


def test_the_normaliser_leaves_the_signs_alone():
    assert find_changes("甲{.要点.}。{汉|hàn}字，{_鲁迅_}{~呐喊~}——{_周_}……{.乙.}\n") == ()


@pytest.mark.parametrize(
    "line",
    [
        "一条线&mdash;中文&nbsp;中文&#x4e00;中",
        "见 `a, b` 与 ``c, `d` 中``。",
        "见https://example.org/a?b=c,d;e:f。",
        "写信给editor.office@example.org。",
        "看<https://example.org/甲,乙>。",
        '看[另一篇](two "甲,乙")和[图](a(1),b)。',
        "[甲]: https://example.org/甲,乙",
        "王\u3000明，李\u00a0某。",
        "诗行一，  ",
        "诗行一，\\",
        "甲\\,乙",
        "甲[mot,]{lang=fr}乙",
        "{汉语|hàn, yǔ}字",
        "<!-- 编者,看 -->",
        "甲<!-- 编者,看 -->乙",
        '    print("中文", x)',
        '> ::: figure {alt="甲,乙"}',
        "速度是3 m⋅s，コーヒー・ショップ",
        "甲 | 乙\r",
        "见`甲,\n乙,丙`丁",
        "见https://example.org/path_(x)。",
        "见https://example.org/a 1号",
        "",
    ],
)
def test_what_is_no_punctuation_of_chinese_is_left_alone(line):
    assert find_changes(f"---\nheadline: 甲,乙\n---\n\n{line}\n") == ()


@pytest.mark.parametrize(
    "block",
    [
        '```\nprint("中文", x)\n\n甲,乙\n```',
        "~~~~ python\n甲,乙\n~~~\n丙,丁\n~~~~",
        "- 项目\n\n  ```\n  甲,乙\n  ```",
        "> ```\n> 甲,乙\n> ```",
        "    甲,乙\n\n    丙,丁",
        "<!-- 甲,乙\n丙,丁\n-->",
        "```\n甲,乙",
    ],
)
def test_code_and_comments_are_left_alone_and_what_follows_is_not(block):
    assert find_changes(f"正文。\n\n{block}\n") == ()
    closed = not block.endswith("乙") or block.startswith("    ")
    changes = find_changes(f"正文。\n\n{block}\n\n正文,完。\n")
    assert [change.after for change in changes] == (["正文，完。"] if closed else [])


def test_a_file_of_windows_keeps_its_head_and_its_line_ends():
    copy = "---\r\nheadline: 甲,乙\r\n---\r\n甲,乙  \r\n"
    assert apply_changes(copy, find_changes(copy)) == "---\r\nheadline: 甲,乙\r\n---\r\n甲，乙  \r\n"


_BARE = re.compile(r"[\s,.;:?!()\"'—―…·・•‧∙⋅。，；：？！（）“”‘’-]")
_PIECES = (
    *"江岸水,.;:?!()\"'-—…。，（）“” ",
    *("A1b", "3.5", "&mdash;", "&#32;", "`a, 中`", "https://a.example/b,c?d=1", "x@a.example", "[文](two)", "[^1]"),
    *(
        "**重**",
        "{汉|hàn}",
        "{.点.}",
        "\u3000",
        "\u00a0",
        "\\,",
        "  ",
        "\n",
        "\n\n",
        "\n```\n中,文\n```\n",
        "<!-- 中,文 -->",
    ),
    *("- ", "> ", "1. ", '::: note {title="中,文"}\n', "| 中,文 | 1 |\n", "\t", "葛\U000e0100", "é", "㍿", "①"),
)
_SAFE = re.compile(r"&mdash;|&#32;|`a, 中`|https://a\.example/b,c\?d=1|x@a\.example|\(two\)|<!-- 中,文 -->|\\,")


def test_random_copy_keeps_all_that_is_no_punctuation_of_chinese():
    chance = random.Random(17)
    for _ in range(3000):
        copy = "".join(chance.choice(_PIECES) for _ in range(chance.randint(1, 30)))
        once = apply_changes(copy, find_changes(copy))
        assert _BARE.sub("", once) == _BARE.sub("", copy)
        assert find_changes(once) == (), copy
        assert len(once.split("\n")) == len(copy.split("\n"))
        assert _SAFE.findall(once) == _SAFE.findall(copy), copy
