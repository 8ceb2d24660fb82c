"""Random pages: any text in any markup under any style, from a seed."""

from __future__ import annotations

import random
import re

from tests.support.pages import page

_HAN = "潮水涌上江岸新区今年开工项目数据显示企业投资增长百分点我们认为城市更新应当以人为本"
_MARKS = (
    *"，、；：？！", "，", "，", "。", "“", "”", "‘", "’", "（", "）", "《", "》", "【", "】", "——", "……", "·", "／", "~", "～",
)  # fmt: skip
_MARKS_TOGETHER = ("，。", "」「", "。”", "：“", "？！", "！！！", "）（", "》《", "”——", "……”", "（“", "、“")
_WORDS = (
    "GDP", "2020", "15%", "3.14", "Microsoft", "international", "responsibility", "WeasyPrint 70", "$300", "25℃",
    "https://example.org/a/very/long/path?with=query&amp;and=more", "O'Brien", "e.g.", "A4", "x", "1", "-", "/", "1/2",
)  # fmt: skip
_OTHERS = ("①", "％", "㎡", "〇", "々", "カナ", "한글", "é", "e\u0301", "α", "№", "𠮷", "ﬁ", "ﬀ", "℡", "㊣", "〔", "〕")
_INVISIBLE = (" ", "  ", "\n", "\u00a0", "\u3000", "\u2003", "\u200b", "\u2060", "\u00ad", "\u200d", "\ufeff", "\u200c")
_BIDI = ("\u200e", "\u200f", "\u202a", "\u202e江\u202c", "\u2067א\u2069", "\u2066", "\u2069", "\u061c", "שלום", "عربي")
_STRANGE = (
    "\ue000", "\uf8ff", "\U000f0000", "\U0010fffd", "\u0378", "\U000e0080", "\ufffd", "\ufffe", "&#xD800;", "\x01",
    "\x7f", "\x85", "\x0b", "\x1f", "\ufff9", "\ufe0f", "葛\U000e0100", "︁",
)  # fmt: skip
_EMOJI = ("👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "☎️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️‍🔥", "🙂")
_COMBINING = ("江\u0301", "，\u0301", "a\u0301\u0302\u0303\u0304", "\u0301", "\u20dd", "क्षि", "ก็", "“\u0301")
_WIDE = (
    "W" * 60, "，" * 40, "“" * 30, "—" * 50, "…" * 30, "1234567890" * 8, "江\u2060" * 40, "\u00a0" * 20, "。" * 3 + "”" * 20,
)  # fmt: skip

_TAGS = ("b", "i", "span", "code", "a href='#x'", "em", "u", "small", "big", "sup", "sub", "span lang=en", "mark")
_INLINE_STYLES = (
    "padding:0 .3em;border:1px solid", "font-size:1.4em", "font-size:.6em", "letter-spacing:.1em", "letter-spacing:-.05em",
    "white-space:nowrap", "position:relative;left:2px", "word-spacing:.3em", "hyphens:none", "hyphens:auto", "margin:0 1em",
    "text-decoration:underline", "text-decoration:line-through", "margin:0 -.5em", "padding-left:30%", "line-height:3",
    "line-height:normal", "vertical-align:top", "vertical-align:bottom", "vertical-align:middle", "vertical-align:5px",
    "vertical-align:50%", "box-decoration-break:clone;padding:0 1em", "white-space:pre", "white-space:pre-line",
    "white-space:pre-wrap", "direction:rtl", "font-variant-numeric:tabular-nums", "overflow-wrap:anywhere"
    "--punctuation:half", "--composer:none", "font-feature-settings:'halt'", "font-family:'Pressroom Sans'", "border-right:9px solid",
    "word-break:break-all", "text-align:right", "opacity:.5", "visibility:hidden", "font-style:italic", "font-weight:700",
    "font-size:3em", "text-underline-offset:3px;text-decoration:underline", "font-kerning:none", "position:relative;overflow:hidden",
)  # fmt: skip
_ALONE = (
    "<br>", "<br><br>", "<span id=x></span>", "<b></b>", "<wbr>", "<i> </i>", "<span style='padding:0 1em'></span>",
    "<span style='position:absolute'>绝对</span>", "<span style='position:absolute;left:0;top:0'>角</span>",
    "<img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"9\"/>'>", "<img>",
    "<span style='display:inline-block;width:1.2em'>盒</span>", "<span style='display:inline-block'>可折行的盒子，里面有字。</span>",
    "<span style='display:inline-block;text-align:center;line-height:1;text-indent:0'><small>hàn</small><br>汉</span>",
    "<span style='display:inline-block;width:50%'>半栏，宽的盒子</span>", "<span style='display:inline-flex'>弹性</span>",
    "<span style='display:inline-block;width:60em'>过宽</span>", "<span style='display:inline-table'>表</span>",
    "<span style='float:left;width:3em;height:3em'>浮动</span>", "<span style='float:right'>右</span>",
    "<b>粗<span style='float:left;font-size:2em;line-height:1'>首</span>体</b>", "<span style='float:right;width:80%'>宽</span>",
    "<span style='float:left;width:100%'>整栏</span>", "<span style='float:left;clear:both'>清</span>",
)  # fmt: skip
_NOTES = ("<span class=note>脚注，一条。</span>", "<b>号<span class=note>注中“引文”。</span></b>")
_BLOCKS = ("<span style='display:block'>块在行中</span>",)

_PAGE_STYLES = (
    "", "body{columns:2}", "body{columns:3;column-gap:1em}", "body{columns:2;column-fill:auto;height:200pt}", "html{line-height:normal}",
    "p{orphans:3;widows:3}", "p{break-inside:avoid}", "p:nth-child(3n){break-before:page}", "p{padding:0 1em;border:2px solid}",
    "p{margin:0 2em 1em -1em}", "div{columns:2}", "p{min-width:40%;max-width:80%}", "p{width:fit-content}", "p{position:relative}",
    "p{float:left;width:45%}", "body{display:flex;flex-wrap:wrap}", "body{display:grid;grid-template-columns:1fr 1fr}",
)  # fmt: skip
_TEXT_STYLES = (
    "", "", "", "p{text-align:left}", "p{text-align:right}", "p{text-align:center;--composer:on}", "p{text-align:right;--composer:on}",
    "p{text-indent:0}", "p{text-indent:-2em;padding-left:2em}", "p{text-indent:30%}", "p{text-indent:90%}", "p{text-align-last:justify}",
    "p{text-align:justify-all}", "p{text-align:left;--text-wrap:balance}", "p{--text-wrap:balance;--composer:on;text-align:center}", "p::first-letter{color:red}", "p::first-letter{float:left;font-size:3em;line-height:1}",
    "p::first-line{color:red}", "p::first-line{font-size:1.3em}", "p{letter-spacing:.1em}", "p{letter-spacing:-.03em}", "p{word-spacing:1em}",
    "p{overflow-wrap:anywhere}", "p{overflow-wrap:break-word}", "p{word-break:break-all}", "p{word-break:keep-all}", "p{hyphens:auto}",
    "p{white-space:pre-line}", "p{white-space:pre-wrap}", "p{white-space:pre}", "p{white-space:nowrap}", "p{direction:rtl}",
    "p::before{content:'†'} p::after{content:'†'}", "p{font-size:40pt}", "p{font-size:2pt}", "p{text-transform:none;font-weight:700}",
    "p{font-kerning:none}", "p{hyphenate-character:'†'}", "p{font-variant-east-asian:proportional-width}", "p{width:0}", "p{line-height:0}",
)  # fmt: skip
_OPTIONS = (
    "", "", "p{--punctuation:kaiming}", "p{--punctuation:half}", "p{--line-break:basic}", "p{--line-break:gb}", "p{--line-break:none}",
    "p{--hanging-punctuation:force-end}", "p{--hanging-punctuation:allow-end}", "p{--text-autospace:0}", "p{--push-in:off}",
    "p{--trim-start:none;--trim-end:off}", "p{--trim-start:lines}", "p{--marks:centre}", "p{--grid:off}", "p{--hyphenate:none}",
    "p{--last-line:0}", "p{--stretch-weight:0}", "p{--text-autospace:2;--autospace-least:3}", "p{--word-space-least:9}",
)  # fmt: skip
_MEASURES = (1, 3, 7, 14, 16.57, 17, 20, 24, 32, 40)
_SIZES = (8.5, 9, 10, 10.5, 11)
_LANGUAGES = ("zh-CN", "zh-Hans", "zh-TW", "zh-Hant-HK", "zh")
#: Where a page ends inside these the engine itself loses text, as it does of floats in columns, in first lines and in
#: lines that hold text from right to left.
_ENGINE_LOSES = ("p{float", "first-letter{float", "flex", "grid")
_NOTE = (
    ".note{float:footnote;text-indent:0;text-align:justify}"
    "::footnote-call{content:'†';vertical-align:super;font-size:.7em}::footnote-marker{content:'†'}"
)


def random_page(seed: int, paragraphs: int = 20) -> str:
    """Write a page of random paragraphs in a random measure and style."""
    chance = random.Random(seed)
    pieces = _draw_pieces(chance)
    body = "".join(random_paragraph(chance, pieces) for _ in range(paragraphs))
    if chance.random() < 0.1:
        body = f"<table><tr><td>{body.replace('</p><p>', '</p><td><p>', 3)}</table>"
    css = chance.choice(_TEXT_STYLES) + chance.choice(_OPTIONS) + _NOTE
    css += chance.choice(_PAGE_STYLES) if chance.random() < 0.5 else ""
    height = chance.choice((90000, 700, 300))
    if any(word in css for word in _ENGINE_LOSES) or "float:" in body:
        height = 90000
    bidi = any(piece in body for piece in _BIDI)
    if bidi or "columns" in css or "first-line" in css or "flex" in css or "grid" in css:
        css = css.replace("float:left;font-size:3em", "font-size:3em")
        body = re.sub(r"<span style='float[^>]*>[^<]*</span>", "", body)
    language, em, size = chance.choice(_LANGUAGES), chance.choice(_MEASURES), chance.choice(_SIZES)
    return page(body, em, css, language, size, height)


def _draw_pieces(chance: random.Random) -> tuple[tuple[str, ...], ...]:
    """Choose what the paragraphs of a page are made of: not every page has everything."""
    texts = [*_MARKS, *_MARKS_TOGETHER, *_WORDS]
    for more in (_OTHERS, _INVISIBLE, _BIDI, _STRANGE, _EMOJI, _COMBINING, _WIDE):
        texts += more if chance.random() < 0.4 else ()
    alone = ["<br>", "<wbr>", *chance.sample(_ALONE, 6)]
    for more in (_NOTES, _BLOCKS):
        alone += more if chance.random() < 0.15 else ()
    styles = [f"span style='{style}'" for style in chance.sample(_INLINE_STYLES, 8)]
    return tuple(texts), (*_TAGS, *styles), tuple(alone)


def random_paragraph(chance: random.Random, pieces: tuple[tuple[str, ...], ...]) -> str:
    """Write a paragraph of any length with any markup."""
    texts, openings, alone = pieces
    parts: list[str] = []
    opened: list[str] = []
    for _ in range(chance.choice((0, 1, 2, 5, 20, 60, 150))):
        what = chance.random()
        if what < 0.55:
            parts.append("".join(chance.choice(_HAN) for _ in range(chance.randint(1, 6))))
        elif what < 0.88:
            parts.append(chance.choice(texts))
        elif what < 0.92 and opened:
            parts.append(opened.pop())
        elif what < 0.97:
            parts += (_open(chance.choice(openings), opened) for _ in range(100 if chance.random() < 0.002 else 1))
        else:
            parts.append(chance.choice(alone))
    return f"<p>{''.join(parts)}{''.join(reversed(opened))}</p>"


def _open(opening: str, opened: list[str]) -> str:
    opened.append(f"</{opening.split()[0]}>")
    return f"<{opening}>"
