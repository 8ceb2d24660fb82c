"""Say what a line costs: how far it is from one that a typesetter would be content with.

The units are those of the plan: half an em taken out of a comma costs about 20, an em spread over a line of 20 em some
100. A line that is plainly loose costs more than several that are a little so.
"""

from __future__ import annotations

from pressroom.composer.lines.classes import ATOM, HAN, LATIN, SMALL, SUFFIX, WIDE_SUFFIX
from pressroom.composer.lines.paragraph import Paragraph, Space
from pressroom.composer.lines.spacing import BRACKETS

INFINITE = float("inf")
#: What it costs to take one em out of word spaces, dots, brackets, commas, Han–Latin spaces, full stops (clreq §3.5.3).
_SQUEEZES = (6.0, 7.0, 8.0, 18.0, 22.0, 70.0)
_EVEN = 2.0  # how much dearer the last bit of blank is than the first
_SQUEEZED = 2.0  # any squeezed line
_SPACED = 1.0  # for each em that goes into spaces
_WIDE_SPACED = 60.0  # the same where it opens them as far as they go (clreq §3.5.4)
_LOOSE = 0.055  # em between characters: from here on a line looks loose, and each bit more is much worse
_SPREAD = 20.0  # for the square of each em that is spread between characters
_RAGGED = 12.0  # for the square of each em that a ragged line is short
_INSIDE_PHRASE = 14.0  # for each em of its measure: a balanced line that ends inside a phrase
_LAST_LINES = (2500.0, 2500.0, 650.0, 50.0)  # a last line of so many characters
_WITH_MARKS = 130.0  # less for one of two characters that several marks lengthen
_CLOSE_ENOUGH = 1e-6  # px
_COUNTED = frozenset({HAN, SMALL, LATIN, ATOM, SUFFIX, WIDE_SUFFIX})


def stretch_cost(space: Space, start: int, last: int, slack: float, em: float, weight: float) -> float:
    """Say what it costs to open a line: spaces first, then all between characters (clreq §3.5.4); ``slack`` in px."""
    soft = space.stretched[last] - space.stretched[start]
    cost = 0.0
    if soft > 0:
        used = min(slack, soft)
        part = used / soft
        cost = used / em * (_SPACED + _WIDE_SPACED * part * part)
    spread = (slack - soft) / em
    if spread <= 0:
        return cost
    joints = space.joints[last] - space.joints[start]
    share = spread / joints if joints > 0 else spread
    return cost + weight * ((100 * share) ** 2 * (1 + (share / _LOOSE) ** 2) + _SPREAD * spread * spread)


def squeeze_cost(space: Space, start: int, last: int, needed: float, em: float, opening: float) -> float:
    """Say what it costs to take ``needed`` px out of a line (clreq §3.5.3); ``opening`` px are out at its start."""
    cost = _SQUEEZED
    for kind, weight in enumerate(_SQUEEZES):
        squeezed = space.squeezed[kind]
        room = squeezed[last] - squeezed[start]
        if kind == BRACKETS:
            room -= opening
        if room <= 0:
            continue
        used = min(room, needed)
        cost += weight * used / em * (1 + _EVEN * used / room)
        needed -= used
        if needed <= _CLOSE_ENOUGH:
            return cost
    return INFINITE


def ragged_cost(slack: float, em: float) -> float:
    """Say what it costs to leave a line short by ``slack`` px."""
    return _RAGGED * (slack / em) ** 2


def balance_cost(difference: float, measure: float, em: float, phrase: bool) -> float:
    """Say what a balanced line costs that is off by ``difference`` px; ``phrase``: it ends with one."""
    return ragged_cost(difference, em) + (0.0 if phrase else _INSIDE_PHRASE * measure / em)


def last_line_cost(text: Paragraph, start: int, end: int, least: int) -> float:
    """Say what a last line of few characters costs: a lone one is the worst (孤字, clreq §3.4.4)."""
    if not start or not least or end - start > 3 * least:
        return 0.0
    strings, classes = text.strings, text.classes
    count = sum(len(strings[i]) for i in range(start, end) if classes[i] in _COUNTED)
    if count > least:
        return 0.0
    cost = _LAST_LINES[min(count, 3)]
    return cost - _WITH_MARKS if count == 2 and sum(map(len, strings[start:end])) > 3 else cost
