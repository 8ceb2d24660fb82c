"""Measure an article: the engine's boxes of its body in, items in whole lines out.

Paragraphs are only counted: the composer plans them in the measure that they will have, and keeps the plans for when
they are set. Every other child is laid out once, alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from pressroom.composer import weasy
from pressroom.composer.boxes.session import Session
from pressroom.composer.boxes.snap import find_picture, is_cropped
from pressroom.composer.boxes.stand import Standing, mark
from pressroom.composer.lines.plan import Counted
from pressroom.read.layout import Leeway
from pressroom.setting.columns.search import prices
from pressroom.setting.columns.search.items import PLACES, Item, Parting, Size, text_size

HEAD, TEXT, FIGURE, LEAD, CHART, QUOTE, BOX, BLOCK = "head", "text", "figure", "lead", "chart", "quote", "box", "block"
_CLASSES = {
    "lead": LEAD,
    "chart": CHART,
    "pullquote": QUOTE,
    "databox": BOX,
    "note": BOX,
    "panel": "panel",
    "list": "list",
    "gallery": "gallery",
    "qr": "code",
}
#: What keeps two blocks together.
AVOID = ("avoid", "avoid-page", "avoid-column")
_FREE = ("auto", *AVOID)
_EDGES = ("border_top_width", "border_bottom_width", "border_left_width", "border_right_width")
_SPACES = tuple(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "bottom", "left", "right"))
_FLOAT = "__float"
_GROUND = 1  # lines of ground above and below a picture that is not cropped, at most
_LOOSEST = 0.062  # em between characters: looser lines are seen
_EXACT = 0.02  # lines
_LOWEST = 2  # lines that a picture has at least
_KEPT = 2  # lines below a head
_ALONE = Standing()


@dataclass(frozen=True, slots=True)
class TypeArea:
    """Where columns stand, in px: their left and top, one's width and all together, the gap, a line, half its blank."""

    left: float
    top: float
    width: float
    full: float
    gap: float
    count: int
    leading: float
    half: float


@dataclass(frozen=True, slots=True)
class Matter:
    """What is measured: the items, and of each the number of its box and what is free above and below it, in px."""

    items: tuple[Item, ...]
    numbers: tuple[int, ...]
    gaps: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class _Measured:
    """A box as it was laid out alone: its kind, its height with its border, its margins, and the box."""

    kind: str
    height: float
    above: float
    below: float
    box: Any
    wide: bool


def measure_matter(
    session: Session, context: Any, box: Any, containing_block: Any, area: TypeArea, leeway: Leeway
) -> Matter | None:
    """Measure the children of a box in columns; none where there is something that cannot be measured."""
    items: list[Item] = []
    gaps: list[tuple[float, float]] = []
    for child in box.children:
        if child.is_floated() or child.is_running() or child.style["break_before"] not in _FREE:
            return None
        ends = child.style["break_after"] not in _FREE
        if ends and (child.style["break_after"] != "column" or weasy.runs_across(child) or _parts(child)):
            return None
        text = _text(session, context, child, area)
        if text is not None:
            items.append(text)
            gaps.append((0.0, 0.0))
            continue
        measured = _measure(context, box, containing_block, child, area)
        if measured is None:
            return None
        item = replace(_item(measured, child, area, leeway), ends=ends)
        items.append(item)
        free = item.lines * area.leading - measured.height if item.kind == HEAD else measured.below
        gaps.append((measured.above, free))
    return Matter(tuple(items), tuple(range(len(items))), tuple(gaps))


def _text(session: Session, context: Any, child: Any, area: TypeArea) -> Item | None:
    """Count the lines of a paragraph that stands in no space of its own; none where it has to be laid out for that."""
    if kind_of(child) != TEXT or not child.is_in_normal_flow() or any(map(child.style.__getitem__, _EDGES)):
        return None
    if any(getattr(child.style[edge], "value", 1) for edge in _SPACES):
        return None
    wide = _runs_across(child, area)
    lines = session.count_lines(context, child, area.full if wide else area.width)
    if lines is None:
        return None
    return Item(child.element.get("id") or "", TEXT, (text_size(lines),), wide=wide)


