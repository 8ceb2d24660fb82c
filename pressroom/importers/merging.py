"""Merge three texts by lines: what was imported first, what was corrected since, what is imported now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Merged:
    """The merged text, and the lines of it (from 1) where a correction stands against what is imported now."""

    text: str
    conflicts: tuple[int, ...] = ()


def merge_texts(base: str, mine: str, theirs: str) -> Merged:
    """Merge by lines; where both sides have changed the same lines, those of ``mine`` stay."""
    if mine in (base, theirs):
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    first, second, third = (text.splitlines(keepends=True) for text in (base, mine, theirs))
    made: list[str] = []
    conflicts: list[int] = []
    at = [0, 0, 0]
    for start, size, in_mine, in_theirs in (*_anchors(first, second, third), (len(first), 0, len(second), len(third))):
        was, own, new = first[at[0] : start], second[at[1] : in_mine], third[at[2] : in_theirs]
        if own == was:
            made += new
        else:
            if new not in (was, own):
                conflicts.append(len(made) + 1)
            made += own
        made += first[start : start + size]
        at = [start + size, in_mine + size, in_theirs + size]
    return Merged("".join(made), tuple(conflicts))


def _anchors(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Runs of lines that all three have: where each begins in the three, and its size."""
    one = SequenceMatcher(None, base, mine, autojunk=False).get_matching_blocks()
    two = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    for a in one:
        for b in two:
            start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
            if start < end:
                yield start, end - start, a.b + start - a.a, b.b + start - b.a
