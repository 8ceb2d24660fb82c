"""Find where a line may break, and how bad each break is.

避头尾 after clreq §3.1.4 (four levels: none, basic, gb, strict) and GB/T 15834-2011 §5.1; numbers stay with their
units (clreq §3.1.5.2), small kana with the kana before them (JLREQ §3.1.7); Latin words turn only at syllables, with a
hyphen (CY/T 154-2017). What no Chinese rule decides is left to UAX #14, as the engine's text library has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from pressroom.composer.lines.classes import (
    ATOM,
    BREAKER,
    CLOSING,
    CONNECTOR,
    DASH,
    DOT,
    ELLIPSIS,
    FIXED_SPACE,
    HAN,
    JOINER,
    LATIN,
    NEWLINE,
    OPEN,
    PREFIX,
    SMALL,
    SOFT_HYPHEN,
    SPACE,
    SUFFIX,
    WIDE_SUFFIX,
)
from pressroom.composer.lines.paragraph import Paragraph
from pressroom.composer.lines.style import ComposerStyle

#: How bad a break is, in the plan's units (a line opened by 3 % at each letter costs 30).
UNIT_PENALTY = 50.0
HYPHEN_PENALTY = 40.0
DOT_PENALTY = 20.0
NUMBER_PENALTY = 10.0
LONG_MARK_PENALTY = 150.0
ADDRESS_PENALTY = 30.0
INSIDE_ADDRESS_PENALTY = 2500.0  # dearer than a line that is left short by ten em
#: A dash may open a line in measures narrower than this many em: there is no better way out (clreq §3.1.4, basic).
NARROW_MEASURE = 18.0

#: A picture up to so many em wide that closes a paragraph is an end mark: it does not stand in a line of its own.
_END_MARK = 3.0

_UNITS = frozenset("年月日时分秒元万亿千百岁届号层楼座米里倍个名项次家人条部期天周户辆台套款位")
_BEFORE_NUMBERS = frozenset("第约达近超")
_LONG = frozenset({DASH, ELLIPSIS})
_LETTERS = frozenset({LATIN, SUFFIX})
_SOLID = frozenset({HAN, SMALL, WIDE_SUFFIX})
_NEVER_FIRST = CLOSING | {DOT, SUFFIX, WIDE_SUFFIX, SMALL, CONNECTOR}
_NEVER_LAST = frozenset({OPEN, PREFIX})
_TIED = frozenset({SPACE, FIXED_SPACE, JOINER, BREAKER, SOFT_HYPHEN})

#: What is written without a space and has a scheme, a host or several steps.
_ADDRESS = re.compile(
    r"[!-~]*(?:://|@|/[!-~]*/)[!-~]*|www\.[!-~]+|[A-Za-z0-9-]{2,}(?:\.[A-Za-z0-9-]+)*\.[a-z]{2,}(?:[:/?#][!-~]*)?"
)
#: Where an address turns: behind these signs, and before those; a letter or figure follows either.
_TURNS_BEHIND, _TURNS_BEFORE = "/-@", ".?#&=_~%"
_SIGNS = frozenset("－＋")
_SOLIDI = frozenset("/／")

#: The words of a text that may be hyphenated: from where to where, and the places inside.
Hyphenator = Callable[[str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Breaks:
    """Where lines may break: before cluster ``points[k]``, which costs ``penalties[points[k]]``.

    The end of the paragraph is the last point. ``forced`` are points behind a line feed, ``hyphens`` those that need
    a hyphen and its width, ``long_marks`` those that leave —— or …… at a line start. A line that ends at one of
    ``turns``, before an address or at a sign in it, may be left short: better than to open what stands in it.
    """

    points: tuple[int, ...]
    penalties: Mapping[int, float]
    forced: tuple[int, ...]
    hyphens: Mapping[int, float]
    long_marks: frozenset[int]
    turns: frozenset[int] = frozenset()

    def dearer(self, penalties: Mapping[int, float]) -> Breaks:
        """Give the same breaks, each dearer by what ``penalties`` says of it."""
        total = {end: self.penalties.get(end, 0.0) + penalties.get(end, 0.0) for end in self.points}
        return replace(self, penalties={end: penalty for end, penalty in total.items() if penalty})


def find_breaks(text: Paragraph, style: ComposerStyle, engine: Sequence[bool], hyphens: Mapping[int, float]) -> Breaks:
    """Find all breaks of a paragraph; ``engine`` says of each cluster whether UAX #14 allows a break before it."""
    points: list[int] = []
    penalties: dict[int, float] = {}
    forced: list[int] = []
    long_marks: set[int] = set()
    classes, tails, glued = text.classes, text.tails, text.glued
    turns, starts = find_turns(text) if style.line_break != "none" else (frozenset[int](), frozenset[int]())
    for i in range(1, len(text)):
        before, after = tails[i - 1], classes[i]
        if before is HAN and after is HAN and not glued:
            points.append(i)
        elif before is NEWLINE:
            forced.append(i)
            points.append(i)
        elif i in turns:
            points.append(i)
            penalties[i] = ADDRESS_PENALTY
        elif i - 1 in glued or not _may_break(text, i, style, engine[i]):
            if i in hyphens:
                points.append(i)
                penalties[i] = HYPHEN_PENALTY if hyphens[i] else INSIDE_ADDRESS_PENALTY
        else:
            points.append(i)
            penalty = _penalty(text, i)
            if penalty:
                penalties[i] = penalty
            if after in _LONG and style.line_break == "strict":
                long_marks.add(i)
    points.append(len(text))
    return Breaks(tuple(points), penalties, (*forced, len(text)), hyphens, frozenset(long_marks), turns | starts)