def recount(session: Session, context: Any, box: Any, area: TypeArea, matter: Matter) -> Matter:
    """Find which paragraphs may have a line more or less, where that is not seen."""
    items = []
    for item, child in zip(matter.items, box.children, strict=True):
        counts: Mapping[int, Counted] = {}
        if item.kind == TEXT and len(item.sizes) == 1 and item.lines > 1:
            counts = session.line_counts(context, child, area.full if item.wide else area.width, 2)
        items.append(replace(item, sizes=(*item.sizes, *_other_counts(item.lines, counts))) if counts else item)
    return replace(matter, items=tuple(items))


def _other_counts(lines: int, counts: Mapping[int, Counted]) -> Iterator[Size]:
    """Price a line more and a line less."""
    own = counts.get(lines)
    for other in (lines + 1, lines - 1) if own is not None else ():
        found = counts.get(other)
        if own is not None and found is not None and found.looseness <= _LOOSEST:
            price = prices.recounted(found.cost - own.cost)
            if price < prices.INFINITE:
                yield text_size(other, price)


def _measure(context: Any, box: Any, containing_block: Any, child: Any, area: TypeArea) -> _Measured | None:
    """Lay a child out alone."""
    if not child.is_in_normal_flow():
        return _Measured(BLOCK, 0.0, 0.0, 0.0, child, False)
    kind, wide = kind_of(child), _runs_across(child, area)
    trial = child.copy()
    if kind != TEXT and not _parts(child):
        mark(trial, _ALONE)
    place = (area.left, area.top, area.full if wide else area.width)
    column, resume = weasy.fill_column(context, box, containing_block, [trial], place, ([], []), empty=False)
    weasy.forget(context, [column])
    if column is None or resume is not None or len(column.children) != 1:
        return None
    new = column.children[0]
    return _Measured(kind, new.border_height(), max(0.0, new.margin_top), max(0.0, new.margin_bottom), new, wide)


def _runs_across(child: Any, area: TypeArea) -> bool:
    """Tell whether a child runs across several columns."""
    return weasy.runs_across(child) and area.count > 1


def kind_of(box: Any) -> str:
    """Say what a block is in the flow of an article."""
    element = box.element
    if element is None or box.style["break_after"] in AVOID:
        return BLOCK if element is None else HEAD
    for word in (element.get("class") or "").split():
        if word in _CLASSES:
            return _CLASSES[word]
    if element.tag == "figure":
        return FIGURE
    return TEXT if element.tag == "p" else BLOCK


def _parts(box: Any) -> bool:
    """Tell whether a block may be parted."""
    plain = isinstance(box, weasy.boxes.BlockBox) and not box.is_table_wrapper
    return plain and box.style["break_inside"] not in AVOID and box.style["height"] == "auto"


def _item(measured: _Measured, child: Any, area: TypeArea, leeway: Leeway) -> Item:
    """Turn what is measured to an item."""
    name = (child.element.get("id") or "") if child.element is not None else ""
    if not child.is_in_normal_flow():
        return Item(name, BLOCK, (Size(0),))
    if measured.kind == TEXT and not measured.above and not measured.below:
        lines, orphans = len(measured.box.children), child.style["orphans"]
        return Item(name, TEXT, (text_size(lines, 0.0, orphans if orphans > _KEPT else 1),), wide=measured.wide)
    if measured.kind == HEAD:
        return _head(name, measured, area, leeway)
    if _parts(child):
        return _parted(name, measured, area)
    return _whole(name, measured, area, leeway)


def _head(name: str, measured: _Measured, area: TypeArea, leeway: Leeway) -> Item:
    """Make an item of a head: with space above, whole lines, and lines of text below."""
    lines = max(1, ceil((measured.height + measured.below) / area.leading - _EXACT))
    space = round(measured.above / area.leading)
    least, most = leeway.reach(HEAD)
    above = [Size(space)]
    above += [Size(space + more, prices.stretched(HEAD, more)) for more in range(least, most + 1) if more and space]
    return Item(name, HEAD, (Size(lines),), above=tuple(above), keeps=_KEPT, wide=measured.wide)


def _whole(name: str, measured: _Measured, area: TypeArea, leeway: Leeway) -> Item:
    """Make an item of a block that is not parted."""
    picture = bool(find_picture(measured.box))
    kind = measured.kind
    places, here = _places(measured, leeway)
    lines = _lines(measured.above + measured.height + measured.below, area, picture)
    tight = lines - _lines(measured.above + measured.height + min(measured.below, area.half), area, picture)
    moved = _lines(area.half + measured.height + measured.below, area, picture)
    return Item(
        name,
        kind,
        _sizes(lines, measured, picture, leeway),
        _sizes(moved, measured, picture, leeway),
        tight=max(0, tight),
        wide=measured.wide,
        places=places,
        here=here,
        early=kind != BOX,
    )


