"""Normalise punctuation to GB/T 15834: half-width slips in Chinese text in, the marks of the standard out.

The rules are a table, applied in order; each carries an example. What is Latin stays Latin: decimals, times, ratios,
ranges, English phrases and addresses keep their marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: The Han characters inside a regular expression's brackets.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
_WIDE = f"{HAN}、。，；：？！“”‘’（）《》〈〉【】「」『』—…·％"


@dataclass(frozen=True)
class MarkRule:
    """One rule: what it is for, what it finds, what it puts there, and an example before and after."""

    name: str
    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]
    before: str
    after: str


def _rule(
    name: str, pattern: str, replacement: str | Callable[[re.Match[str]], str], before: str, after: str
) -> MarkRule:
    return MarkRule(name, re.compile(pattern), replacement, before, after)


_CHINESE = re.compile(f"[{HAN}]")
_LETTER = re.compile("[A-Za-z]")
_ROUNDS = 8  # two or three are enough for what people write
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

#: GB/T 15834-2011 4.1–4.17 say which mark stands where; clreq says how wide.
RULES: tuple[MarkRule, ...] = (
    _rule(
        "ellipsis",
        rf"(?:\.{{3,}}|。{{3,}}|·{{3,}}|…+)(?!…)(?=\s*[{_WIDE}\"']|$)",
        "……",
        "雏形初见...如果",
        "雏形初见……如果",
    ),
    _rule(
        "middle dot",
        rf"(?<=[{HAN}A-Za-z])[・•‧∙⋅](?=[{HAN}])|(?<=[{HAN}])[・•‧∙⋅](?=[A-Za-z])",
        "·",
        "加西亚•马尔克斯",
        "加西亚·马尔克斯",
    ),
    _rule(
        "dash",
        rf"(?<=[{_WIDE}\"'])(?<![—―-])\s*(?:-{{2,}}|—+|―+)(?![—―-])\s*(?=[{_WIDE}\"'])",
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
    """Normalise one paragraph, until there is nothing left to do: a rule may make room for another.

    Words without a Chinese character are left as they are.
    """
    if _LETTER.search(text) and not _CHINESE.search(text):
        return text.strip()
    for _ in range(_ROUNDS):
        before, text = text, pair_quotes(_apply_rules(text)).strip()
        if text == before:
            break
    return text


def _apply_rules(text: str) -> str:
    """Apply all rules in their order."""
    for rule in RULES:
        text = rule.pattern.sub(rule.replacement, text)
    return text


def pair_quotes(text: str) -> str:
    """Turn straight quotes into pairs, by what stands beside them; one that could be either stays straight.

    What is sure helps to decide the rest, until nothing more is found: so a second time changes nothing.
    """
    if not _CHINESE.search(text):
        return text
    for straight, opening, closing in ('"“”', "'‘’"):
        while straight in text:
            paired = _pair(text, straight, opening, closing)
            if paired == text:
                break
            text = paired
    return text


#: A quote is read as one that opens, one that closes, or none (inches, feet); each reading has its cost. A reading is
#: taken if it is ahead of the others by `_SURE`.
Readings = tuple[float, float, float]
_SURE = 1.3
_ALONE = 2.0  # a quotation that is not opened, or not closed
_WRONG = 6.0  # a quote that opens before a stop
_NEVER = 1000.0
_EMPHASIS = "*_"
_BEFORE_WORDS = "（《〈【「『“‘([：:"
_BEHIND_WORDS = "，。、；：？！）》〉】」』”’,.;:?!)]"


def _pair(text: str, straight: str, opening: str, closing: str) -> str:
    """Put the right mark for every straight quote whose reading is sure."""
    marks = (opening, closing, straight)
    places = [at for at, letter in enumerate(text) if letter in marks and not _is_apostrophe(text, at)]
    if not places:
        return text
    costs = [_weigh(text, at, marks) for at in places]
    gaps = [
        _weigh_quotation(text[max(0, one - 9) : one].rstrip()[-1:], text[one + 1 : two])
        for one, two in pairwise(places)
    ]
    out = list(text)
    for at, readings in zip(places, _read_together(costs, gaps), strict=True):
        best, second = sorted(readings)[:2]
        if text[at] == straight and second - best >= _SURE:
            out[at] = marks[readings.index(best)]
    return "".join(out)


def _weigh(text: str, at: int, marks: tuple[str, str, str]) -> Readings:
    """Weigh the readings of a quote by what stands beside it."""
    if text[at] != marks[2]:
        return (0.0, _NEVER, _NEVER) if text[at] == marks[0] else (_NEVER, 0.0, _NEVER)
    near = text[max(0, at - 9) : at].rstrip(_EMPHASIS), text[at + 1 : at + 10].lstrip(_EMPHASIS)
    before, behind = near[0].rstrip()[-1:], near[1].lstrip()[:1]
    opens = _WRONG if not behind or behind in _BEHIND_WORDS else _SURE if before and before in "。？！…" else 0.0
    closes = _WRONG if not before or before in _BEFORE_WORDS else 0.0
    space_before, space_behind = near[0][-1:].isspace(), near[1][:1].isspace()
    if space_before != space_behind:  # a space stands outside
        opens, closes = opens + space_behind, closes + space_before
    none = 1.0 if near[0][-1:].isdigit() else 2 * _ALONE if opens or closes else 1.5 * _ALONE
    return opens, closes, none


def _weigh_quotation(before: str, words: str) -> float:
    """Weigh words as a quotation: short ones are likelier; speech follows a stop and holds some, a term does not."""
    stops = sum(words.count(stop) for stop in "，。；：？！")
    if before and before not in _BEHIND_WORDS + _BEFORE_WORDS:
        return min(_ALONE, 0.02 * len(words) + stops)
    return min(1.5, 0.005 * len(words) + 0.1 * stops)


def _read_together(costs: Sequence[Readings], gaps: Sequence[float]) -> Iterator[Readings]:
    """Say what each reading of each quote costs in all, if the others are read as well as can be."""
    behind = [(0.0, _ALONE)]  # what is still to come costs, where no quotation is open, and where one is
    for (opens, closes, none), gap in zip(reversed(costs[1:]), reversed(gaps), strict=True):
        shut, held = behind[-1]
        behind.append(
            (
                min(opens + held, _ALONE + closes + shut, none + shut),
                gap + min(_ALONE + opens + held, closes + shut, none + held),
            )
        )
    shut, held = 0.0, _NEVER  # what went before costs
    for (opens, closes, none), (then_shut, then_held), gap in zip(costs, reversed(behind), (*gaps, 0.0), strict=True):
        opened = min(shut, held + _ALONE) + opens
        closed = min(held, shut + _ALONE) + closes
        yield opened + then_held, closed + then_shut, none + min(shut + then_shut, held + then_held)
        shut, held = min(closed, shut + none), min(opened, held + none) + gap


def _is_apostrophe(text: str, index: int) -> bool:
    """Whether a single quote stands inside a Latin word."""
    return (
        text[index] in "'’"
        and 0 < index < len(text) - 1
        and text[index - 1].isascii()
        and text[index - 1].isalpha()
        and text[index + 1].isascii()
    )


#: What stands before the words of a line of Markdown: a list's mark, a subhead's, a quotation's.
_MARK = re.compile(r"^\s*(?:(?:[-*+>]|#{1,6}|\d{1,9}[.)])\s+|>)*(?:\[\^[^\]]+\]:\s*)?")
_URL = r"[A-Za-z0-9._~:/?#\[\]@!$&'*+,;=%-]"  # RFC 3986, without its brackets
#: What is no words inside a line: links, code, calls of notes, comments, entities, escapes, readings, addresses, spaces
#: that are meant, and the characters that stand for all these while the rules are applied.
_KEPT = re.compile(
    r"\]\((?:[^()\n]|\([^()\n]*\))*\)|\[\^[^\]]+\]|\][\[{][^\]}\n]*[\]}]"
    r"|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|<!--.*?-->|<[A-Za-z/][^<>\n]*>|\{[^{}\n]*=[^{}\n]*\}"
    r"|[|｜][^{}|｜\n]*\}|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|\\[!-/:-@\[-`{-~]|\\$"
    rf"|(?:[A-Za-z][A-Za-z0-9+.-]*://|www\.|mailto:)(?:{_URL}|\({_URL}*\))*(?:[A-Za-z0-9/=_-]|\({_URL}*\))"
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?![A-Za-z0-9-]*://)"
    r"|[\u00a0\u2000-\u200a\u3000]+|[\ue000-\uf9ff]"
)
_MOST_KEPT = 0x100
_QUOTE = re.compile('["“”]')
#: Lines that are left alone: directives, tables, links' addresses, raw HTML, and subheads of two phrases, whose space
#: parts them.
_CLOSED = re.compile(
    r"^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(?::{3,}|\||---|\[[^\]^][^\]]*\]:|<|\{lang=|#{1,6}\s.*[ \u3000]\S+$|$)"
)
_TICK = re.compile(r"(?<!\\)`")  # code in a line that ends on another one
_FENCE = re.compile(r"^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(`{3,}(?=[^`]*$)|~{3,})")
_INDENTED = re.compile(r"^(?: {4}| {0,3}\t)")


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


@dataclass(frozen=True)
class QuoteDoubt:
    """A straight quote in Chinese that could open or close: its line and its column, from 1."""

    line: int
    column: int


def find_changes(copy: str) -> tuple[Change, ...]:
    """Find the lines of Markdown that the rules would change; directives, tables and front matter are left alone."""
    lines = ((number, line, _normalise_line(line)) for number, line in _lines_of_words(copy))
    return tuple(Change(number, line, after) for number, line, after in lines if after != line)


def find_doubts(copy: str) -> tuple[QuoteDoubt, ...]:
    """Find the straight quotes that no rule can tell: only a reader can say whether they open or close."""
    found = []
    for number, line in _lines_of_words(copy):
        before, after = (
            list(_QUOTE.finditer(_KEPT.sub(lambda kept: "\ue000" * len(kept[0]), text)))
            for text in (line, _normalise_line(line))
        )
        if _CHINESE.search(line):
            found += [
                QuoteDoubt(number, old.start() + 1) for old, new in zip(before, after, strict=True) if new[0] == '"'
            ]
    return tuple(found)


def _lines_of_words(copy: str) -> Iterator[tuple[int, str]]:
    """Walk the lines of Markdown that hold words, with their numbers from 1; not those of code, nor of comments."""
    fence, comment, code, blank, ticked = "", False, False, True, False
    for number, line in enumerate(copy.split("\n")[_head_of(copy) :], _head_of(copy) + 1):
        text = line.rstrip()
        if not comment:
            fence, fenced = _follow_fence(text, fence)
            code = not fenced and _INDENTED.match(line) is not None and (blank or code)
            ticked = not fenced and bool(text) and (ticked or _TICK.search(_KEPT.sub("", text)) is not None)
            if not (fenced or code or ticked or _CLOSED.match(text) or text.rfind("<!--") > text.rfind("-->")):
                yield number, line
        comment = (not fence and text.rfind("<!--") > text.rfind("-->")) or (comment and "-->" not in text)
        blank = not text or (blank and code)


def _head_of(copy: str) -> int:
    """How many lines the front matter has, its fences counted."""
    lines = [line.rstrip() for line in copy.removeprefix("\ufeff").split("\n")]
    return lines.index("---", 1) + 1 if lines[0] == "---" and "---" in lines[1:] else 0


def _follow_fence(text: str, fence: str) -> tuple[str, bool]:
    """Follow fenced code from line to line: the fence that is open behind a line, and whether the line is of code."""
    found = _FENCE.match(text)
    if not fence:
        return (found[1], True) if found else ("", False)
    closes = found is not None and found[1].startswith(fence) and text.endswith(found[1])
    return ("" if closes else fence), True


def _normalise_line(line: str) -> str:
    """Normalise a line behind its mark, around its links, code and note calls, which stay as they are.

    So does the white space at its end, which may break the line. What follows a Chinese character is held by a
    compatibility ideograph, so that the rules take it for Chinese.
    """
    mark = _MARK.match(line)
    begun = mark[0] if mark else ""
    line = line[len(begun) :]
    line, end = line.rstrip(), line[len(line.rstrip()) :]
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        address = re.search(r"\w@\w|://|^www\.|^mailto:", found[0])
        chinese = not address and re.match(f"[{HAN}]", line[found.start() - 1 : found.start()])
        return chr((0xF900 if chinese else 0xE000) + len(kept) - 1)

    bare = _KEPT.sub(keep, line)
    if len(kept) > _MOST_KEPT:
        return begun + line + end
    return begun + re.sub("[\ue000-\uf9ff]", lambda found: kept[ord(found[0]) & 0xFF], normalise(bare)) + end


def apply_changes(copy: str, changes: tuple[Change, ...]) -> str:
    """Write the changed lines into copy."""
    lines = copy.split("\n")
    for change in changes:
        lines[change.line - 1] = change.after
    return "\n".join(lines)
