"""Texts of scans: their phrases."""

from __future__ import annotations

import pytest

from pressroom.importers.ocr.text import split_segments


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("旧街重开二十家店 老人又见老街坊", ("旧街重开二十家店", "老人又见老街坊")),
        ("三年种下 900 万棵树苗", ("三年种下 900 万棵树苗",)),
        ('再看 "收"与"放"', ('再看"收"与"放"',)),
        ('以"潮起 潮落"为题', ('以"潮起 潮落"为题',)),
        ("河口渔场 + 本地手艺", ("河口渔场 + 本地手艺",)),
    ],
)
def test_phrases_of_a_headline(text, phrases):
    assert split_segments(text) == phrases