def _may_break(text: Paragraph, i: int, style: ComposerStyle, engine: bool) -> bool:
    """Tell whether a line may break before a cluster."""
    before, after = text.tails[i - 1], text.classes[i]
    if before is BREAKER:
        return True
    if after in _TIED or before in (FIXED_SPACE, JOINER) or (i in text.raised and i - 1 not in text.raised):
        return False
    if style.line_break == "none":
        return engine or (before in _SOLID and after in _NEVER_FIRST) or before is OPEN
    if _is_sum(text, i):
        return True
    return _allows(text, i, style, engine)


def _allows(text: Paragraph, i: int, style: ComposerStyle, engine: bool) -> bool:
    """Tell whether the rules for the ends of lines let a line break before a cluster."""
    before, after = text.tails[i - 1], text.classes[i]
    if after is ATOM and i == len(text) - 1 and text.widths[i] <= _END_MARK * text.ems[i]:
        return False
    if text.strings[i] in _SIGNS and _is_signed(text, i):
        return engine or _is_chinese_break(before, LATIN)
    if after is before and after in _LONG:
        return _is_between_pairs(text, i)
    if after in _NEVER_FIRST or before in _NEVER_LAST or _is_bound(text, i, style):
        return False
    if before is LATIN and after is LATIN:
        return False
    if after in _LONG:
        return True
    return engine or _is_chinese_break(before, after)


def _is_bound(text: Paragraph, i: int, style: ComposerStyle) -> bool:
    """Tell whether a solidus or a full-width sign keeps a cluster in the line of the one before it."""
    last, first = text.strings[i - 1][-1], text.strings[i][0]
    if last in _SIGNS:
        return first.isdigit()
    if first == "／":
        return True  # clreq §3.1.4: it never opens a line
    # GB/T 15834 §5.1.9: the solidus stands at neither end of a line
    return style.line_break in ("gb", "strict") and bool({first, last} & _SOLIDI)


def _is_signed(text: Paragraph, i: int) -> bool:
    """Tell whether a full-width plus or minus is the sign of a number, and joins nothing."""
    before, behind = text.strings[i - 1][-1], text.strings[i + 1] if i + 1 < len(text) else ""
    return behind[:1].isdigit() and (not before.isalnum() or (text.tails[i - 1] is HAN and not before.isdigit()))


def _is_between_pairs(text: Paragraph, i: int) -> bool:
    """Tell whether a row of —— or …… that is longer than one pair may be parted here: between two pairs."""
    name, first, last = text.classes[i], i, i
    while first and text.classes[first - 1] is name and first - 1 not in text.open_right:
        first -= 1
    while last < len(text) and text.classes[last] is name:
        last += 1
    return (i - first) % 2 == 0 and last - i >= 2


def _is_sum(text: Paragraph, i: int) -> bool:
    """Tell whether a plus sign that joins words stands before a cluster: a line may end with it, as after a hyphen."""
    return (
        text.strings[i - 1] == "+"
        and text.classes[i] is LATIN
        and i > 1
        and text.strings[i - 2].isalpha()
        and text.strings[i].isalpha()
    )


def _is_chinese_break(before: str, after: str) -> bool:
    """Tell whether Chinese breaks where UAX #14 does not: beside quotation marks and between Han and letters."""
    if before is ATOM or after is ATOM:
        return True
    if before in _SOLID:
        return after in (HAN, OPEN, LATIN, PREFIX)
    if before in CLOSING or before in _LONG or before is DOT:
        return after in (HAN, OPEN, LATIN, PREFIX)
    return before in _LETTERS and after in (HAN, OPEN)


