"""Compose a finished line: give every cluster its advance and its place, so that the line fills its measure.

The order is that of clreq §3.5.3 and §3.5.4: blank is taken out first of word spaces, dots, brackets, commas, the
spaces between Han and Latin and full stops; it is added first to word spaces and the spaces between Han and Latin, as
far as these go, then evenly between all other clusters.
"""

from __future__ import annotations

from dataclasses import dataclass

from pressroom.composer.lines.paragraph import Space
from pressroom.composer.lines.plan import Plan
from pressroom.composer.lines.spacing import AUTOSPACES, SQUEEZES, WORD_SPACES

_CLOSE_ENOUGH = 1e-6  # px
_LONE_WORD = 0.06  # em between its letters, at most


@dataclass(frozen=True, slots=True)
class ComposedLine:
    """A line of the clusters from ``start`` to before ``stop``; the next one begins at ``end`` (spaces fall between).

    ``advances`` are in px and whole thousandths of an em beyond the font's own, which is what a PDF can say without
    loss; ``shifts`` are in px. A cluster that stands as the font has it is not in ``moved``. ``width`` is that of
    the line with the padding of its boxes and its hyphen.
    """

    start: int
    stop: int
    end: int
    advances: tuple[float, ...]
    shifts: tuple[float, ...]
    moved: frozenset[int]
    hyphen: float
    width: float


def compose_line(plan: Plan, start: int, end: int, width: float, justify: bool) -> ComposedLine:
    """Compose the clusters from ``start`` to ``end`` in a measure of ``width`` px; ``justify`` fills it."""
    text, space = plan.text, plan.space
    last, _, _ = plan.end_of(end)
    stop = max(last, start) + 1  # a line may hold nothing but spaces
    base, gap, shift = space.base[start:stop], space.gap[start:stop], space.shift[start:stop]
    gap[-1] = 0.0
    start_cut = plan.start_cut(start)
    base[0] -= start_cut
    shift[0] -= start_cut
    hyphen = plan.breaks.hyphens.get(end, 0.0)
    natural = max(0.0, plan.natural_width(start, end))
    base[-1] += natural - hyphen - (sum(base) + sum(gap))  # what is cut at the end
    slack = width - natural
    if slack < -_CLOSE_ENOUGH:
        hanging = plan.hang(start, end, width)
        base[-1] -= hanging
        needed = -slack - hanging
        if needed > _CLOSE_ENOUGH:
            _squeeze(space, start, base, gap, shift, needed, start_cut)
        elif justify:
            _stretch(space, start, gap, -needed, text.ems[start])
    elif justify and slack > 0 and not plan.is_short(start, end, slack):
        _stretch(space, start, gap, slack, text.ems[start])
    advances, moved, total = _write_back(plan, start, base, gap, shift)
    padding = sum(text.padding.get(i, 0.0) for i in range(start, stop)) if text.padding else 0.0
    return ComposedLine(start, stop, end, advances, tuple(shift), moved, hyphen, total + hyphen + padding)


def _squeeze(
    space: Space,
    start: int,
    base: list[float],
    gap: list[float],
    shift: list[float],
    needed: float,
    start_cut: float,
) -> None:
    """Take blank out of a line, each kind in turn, evenly within a kind."""
    for kind in SQUEEZES:
        sums = space.squeezed[kind]
        rooms = [(i, sums[start + i + 1] - sums[start + i]) for i in range(len(base) - 1)]
        if rooms and start_cut and rooms[0][1]:
            rooms[0] = (0, rooms[0][1] - start_cut)
        rooms = [(i, room) for i, room in rooms if room > 0]
        room = sum(room for _, room in rooms)
        if room <= 0:
            continue
        share = min(1.0, needed / room)
        for i, own in rooms:
            if kind == AUTOSPACES:
                gap[i] -= own * share
            else:
                base[i] -= own * share
            if kind not in (AUTOSPACES, WORD_SPACES):
                left, right = space.left[start + i], space.right[start + i]
                shift[i] -= own * share * left / (left + right)
        needed -= room * share
        if needed <= _CLOSE_ENOUGH:
            return


def _stretch(space: Space, start: int, gap: list[float], slack: float, em: float) -> None:
    """Add space to a line: to the spaces first, then evenly between all clusters; a little also inside a lone word."""
    last = len(gap) - 1
    soft = space.stretched[start + last] - space.stretched[start]
    if soft > 0:
        share = min(1.0, slack / soft)
        for i in range(last):
            gap[i] += share * (space.stretched[start + i + 1] - space.stretched[start + i])
        slack -= soft * share
    if slack <= _CLOSE_ENOUGH:
        return
    joints = space.joints
    places = [i for i in range(last) if joints[start + i + 1] > joints[start + i]]
    places = places or [i for i in range(last) if space.stretched[start + i + 1] > space.stretched[start + i]]
    if not places and slack <= _LONE_WORD * em * last:
        places = list(range(last))
    for i in places:
        gap[i] += slack / len(places)


def _write_back(
    plan: Plan, start: int, base: list[float], gap: list[float], shift: list[float]
) -> tuple[tuple[float, ...], frozenset[int], float]:
    """Round advances to whole thousandths of an em, passing on what is left over, so that nothing adds up."""
    stop = start + len(base)
    widths, units, padding = plan.text.widths[start:stop], plan.thousandths[start:stop], plan.text.padding
    advances: list[float] = []
    moved: set[int] = set()
    left_over = total = 0.0
    for i, (own, unit) in enumerate(zip(widths, units, strict=True)):
        wanted = base[i] + gap[i]
        if padding and start + i in padding:
            own -= padding[start + i]
            wanted -= padding[start + i]
        written = round(own / unit)
        exact = (wanted + left_over) / unit
        rounded = written if -0.5 < exact - written < 0.5 else round(exact)
        left_over = (exact - rounded) * unit
        if rounded != written or shift[i]:
            moved.add(start + i)
        advance = rounded * unit
        advances.append(advance)
        total += advance
    return tuple(advances), frozenset(moved), total
