"""The furniture of Chinese pages: signs in copy, and what becomes of them on a page."""

from __future__ import annotations

import re

from pressroom.galley import Galley
from pressroom.issue import Article
from pressroom.report import Place
from tests.support.pages import boxes, lines, page, render, walk
from tests.support.paths import GOOD
from tests.support.press import galley_of

FOLDER = GOOD / "issue"
PT = 0.75
CSS = """
rt { font-size: .5em; line-height: 0; vertical-align: 2em }
em { font-style: normal; --text-emphasis: dot }
u { text-decoration: underline; text-decoration-thickness: .05em; text-underline-offset: .16em; --text-decoration-inset: .06em }
cite { font-style: normal; text-decoration: underline wavy; text-decoration-thickness: .05em; text-underline-offset: .2em }
.initial { text-indent: 0 }
.initial::first-letter { --initial-letter: 3 }
"""
PLAIN = "潮水退去以后滩涂上留下一道道细纹像有人用梳子梳过赶海的人提着桶踩着还没有干透的泥一步一步往江心走"
LONG = ["shuāng", "chuāng", "zhuāng", "chuǎng", "shuǎng", "zhuàng"]


def galley(copy: str) -> Galley:
    article = Article("one", ("标题",), copy, Place(FOLDER / "copy" / "one.md", 1, 1), copy_line=5)
    return galley_of(article, FOLDER, ["one", "two"])


def html(copy: str) -> str:
    return re.sub(r'^<p id="one-b1">|</p>\n?$', "", galley(copy).html)


def set_page(body: str, em: float = 17, css: str = "") -> list:
    return lines(render(page(body, em, CSS + css)))


def readings(line) -> list:
    return [box for box in line.children if getattr(box, "element_tag", "") == "rt"]


def words(line) -> str:
    return "".join(box.text for child in line.children if child not in readings(line) for box in leaves(child))


def leaves(box) -> list:
    return [leaf for leaf in walk(box) if isinstance(leaf, boxes.TextBox)]


def mono(count: int) -> str:
    return "".join(f"汉<rt>{LONG[i % len(LONG)]}</rt>" for i in range(count))
