"""Let the picture above an article's text give or take lines: one more way to end columns on the last line."""

from __future__ import annotations

from typing import Any

from pressroom.composer.boxes.session import Session
from pressroom.composer.boxes.snap import find_picture, is_cropped, own_height, stretch_picture
from pressroom.read.layout import Leeway
from pressroom.setting.columns import prices
from pressroom.setting.columns.items import Size
from pressroom.setting.columns.measure import LEAD, kind_of

_LEAST = 5  # lines that such a picture has at least
_LOWER = -1  # lines: how much lower one may be that is not to be cropped
_GROUND = 1  # lines of ground above and below such a one, at most
_DONE = "_stretched_by"


def openings_of(session: Session, article: Any, leeway: Leeway, leading: float) -> tuple[Size, ...]:
    """Say how many lines the picture above an article's text may give (below 0) and take."""
    least, most = leeway.reach(LEAD)
    lead, _ = _find_opening(session, article)
    chain = find_picture(lead) if lead is not None else []
    sizes = [Size(0)]
    if chain:
        height = (chain[-1].height - getattr(lead, _DONE, 0.0)) / leading
        if not is_cropped(chain[-1]):  # its letters may stand near its sides, which are cut off where it is higher
            least, most = max(least, _LOWER), min(most, max(_GROUND, int(own_height(chain[-1]) / leading - height)))
        for more in sorted(range(least, most + 1), key=abs):
            if more and height + more >= _LEAST:
                sizes.append(Size(more, prices.stretched(LEAD, more)))
    return tuple(sizes)


def stretch_opening(session: Session, article: Any, way: float) -> None:
    """Make the picture above an article's text so many px higher than by itself, and move what stands below it."""
    lead, between = _find_opening(session, article)
    missing = way - getattr(lead, _DONE, 0.0)
    if lead is not None and missing:
        setattr(lead, _DONE, way)
        stretch_picture(lead, missing)
        _show_whole(find_picture(lead)[-1])
        for box in between:
            box.translate(dy=missing)


def _show_whole(picture: Any) -> None:
    """Show a picture whole, on a ground, that is not to be cropped and is higher than it would be in its width."""
    if not is_cropped(picture) and picture.height > own_height(picture) > 0:
        picture.style = picture.style.copy()
        picture.style["object_fit"] = "contain"


def _find_opening(session: Session, article: Any) -> tuple[Any, list[Any]]:
    """Find the picture above an article's text as it was laid out last, and what stands between the two."""
    blocks = session.grid.blocks_in(article)
    for number, block in enumerate(blocks):
        if kind_of(block) == LEAD:
            return block, blocks[number + 1 :]
    return None, []
