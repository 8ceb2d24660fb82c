"""Find the names of authors that stand below a headline without any role: chapters in, people out."""

from __future__ import annotations

from collections.abc import Sequence

from pressroom.importers.ocr.bylines import (
    AUTHOR,
    LATIN_AUTHOR,
    could_be_name,
    is_name,
    read_byline,
    split_latin_names,
    split_names,
)
from pressroom.importers.ocr.chapters import Cut
from pressroom.importers.ocr.text import fold, is_latin, measure
from pressroom.importers.ocr.values import ContentsEntry
from pressroom.importers.pages import SourceLine
from pressroom.issue import Credit

_TEXT = 12  # characters of a line of running text, at least
_FIRST = 3  # lines of a chapter among which its headline ends
_SHORTEST_NAME, _LONGEST_NAME = 2, 3  # characters of a Chinese name that stands alone


def find_bare_bylines(cuts: Sequence[Cut]) -> bool:
    """Whether it is the magazine's manner to print nothing but a name below the headline."""
    opened = [cut for cut in cuts if cut.found and len(cut.lines) > 1]
    named = sum(1 for cut in opened if any(_stands_bare(cut.lines, at) for at in range(1, _FIRST + 1)))
    return named >= 2 and named * 2 >= len(opened)


def _stands_bare(lines: Sequence[SourceLine], at: int) -> bool:
    """Whether a line is a name and nothing else, with text below it."""
    return at + 1 < len(lines) and is_name(lines[at].text) and measure(lines[at + 1].text) >= _TEXT


def take_byline(
    entry: ContentsEntry, lines: Sequence[SourceLine], at: int, bare: bool
) -> tuple[tuple[Credit, ...], int]:
    """Take the line of names right below a headline; give the people, and how many lines that took.

    A line is one where the contents page names the same people, where it is the magazine's manner (``bare``), or where
    it is a full name with text below. What the contents page alone says is given too.
    """
    if at >= len(lines):
        return entry.people, 0
    line, rest = lines[at], lines[at + 1 :]
    if read_byline(line.text) or not rest or line.mark in ("-", "|", "picture"):
        return entry.people, 0
    known = "".join(fold(name) for credit in entry.people for name in credit.names)
    same = known and fold(line.text) and (fold(line.text) in known or known in fold(line.text))
    if same and measure(line.text) <= measure(known) + _TEXT:
        return _people(line.text), 1
    alone = is_name(line.text) and not is_latin(line.text) and _SHORTEST_NAME <= measure(line.text) <= _LONGEST_NAME
    followed = measure(rest[0].text) >= _TEXT
    if followed and ((bare and could_be_name(line.text) and measure(line.text) <= _TEXT) or alone):
        return _people(line.text), 1
    return entry.people, 0


def _people(text: str) -> tuple[Credit, ...]:
    """The people that a line without a role names."""
    found = read_byline(text)
    if found:
        return found
    names = split_latin_names(text) if is_latin(text) else split_names(text)
    return (Credit(LATIN_AUTHOR if is_latin(text) else AUTHOR, names or (text.strip(),)),)
