"""Odd text and random text are set, and nothing of them is ever lost."""

from __future__ import annotations

import pytest

from tests.support import fuzz
from tests.support.pages import page, render, texts


@pytest.mark.parametrize(
    "body",
    [
        "<p></p>", "<p> </p>", "<p>“江</p>", "<p>江”）》</p>", f"<p>{'W' * 300}江</p>", f"<p>{'，' * 100}江</p>",
        f"<p>{'“' * 100}江</p>", "<p>江\u202e岸\u202c水</p>", "<p>江אבג岸</p>", "<p>江\u200b\u2060\ufeff岸</p>", "<p>\ue000江\U000e0080</p>",
        f"<p>{'<span>' * 90}江岸，{'</span>' * 90}</p>", "<p>江<br><br>岸<br></p>", "<p><br>江</p>", "<p>江<span></span></p>",
        "<p>江<span style='display:inline-flex'>x</span></p>", "<p style='letter-spacing:.2em'>江，岸</p>",
        "<p style='white-space:pre-line'>江\n岸</p>", "<p style='white-space:nowrap'>江岸江岸江岸江岸江岸江岸江岸江岸</p>", f"<p>{'—' * 80}江</p>",
        "<p style='width:0'>江，岸</p>", "<p style='width:1em'>江，Word“岸”</p>", "<p style='text-indent:-2em'>江岸</p>",
        "<p style='text-indent:50%'>江岸</p>", "<p>e\u0301江\u0301</p>", "<ul><li>江，岸<li>水</ul>", "<p>江<img>岸</p>",
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("default")
def test_odd_text_is_set_and_never_lost(body):
    document = render(page(body, 8))
    assert sorted(fuzz.visible(texts(document)).replace("•", "")) == sorted(fuzz.source(page(body, 8)))


@pytest.mark.parametrize("seed", range(0, 60, 5))
def test_random_paragraphs_lose_nothing(seed):
    found = {number: fuzz.check(number, paragraphs=8, twice=number % 5 == 0) for number in range(seed, seed + 5)}
    assert {number: wrong for number, wrong in found.items() if wrong} == {}


def test_a_first_letter_that_is_styled_again_after_a_block_loses_nothing():
    """A page break, a block inside a line and a first letter: the engine rebuilds the boxes of a line it had laid out."""
    assert fuzz.check(1121, twice=False) == []


def test_a_first_letter_with_its_marks_is_not_parted():
    css = "p::first-letter{font-size:3em;line-height:1}body{columns:2;column-fill:auto;height:200pt}"
    html = page(f"<p>{'，' * 32}分我", 20, css)
    assert fuzz.visible(texts(render(html))) == fuzz.source(html)


@pytest.mark.parametrize("twice", [True, False])
def test_the_check_of_random_pages_finds_a_lost_word(twice, monkeypatch):
    monkeypatch.setattr(fuzz, "texts", lambda document: texts(document).replace("江", "", 1))
    monkeypatch.setattr(fuzz, "random_page", lambda *_: page("<p>江岸江岸</p>"))
    assert fuzz.check(0, twice=twice) == ["lost '江', doubled ''"]
