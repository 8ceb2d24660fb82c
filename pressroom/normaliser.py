"""Normalise punctuation to GB/T 15834: half-width slips in Chinese text in, the marks of the standard out.

The rules are a table, applied in order; each carries an example. What is Latin stays Latin: decimals, times, ratios,
ranges, English phrases and addresses keep their marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

#: The Han characters inside a regular expression's brackets.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
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
    _rule(
        "dash",
        rf"(?<=[{_WIDE}\"'])(?<![—―-])\s*(?:-{{2,}}|—+|―+)\s*(?=[{_WIDE}\"'])",
        "——",
        "小目标--自创区",
        "小目标——自创区",
    ),
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
    """Normalise one paragraph; the rules look again at what stands beside quotes once these are paired."""
    return _apply_rules(pair_quotes(_apply_rules(text))).strip()


def _apply_rules(text: str) -> str:
    """Apply all rules in their order."""
    for rule in RULES:
        text = rule.pattern.sub(rule.replacement, text)
    return text


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


#: What stands before the words of a line of Markdown: a list's mark, a subhead's, a quotation's.
_MARK = re.compile(r"^\s*(?:(?:[-*+>]|#{1,6}|\d{1,9}[.)])\s+)*(?:\[\^[^\]]+\]:\s*)?")
_KEPT = re.compile(r"\]\([^)]*\)|`[^`]*`|\[\^[^\]]+\]|!\[[^\]]*\]\([^)]*\)|[\ue000-\uf9ff]")
#: Lines that are left alone: directives, tables, fences, and subheads of two phrases, whose space parts them.
_CLOSED = re.compile(r"^\s*(?::{3,}|```|\||---|#{1,6}\s.*[ \u3000]\S+$|$)")


@dataclass(frozen=True)
class Change:
    """A line of copy that the rules would change: its number from 1, and the line before and after."""

    line: int
    before: str
    after: str

    @property
    def column(self) -> int:
        """The column, from 1, of the first difference."""
        same = next((i for i, (a, b) in enumerate(zip(self.before, self.after, strict=False)) if a != b), None)
        return (min(len(self.before), len(self.after)) if same is None else same) + 1


def find_changes(copy: str) -> tuple[Change, ...]:
    """Find the lines of Markdown that the rules would change; directives, tables and front matter are left alone."""
    head = copy.partition("\n---\n")[0].count("\n") + 2 if copy.startswith("---\n") else 0
    changes = []
    for number, line in enumerate(copy.split("\n"), 1):
        if number <= head or _CLOSED.match(line):
            continue
        mark = _MARK.match(line)
        kept = mark[0] if mark else ""
        after = kept + _normalise_line(line[len(kept) :])
        if after != line.rstrip():
            changes.append(Change(number, line.rstrip(), after))
    return tuple(changes)


def _normalise_line(line: str) -> str:
    """Normalise a line around its links, code and note calls, which stay as they are.

    What follows a Chinese character is held by a compatibility ideograph, so that the rules take it for Chinese.
    """
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        chinese = re.match(f"[{HAN}]", line[found.start() - 1 : found.start()])
        return chr((0xF900 if chinese else 0xE000) + len(kept) - 1)

    bare = _KEPT.sub(keep, line)
    return re.sub("[\ue000-\uf9ff]", lambda found: kept[ord(found[0]) & 0xFF], normalise(bare))


def apply_changes(copy: str, changes: tuple[Change, ...]) -> str:
    """Write the changed lines into copy."""
    lines = copy.split("\n")
    for change in changes:
        lines[change.line - 1] = change.after
    return "\n".join(lines)
