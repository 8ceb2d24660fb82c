"""Let the picture above an article's text give or take lines: one more way to end columns on the last line."""

from __future__ import annotations

from math import ceil
from typing import Any

from pressroom.composer import weasy
from pressroom.composer.boxes.session import Session
from pressroom.composer.boxes.snap import find_picture, is_cropped, own_height, stretch_picture
from pressroom.composer.boxes.stand import grow
from pressroom.read.layout import Leeway
from pressroom.setting.columns.measure import LEAD, kind_of
from pressroom.setting.columns.search import prices
from pressroom.setting.columns.search.items import Size

_LEAST = 5  # lines that such a picture has at least
_LOWER = -1  # lines: how much lower one may be that is not to be cropped
_GROUND = 1  # lines of ground above and below such a one, at most
_DONE = "_stretched_by"
_OWN = "_height_of_its_own"


def openings_of(session: Session, article: Any, leeway: Leeway, leading: float) -> tuple[Size, ...]:
    """Say how many lines the picture above an article's text may give (below 0) and take."""
    lead, _ = _find_opening(session, article)
    chain = find_picture(lead) if lead is not None else []
    backdrop = weasy.find_backdrop(lead) if lead is not None and not chain else None
    height, least, most = 0.0, *leeway.reach(LEAD)
    if chain:
        height = (chain[-1].height - getattr(lead, _DONE, 0.0)) / leading
        if not is_cropped(chain[-1]):  # its letters may stand near its sides, which are cut off where it is higher
            least, most = max(least, _LOWER), min(most, max(_GROUND, int(own_height(chain[-1]) / leading - height)))
    elif backdrop is not None:
        height = _own_height(backdrop) / leading
        if not is_cropped(backdrop):  # so much of it is cut off as the style sheet says, and not more
            whole = own_height(backdrop) / leading - height
            least, most = max(least, min(0, ceil(whole))), min(most, max(0, int(whole)))
    more = [more for more in sorted(range(least, most + 1), key=abs) if more and height + more >= _LEAST]
    return (Size(0), *(Size(lines, prices.stretched(LEAD, lines)) for lines in more))


def stretch_opening(session: Session, article: Any, way: float) -> None:
    """Make the picture above an article's text so many px higher than by itself, and move what stands below it."""
    lead, between = _find_opening(session, article)
    if lead is None:
        return
    missing = way - getattr(lead, _DONE, 0.0)
    chain = find_picture(lead)
    backdrop = weasy.find_backdrop(lead) if not chain else None
    if backdrop is not None:
        _set_height(backdrop, _own_height(backdrop) + way)
    if missing:
        setattr(lead, _DONE, way)
        if chain:
            stretch_picture(lead, missing)
            _show_whole(chain[-1])
        else:
            grow(lead, missing, 0.0)
        for box in between:
            box.translate(dy=missing)


def _own_height(backdrop: Any) -> float:
    """Say how high the style sheet wants a picture of fixed height, in px."""
    return float(getattr(backdrop, _OWN, backdrop.style["height"].value))


def _set_height(backdrop: Any, height: float) -> None:
    """Give a picture of fixed height another one, before it is laid out."""
    setattr(backdrop, _OWN, _own_height(backdrop))
    backdrop.style = backdrop.style.copy()
    backdrop.style["height"] = backdrop.style["height"]._replace(value=height)


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
