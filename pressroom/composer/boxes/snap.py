"""Say how a block is snapped to the grid: custom properties of its element in, one value out.

``--snap``: none, on (it ends on the grid), lines (its content begins on the grid too); of this element alone.
``--snap-align``: where the space goes that makes it whole: start (below the box), end (above it), centre (shared; at
the top of a page or column all of it below, at the foot all above). It is inherited, as is ``--snap-space``: margin,
padding, picture (a picture in the box gives or takes up to half a line and is cropped by as much; a drawing in the
text, ``<svg>``, is scaled), auto: padding where the box has a background or border, else margin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pressroom.composer import weasy

_OWN = "__snap"
_SAME_SHAPE = 0.01


@dataclass(frozen=True, slots=True)
class Snap:
    """How a block is snapped to the grid."""

    lines: bool = False
    align: str = "start"
    space: str = "auto"

    def share(self, at_top: bool, at_foot: bool) -> float:
        """Give what part of the space goes above the box, 0 to 1."""
        if self.align == "centre":
            return 0.0 if at_top else 1.0 if at_foot else 0.5
        return 1.0 if self.align == "end" and not at_top else 0.0

    def fills(self, box: Any) -> bool:
        """Tell whether the space goes inside the box."""
        if isinstance(box, weasy.boxes.ReplacedBox) or box.is_table_wrapper:
            return False
        return self.space == "padding" or (self.space == "auto" and _is_drawn(box))


#: The words that each property takes; the first holds where nothing is said.
WORDS: Mapping[str, tuple[str, ...]] = {
    "snap": ("none", "on", "lines"),
    "snap_align": ("start", "centre", "center", "end"),
    "snap_space": ("auto", "margin", "padding", "picture"),
}


def read_snap(box: Any, complain: Callable[[str], None]) -> Snap | None:
    """Read how a box is snapped; none if it is not."""
    style = box.style
    if box.is_table_wrapper:  # an anonymous box: what is said of the table is said of it
        style = next((child.style for child in box.children if isinstance(child, weasy.boxes.TableBox)), style)
    elif isinstance(box, weasy.boxes.TableBox):
        return None
    if _OWN not in getattr(style, "cascaded", ()):
        return None
    word = _read(style, "snap", complain)
    if word == "none":
        return None
    align = _read(style, "snap_align", complain)
    return Snap(word == "lines", "centre" if align == "center" else align, _read(style, "snap_space", complain))


def _read(style: Any, name: str, complain: Callable[[str], None]) -> str:
    """Read one property; what cannot be read is complained of, and is as if it were not there."""
    words = WORDS[name]
    tokens = [token for token in style[f"__{name}"] or () if token.type not in ("whitespace", "comment")]
    if not tokens:
        return words[0]
    said = " ".join(str(getattr(token, "value", "")) for token in tokens).lower()
    if said in words:
        return said
    complain(f"Ignored --{name.replace('_', '-')}: one of {', '.join(words)} is expected, not {said!r}")
    return words[0]


def _is_drawn(box: Any) -> bool:
    """Tell whether a box has a background or a rule above or below."""
    style = box.style
    colour = style["background_color"]
    seen = colour == "currentcolor" or colour.alpha > 0
    painted = any(kind != "none" for kind, *_ in style["background_image"])
    return bool(seen or painted or box.border_top_width or box.border_bottom_width)


def grow_picture(box: Any, extra: float, step: float, room: float) -> float | None:
    """Make a picture in a box higher by ``extra`` or lower by the rest of a line, whichever is less.

    Give the difference in px, or none if the box has no picture, which must be its own or stand in blocks alone.
    """
    chain = find_picture(box)
    if not chain:
        return None
    difference = extra if extra <= min(step / 2, room) or chain[-1].height + extra < 2 * step else extra - step
    if not extra or difference > room:
        return 0.0 if not extra else None
    _stretch(chain, difference)
    return float(difference)


def stretch_picture(box: Any, difference: float) -> bool:
    """Make a picture in a box higher or lower by so many px; tell whether there is one that can be."""
    chain = find_picture(box)
    if not chain or chain[-1].height + difference <= 0:
        return False
    _stretch(chain, difference)
    return True


def _stretch(chain: list[Any], difference: float) -> None:
    """Make a picture higher or lower, and move what stands below it."""
    _keep_shape(chain[-1])
    chain[-1].height += difference
    for outer, inner in pairwise(chain):
        outer.height += difference
        for sibling in outer.children[outer.children.index(inner) + 1 :]:
            sibling.translate(dy=difference)


def find_picture(box: Any) -> list[Any]:
    """Find the first picture of a box that may be higher or lower: the boxes from it down to the picture."""
    if isinstance(box, weasy.boxes.BlockReplacedBox):
        return [box]
    if not isinstance(box, weasy.boxes.BlockBox) or box.style["height"] != "auto" or weasy.is_multicol(box):
        return []
    for child in box.children:
        if child.is_in_normal_flow() and (chain := find_picture(child)):
            return [box, *chain]
    return []


def is_cropped(picture: Any) -> bool:
    """Tell whether a picture may be cropped: neither it nor its figure says otherwise (``data-crop="none"``)."""
    return picture.element is None or picture.element.get("data-crop") != "none"


def own_height(picture: Any) -> float:
    """Say how high a picture is that is shown whole in its width, in px; nothing where it has no shape of its own."""
    style = picture.style
    width = getattr(style["width"], "value", 0.0) if getattr(style["width"], "unit", "") == "px" else picture.width
    ratio = picture.replacement.get_intrinsic_size(style["image_resolution"], style["font_size"])[2]
    return float(width / ratio) if ratio and width != "auto" else 0.0


def _keep_shape(picture: Any) -> None:
    """Crop a picture that has its own shape so far rather than distort it; show a drawing or an uncropped one whole."""
    style, own = picture.style, own_height(picture)
    if own and picture.height and abs(own / picture.height - 1) < _SAME_SHAPE:
        whole = picture.element_tag.endswith("svg") or not is_cropped(picture)
        picture.style = style.copy()
        picture.style["object_fit"] = "contain" if whole else "cover"
