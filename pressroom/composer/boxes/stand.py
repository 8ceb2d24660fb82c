"""Let a block stand where a plan says: between two heights of its column, whatever its own margins say.

A plan marks the block before it is laid out. A picture in it gives or takes what is missing; a box with a ground of its
own is made higher; anything else is moved to the middle of the room that it has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pressroom.composer.boxes.snap import read_snap, stretch_picture

_MARK = "_stand"
_EXACT = 1e-4  # px


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a block is to stand, in px of the page: its room, and what is free in it above and below its border.

    Without a ``top`` it stands where it falls, without a ``bottom`` it is as high as it is.
    """

    top: float | None = None
    bottom: float | None = None
    above: float = 0.0
    below: float = 0.0


def mark(box: Any, stand: Standing) -> None:
    """Say where a block is to stand."""
    setattr(box, _MARK, stand)


def stand_of(box: Any) -> Standing | None:
    """Find where a block is to stand, if anybody has said."""
    return getattr(box, _MARK, None)


def lower_to(stand: Standing, box: Any, adjoining_margins: Sequence[float]) -> None:
    """Give a block, before it is laid out, the top margin with which its border begins where it is to."""
    if stand.top is None:
        return
    wanted = stand.top + stand.above - box.position_y
    largest, least = max([0, *adjoining_margins]), min([0, *adjoining_margins])
    box.margin_top = wanted - least if wanted >= largest + least else wanted - largest


def settle(stand: Standing, box: Any, collapsing: Sequence[float], complain: Callable[[str], None]) -> None:
    """Make a block that is laid out as high as its room; ``collapsing`` are margins at its end."""
    if stand.bottom is None:
        return
    bottom = box.border_box_y() + box.border_height()
    missing = stand.bottom - stand.below - bottom
    if abs(missing) > _EXACT and not stretch_picture(box, missing) and missing > 0:
        snap = read_snap(box, complain)
        above = missing / 2 if snap is None or not snap.lines else 0.0
        if snap is not None and snap.fills(box):
            grow(box, above, missing - above)
        else:
            lower(box, above)
    bottom = box.border_box_y() + box.border_height()
    box.margin_bottom = stand.bottom - bottom - min([0, *collapsing])


def lower(box: Any, way: float) -> None:
    """Move a box down; what it leaves above is its margin."""
    if way:
        box.translate(dy=way)
        box.position_y -= way
        box.margin_top += way


def grow(box: Any, above: float, below: float) -> None:
    """Make a box higher, inside its border."""
    if above:
        for child in box.children:
            child.translate(dy=above)
        box.padding_top += above
    box.height += below
