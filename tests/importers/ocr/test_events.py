"""Chronicles: dated events, in order or run together by the scanner."""

from __future__ import annotations

import pytest

from pressroom.importers.ocr.events import glue, read_events
from pressroom.importers.values import BlockKind, CopyBlock
from tests.support.scans import lines_of


def events(*texts: str) -> list[tuple[str, str]]:
    """Dates and what happened, of the list at the end."""
    *_, block = read_events(lines_of(*texts))
    assert (block.kind, block.name) == (BlockKind.LIST, "events")
    return list(zip(block.inner, block.texts, strict=True))


def test_lines_that_begin_with_a_date_are_events():
    found = events(
        "2019.04.03 码头的灯换成了新的。", "2019.04.18 渡口开了夜班船,末班在十点。", "2019.05.06 堤上种下一排柳树。"
    )
    assert found == [
        ("2019.04.03", "码头的灯换成了新的。"),
        ("2019.04.18", "渡口开了夜班船，末班在十点。"),
        ("2019.05.06", "堤上种下一排柳树。"),
    ]


def test_a_line_without_a_date_goes_on_with_the_event_above_it():
    found = events(
        "2019年4月3日码头的灯换成了", "新的。", "2019年4月18日渡口开了夜班船。", "2019年5月6日堤上种下一排柳树。"
    )
    assert found[0] == ("2019年4月3日", "码头的灯换成了新的。")


def test_events_that_run_together_in_a_line_are_parted():
    found = events(
        "2019.04.03 码头的灯换成了新的。2019.04.18 渡口开了夜班船。",
        "2019.05.06 堤上种下一排柳树。",
        "2019.05.21 桥上通了车。",
    )
    assert [date for date, _ in found] == ["2019.04.03", "2019.04.18", "2019.05.06", "2019.05.21"]
    assert found[0][1] == "码头的灯换成了新的。"


def test_dates_without_a_year_stand_at_the_beginning_of_their_lines():
    found = events("3月5日 开船。", "3月18日 停航,因大风", "而等到了夜里。", "4月2日—4日 修堤。")
    assert found == [("3月5日", "开船。"), ("3月18日", "停航，因大风而等到了夜里。"), ("4月2日—4日", "修堤。")]


def test_what_stands_before_the_first_event_is_a_paragraph():
    first, _ = read_events(lines_of("这一年的大事都在这里", "3月5日 开船。", "3月18日 停航。", "4月2日 修堤。"))
    assert first == CopyBlock(BlockKind.PARAGRAPH, ("这一年的大事都在这里",))


@pytest.mark.parametrize(
    "texts",
    [
        (),
        ("码头的灯换成了新的。",),
        ("2019.04.03 码头的灯换成了新的。", "2019.04.18 渡口开了夜班船。"),  # two are none
        ("3月5日 开船。", "3月6日 停航。", "4月1日 修堤。", *("他又说起那年的船和堤。",) * 7),  # most of it is text
    ],
)  # fmt: skip
def test_text_with_a_few_dates_is_no_chronicle(texts):
    assert read_events(lines_of(*texts)) == ()


def test_halves_of_a_sentence_keep_a_space_between_latin_words_only():
    assert glue("又来 ", " 一船") == "又来一船"
    assert glue("the", "tide") == "the tide"
    assert glue("第3", "号") == "第3号"
