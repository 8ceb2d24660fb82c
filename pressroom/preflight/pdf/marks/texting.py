"""Show text: the codes of a string in, where its letters stand and what they say out (ISO 32000-1, 9.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot
from typing import Any

import pikepdf

from pressroom.preflight.pdf.marks.state import Matrix, State, carry_box, combine
from pressroom.preflight.pdf.marks.values import Box

_ABOVE, _BELOW = 0.88, -0.12  # of the size: where letters reach


@dataclass(frozen=True)
class Shown:
    """A text that was shown: its box, its size in points, what it says, and how many letters have no outline."""

    box: Box
    size: float
    text: str
    missing: int


def show_text(state: State, cursor: Matrix, pieces: Iterable[Any]) -> tuple[Shown | None, Matrix]:
    """Show pieces of text and steps between them; give what was shown, and where the next letter stands."""
    assert state.font is not None
    along = 0.0
    said: list[str] = []
    missing = 0
    inked: list[tuple[float, float]] = []
    for piece in pieces:
        if not isinstance(piece, (pikepdf.String, bytes)):
            along -= float(piece) / 1000 * state.size * state.stretch
            continue
        for letter in state.font.letters(bytes(piece)):
            step = (
                letter.width / 1000 * state.size + state.spacing + (state.words if letter.space else 0)
            ) * state.stretch
            said.append(letter.text)
            missing += not letter.drawn
            if letter.text.strip() or not letter.drawn:
                inked.append((along, along + letter.width / 1000 * state.size * state.stretch))
            along += step
    moved = combine((1, 0, 0, 1, along, 0), cursor)
    if not inked:
        return None, moved
    whole = combine(cursor, state.matrix)
    low, high = state.rise + _BELOW * state.size, state.rise + _ABOVE * state.size
    box = carry_box(whole, (inked[0][0], min(low, high), inked[-1][1], max(low, high)))
    size = abs(state.size) * hypot(whole[2], whole[3])
    return Shown(box, size, "".join(said), missing), moved
