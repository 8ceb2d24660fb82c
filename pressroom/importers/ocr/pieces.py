"""Split a chapter into articles: its lines in, one list of lines for each article out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pressroom.importers.ocr.bylines import read_byline
from pressroom.importers.ocr.captions import read_caption
from pressroom.importers.ocr.text import (
    ends_with_pause,
    has_stop,
    is_finished,
    is_han_only,
    is_unbalanced,
    measure,
    undress,
)
from pressroom.importers.ocr.values import ContentsEntry
from pressroom.importers.ocr.words import BULLETS, SECTION_ENDS
from pressroom.importers.pages import SourceLine
from pressroom.importers.values import Doubt, Notes

_SPACED = 2  # empty lines below a headline that is set apart


@dataclass(frozen=True)
class ArticleLines:
    """The lines of one article; ``heads`` are the lines of its headline, none for the chapter's first article."""

    lines: tuple[SourceLine, ...]
    heads: tuple[SourceLine, ...] = ()
    tag: str = ""


def split_chapter(entry: ContentsEntry, lines: Sequence[SourceLine]) -> tuple[tuple[ArticleLines, ...], Notes]:
    """Split the lines below a chapter's headline into its articles."""
    if entry.count > 1:
        return _split_counted(entry, lines)
    return _split_sections(lines)


def _split_counted(entry: ContentsEntry, lines: Sequence[SourceLine]) -> tuple[tuple[ArticleLines, ...], Notes]:
    """Split at the likeliest headlines, as many as the contents page announces."""
    scored = [(score, index) for index in range(1, len(lines)) if (score := headline_score(lines, index)) > 0]
    best = sorted(scored, key=lambda one: (-one[0], one[1]))[: entry.count - 1]
    starts = sorted(index for _, index in best)
    parts = [ArticleLines(tuple(lines[: starts[0]] if starts else lines))]
    for start, end in pairwise([*starts, len(lines)]):
        size = 2 if start + 1 < end and _goes_on(lines, start) else 1
        parts.append(ArticleLines(tuple(lines[start + size : end]), tuple(lines[start : start + size])))
    if len(parts) == entry.count:
        return tuple(parts), Notes()
    what = f"{entry.note}: {len(parts)} pieces were found"
    return tuple(parts), Notes((Doubt(entry.lines[0].number, what, "split where headlines were likely"),))


def _goes_on(lines: Sequence[SourceLine], start: int) -> bool:
    """Whether a headline goes on in the next line."""
    following = lines[start + 1]
    if read_byline(following.text):
        return False
    return is_unbalanced(lines[start].text) and measure(following.text) <= 30 and not is_finished(following.text)


def headline_score(lines: Sequence[SourceLine], index: int) -> float:
    """How likely a line opens an article: short, no sentence, with space before it and a byline or text behind it."""
    line = lines[index]
    size = measure(line.text)
    if (
        not 5 <= size <= 48
        or line.mark == "-"
        or line.text[:1] in tuple(BULLETS)
        or read_byline(line.text)
        or read_caption(line)
    ):
        return 0.0
    text = line.text.rstrip()
    if has_stop(text) or ends_with_pause(text) or (is_finished(text) and text[-1] not in '？?！!”"…'):
        return 0.0
    if not _starts_fresh(lines, index):
        return 0.0
    following = lines[index + 1 : index + 3]
    score = (
        1.0
        + min(line.gap, 3) * 0.6
        + (1.5 if 9 <= size <= 38 else 0.0)
        + (1.0 if line.bold or line.mark == "#" else 0.0)
    )
    if following and read_byline(following[0].text):
        return score + 5
    if not following or not any(measure(other.text) > 28 for other in following):
        return 0.2
    return score + 1.0 + min(following[0].gap, 3) * 0.5 + (0.8 if " " in text else 0.0)


def _starts_fresh(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether the text before a line has ended, so that the line is not the rest of a sentence."""
    for before in reversed(lines[:index]):
        if read_byline(before.text) or read_caption(before):
            return True
        return is_finished(before.text) or measure(before.text) < 28
    return True


def _split_sections(lines: Sequence[SourceLine]) -> tuple[tuple[ArticleLines, ...], Notes]:
    """Split at standing lines such as 圆桌论坛, each of which opens an article of its own."""
    starts = [index for index in range(1, len(lines)) if _is_section(lines, index)]
    if not starts:
        return (ArticleLines(tuple(lines)),), Notes()
    parts = [ArticleLines(tuple(lines[: starts[0]]))]
    for start, end in pairwise([*starts, len(lines)]):
        heads = _section_heads(lines, start + 1, end)
        first = start + 1 + heads
        inner = [first, *_inner_starts(lines, first, end), end]
        parts.append(ArticleLines(tuple(lines[first : inner[1]]), tuple(lines[start + 1 : first]), lines[start].text))
        parts += [ArticleLines(tuple(lines[a + 1 : b]), (lines[a],), lines[start].text) for a, b in pairwise(inner[1:])]
    return tuple(parts), Notes()


def _inner_starts(lines: Sequence[SourceLine], first: int, end: int) -> list[int]:
    """Where further articles of a section open: headlines with as much space below as the first has."""
    if first >= end or lines[first].gap < _SPACED:
        return []
    return [
        index
        for index in range(first + 1, end - 1)
        if lines[index + 1].gap >= _SPACED and headline_score(lines, index) > 1
    ]


def _is_section(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line is the standing name of a section: Han alone, known by its ending, a headline behind it."""
    bare = undress(lines[index].text).replace(" ", "")
    if not is_han_only(bare, 3, 6) or not bare.endswith(SECTION_ENDS) or index + 1 >= len(lines):
        return False
    following = lines[index + 1]
    return not has_stop(following.text) and _starts_fresh(lines, index)


def _section_heads(lines: Sequence[SourceLine], start: int, end: int) -> int:
    """How many lines the headline of a section takes."""
    count = 0
    for line in lines[start : min(start + 3, end)]:
        text = line.text.rstrip()
        if measure(text) > 60 or has_stop(text) or read_byline(text) or text[:1] in tuple(BULLETS):
            break
        if count and (not is_unbalanced("".join(one.text for one in lines[start : start + count])) and line.gap > 1):
            break
        if is_finished(text) and text[-1] not in '？?！!”"':
            break
        count += 1
    return max(count, 0) if re.search(r"\S", "".join(line.text for line in lines[start : start + count])) else 0
