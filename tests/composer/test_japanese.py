"""Lines of Japanese keep its rules: what never opens a line, cells of one em, spaces beside letters."""

from __future__ import annotations

import random
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from tests.support.pages import line_texts, lines, page, render, walk

#: Our own sentences, with all that has a rule.
SENTENCES = (
    "港のカフェーで、ちょっとだけ休みました。",
    "「サッカーとテニス、どっちが好き？」と聞かれて、きゅうに困ってしまった。",
    "人々はＡ・Ｂ・Ｃの三つの班に分かれ、それぞれ25本ずつの木を植えた。",
    "ウェブサイトのURLはページの下にあります。",
    "いよいよ始まるヴァイオリンのコンサート！　ホールは満員だった。",
    "しゃっくりが、いっこうに止まらない（水を飲んでも）。",
)
NEVER_FIRST = "、。）」』？！々ーっゃゅょぁぇッャュョァェ・"
NEVER_LAST = "「『（"


def paragraphs(count: int) -> str:
    chance = random.Random(3)
    return "".join(f"<p>{''.join(chance.choices(SENTENCES, k=9))}</p>" for _ in range(count))


@pytest.mark.parametrize("measure", [11, 15, 23])
def test_nothing_opens_or_ends_a_line_that_may_not(measure: int) -> None:
    texts = [text.strip() for text in line_texts(render(page(paragraphs(12), measure, language="ja")))]
    assert len(texts) > 100
    assert [text for text in texts if text[0] in NEVER_FIRST or text[-1] in NEVER_LAST] == []


def test_lines_end_at_the_edge() -> None:
    document = render(page(paragraphs(8), 20, language="ja"))
    full = [line for line in lines(document) if _right(line) > 150]
    flush = sum(abs(_right(line) - (20 * 10 / 0.75 + 40)) < 8 for line in full)
    assert flush / len(full) > 0.8


def test_a_line_that_is_not_composed_would_break_the_rules() -> None:
    """The rules are the composer's: without it, the test above would fail."""
    html = page(paragraphs(12), 11, language="ja")
    assert line_texts(render(html)) != line_texts(render(html, compose=False))


def test_small_kana_stand_a_quarter_em_off_letters() -> None:
    widths = [_right(lines(render(page(f"<p>{text}</p>", 20, "p{text-indent:0}", language="ja")))[0]) for text in (
        "あァAB", "あァ", "AB"
    )]  # fmt: skip
    assert widths[0] - widths[1] - (widths[2] - 40) == pytest.approx(2.5 / 0.75, abs=0.3)


def _right(line: Any) -> float:
    return max((box.position_x + box.width for box in walk(line) if isinstance(box, boxes.TextBox)), default=0.0)
