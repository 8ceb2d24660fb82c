"""Make room for readings: what is wider than the characters it stands over moves them apart."""

from __future__ import annotations

from pressroom.composer.lines.classes import HAN, MARKS
from pressroom.composer.lines.paragraph import Paragraph, Reading, Space

#: How far a reading may reach over what stands beside its word, in em of the text: Han, a mark, a letter.
_OVER_HAN = 0.25


_OVER_MARK = 0.2


_OVER_LETTER = 0.1


#: How far a reading without another beside it may be moved aside at the end of a line, instead of its word.
_ASIDE = 0.15


#: Between two readings: a little more than a quarter of an em of theirs, which is the least.
_CLEAR = 0.15


def make_room(text: Paragraph, space: Space) -> None:
    """Give words the room that their readings need, and say what these need besides at the ends of a line."""
    starts = {reading.first: reading for reading in text.readings}
    shares: dict[int, float] = {}  # what the word before has left of the room between two readings
    for reading in text.readings:
        over = _reach(space, reading)
        following = starts.get(reading.end)
        joined = reading.first in shares
        left = shares[reading.first] if joined else max(0.0, over - _allowed(text, reading.first - 1))
        if following:
            clear = _CLEAR * text.ems[reading.first]
            needed = max(0.0, over + _reach(space, following) + clear)
            right = min(needed, over + clear / 2) if over > 0 else 0.0
            shares[reading.end] = needed - right
        else:
            right = max(0.0, over - _allowed(text, reading.end))
        _widen(space, reading, left, right, over)
        _move_aside(space.before, reading.first, (0.0 if following else _ASIDE) * text.ems[reading.first])
        _move_aside(space.behind, reading.end - 1, (0.0 if joined else _ASIDE) * text.ems[reading.first])


def _move_aside(ends: dict[int, float], at: int, aside: float) -> None:
    """Take off what a reading needs at the end of a line as much as it may be moved aside there."""
    ends[at] = max(ends[at] - aside, min(ends[at], 0.0))


def _reach(space: Space, reading: Reading) -> float:
    """How far a reading reaches over each side of its words as the font has them; negative if it is shorter."""
    return (reading.width - sum(space.base[reading.first : reading.end])) / 2


def _allowed(text: Paragraph, neighbour: int) -> float:
    """How far a reading may reach over a cluster beside its words, in px."""
    if not 0 <= neighbour < len(text):
        return _OVER_HAN * text.ems[0]
    name = text.classes[neighbour]
    share = _OVER_HAN if name is HAN else _OVER_MARK if name in MARKS else _OVER_LETTER
    return share * text.ems[neighbour]


def _widen(space: Space, reading: Reading, left: float, right: float, over: float) -> None:
    """Widen the cells of words: those of one word evenly, so that it does not fall apart."""
    first, last, count = reading.first, reading.end - 1, reading.end - reading.first
    if count > 1:
        left = right = max(left, right)
        share = 2 * left / count
        for i in range(first, reading.end):
            space.base[i] += share
            space.shift[i] += share / 2
        edge = max(over - left, -share / 2)
        space.before[first] = space.behind[last] = edge
        return
    space.base[first] += left + right
    space.shift[first] += left
    space.before[first] = max(over, 0.0) - left
    space.behind[last] = max(over, 0.0) - right