def _places(measured: _Measured, leeway: Leeway) -> tuple[tuple[str, ...], bool]:
    """Say where a block may be moved, and whether it may stay; its copy says so, or the style sheet, or the layout."""
    box = measured.box
    said = box.element.get("data-place") if box.element is not None else None
    word = said or _word(box.style, _FLOAT)
    if word in PLACES:
        return (word,), False
    moves = word == "auto" or (not word and measured.kind in leeway.floats)
    return (PLACES if moves else ()), True


def _word(style: Any, name: str) -> str:
    """Read a property of one word that is set on an element itself; empty where it is not."""
    if name not in getattr(style, "cascaded", ()):
        return ""
    tokens = [token for token in style[name] or () if token.type not in ("whitespace", "comment")]
    return str(getattr(tokens[0], "value", "")).lower() if len(tokens) == 1 else ""


def _lines(height: float, area: TypeArea, picture: bool) -> int:
    """Say how many lines a height takes: a picture gives or takes up to half a line."""
    lines = height / area.leading
    return max(_LOWEST, round(lines)) if picture else max(1, ceil(lines - _EXACT))


def _sizes(lines: int, measured: _Measured, picture: bool, leeway: Leeway) -> tuple[Size, ...]:
    """Give the heights that a block may have, as the layout allows; only a picture can be lower.

    One that is not to be cropped has a ground above and below, or on both sides, where it is not as high as its place.
    """
    kind = measured.kind
    least, most = leeway.reach(kind)
    least = least if picture else 0
    if picture and not is_cropped(find_picture(measured.box)[-1]):
        most = min(most, _GROUND)
    sizes = [Size(lines)]
    for more in sorted(range(least, most + 1), key=abs):
        if more and lines + more >= _LOWEST:
            sizes.append(Size(lines + more, prices.stretched(kind, more)))
    return tuple(sizes)


def _parted(name: str, measured: _Measured, area: TypeArea) -> Item:
    """Make an item of a block that may be parted between its lines."""
    box, leading = measured.box, area.leading
    top = box.border_box_y() - measured.above
    lines = max(0, ceil((measured.above + measured.height + measured.below) / leading - _EXACT))
    breaks: dict[int, Parting] = {}
    for above, below, cost in _cuts(box):
        after, resume = ceil((above - top) / leading - _EXACT), int((below - top) / leading + _EXACT)
        if 0 < after <= resume < lines and (after not in breaks or cost < breaks[after].cost):
            breaks[after] = Parting(after, cost, resume)
    size = Size(lines, 0.0, tuple(breaks[after] for after in sorted(breaks)))
    return Item(name, measured.kind, (size,), wide=measured.wide)


def _cuts(box: Any) -> Iterator[tuple[float, float, float]]:
    """Find where a block may be parted: the end of what is above, the beginning of what is below, and the price."""
    if not _parts(box):
        return
    children = [child for child in box.children if child.is_in_normal_flow()]
    if children and all(isinstance(child, weasy.boxes.LineBox) for child in children):
        for number in range(1, len(children)):
            single = (prices.ORPHAN if number == 1 else 0.0) + (prices.WIDOW if number == len(children) - 1 else 0.0)
            yield _end(children[number - 1]), children[number].position_y, single
        return
    for number, child in enumerate(children):
        yield from _cuts(child) if isinstance(child, weasy.boxes.BlockBox) else ()
        following = children[number + 1] if number + 1 < len(children) else None
        if following is not None and not _kept_together(child, following):
            yield _end(child), following.border_box_y(), 0.0


def _end(box: Any) -> float:
    """The lower edge of a line or a block."""
    if isinstance(box, weasy.boxes.LineBox):
        return float(box.position_y + box.height)
    return float(box.border_box_y() + box.border_height())


def _kept_together(above: Any, below: Any) -> bool:
    """Tell whether no column may end between two blocks."""
    return above.style["break_after"] in AVOID or below.style["break_before"] in AVOID


def lines_of(box: Any) -> Sequence[Any]:
    """The lines of a paragraph."""
    return [child for child in box.children if isinstance(child, weasy.boxes.LineBox)]
