"""Plan a paragraph: find the breaks whose lines are the best together (total fit).

Each line asks for the best break from where it stands, in the width that it has: so floats, columns and page breaks
are respected, and the rest is planned for the measure of the paragraph. Only line starts that a good paragraph can
reach are looked at, so the time grows with the length of the text.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from pressroom.composer.breaks import NARROW_MEASURE, Breaks
from pressroom.composer.classes import (
    ATOM,
    CLOSING,
    COMMA,
    HAN,
    LATIN,
    NEWLINE,
    OPEN,
    PERIOD,
    SPACE,
    SUFFIX,
    WIDE_SUFFIX,
)
from pressroom.composer.paragraph import Paragraph
from pressroom.composer.spacing import BRACKETS, Space
from pressroom.composer.style import ComposerStyle

#: What it costs to take one em out of word spaces, dots, brackets, commas, Han–Latin spaces, full stops (clreq §3.5.3).
_SQUEEZE_COSTS = (6.0, 7.0, 10.0, 14.0, 17.0, 36.0)
_PUSHED = 2.0  # any squeezed line
_SHORT_LAST_LINES = (1500.0, 1500.0, 400.0, 30.0)  # a last line of so many characters
_NOTHING_FITS = 5000.0
_SLACK = 1.6  # em: how much shorter than its measure a line may be, when another will do
_OVERFULL = 2.5  # em: more than this is never squeezed out of a line
_HANGING = 8.0
_LOOSE = 0.045  # em between characters: from here on a line looks loose, and each bit more is much worse
_RAGGED = 12.0  # for the square of each em that a ragged line is short
_OPENED = 25.0  # for each em that is spread, however long the line
_CLOSE_ENOUGH = 1e-6  # px
_INFINITE = float("inf")
_COUNTED = frozenset({HAN, LATIN, ATOM, SUFFIX, WIDE_SUFFIX})

Choices = list[tuple[int, float]]


class Plan:
    """The plan of one paragraph: it remembers, for each measure, the best break from each line start."""

    def __init__(self, text: Paragraph, space: Space, breaks: Breaks, style: ComposerStyle, justified: bool) -> None:
        self.text, self.space, self.breaks, self.style, self.justified = text, space, breaks, style, justified
        self.thousandths = [em / 1000 for em in text.ems]
        self._best: dict[float, dict[int, tuple[float, int]]] = {}
        self._ends: dict[int, tuple[int, float, float]] = {}
        self._rooms = list(map(sum, zip(*space.squeezed, strict=True)))

    def choose(self, start: int, width: float, measure: float) -> int:
        """Choose where the line from ``start`` ends: ``width`` px wide, in a paragraph of ``measure``."""
        known = self._best.setdefault(round(measure, 3), {len(self.text): (0.0, len(self.text))})
        if abs(width - measure) < _CLOSE_ENOUGH:
            self._explore([start], measure, known)
            return known[start][1]
        choices = self._choices(start, width)
        self._explore([end for end, _ in choices], measure, known)
        return min(choices, key=lambda choice: choice[1] + known[choice[0]][0])[0]

    def end_of(self, end: int) -> tuple[int, float, float]:
        """Look at a line end: its last visible cluster, the place it reaches to, and what may hang out besides."""
        found = self._ends.get(end)
        if found is None:
            found = self._ends[end] = self._look_at(end)
        return found

    def start_cut(self, start: int) -> float:
        """Find what an opening mark loses at a line start (clreq §3.1.6.3)."""
        if self.text.classes[start] is not OPEN:
            return 0.0
        trim = self.style.trim_start
        if trim == "none" or (trim == "lines" and not start):
            return 0.0
        return self.space.left[start]

    def natural_width(self, start: int, end: int) -> float:
        """Measure a line before it is squeezed or stretched, in px."""
        return self.end_of(end)[1] - self.space.place[start] - self.start_cut(start)

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
            found[start] = choices = self._choices(start, measure)
            for end, _ in choices:
                if end not in known and end not in found:
                    heapq.heappush(waiting, end)
        for start in reversed(found):
            best, best_end = _INFINITE, 0
            for end, cost in found[start]:
                total = cost + known[end][0]
                if total < best:
                    best, best_end = total, end
            known[start] = (best, best_end)

    def _choices(self, start: int, width: float) -> Choices:
        """Find the ends that a line may have, with what each costs."""
        points, place, em = self.breaks.points, self.space.place, self.text.ems[start]
        first = bisect_right(points, start)
        stop = self.breaks.forced[bisect_right(self.breaks.forced, start)]
        origin = place[start] + self.start_cut(start)
        beyond = bisect_right(place, origin + width + _OVERFULL * em)
        farthest = min(bisect_right(points, beyond), bisect_right(points, stop)) - 1
        choices: Choices = []
        for number in range(max(farthest, first), first - 1, -1):
            end = points[number]
            last, reach, hanging = self._ends.get(end) or self.end_of(end)
            slack = width - reach + origin
            if slack < -_CLOSE_ENOUGH:
                if -slack > self._rooms[last] - self._rooms[start] + hanging + _CLOSE_ENOUGH:
                    continue
                cost = self._squeeze_cost(start, last, hanging, -slack)
            elif end == stop:
                cost = self._last_line_cost(start, end)
            else:
                cost = self._stretch_cost(start, last, slack, em)
            if cost < _INFINITE:
                choices.append((end, cost + self._penalty(end, width)))
            if slack > _SLACK * em and choices and (len(choices) > 1 or slack > 3 * _SLACK * em):
                break
        return choices or [(self._last_resort(start, points[first], width), _NOTHING_FITS)]

    def _penalty(self, end: int, width: float) -> float:
        """Say what a break costs by itself; —— opens a line only in a narrow measure."""
        if end in self.breaks.long_marks and width >= NARROW_MEASURE * self.text.ems[end]:
            return _NOTHING_FITS
        return self.breaks.penalties.get(end, 0.0)

    def _stretch_cost(self, start: int, last: int, slack: float, em: float) -> float:
        """Say what it costs to open a line until it fills its measure."""
        if not self.justified:
            return _RAGGED * (slack / em) ** 2
        space = self.space
        soft = space.stretched[last] - space.stretched[start]
        joints = space.joints[last] - space.joints[start]
        opened = max(0.0, slack - soft) / em
        share = opened / joints if joints > 0 else opened
        badness = (100 * share) ** 2 * (1 + (share / _LOOSE) ** 2) + _OPENED * opened * opened
        return self.style.stretch_weight * badness + 4 * min(slack, soft) / em

    def _squeeze_cost(self, start: int, last: int, hanging: float, needed: float) -> float:
        """Say what it costs to squeeze a line into its measure, in the order of clreq §3.5.3."""
        em = self.text.ems[start]
        cost = _PUSHED
        if hanging:
            needed -= hanging
            cost += _HANGING
            if needed <= _CLOSE_ENOUGH:
                return cost
        opening = self.start_cut(start)
        for kind, weight in enumerate(_SQUEEZE_COSTS):
            squeezed = self.space.squeezed[kind]
            room = squeezed[last] - squeezed[start]
            if kind == BRACKETS:
                room -= opening
            if room <= 0:
                continue
            used = min(room, needed)
            cost += weight * used / em * (1 + used / room)
            needed -= used
            if needed <= _CLOSE_ENOUGH:
                return cost
        return _INFINITE

    def _last_line_cost(self, start: int, end: int) -> float:
        """Say what a last line costs: a lone character is the worst (孤字, clreq §3.4.4)."""
        least = self.style.last_line
        if not start or not least or end - start > 3 * least:
            return 0.0
        count = sum(len(self.text.strings[i]) for i in range(start, end) if self.text.classes[i] in _COUNTED)
        return _SHORT_LAST_LINES[min(count, 3)] if count <= least else 0.0

    def _last_resort(self, start: int, end: int, width: float) -> int:
        """Break a word that is wider than its line between two letters; a thing that cannot be broken stands out."""
        place, classes, glued = self.space.place, self.text.classes, self.text.glued
        fits = bisect_left(place, place[start] + width + self.start_cut(start) + _CLOSE_ENOUGH) - 1
        for cut in range(min(fits, end - 1), start, -1):
            if cut - 1 not in glued and classes[cut] not in CLOSING and classes[cut - 1] is not OPEN:
                return cut
        return end
