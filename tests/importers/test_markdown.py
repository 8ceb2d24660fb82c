"""What a scan says is set as it stands, whatever Markdown would make of it."""

from __future__ import annotations

import re

import pytest

from pressroom.importers.markdown import escape


@pytest.mark.parametrize(
    "text",
    [
        "1. 一",
        "# 号",
        "- 项",
        "*星*",
        "a_b_c",
        "[x](y)",
        "<b>",
        "| 表",
        "::: note",
        "&amp;",
        "`码`",
        "\\",
        "+ 加",
        "> 引",
    ],
)
def test_escaped_text_is_set_as_it_stands(text, tmp_path):
    from pressroom.issue import Article
    from pressroom.report import Place
    from tests.support.press import galley_of

    article = Article("x", ("题",), escape(text) + "\n", Place(tmp_path / "x.md", 1, 1))
    html = galley_of(article, tmp_path).html
    said = re.sub(r"<[^>]*>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
    assert said == text
