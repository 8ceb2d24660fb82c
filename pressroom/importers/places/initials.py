"""Put initials back to their words: the lines of a page in, large first letters joined to the lines beside them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pressroom.importers.pages import PICTURE, Region, SourceLine

_LARGE = 1.7  # times the size of the text
_REACH = 1.6  # of the text's size between an initial and the lines beside it, at most
_LEAST = 2  # lines beside an initial


def join_initials(lines: Sequence[SourceLine], body: float) -> tuple[SourceLine, ...]:
    """Join each initial to the first line beside it; the lines that it pushes aside reach as far left as it does."""
    made = list(lines)
    for initial in [line for line in lines if _is_initial(line, body)]:
        beside = sorted(
            (at for at, line in enumerate(made) if _is_beside(line, initial)), key=lambda at: _top(made[at])
        )
        if len(beside) < _LEAST:
            continue
        for at in beside:
            made[at] = _reach_left(made[at], initial)
        first = made[beside[0]]
        made[beside[0]] = replace(first, text=initial.text.strip() + first.text)
        made.remove(initial)
    return tuple(made)


def _is_initial(line: SourceLine, body: float) -> bool:
    """Whether a line is one large letter."""
    text = line.text.strip()
    return (
        line.mark != PICTURE
        and line.box is not None
        and len(text) == 1
        and text.isalpha()
        and line.size >= _LARGE * body
    )


def _is_beside(line: SourceLine, initial: SourceLine) -> bool:
    """Whether a line of text stands right of an initial, within its height."""
    own, box = initial.box, line.box
    if own is None or box is None or line.mark == PICTURE or line.size * _LARGE > initial.size:
        return False
    middle = (box.top + box.bottom) / 2
    near = -0.5 * line.size <= box.left - own.right <= _REACH * line.size
    return near and own.top - 0.3 * line.size < middle < own.bottom + 0.3 * line.size


def _top(line: SourceLine) -> float:
    return line.box.top if line.box else 0


def _reach_left(line: SourceLine, initial: SourceLine) -> SourceLine:
    """A line that begins where an initial does."""
    box, own = line.box, initial.box
    left = own.left if own else 0
    return replace(line, box=Region(left, box.top, box.right, box.bottom) if box else None)
