"""Plan a paragraph: find the breaks whose lines are the best together (total fit).

Each line asks for the best break from where it stands, in the width that it has: so floats, columns and page breaks
are respected, and the rest is planned for the measure of the paragraph. Only line starts that a good paragraph can
reach are looked at, so the time grows with the length of the text.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pressroom.composer.lines.breaks import NARROW_MEASURE, Breaks
from pressroom.composer.lines.classes import CLOSING, COMMA, NEWLINE, OPEN, PERIOD, SPACE
from pressroom.composer.lines.costs import (
    INFINITE,
    balance_cost,
    last_line_cost,
    ragged_cost,
    squeeze_cost,
    stretch_cost,
)
from pressroom.composer.lines.paragraph import Paragraph, Space
from pressroom.composer.lines.style import ComposerStyle

_NOTHING_FITS = 5000.0
_SLACK = 1.6  # em: how much shorter than its measure a line may be, when another will do
_WIDE_SLACK = 2.6  # em: the same where a paragraph is to have a line more
_OVERFULL = 2.5  # em: more than this is never squeezed out of a line
_HANGING = 8.0
_LAST_RESORT = 120.0  # a mark that hangs only because all else is worse
_HANGS_UP_TO = 20.5  # em: in wider lines there is another way
_CLOSE_ENOUGH = 1e-6  # px

Choices = list[tuple[int, float]]


class Counted(NamedTuple):
    """A plan for a count of lines: its cost, where its lines end, and how loose its loosest line is, in em."""

    cost: float
    ends: tuple[int, ...]
    looseness: float


class Plan:
    """The plan of one paragraph: it remembers, for each measure, the best break from each line start."""

    def __init__(self, text: Paragraph, space: Space, breaks: Breaks, style: ComposerStyle, justified: bool) -> None:
        self.text, self.space, self.breaks, self.style, self.justified = text, space, breaks, style, justified
        self.thousandths = [em / 1000 for em in text.ems]
        self._best: dict[float, dict[int, tuple[float, int]]] = {}
        self._ends: dict[int, tuple[int, float, float]] = {}
        self._balanced = style.text_wrap == "balance" and not justified and len(breaks.forced) == 1
        self._shares: dict[float, float] = {}
        self._rooms = list(map(sum, zip(*space.squeezed, strict=True)))
        self._told: dict[int, int] = {}

    def follow(self, ends: Sequence[int]) -> None:
        """Break lines at these ends from now on, which are of one of the ``counts``; at the best ones, if at none."""
        self._told = dict(zip((0, *ends), ends, strict=False))

    def counts(self, width: float, measure: float, more: int) -> Mapping[int, Counted]:
        """Find the best plan for each count of lines that the paragraph may have: up to so many more than it needs.

        The first line is ``width`` px wide, all others ``measure``. This is the same search, forwards, line by line: a
        state is the place and the number of lines before it.
        """
        fronts: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
        known: dict[int, Choices] = {}
        found: dict[int, Counted] = {}
        stop = len(self.text)
        while fronts[-1] and (not found or len(fronts) - 1 < min(found) + more):
            front: dict[int, tuple[float, int]] = {}
            for start, (cost, _) in fronts[-1].items():
                choices = known.get(start)
                if choices is None:
                    choices = known[start] = self._choices(start, measure if start else width, measure, _WIDE_SLACK)
                for end, price in choices:
                    if end not in front or cost + price < front[end][0]:
                        front[end] = cost + price, start
            fronts.append(front)
            if stop in front:
                ends = _trace(fronts, stop)
                found[len(ends)] = Counted(front.pop(stop)[0], ends, self._looseness(ends, width, measure))
        return found

    def _looseness(self, ends: Sequence[int], width: float, measure: float) -> float:
        """Say how far characters stand apart in the loosest line of a plan, in em."""
        worst, start = 0.0, 0
        for end in ends:
            last = self.end_of(end)[0]
            slack = (measure if start else width) - self.natural_width(start, end)
            joints = self.space.joints[last] - self.space.joints[start]
            spread = slack - (self.space.stretched[last] - self.space.stretched[start])
            if end not in self.breaks.forced and spread > 0:
                worst = max(worst, spread / self.text.ems[start] / max(1, joints))
            start = end
        return worst

    def choose(self, start: int, width: float, measure: float) -> int:
        """Choose where the line from ``start`` ends: ``width`` px wide, in a paragraph of ``measure``."""
        if start in self._told:
            return self._told[start]
        known = self._best.setdefault(round(measure, 3), {len(self.text): (0.0, len(self.text))})
        if abs(width - measure) < _CLOSE_ENOUGH:
            self._explore([start], measure, known)
            return known[start][1]
        choices = self._choices(start, width, measure)
        self._explore([end for end, _ in choices], measure, known)
        return min(choices, key=lambda choice: choice[1] + known[choice[0]][0])[0]

    def end_of(self, end: int) -> tuple[int, float, float]:
        """Look at a line end: its last visible cluster, the place it reaches to, and what may hang out besides."""
        found = self._ends.get(end)
        if found is None:
            found = self._ends[end] = self._look_at(end)
        return found

    def start_cut(self, start: int) -> float:
        """Find what an opening mark loses at a line start (clreq §3.1.6.3); a reading may need more room there."""
        if self.text.classes[start] is not OPEN:
            return -self.space.before.get(start, 0.0)
        trim = self.style.trim_start
        if trim == "none" or (trim == "lines" and not start):
            return 0.0
        return self.space.left[start]

    def natural_width(self, start: int, end: int) -> float:
        """Measure a line before it is squeezed or stretched, in px."""
        return self.end_of(end)[1] - self.space.place[start] - self.start_cut(start)

    def hang(self, start: int, end: int, width: float) -> float:
        """Find how far the last mark of a line hangs out of its width, in px."""
        last, _, hanging = self.end_of(end)
        needed = self.natural_width(start, end) - width
        if not hanging or needed <= _CLOSE_ENOUGH:
            return 0.0
        return self._tight_cost(start, last, hanging, needed, width)[1]

    def is_short(self, start: int, end: int, slack: float) -> bool:
        """Tell whether a line is left short: it ends at a sign of an address, and would be opened too far."""
        if end not in self.breaks.turns:
            return False
        return ragged_cost(slack, self.text.ems[start]) < self._loose_cost(start, self.end_of(end)[0], slack)

    def least_width(self, start: int) -> float:
        """Measure what must stand in a line from ``start``, in px."""
        points = self.breaks.points
        return self.natural_width(start, points[bisect_right(points, start)])

    def full_widths(self) -> Iterable[float]:
        """Measure the lines of a paragraph that breaks only where it must, in px."""
        start = 0
        for end in self.breaks.forced:
            if end > start:
                yield self.natural_width(start, end)
            start = end

    def unit_widths(self) -> Iterable[float]:
        """Measure the pieces that cannot be broken, in px."""
        start = 0
        for end in self.breaks.points:
            if end in self.breaks.hyphens:
                continue
            if end > start:
                yield self.natural_width(start, end)
            start = end

    def _look_at(self, end: int) -> tuple[int, float, float]:
        """Find what falls away at a line end: spaces, the gap, the blank of a mark (GB/T 15834 §5.1.10)."""
        classes, space = self.text.classes, self.space
        last = end - 1
        if classes[last] is NEWLINE and last and classes[last - 1] is not NEWLINE:
            last -= 1
        while classes[last] is SPACE and last and classes[last - 1] is not NEWLINE:
            last -= 1
        reach = space.place[last] + space.base[last] + self.breaks.hyphens.get(end, 0.0)
        reach += space.behind.get(last, 0.0)
        name = classes[last]
        hanging = 0.0
        if name in CLOSING:
            if self.style.trim_end:
                reach -= space.right[last]
            if name in (COMMA, PERIOD) and self.style.hanging_punctuation != "none":
                hanging = space.base[last] - (space.right[last] if self.style.trim_end else 0.0)
                if self.style.hanging_punctuation == "force-end":
                    reach, hanging = reach - hanging, 0.0
        return last, reach, hanging

    def _explore(self, starts: Iterable[int], measure: float, known: dict[int, tuple[float, int]]) -> None:
        """Find the best way on from some line starts, and from all that they lead to."""
        waiting = [start for start in starts if start not in known]
        heapq.heapify(waiting)
        found: dict[int, Choices] = {}
        while waiting:
            start = heapq.heappop(waiting)
            if start in found:
                continue
            found[start] = choices = self._choices(start, measure, measure)
            for end, _ in choices:
                if end not in known and end not in found:
                    heapq.heappush(waiting, end)
        for start in reversed(found):
            best, best_end = INFINITE, 0
            for end, cost in found[start]:
                total = cost + known[end][0]
                if total < best:
                    best, best_end = total, end
            known[start] = (best, best_end)

    def _choices(self, start: int, width: float, measure: float, most: float = _SLACK) -> Choices:
        """Find the ends that a line may have, with what each costs; ``most`` em may stay empty where others will do."""
        if self._balanced:
            return self._balanced_choices(start, width, measure)
        points, place, em = self.breaks.points, self.space.place, self.text.ems[start]
        first = bisect_right(points, start)
        stop = self.breaks.forced[bisect_right(self.breaks.forced, start)]
        origin = place[start] + self.start_cut(start)
        beyond = bisect_right(place, origin + width + _OVERFULL * em)
        farthest = min(bisect_right(points, beyond), bisect_right(points, stop)) - 1
        choices: Choices = []
        sound = 0  # of these, what parts no word of an address
        for number in range(max(farthest, first), first - 1, -1):
            end = points[number]
            last, reach, hanging = self._ends.get(end) or self.end_of(end)
            slack = width - reach + origin
            if slack < -_CLOSE_ENOUGH:
                if -slack > self._rooms[last] - self._rooms[start] + hanging + _CLOSE_ENOUGH:
                    continue
                cost, _ = self._tight_cost(start, last, hanging, -slack, width)
            elif end == stop:
                cost = last_line_cost(self.text, start, end, self.style.last_line)
            else:
                cost = self._loose_cost(start, last, slack)
                if end in self.breaks.turns:
                    cost = min(cost, ragged_cost(slack, em))
            if cost < INFINITE:
                choices.append((end, cost + self._penalty(end, measure)))
                sound += self.breaks.hyphens.get(end) != 0.0
            if slack > most * em and sound and (sound > 1 or slack > 3 * most * em):
                break
        return choices or [(self._last_resort(start, points[first], width), _NOTHING_FITS)]

    def _balanced_choices(self, start: int, width: float, measure: float) -> Choices:
        """Find the ends of a line that is to be about as wide as the others."""
        if not start and self._fits_one_line(width):
            return [(len(self.text), 0.0)]
        points, tails, em, share = self.breaks.points, self.text.tails, self.text.ems[start], self._share(measure)
        first = bisect_right(points, start)
        choices: Choices = []
        for number in range(first, len(points)):
            end = points[number]
            natural = self.natural_width(start, end)
            if natural > width + _CLOSE_ENOUGH:
                break
            phrase = end == len(self.text) or tails[end - 1] in CLOSING or tails[end - 1] is SPACE
            choices.append((end, balance_cost(natural - share, measure, em, phrase) + self._penalty(end, measure)))
        return choices or [(self._last_resort(start, points[first], width), _NOTHING_FITS)]

    def _fits_one_line(self, width: float) -> bool:
        """Tell whether the whole text fits in one line, its marks squeezed if need be."""
        last, _, hanging = self.end_of(len(self.text))
        needed = self.natural_width(0, len(self.text)) - width
        return needed <= _CLOSE_ENOUGH or self._tight_cost(0, last, hanging, needed, width)[0] < INFINITE

    def _share(self, measure: float) -> float:
        """Find how wide the lines are, in px, when they are as few as can be and of one width."""
        found = self._shares.get(measure)
        if found is None:
            start = count = 0
            for before, end in pairwise((0, *self.breaks.points)):
                if before > start and self.natural_width(start, end) > measure + _CLOSE_ENOUGH:
                    start, count = before, count + 1
            found = self._shares[measure] = self.natural_width(0, len(self.text)) / (count + 1)
        return found

    def _penalty(self, end: int, measure: float) -> float:
        """Say what a break costs by itself; —— opens a line only in a narrow measure."""
        if end in self.breaks.long_marks and measure >= NARROW_MEASURE * self.text.ems[end]:
            return _NOTHING_FITS
        return self.breaks.penalties.get(end, 0.0)

    def _loose_cost(self, start: int, last: int, slack: float) -> float:
        """Say what a line costs that its clusters do not fill."""
        em = self.text.ems[start]
        if not self.justified:
            return ragged_cost(slack, em)
        return stretch_cost(self.space, start, last, slack, em, self.style.stretch_weight)

    def _tight_cost(self, start: int, last: int, hanging: float, needed: float, width: float) -> tuple[float, float]:
        """Say what a line costs that is too long by so many px, and how far its last mark hangs out (clreq §3.1.7)."""
        em, opening = self.text.ems[start], max(0.0, self.start_cut(start))
        squeezed = squeeze_cost(self.space, start, last, needed, em, opening)
        only_if_worse = self.style.hanging_punctuation == "auto"
        if not hanging or (only_if_worse and width > _HANGS_UP_TO * em):
            return squeezed, 0.0
        hung = _LAST_RESORT if only_if_worse else _HANGING
        if needed > hanging + _CLOSE_ENOUGH:
            hung += squeeze_cost(self.space, start, last, needed - hanging, em, opening)
        else:
            hung += self._loose_cost(start, last, hanging - needed)
        return (hung, hanging) if hung < squeezed else (squeezed, 0.0)

    def _last_resort(self, start: int, end: int, width: float) -> int:
        """Break a word that is wider than its line between two letters; a thing that cannot be broken stands out."""
        place, classes, glued = self.space.place, self.text.classes, self.text.glued
        fits = bisect_left(place, place[start] + width + self.start_cut(start) + _CLOSE_ENOUGH) - 1
        for cut in range(min(fits, end - 1), start, -1):
            if cut - 1 not in glued and classes[cut] not in CLOSING and classes[cut - 1] is not OPEN:
                return cut
        for cut in range(min(max(fits, start + 1), end - 1), start, -1):
            if cut - 1 not in glued:
                return cut  # nothing but marks, wider than the line: better a mark at a line end than out of sight
        return end


def _trace(fronts: Sequence[dict[int, tuple[float, int]]], end: int) -> tuple[int, ...]:
    """Go back from an end to where each line of the plan ends."""
    ends = [end]
    for front in reversed(fronts[1:]):
        ends.append(front[ends[-1]][1])
    return tuple(reversed(ends[:-1]))