def _penalty(text: Paragraph, i: int) -> float:
    """Say how bad it is to break before a cluster."""
    before, after = text.tails[i - 1], text.classes[i]
    last, first = text.strings[i - 1][-1], text.strings[i][0]
    if before is DOT:
        return DOT_PENALTY
    if after in _LONG:
        return LONG_MARK_PENALTY
    if after is HAN and (before is SUFFIX or (last.isdigit() and first in _UNITS)):
        return UNIT_PENALTY
    if before is HAN and first.isdigit() and last in _BEFORE_NUMBERS:
        return NUMBER_PENALTY
    if before is SPACE and after is LATIN and i > 1 and text.strings[i - 2][-1].isdigit():
        return UNIT_PENALTY
    if before not in (SPACE, HAN) and after is LATIN and last.isascii():
        return ADDRESS_PENALTY  # inside an address or a path
    return 0.0


def find_hyphens(text: Paragraph, hyphenate: Hyphenator, width: Callable[[int], float], least: int) -> dict[int, float]:
    """Find the places inside Latin words where a hyphen may stand, and how wide it is there.

    Words of capitals only and words with figures (names of things) are never parted. In addresses a hyphen would be
    read as a part of them: where there is no other way, they turn between letters without one.
    """
    addresses = find_addresses(text)
    found = dict.fromkeys((i for i in addresses if _is_inside_word(text, i)), 0.0)
    start = None
    classes = text.classes
    for i in range(len(text) + 1):
        latin = i < len(text) and classes[i] is LATIN and i not in text.raised and i not in addresses
        if latin and start is None:
            start = i
        elif not latin and start is not None:
            if i - start >= least:
                _hyphenate(text, start, i, hyphenate, width, found)
            start = None
    for i, name in enumerate(classes):
        if name is SOFT_HYPHEN and i + 1 < len(text):
            found[i + 1] = width(i)
    return found


def find_addresses(text: Paragraph) -> set[int]:
    """Find the clusters of addresses: of pages, of mail, of files."""
    joined = "".join(text.strings)
    found: set[int] = set()
    if "/" in joined or "@" in joined or "." in joined:
        ends = list(accumulate(map(len, text.strings)))
        for match in _ADDRESS.finditer(joined):
            if not any(letter.isalpha() for letter in match[0]):
                continue  # a date, a share
            found.update(range(bisect_right(ends, match.start()), bisect_right(ends, match.end() - 1) + 1))
    return found


def find_turns(text: Paragraph) -> tuple[frozenset[int], frozenset[int]]:
    """Find the clusters before which an address turns, at a sign between letters or figures; and its first ones."""
    addresses = find_addresses(text)
    found = (i for i in addresses if 0 < i < len(text) - 1 and i - 1 not in text.glued and _is_turn(text, i))
    return frozenset(found), frozenset(i for i in addresses if i - 1 not in addresses)


def _is_turn(text: Paragraph, i: int) -> bool:
    """Tell whether an address turns before a cluster."""
    before, here, behind = text.strings[i - 1][-1], text.strings[i][0], text.strings[i + 1][0]
    if not before.isascii() or i in text.raised:
        return False
    if before in _TURNS_BEHIND:
        return here.isalnum() or (here in "~_" and behind.isalnum())
    return here in _TURNS_BEFORE and before.isalnum() and behind.isalnum()


def _is_inside_word(text: Paragraph, i: int) -> bool:
    """Tell whether two letters stand on either side of the place before a cluster, where it may be parted."""
    around = text.strings[max(0, i - 2) : i + 2]
    return len(around) == 4 and all(string.isalpha() for string in around) and i - 1 not in text.glued


def _hyphenate(
    text: Paragraph,
    start: int,
    end: int,
    hyphenate: Hyphenator,
    width: Callable[[int], float],
    found: dict[int, float],
) -> None:
    """Find the hyphens of one word."""
    pieces = text.strings[start:end]
    word = "".join(pieces)
    if not word.isalpha() or not (word.islower() or word.istitle()):
        return
    ends = {}
    length = 0
    for number, piece in enumerate(pieces, start + 1):
        length += len(piece)
        ends[length] = number
    for place in hyphenate(word):
        cluster = ends.get(place)
        if cluster is not None and cluster < end and cluster - 1 not in text.glued:
            found[cluster] = width(cluster - 1)
