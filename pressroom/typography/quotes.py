"""Tell the quotation marks of Latin words from Chinese ones: both are written “ ” ‘ ’.

In Chinese they fill a cell of one em (GB/T 15834 §5.1); the apostrophe of Xi’an does not, nor do the marks of a
quotation in a passage of English. A Chinese quotation of Latin words, “IPO”, keeps the marks of its language (clreq
§3.1.2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ANY = re.compile("[“”‘’]")
#: What an apostrophe stands before, though a Chinese character or mark stands on its other side: 老王’s, 国庆’21.
_SUFFIX = re.compile(r"(?:s|t|d|m|re|ve|ll|\d\d|\d0s)(?![0-9A-Za-z])")
_PAIRS = {"“": "”", "‘": "’"}
_WIDE = frozenset("—⸺―…⋯·・")  # as Chinese sets them; others are wide by UAX #11


def latin_quotes(text: str) -> tuple[int, ...]:
    """Find the quotation marks and apostrophes that belong to Latin words, by their places in the text."""
    return tuple(_find(text)) if _ANY.search(text) else ()


def _find(text: str) -> Iterator[int]:
    """Walk the marks: pairs that stand in a Latin passage, and apostrophes."""
    apostrophes = {at for at, mark in enumerate(text) if mark == "’" and _is_inside_word(text, at)}
    closed: set[int] = set()
    waiting: list[int] = []
    paired: set[int] = set()
    for match in _ANY.finditer(text):
        at, mark = match.start(), match.group()
        if at in apostrophes:
            continue
        if mark in _PAIRS:
            waiting.append(at)
        elif waiting and _PAIRS[text[waiting[-1]]] == mark:
            closed.update((waiting[-1], at))
            paired.update((waiting[-1], at) if _is_latin_pair(text, waiting[-1], at) else ())
            waiting.pop()
    for match in _ANY.finditer(text):
        at = match.start()
        lone = match.group() == "’" and at not in closed and _is_beside_word(text, at)
        if at in apostrophes or at in paired or lone:
            yield at


def _is_inside_word(text: str, at: int) -> bool:
    """Whether a mark stands between two letters, Xi’an, or before a word and behind a space: rock ’n’ roll."""
    before = text[at - 1] if at else " "
    return (before.isspace() or _is_latin(before)) and _is_latin(text[at + 1 : at + 2])


def _is_beside_word(text: str, at: int) -> bool:
    """Whether a mark that closes nothing begins or ends a Latin word: the ’90s, readers’ letters."""
    before, behind = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if before and _SUFFIX.match(text, at + 1):
        return True
    return (_is_latin(before) and not _is_wide(behind)) or (_is_latin(behind) and not _is_wide(before))


def _is_latin_pair(text: str, first: int, last: int) -> bool:
    """Whether a quotation and what stands about it are Latin, with the spaces that Latin text has there."""
    if any(_is_wide(letter) for letter in text[first + 1 : last]):
        return False
    before, behind = text[:first], text[last + 1 :]
    beside = [before[-1:], behind[:1]]
    if any(_is_latin(letter) or _is_wide(letter) for letter in beside):
        return False
    words = [part.strip() for part in (before, behind)]
    near = [words[0][-1:], words[1][:1]]
    return any(letter.isascii() or _is_latin(letter) for letter in near if letter) and not any(map(_is_wide, near))


def _is_latin(letter: str) -> bool:
    return letter.isalnum() and not _is_wide(letter)


def _is_wide(letter: str) -> bool:
    """Whether a letter fills a Chinese cell; the marks in question do not tell."""
    return bool(letter) and (letter in _WIDE or unicodedata.east_asian_width(letter) in "WF")
