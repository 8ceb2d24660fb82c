"""Match pages and sources by their letters: a spot on a page in, a line of a source out, and the other way round.

Marks, white space and markup are passed over on both sides, so that a line that is hyphenated, justified or set in
capitals is found; of several places, the one whose surroundings agree the farthest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_AROUND = 60  # letters that are looked at on either side
_LEAST = 4  # letters that have to agree
_SEED = (16, 8, 5, 3)  # letters that a search begins with


@dataclass(frozen=True)
class Bare:
    """A text without what is not set: its letters, and the line and column of each, from 1."""

    letters: str
    places: tuple[tuple[int, int], ...]


def strip_text(text: str) -> Bare:
    """Take from a source what can be compared."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for number, line in enumerate(text.split("\n"), 1):
        for column, char in enumerate(line, 1):
            if char.isalnum():
                letters.append(_fold(char))
                places.append((number, column))
    return Bare("".join(letters), tuple(places))


def fold_letters(text: str) -> str:
    """Letters of a page as they are compared: without capitals."""
    return "".join(map(_fold, text))


def _fold(char: str) -> str:
    """One letter for one letter, so that places stay what they are."""
    low = char.casefold()
    return low if len(low) == 1 else char


def nearest_letter(x: float, y: float, boxes: Sequence[tuple[float, float, float, float]]) -> int | None:
    """The number of the letter at a spot, or of the nearest one that is not far."""
    best, least = None, 0.03**2
    for number, (left, top, right, bottom) in enumerate(boxes):
        far = max(left - x, 0, x - right) ** 2 + max(top - y, 0, y - bottom) ** 2
        if far < least:
            best, least = number, far
        if not far:
            break
    return best


def find_spot(here: str, at: int, there: str) -> int | None:
    """Where the letter at a place of one text stands in another; none where nothing like it is there."""
    best, most = None, _LEAST - 1
    for start, shift in _seeds(here, at, there):
        length = _agree(here, at, there, start + shift)
        if length > most and 0 <= start + shift < len(there):
            best, most = start + shift, length
        if most >= 2 * _AROUND:
            break
    return best


def _seeds(here: str, at: int, there: str) -> Iterator[tuple[int, int]]:
    """Places of the other text that may be it: a few letters around, before or behind agree."""
    for length in _SEED:
        found = False
        for begin in (at - length // 2, at, at - length + 1):
            begin = max(begin, 0)
            seed = here[begin : begin + length]
            if len(seed) < min(length, _LEAST - 1) or not begin <= at < begin + length:
                continue
            start = there.find(seed)
            while start >= 0:
                found = True
                yield start, at - begin
                start = there.find(seed, start + 1)
        if found:
            return


def _agree(here: str, at: int, there: str, other: int) -> int:
    """How many letters agree around two places."""
    before = 0
    while before < _AROUND and at > before and other > before and here[at - before - 1] == there[other - before - 1]:
        before += 1
    after = 0
    while (
        after < _AROUND
        and at + after < len(here)
        and other + after < len(there)
        and here[at + after] == there[other + after]
    ):
        after += 1
    return before + after


def find_line_box(number: int, boxes: Sequence[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    """The box of the line that a letter stands in: its neighbours that stand on the same height, without a gap."""
    left, top, right, bottom = boxes[number]
    for step in (-1, 1):
        at = number + step
        while 0 <= at < len(boxes) and _is_beside(boxes[at], (left, top, right, bottom)):
            left, right = min(left, boxes[at][0]), max(right, boxes[at][2])
            top, bottom = min(top, boxes[at][1]), max(bottom, boxes[at][3])
            at += step
    return left, top, right, bottom


def _is_beside(box: tuple[float, float, float, float], line: tuple[float, float, float, float]) -> bool:
    middle = (box[1] + box[3]) / 2
    gap = max(box[0] - line[2], line[0] - box[2])
    return line[1] <= middle <= line[3] and gap < 0.04
