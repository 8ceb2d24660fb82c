"""Signs in the copy: readings, dots, names and titles become what HTML has for them."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from pressroom.report import SourceError
from tests.support.furniture import galley, html


@pytest.mark.parametrize(
    ("copy", "wanted"),
    [
        ("{汉|hàn}", "<ruby>汉<rt>hàn</rt></ruby>"),
        ("{汉字|hàn zì}", "<ruby>汉<rt>hàn</rt>字<rt>zì</rt></ruby>"),
        ("{汉字|hànzì}", '<ruby class="word">汉字<rt>hànzì</rt></ruby>'),
        ("{系统||operating system}", '<ruby class="word">系统<rt>operating system</rt></ruby>'),
        ("{操作系统｜operating system}", '<ruby class="word">操作系统<rt>operating system</rt></ruby>'),
        ("前{.要点，也是.}后", '前<em class="stress">要点，也是</em>后'),
        ("{_鲁迅_}{_绍兴_}", '<u class="proper">鲁迅</u><u class="proper beside">绍兴</u>'),
        ("{_鲁迅_}与{_绍兴_}", '<u class="proper">鲁迅</u>与<u class="proper">绍兴</u>'),
        ("{~呐喊~}", '<cite class="work">呐喊</cite>'),
        ("{_枚{乘|shèng}_}", '<u class="proper">枚<ruby>乘<rt>shèng</rt></ruby></u>'),
        ("{.看**这**里.}", '<em class="stress">看<strong>这</strong>里</em>'),
        ("**{汉|hàn}。**", "<strong><ruby>汉<rt>hàn</rt></ruby>。</strong>"),
        ("{𠮷|jí}", "<ruby>𠮷<rt>jí</rt></ruby>"),
        ("{a|&lt;b}", "<ruby>a<rt>&amp;lt;b</rt></ruby>"),
    ],
)
def test_signs_become_what_html_has_for_them(copy, wanted):
    assert html(copy) == wanted


@pytest.mark.parametrize(
    "copy", [r"\{.甲.\}", r"\{汉|hàn}", r"\{~甲~\}", "{甲}", "{1}", "1~2", "a_b {} {甲，乙}", "甲|乙"]
)
def test_other_braces_and_signs_stand_as_they_are(copy):
    assert html(copy) == copy.replace("\\", "")
    assert galley(copy).queries == ()


def test_code_keeps_the_signs():
    assert html("`{汉|hàn}`") == "<code>{汉|hàn}</code>"


def test_a_bar_in_a_reading_parts_no_cell():
    made = galley("| 地名 | 数 |\n|---|---:|\n| {萧山|xiāo shān} | 1 |\n").html
    assert made.count("<td") == 2
    assert "<ruby>萧<rt>xiāo</rt>山<rt>shān</rt></ruby>" in made


@pytest.mark.parametrize(
    ("copy", "check", "column"),
    [
        ("山{汉语拼音|hàn yǔ}", "uneven-readings", 2),
        ("{.甲~}乙", "stray-mark", 1),
        ("甲乙_}", "stray-mark", 3),
        ("甲{汉|hàn", "stray-mark", 2),
        (f"{{{'甲' * 13}|jiǎ}}", "long-reading", 1),
    ],
)
def test_slips_are_queried_where_they_stand(copy, check, column):
    (finding,) = galley(copy).queries
    assert (finding.check, finding.place.line, finding.place.column) == (check, 5, column)


@pytest.mark.parametrize("copy", ["{汉|}", "{|hàn}", "{ | }"])
def test_half_a_reading_is_refused(copy):
    with pytest.raises(SourceError) as caught:
        galley(copy)
    assert caught.value.report.findings[0].check == "bad-reading"


def test_odd_copy_is_read_in_linear_time_and_without_a_crash():
    for sign in "._~":
        html(f"{{{sign}" * 5000)
        html(f"{{{sign}" * 200 + "深" + f"{sign}}}" * 200)
    html("{甲|" * 5000)


def test_numbers_stand_on_their_points_in_columns_aligned_right():
    copy = (
        "| 甲 | 乙 | 丙 |\n|---|---:|---|\n| a | 12.5 | 1.5 |\n| b | 1,024 | 2 |\n| c | −8.75 | 3 |\n| d | 约3 | 4 |\n"
    )
    root = ElementTree.fromstring(f"<body>{galley(copy).html}</body>")
    assert [cell.get("class") for cell in root.iter("td")] == [
        *(None, "lack-1", None),
        *(None, "lack-point-2", None),
        *(None, None, None),
        *(None, None, None),
    ]
