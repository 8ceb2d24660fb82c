"""Join letters to lines, and lines to stacks: lines of one size, one below the other."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pressroom.lint.letters import Letter, LetterPage
from pressroom.lint.marks import BLANK_RIGHT, CLOSING, is_han

# All in em of the letters.
_SAME_BASELINE = 0.45
_BACKWARDS = 0.6
_NEW_LINE_GAP = 2.0
_TABLE_GAP = 0.9
_NEXT_LINE = 2.3
_SAME_SIZE = 0.03
_CENTRED = 0.14


@dataclass(frozen=True)
class Line:
    """Letters on one baseline. Lengths in points; em is the size of most of its letters."""

    page: LetterPage
    letters: tuple[Letter, ...]

    @cached_property
    def em(self) -> float:
        """The size of the Chinese letters, or of all where there are none."""
        sizes = Counter(letter.size for letter in self.letters if is_han(letter.char))
        sizes = sizes or Counter(letter.size for letter in self.letters)
        return max(sizes, key=lambda size: (sizes[size], size))

    @cached_property
    def baseline(self) -> float:
        """The height of the baseline; letters raised or in another size do not move it."""
        heights = Counter(round(letter.y, 2) for letter in self.letters if letter.size == self.em)
        return max(heights, key=lambda height: heights[height])

    @cached_property
    def text(self) -> str:
        """What the line says, without white space."""
        return "".join(letter.char for letter in self.letters)

    @cached_property
    def han(self) -> int:
        """How many Chinese characters it has."""
        return sum(is_han(letter.char) for letter in self.letters)

    @property
    def left(self) -> float:
        """Where the pen begins."""
        return self.letters[0].x

    @property
    def right(self) -> float:
        """Where the last letter's advance ends."""
        return self.letters[-1].end

    @cached_property
    def ends(self) -> tuple[float, ...]:
        """Where the line may be said to end: a closing mark may be whole, lose its blank, or hang."""
        last = self.letters[-1]
        if last.char in BLANK_RIGHT:
            return last.end, last.x + (0.75 if is_centred(last) else 0.5) * last.size, last.x
        return (last.end,)

    @cached_property
    def pitches(self) -> tuple[float, ...]:
        """From each Chinese character to the next of the same face, in em."""
        return tuple(
            (after.x - before.x) / before.size
            for before, after in pairwise(self.letters)
            if is_han(before.char) and is_han(after.char)
            if before.font == after.font and before.size == after.size and not after.after_space
        )

    @cached_property
    def tabular(self) -> bool:
        """Whether a gap parts it into cells."""
        gaps = [after.x - before.end for before, after in pairwise(self.letters)]
        return bool(gaps) and max(gaps) - max(0.0, statistics.median(gaps)) > _TABLE_GAP * self.em


def is_centred(mark: Letter) -> bool:
    """Whether a stop stands in the middle of its cell, as in traditional setting: it has nothing to give."""
    return mark.char not in CLOSING and abs(mark.centre - mark.x - 0.5 * mark.size) < _CENTRED * mark.size


def read_lines(page: LetterPage) -> tuple[Line, ...]:
    """Join the letters of a page to lines."""
    return tuple(Line(page, tuple(letters)) for letters in _runs(page.letters))


def _runs(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Cut the letters where one does not stand beside the one before."""
    run: list[Letter] = []
    for letter in letters:
        if run and not _beside(run, letter):
            yield run
            run = []
        run.append(letter)
    if run:
        yield run


def _beside(run: Sequence[Letter], letter: Letter) -> bool:
    """Whether a letter goes on with a line: raised figures do, drop capitals and the next cell do not."""
    last = run[-1]
    em = max(last.size, letter.size)
    if em > 2 * min(last.size, letter.size):
        return False
    if abs(letter.y - last.y) > _SAME_BASELINE * em and abs(letter.y - run[0].y) > _SAME_BASELINE * em:
        return False
    return letter.x - last.x > -_BACKWARDS * em and letter.x - last.end < _NEW_LINE_GAP * em


def stack_lines(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Chain lines of one size that stand one below the other, from the top down."""
    ordered = sorted(lines, key=lambda line: (-line.baseline, line.left))
    above: dict[int, int] = {}
    taken: dict[int, int] = {}
    for index in range(len(ordered)):
        for other in _near_above(ordered, index):
            rival = taken.get(other)
            if rival is None:
                above[index] = other
                taken[other] = index
                break
    heads = [index for index in range(len(ordered)) if index not in above]
    return tuple(tuple(ordered[index] for index in _chain(head, taken)) for head in heads)


def _chain(head: int, below: dict[int, int]) -> Iterator[int]:
    """Follow a chain down."""
    index: int | None = head
    while index is not None:
        yield index
        index = below.get(index)


def _near_above(ordered: Sequence[Line], index: int) -> list[int]:
    """The lines that a line may hang from, the nearest first."""
    line = ordered[index]
    found = []
    for other in range(index - 1, -1, -1):
        distance = ordered[other].baseline - line.baseline
        if distance > _NEXT_LINE * line.em:
            break
        if distance > 0.5 * line.em and _same_size(ordered[other], line) and _overlap(ordered[other], line):
            found.append(other)
    return sorted(found, key=lambda other: (ordered[other].baseline, abs(ordered[other].left - line.left)))


def _same_size(one: Line, other: Line) -> bool:
    """Whether two lines are set in one size."""
    return abs(one.em - other.em) <= _SAME_SIZE * other.em


def _overlap(one: Line, other: Line) -> bool:
    """Whether one line stands over a good part of the other."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > 0.4 * min(one.right - one.left, other.right - other.left)
