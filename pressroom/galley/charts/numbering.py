"""Write numbers at the points of lines, so that they cover neither each other nor a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pressroom.galley.charts.drawing import FIGURE, Words
from pressroom.galley.charts.lettering import measure

OFF = 3.5  # points from a point to its number
HIGH = 7.5  # points: the height of a number
COVERED_LINE, COVERED_POINT, WORST = 4.0, 8.0, 8.0  # a number that would score the worst is left out

Point = tuple[float, float, str]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class NumberedLine:
    """The points of a series with their numbers, none where the table has none."""

    points: tuple[Point | None, ...]

    @property
    def parts(self) -> list[tuple[tuple[float, float], ...]]:
        """The stretches without a gap."""
        parts: list[list[tuple[float, float]]] = [[]]
        for point in self.points:
            if point is None:
                parts.append([])
            else:
                parts[-1].append(point[:2])
        return [tuple(part) for part in parts if part]

    @property
    def order(self) -> list[int]:
        """The rows that have a number, the telling ones first: last, first, highest, lowest."""
        rows = [row for row, point in enumerate(self.points) if point is not None and point[2]]
        by_height = sorted(rows, key=self._height)
        return list(dict.fromkeys([*rows[-1:], *rows[:1], *by_height[:1], *by_height[-1:], *rows]))

    def _height(self, row: int) -> float:
        """How far down a point lies."""
        point = self.points[row]
        return point[1] if point else 0.0


def number_points(
    lines: Sequence[NumberedLine], taken: Sequence[Box], family: str, field: tuple[float, float]
) -> list[Words]:
    """Write the numbers of lines inside a field of a width and height, in order of what they tell."""
    boxes = list(taken)
    numbers: list[Words] = []
    for rank in range(max(len(line.points) for line in lines)):
        for line in lines:
            if rank >= len(line.order):
                continue
            row = line.order[rank]
            box = _find_box(line, row, lines, boxes, family, field)
            point = line.points[row]
            if box and point:
                boxes.append(box)
                numbers.append(Words(box[0], box[3] - 0.9, point[2], FIGURE, family))
    return numbers


def box_of(words: Words, ahead: float = 0.0) -> Box:
    """The box that a line of text takes, and what stands ahead of it."""
    return (words.x - ahead, words.y - 0.85 * words.size, words.x + words.width, words.y + 0.1 * words.size)


def _find_box(
    line: NumberedLine,
    row: int,
    lines: Sequence[NumberedLine],
    boxes: list[Box],
    family: str,
    field: tuple[float, float],
) -> Box | None:
    """Find the best free place for a number; nothing where there is none."""
    best, found = WORST, None
    for rank, box in enumerate(_candidates(line, row, family)):
        if box[0] < -0.01 or box[1] < 0 or box[2] > field[0] + 0.01 or box[3] > field[1]:
            continue
        if any(_overlap(box, other) for other in boxes):
            continue
        score = rank * 0.5 + sum(_count_covered(box, other) for other in lines)
        if score < best:
            best, found = score, box
    return found


def _candidates(line: NumberedLine, row: int, family: str) -> Iterator[Box]:
    """The places for a number, the best first: away from the line on either side of its point."""
    point = line.points[row]
    if point is None:
        return
    x, y, text = point
    wide = measure(text, FIGURE, family)
    before, after = line.points[row - 1] if row else None, line.points[row + 1] if row + 1 < len(line.points) else None
    comes_from_above, goes_up = before is not None and before[1] < y - 1, after is not None and after[1] < y - 1
    valley = (comes_from_above or before is None) and (goes_up or after is None) and (comes_from_above or goes_up)
    above, below = y - OFF - HIGH, y + OFF
    lefts = {"middle": x - wide / 2, "left": x - wide + 2, "right": x - 2}
    aside = ("left", "middle", "right") if goes_up else ("right", "middle", "left")
    if not comes_from_above and not goes_up:
        aside = ("middle", "left", "right")
    first = [(lefts["middle"], below)] if valley else []
    places = [*first, *((lefts[name], above) for name in aside), *((lefts[name], below) for name in reversed(aside))]
    places += [(x - wide - OFF - 1, y - HIGH / 2), (x + OFF + 1, y - HIGH / 2)]
    yield from ((left, top, left + wide, top + HIGH) for left, top in places)


def _overlap(one: Box, other: Box) -> bool:
    """Whether two boxes lie closer than a hair."""
    return one[0] < other[2] + 1.5 and other[0] < one[2] + 1.5 and one[1] < other[3] + 0.5 and other[1] < one[3] + 0.5


def _count_covered(box: Box, line: NumberedLine) -> float:
    """How much of a line a box would cover."""
    points = [point for part in line.parts for point in part]
    score = sum(COVERED_POINT for x, y in points if box[0] - 2 < x < box[2] + 2 and box[1] - 2 < y < box[3] + 2)
    for part in line.parts:
        score += sum(COVERED_LINE for start, end in pairwise(part) if _crosses(box, start, end))
    return score


def _crosses(box: Box, start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Whether a stretch of line runs through a box."""
    steps = 24
    for step in range(steps + 1):
        x = start[0] + (end[0] - start[0]) * step / steps
        y = start[1] + (end[1] - start[1]) * step / steps
        if box[0] - 0.5 < x < box[2] + 0.5 and box[1] - 0.5 < y < box[3] + 0.5:
            return True
    return False
