"""Markdown as Chinese and Japanese write it: line ends, emphasis beside marks, lists, comments, links, stray marks."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from pressroom.galley.plain import find_marks
from pressroom.issue import Article, Credit
from pressroom.report import Place, SourceError
from tests.support.furniture import FOLDER, galley, html
from tests.support.press import galley_of


@pytest.mark.parametrize(
    ("copy", "wanted"),
    [
        ("这一段\n换行了。", "这一段换行了。"),
        ("几次，\n中文", "几次，中文"),
        ("日本語の\nテキスト", "日本語のテキスト"),
        ("中文与\nEnglish", "中文与\nEnglish"),
        ("English\nwords", "English\nwords"),
        ("한국어\n텍스트", "한국어\n텍스트"),
        ("他说：\n“好。”\n她笑", "他说：“好。”她笑"),
        ("不是\n——\n而是", "不是——而是"),
        ("**甲**\n*乙*", "<strong>甲</strong><em>乙</em>"),
        ("甲\n{.乙.}", '甲<em class="stress">乙</em>'),
        ("甲   \n    乙", "甲<br />\n乙"),
        ("诗行一\\\n诗行二", "诗行一<br />\n诗行二"),
        ("甲<!-- 编者\n注 -->\n乙", "甲乙"),
        ("“he”\n“she”", "“he”\n“she”"),
        ("葛󠄀\n葛", "葛󠄀葛"),
        ("甲😀\n乙", "甲😀\n乙"),
    ],
)
def test_a_line_end_between_chinese_is_nothing_and_beside_latin_a_space(copy, wanted):
    assert html(copy) == wanted


@pytest.mark.parametrize(
    ("copy", "wanted"),
    [
        ("**「甲」**乙**「丙」**", "<strong>「甲」</strong>乙<strong>「丙」</strong>"),
        ("那是**我想做的事。**所以", "那是<strong>我想做的事。</strong>所以"),
        ("是**“引文”**结束", "是<strong>“引文”</strong>结束"),
        ("甲*（乙）*丙", "甲<em>（乙）</em>丙"),
        ("这是**100%**的", "这是<strong>100%</strong>的"),
        ("学**C++**的", "学<strong>C++</strong>的"),
        ("甲***《乙》***丙", "甲<em><strong>《乙》</strong></em>丙"),
        ("これは**「重要」**です", "これは<strong>「重要」</strong>です"),
        ("~~「甲」~~乙", "<s>「甲」</s>乙"),
        ("an *(odd)*ly", "an *(odd)*ly"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("甲**葛󠄀。**乙", "甲<strong>葛󠄀。</strong>乙"),
        ("**`码`**乙", "<strong><code>码</code></strong>乙"),
    ],
)
def test_emphasis_beside_marks_is_as_meant(copy, wanted):
    assert html(copy) == wanted


def test_lists_begin_where_they_say():
    made = galley("3. 丙\n4. 丁\n\n> 0) 零\n").html
    root = ElementTree.fromstring(f"<body>{made}</body>")
    assert [(one.get("start"), one.get("style")) for one in root.iter("ol")] == [
        ("3", "counter-reset: list-item 2 item 2"),
        ("0", "counter-reset: list-item -1 item -1"),
    ]


@pytest.mark.parametrize(
    ("target", "kind", "shown"),
    [
        ("https://example.org/a?b=1", "web", "https://example.org/a?b=1"),
        ("HTTP://example.org", "web", "HTTP://example.org"),
        ("mailto:a@example.org", "web", "a@example.org"),
        ("tel:+86-571-0000", "web", "+86-571-0000"),
    ],
)
def test_links_lead_to_the_web_and_know_what_paper_shows(target, kind, shown):
    (link,) = ElementTree.fromstring(f"<body>{galley(f'[文]({target})').html}</body>").iter("a")
    assert (link.get("href"), link.get("class"), link.get("data-address")) == (target, kind, shown)


def test_an_address_that_is_its_own_words_is_not_printed_twice():
    assert 'class="address"' in galley("见<https://example.org/a>。").html


@pytest.mark.parametrize("target", ["ftp://example.org/a", "//example.org/a", "whatsapp://send"])
def test_other_addresses_are_no_links(target):
    with pytest.raises(SourceError) as caught:
        galley(f"[文]({target})")
    assert [finding.check for finding in caught.value.report.findings] == ["remote-reference"]


def test_comments_print_nowhere_and_an_open_one_is_named():
    assert galley("甲\n\n<!-- 整段\n\n注释 -->\n\n乙\n").html.count("<p") == 2
    with pytest.raises(SourceError) as caught:
        galley("<!-- 甲 --> <b>乙</b>\n")
    assert caught.value.report.findings[0].check == "raw-html"


@pytest.mark.parametrize(
    ("copy", "marks"),
    [
        ("用==重点==。", ["==重点=="]),
        ("式$a^2+b$。", ["$a^2+b$"]),
        ("H~2~O与x^2^", ["~2~", "^2^"]),
        ("- [ ] 待办", ["[ ]"]),
        ("- [x] 完成", ["[x]"]),
        ("看[[维基]]，:smile:", ["[[", ":smile:"]),
        ("术语\n: 定义", [": "]),
        ("甲__乙__丙", ["__乙__"]),
        ("甲_乙_丙", ["_乙_"]),
        ("~~ 删 ~~", ["~~"]),
        ("甲[^无]", ["[^"]),
        ("** 甲。**乙", ["**"]),
        ("价格$5和$6，a_b_c，5^3，2~3天", []),
        (r"\$a\$，\*\*，\[ ] 甲", []),
        ("`==甲==`，`$a$`", []),
    ],
)
def test_marks_of_other_kinds_of_markdown_are_named(copy, marks):
    assert [finding.message.removesuffix(" prints as it stands") for finding in galley(copy).queries] == marks


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ("{龘|dá}字与**重点**", ["{龘|dá}", "**重点**"]),
        ("{.要点.}与*楷体*", ["{.要点.}", "*楷体*"]),
        ("图注[^1]，见[文](two)", ["[^1]", "](two)"]),
        ("`码`，~~删~~，==亮==", ["`码`", "~~删~~", "==亮=="]),
        ("_甲_，<b>乙</b>，&mdash;", ["_甲_", "<b>", "</b>", "&mdash;"]),
        ("甲[mot]{lang=fr}", ["]{lang=fr}"]),
        (r"\*甲", [r"\*"]),
        ("2*3*4，a_b_c，AT&T，[甲]，{乙}，x<y，5~6，*注", []),
    ],
)
def test_marks_in_plain_words_are_found(words, marks):
    assert find_marks(words) == marks


def test_marks_in_front_matter_are_named_where_they_stand():
    head = 'headline: "字与**重**"\ndeck: "*楷*"\nbylines:\n  - {role: 文, names: ["{.某.}"]}'
    place = Place(FOLDER / "copy" / "one.md", 1, 1)
    article = Article(
        "one", ("字与**重**",), "正文。\n", place, 7, deck="*楷*", bylines=(Credit("文", ("{.某.}",)),), head=head
    )
    found = galley_of(article, FOLDER).queries
    assert [(finding.check, finding.place.line, finding.place.column) for finding in found] == [
        ("stray-mark", 2, 14),
        ("stray-mark", 3, 8),
        ("stray-mark", 5, 24),
    ]


@pytest.mark.parametrize(
    "copy",
    [
        '::: databox {title="**数**"}\n甲\n:::\n',
        '::: panel {name=某 role="*主*编"}\n甲\n:::\n',
        '![甲](art/dot.png "**图**")',
    ],
)
def test_marks_in_options_and_captions_in_quotes_are_named(copy):
    assert [finding.check for finding in galley(copy).queries] == ["stray-mark"]


def test_random_stars_never_lose_a_character():
    copy = "甲**「乙」*丙。***丁*（戊）**己"
    bare = re.sub(r"<[^>]*>|\*|\n", "", html(copy))
    assert bare == copy.replace("*", "")
