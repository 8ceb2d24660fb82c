"""Account for every character: the lines of a scan and the files made of them in, what stands nowhere out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pressroom.importers.ocr.text import count_han, fold
from pressroom.importers.ocr.values import LeftOver, Line, Mend

_CLAUSE = re.compile(r"[，。；：？！、,;:?!/|丨\s（）()《》“”\"‘’'·・•\[\]【】\\]+")


def find_left_over(
    lines: Sequence[Line], texts: Iterable[str], mends: Sequence[Mend], known: Sequence[LeftOver], front: int = 0
) -> tuple[LeftOver, ...]:
    """Find what of the scan stands in none of the texts, line by line; ``known`` was left out on purpose.

    A line counts as there when its letters stand together in the texts; else its clauses are sought one by one, whole
    or cut in two. Lines up to ``front`` are names and roles that stand elsewhere too: these count as wholes only.
    """
    everything = "\n".join(fold(text) for text in texts)
    on_purpose = {left.line for left in known}
    mended = {(mend.line, mend.wrong): mend.right for mend in mends}
    left: list[LeftOver] = list(known)
    for line in lines:
        if line.number in on_purpose:
            continue
        text = line.text
        for (number, wrong), right in mended.items():
            text = text.replace(wrong, right) if number == line.number else text
        if fold(text) in everything or fold(line.text) in everything:
            continue
        if line.number <= front and len(fold(text)) < 20:
            left.append(LeftOver(line.number, text, "not read"))
            continue
        lost = [clause for clause in _CLAUSE.split(text) if fold(clause) and fold(clause) not in everything]
        parts = [part for clause in lost for part in _lost_parts(clause, everything)]
        if parts:
            left.append(LeftOver(line.number, " ".join(parts), "stands nowhere"))
    return tuple(sorted(left, key=lambda one: one.line))


def _lost_parts(clause: str, everything: str) -> list[str]:
    """The parts of a clause that stand nowhere: it may have been cut in two."""
    text = fold(clause)
    for cut in range(len(text) - 1, 0, -1):
        if text[:cut] in everything and text[cut:] in everything:
            return []
    return [clause]


def count_lost(lines: Sequence[Line], texts: Iterable[str]) -> Counter[str]:
    """Count the Han characters that a chapter has more often in the scan than in its copy."""
    scanned = Counter(letter for line in lines for letter in line.text if count_han(letter))
    written = Counter(letter for text in texts for letter in text if count_han(letter))
    return scanned - written
