"""Normalise punctuation to GB/T 15834: the slips of a scanner in, full-width marks of Chinese text out.

The rules are a table, applied in order; each carries an example. What is Latin stays Latin: decimals, times, ratios,
ranges, English phrases and addresses keep their marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pressroom.importers.ocr.words import HAN

_WIDE = f"{HAN}、。，；：？！“”‘’（）《》〈〉【】「」『』—…·％"


@dataclass(frozen=True)
class Rule:
    """One rule: what it is for, what it finds, what it puts there, and an example before and after."""

    name: str
    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]
    before: str
    after: str


def _rule(name: str, pattern: str, replacement: str | Callable[[re.Match[str]], str], before: str, after: str) -> Rule:
    return Rule(name, re.compile(pattern), replacement, before, after)


_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

#: GB/T 15834-2011 4.1–4.17 say which mark stands where; clreq says how wide.
RULES: tuple[Rule, ...] = (
    _rule(
        "ellipsis", rf"(?:\.{{3,}}|。{{3,}}|·{{3,}}|…+)(?=\s*[{_WIDE}\"']|$)", "……", "雏形初见...如果", "雏形初见……如果"
    ),
    _rule("middle dot", r"[・•‧∙⋅]", "·", "加西亚•马尔克斯", "加西亚·马尔克斯"),
    _rule("dash", rf"(?<=[{_WIDE}])\s*(?:-{{2,}}|—+|―+)\s*(?=[{_WIDE}\"])", "——", "小目标--自创区", "小目标——自创区"),
    _rule(
        "mark after Han",
        rf"(?<=[{_WIDE}%\"')\]])\s*([,;:?!])\s*",
        lambda found: _FULL[found[1]],
        "据悉,他说",
        "据悉，他说",
    ),
    _rule(
        "mark before Han",
        rf"(?<=[0-9A-Za-z])\s*([,;:?!])\s*(?=[{_WIDE}\"'])",
        lambda found: _FULL[found[1]],
        "模式是VIC,但是",
        "模式是VIC，但是",
    ),
    _rule("stop after Han", rf"(?<=[{HAN}”’）》])\.(?=\s|$|[{HAN}“])", "。", "完成了.下一步", "完成了。下一步"),
    _rule("brackets around Han", rf"\(([^()]*[{HAN}][^()]*)\)", r"（\1）", "公司(杭州)有限", "公司（杭州）有限"),
    _rule("brackets after Han", rf"(?<=[{_WIDE}])\s*\(([^()]*)\)", r"（\1）", "货币(M2)余额", "货币（M2）余额"),
    _rule("bracket alone", rf"(?<=[{_WIDE}])\(|\((?=[{_WIDE}])", "（", "总部(在建", "总部（在建"),
    _rule("bracket alone", rf"(?<=[{_WIDE}])\)|\)(?=[{_WIDE}])", "）", "在建)总部", "在建）总部"),
    _rule(
        "space beside Han",
        rf"(?<=[{_WIDE}])[ \t\u00a0\u3000]+(?=[{_WIDE}\"'0-9A-Za-z+$#])",
        "",
        "梳 理挖潜 31 个",
        "梳理挖潜31 个",
    ),
    _rule(
        "space before Han",
        rf"(?<=[0-9A-Za-z%+\"')])[ \t\u00a0\u3000]+(?=[{_WIDE}])",
        "",
        "梳理挖潜31 个",
        "梳理挖潜31个",
    ),
)


def normalise(text: str) -> str:
    """Normalise one paragraph."""
    for rule in RULES:
        text = rule.pattern.sub(rule.replacement, text)
    return pair_quotes(text).strip()


def pair_quotes(text: str) -> str:
    """Turn straight quotes into pairs; a quote opens after a space, a mark or an opener, and where none is open."""
    if '"' not in text and "'" not in text:
        return text
    out: list[str] = []
    open_double = open_single = False
    for index, letter in enumerate(text):
        if letter == "“":
            open_double = True
        elif letter == "”":
            open_double = False
        if letter == '"':
            out.append("”" if open_double else "“")
            open_double = not open_double
        elif letter == "'" and not _is_apostrophe(text, index):
            out.append("’" if open_single else "‘")
            open_single = not open_single
        else:
            out.append(letter)
    return "".join(out)


def _is_apostrophe(text: str, index: int) -> bool:
    """Whether a single quote stands inside a Latin word."""
    return (
        0 < index < len(text) - 1
        and text[index - 1].isascii()
        and text[index - 1].isalpha()
        and text[index + 1].isascii()
    )
