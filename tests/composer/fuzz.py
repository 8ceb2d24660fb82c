"""Random paragraphs with random inline markup, and what must be true of every one of them.

By hand, for a longer run: ``python tests/composer/fuzz.py 10000``.
"""

from __future__ import annotations

import logging
import random
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from composer.pages import lines, page, places, render, texts

_HAN = "潮水涌上江岸新区今年开工项目数据显示企业投资增长百分点我们认为城市更新应当以人为本"
_PIECES = (
    *"，。、；：？！",
    "，", "，", "。", "“", "”", "‘", "’", "（", "）", "《", "》", "【", "】", "——", "……", "·", "／", "~", "～",
    "GDP", "2020", "15%", "3.14", "Microsoft", "international", "responsibility", "WeasyPrint 70", "$300", "25℃",
    "https://example.org/a/very/long/path?with=query&and=more", "O'Brien", "e.g.", "A4", " ", "  ", "\u00a0", "\u3000",
    "\u200b", "\u2060", "\u00ad", "①", "％", "㎡", "〇", "々", "カナ", "한글", "é", "e\u0301", "α", "№", "-", "/", "1/2",
    "x", "1", "，。", "」「", "。”", "：“", "？！", "！！！", "）（", "𠮷", "\u200d", "\ufeff",
)  # fmt: skip
_OPENINGS = (
    "<b>", "<i>", "<span>", "<code>", "<span style='padding:0 .3em;border:1px solid'>", "<a href='#x'>",
    "<span style='font-size:1.4em'>", "<span style='letter-spacing:.1em'>", "<span style='white-space:nowrap'>",
    "<sup>", "<span style='position:relative'>", "<span lang=en>", "<span style='word-spacing:.3em'>",
    "<span style='hyphens:none'>", "<span style='text-decoration:underline'>",
)  # fmt: skip
_ALONE = (
    "<br>", "<span id=x></span>", "<span style='display:inline-block;width:1.2em'>盒</span>",
    "<span style='float:left;width:3em'>浮动</span>", "<span style='float:right'>右</span>",
    "<span style='position:absolute'>绝</span>", "<b></b>", "<wbr>",
)  # fmt: skip
_MEASURES = (1, 3, 7, 14, 17, 20, 24, 32, 40, 16.57)
_LANGUAGES = ("zh-CN", "zh-Hans", "zh-TW", "zh")
_STYLES = (
    "", "", "", "p{text-align:left}", "p{--punctuation:kaiming}", "p{--punctuation:half}", "p{--line-break:basic}",
    "p{--hanging-punctuation:force-end}", "p{--hanging-punctuation:allow-end}", "p{--text-autospace:0}",
    "p{text-align:center;--composer:on}", "body{columns:2}", "p{text-indent:0}", "p::first-letter{color:red}",
    "p{--trim-start:none;--trim-end:off}", "p{text-align-last:justify}", "p{--line-break:none}",
    "html{line-height:normal}", "p::first-line{color:red}", "p{--push-in:off}", "p{overflow-wrap:anywhere}",
)  # fmt: skip


def random_paragraph(chance: random.Random) -> str:
    """A paragraph of any length with any markup."""
    parts: list[str] = []
    opened: list[str] = []
    for _ in range(chance.choice((0, 1, 2, 5, 20, 60, 150))):
        what = chance.random()
        if what < 0.55:
            parts.append("".join(chance.choice(_HAN) for _ in range(chance.randint(1, 6))))
        elif what < 0.88:
            parts.append(chance.choice(_PIECES).replace("&", "&amp;"))
        elif what < 0.92 and opened:
            parts.append(opened.pop())
        elif what < 0.97:
            opening = chance.choice(_OPENINGS)
            opened.append(f"</{opening[1:].split()[0].rstrip('>')}>")
            parts.append(opening)
        else:
            parts.append(chance.choice(_ALONE))
    return f"<p>{''.join(parts)}{''.join(reversed(opened))}</p>"


def random_page(seed: int, paragraphs: int = 20) -> tuple[str, float]:
    """A page of random paragraphs in a random measure and style."""
    chance = random.Random(seed)
    em = chance.choice(_MEASURES)
    body = "".join(random_paragraph(chance) for _ in range(paragraphs))
    height, style = 700, chance.choice(_STYLES)
    if chance.random() < 0.5 and "first-line" not in style:
        height = 90000  # one page: the engine itself loses floats where pages break and under ::first-line
    else:
        body = re.sub(r"<span style='float[^>]*>[^<]*</span>", "", body)
    size = chance.choice((8.5, 9, 10, 10.5, 11))
    html = page(body, em, style, chance.choice(_LANGUAGES), size, height)
    return html, em * size / 0.75


def visible(text: str) -> str:
    """The characters that count: no white space, nothing that takes no place."""
    return re.sub(r"[\s\u200b\u2060\ufeff\u00ad\u200d\u2010]", "", text)


def source(html: str) -> str:
    body = html.split("<body>", 1)[1]
    return visible(re.sub(r"<[^>]*>", "", body).replace("&amp;", "&"))


def check(seed: int, paragraphs: int = 20, twice: bool = True) -> list[str]:
    """Set a random page; say what is wrong with it."""
    html, measure = random_page(seed, paragraphs)
    wrong: list[str] = []
    document = render(html)
    if sorted(visible(texts(document))) != sorted(source(html)):
        wrong.append("text lost or doubled")
    if "float:" not in html and "absolute" not in html and visible(texts(document)) != source(html):
        wrong.append("text out of order")
    if "nowrap" not in html and "inline-block" not in html and "padding" not in html and "columns" not in html:
        wide = [line for line in lines(document) if getattr(line, "_composed", False) and line.width > measure + 0.02]
        wrong += [f"a line is {line.width - measure:.2f} px too wide" for line in wide if measure > 60]
    if twice and places(render(html)) != places(document):
        wrong.append("not the same twice")
    return wrong


if __name__ == "__main__":
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    failed = 0
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for number in range(first, first + int(sys.argv[1]) // 20):
        try:
            found = check(number, twice=number % 5 == 0)
        except Exception as error:
            found = [f"{type(error).__name__}: {error}"]
        if found:
            failed += 1
            sys.stdout.write(f"{number}: {'; '.join(found[:3])}\n")
    sys.stdout.write(f"{failed} pages failed\n")
