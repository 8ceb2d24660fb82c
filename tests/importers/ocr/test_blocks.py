"""Lines become blocks: paragraphs, subheads, lists, boxes, panels and captions."""

from __future__ import annotations

import pytest

from pressroom.importers.ocr.blocks import is_subhead_text, read_panel, set_blocks
from pressroom.importers.values import BlockKind, CopyBlock
from pressroom.issue import Credit
from tests.support.scans import lines_of

LONG = "河水记在了木板上，码头南侧的孩子又看见了灯光，修好的收音机送去了学校门口。夜里的潮声很远。"
OTHER = "电车开到了桥头，药材换成了种子，早市上的老人说起那年冬天，账本留给了村里的学徒。没有人再问起。"


def blocks(*texts: str | tuple[str, int]) -> list[CopyBlock]:
    return list(set_blocks(lines_of(*texts)).blocks)


def kinds(*texts: str | tuple[str, int]) -> list[str]:
    return [block.kind.value for block in blocks(*texts)]


def test_a_short_line_above_text_is_a_subhead_and_at_the_end_a_paragraph():
    assert kinds(LONG, "淡季怎么过", OTHER) == ["paragraph", "subhead", "paragraph"]
    assert kinds(LONG, "淡季怎么过") == ["paragraph", "paragraph"]


def test_text_is_normalised():
    assert blocks('他说:"等水来",又说。') == [CopyBlock(BlockKind.PARAGRAPH, ("他说：“等水来”，又说。",))]


def test_items_become_a_list_and_the_subhead_above_them_its_title():
    (block,) = blocks("三件行李", "● 一把伞", "● 一盏灯", "● 一本账")
    assert block == CopyBlock(BlockKind.LIST, ("一把伞", "一盏灯", "一本账"), title="三件行李", name="facts")


def test_items_that_count_up_are_numbered():
    (block,) = blocks("● 1. 先过桥", "● 2. 再坐船")
    assert (block.name, block.texts) == ("numbered", ("先过桥", "再坐船"))
    (block,) = blocks("● 1. 先过桥", "● 3. 再坐船")
    assert block.name == "facts"


def test_one_short_item_is_a_subhead():
    assert kinds(LONG, "■ 淡季怎么过", OTHER) == ["paragraph", "subhead", "paragraph"]


def test_short_lines_in_a_row_are_a_box():
    box = blocks(LONG, "旧码头", "泊位12个", "吃水3米", "岸线480米", OTHER)[1]
    assert box == CopyBlock(BlockKind.BOX, ("泊位12个", "吃水3米", "岸线480米"), title="旧码头")


def test_bylines_are_taken_out_and_the_line_between_headline_and_byline_is_the_deck():
    setting = set_blocks(
        lines_of("一条街怎样留住它的铺面，又怎样等来新的人。", "记者 / 林小满 摄影 / 秦川", LONG, OTHER)
    )
    assert setting.bylines == (Credit("记者", ("林小满",)), Credit("摄影", ("秦川",)))
    assert setting.deck == "一条街怎样留住它的铺面，又怎样等来新的人。"
    assert [block.texts[0] for block in setting.blocks] == [LONG, OTHER]


def test_a_byline_at_the_end_takes_no_deck():
    setting = set_blocks(lines_of("一条街怎样留住它的铺面，又怎样等来新的人。", "[整理 薛青]"))
    assert setting.deck == ""
    assert setting.bylines == (Credit("整理", ("薛青",)),)


def test_a_caption_is_a_figure_with_number_and_credit():
    assert blocks(LONG, "1. 雨后的河口。 摄影: 秦川")[1] == CopyBlock(
        BlockKind.FIGURE, ("雨后的河口。",), name="1", credit="摄影 秦川"
    )


def test_a_numbered_line_among_text_is_no_figure():
    assert "figure" not in kinds(LONG, "1. 雨后的河口", OTHER)


def test_words_pulled_out_of_the_text_are_a_pull_quote():
    quote = "修好的收音机送去了学校门口"
    assert kinds(f"{quote}。", LONG, OTHER) == ["pullquote", "paragraph", "paragraph"]


def test_a_panel_has_name_role_and_what_was_said():
    (panel, *_) = blocks("◎云州大学教授李知秋", LONG)
    assert panel == CopyBlock(BlockKind.PANEL, (LONG,), title="云州大学教授", name="李知秋")


@pytest.mark.parametrize(
    ("head", "following", "panel"),
    [
        ("◎云州大学教授李知秋", LONG, ("李知秋", "云州大学教授")),
        ("李知秋 云州市渔业协会主席", LONG, ("李知秋", "云州市渔业协会主席")),
        ("◎云州大学教授李知秋", "短。", None),
        ("◎云州的灯亮了", LONG, None),
        ("他去找了李知秋", LONG, None),
    ],
)
def test_who_speaks_is_read_from_the_head_of_a_panel(head, following, panel):
    line, after = lines_of(head, following)
    assert read_panel(line, [after]) == panel


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("淡季怎么过", True),
        ("谁来接下这把钥匙？", True),
        ("先听水声，再动手？", False),
        ("灯亮了。", False),
        ("灯", False),
        ("长" * 40, False),
    ],
)
def test_a_subhead_is_short_and_no_sentence(text, is_one):
    assert is_subhead_text(text) == is_one
