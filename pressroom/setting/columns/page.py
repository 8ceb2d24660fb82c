"""Set one page of an article as it is made up: columns of known place and height, and what is moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pressroom.composer import weasy
from pressroom.composer.boxes.session import Session
from pressroom.composer.boxes.stand import Standing, mark
from pressroom.setting.columns.measure import BOX, CHART, FIGURE, HEAD, QUOTE, TEXT, Matter, TypeArea, lines_of
from pressroom.setting.columns.search.items import SlotExtent, text_size
from pressroom.setting.columns.search.makeup import FlowPoint, Leg, Makeup, Moved

_ROUNDED = 0.4  # lines: what a column may be too high by, for all in it is whole lines: raised letters make one higher
_FOOT = "foot"
_LEVEL = (FIGURE, CHART, QUOTE, BOX)  # at the top of a column these begin where the letters beside them do
_BAND = "_top_of_band"
_MOVED = "_stands_elsewhere"

#: A child of the box, and the engine's place in it; none where it begins there.
Spot = tuple[int, Any]


@dataclass(slots=True)
class Flow:
    """An article that is made up: its name, its box, what is measured of it, its pages, and how it fills them.

    ``first`` is the page of the document that it begins on. What could not be set as it is made up is left to the
    engine, from the page ``left`` on: ``rest`` is that, and where it goes on.
    """

    article: str
    box: Any
    matter: Matter
    extent: SlotExtent
    makeup: Makeup
    first: int
    left: int | None = None
    rest: tuple[list[Any], Any] | None = None

    def is_moved(self, number: int) -> bool:
        """Tell whether an item stands elsewhere than at its anchor."""
        return any(moved.item == number for moved in self.makeup.moved)

    def skip_moved(self, number: int) -> int:
        """Find the first item from one on that stands in the flow."""
        while self.is_moved(number):
            number += 1
        return number

    def correct(self, lines: Mapping[int, int]) -> None:
        """Take the true lines of paragraphs."""
        items = [
            replace(item, sizes=(text_size(lines[number]),)) if number in lines else item
            for number, item in enumerate(self.matter.items)
        ]
        self.matter = replace(self.matter, items=tuple(items))


def follow_counts(session: Session, context: Any, flow: Flow, area: TypeArea) -> None:
    """Have the paragraphs that are to have a line more or less planned so, and all others as they are best."""
    wanted = {portion.item: portion.lines for leg in flow.makeup.legs for portion in leg.portions}
    for number, item in enumerate(flow.matter.items):
        if item.kind == TEXT and len(item.sizes) > 1:
            child, width = flow.box.children[number], area.full if item.wide else area.width
            lines = wanted.get(number, item.lines)
            ends = session.line_counts(context, child, width, 2)[lines].ends if lines != item.lines else ()
            session.follow(context, child, width, ends)


@dataclass(slots=True)
class PageSetter:
    """What sets one page: the engine's state, the box in columns, and where these stand.

    ``after`` is where the next page begins. A page that did not come out as it is made up has ``failed``; ``truth``
    are the lines that its paragraphs really have, as far as they are known.
    """

    flow: Flow
    context: Any
    box: Any
    containing_block: Any
    area: TypeArea
    page: int
    absolute: list[Any] = field(default_factory=list)
    fixed: list[Any] = field(default_factory=list)
    children: list[Any] = field(default_factory=list)
    after: Spot = (0, None)
    failed: bool = False
    truth: dict[int, int] = field(default_factory=dict)

    def set(self, spot: Spot) -> None:
        """Fill the columns of the page, from a spot on."""
        lowest, self.after = 0, spot
        for leg in self.flow.makeup.legs:
            if leg.page == self.page and not self.failed:
                if leg.portions:
                    self._fill(leg)
                lowest = max(lowest, leg.foot)
        for moved in self.flow.makeup.moved:
            if moved.page == self.page:
                self.children.append(self._move(moved))
                lowest = max(lowest, moved.line + moved.lines)
        self.box.position_y += self.flow.makeup.opening * self.area.leading if not self.page else 0.0
        self.box.children = self.children
        self.box.height = self.area.top + lowest * self.area.leading - self.box.content_box_y()

    def _fill(self, leg: Leg) -> None:
        """Fill a leg."""
        area, (here, inner) = self.area, self.after
        across = leg.count < area.count
        numbers, following = self._run(here, across)
        top = area.top + leg.top * area.leading
        boxes = {number: self.flow.box.children[number].copy() for number in numbers}
        self._mark(leg, boxes, top)
        place = (area.left + leg.number * (area.width + area.gap), top, area.full if across else area.width)
        foot = area.top + (leg.end + _ROUNDED) * area.leading
        skip = None if inner is None else {0: inner}
        made, resume = self._lay_out(list(boxes.values()), place, foot, skip)
        if made is None:
            self.failed = True
            return
        made.height = (leg.foot - leg.top) * area.leading
        setattr(made, _BAND, area.top + leg.band * area.leading)
        self.children.append(weasy.without_rule(made) if across else made)
        self.after = (following, None)
        if resume is not None:
            ((index, inner),) = resume.items()
            self.after = (numbers[index], inner)
        self._check(leg, dict(zip(numbers, made.children, strict=False)))

    def _lay_out(self, children: list[Any], place: tuple[float, float, float], *rest: Any) -> tuple[Any, Any]:
        """Lay children out in a column of known place."""
        lists = (self.absolute, self.fixed)
        return weasy.fill_column(self.context, self.box, self.containing_block, children, place, lists, *rest)

    def _run(self, here: int, across: bool) -> tuple[list[int], int]:
        """Give the children from one on that stand in legs of one kind, and the first behind them."""
        items = self.flow.matter.items
        numbers: list[int] = []
        for number in range(here, len(items)):
            if self.flow.is_moved(number):
                continue
            if items[number].wide is not across:
                return numbers, number
            numbers.append(number)
        return numbers, len(items)

    def _mark(self, leg: Leg, boxes: Mapping[int, Any], top: float) -> None:
        """Say of each block of a leg where it is to stand; paragraphs follow by themselves."""
        last = leg.portions[-1]
        for portion in leg.portions:
            number, item = portion.item, self.flow.matter.items[portion.item]
            if number not in boxes or item.kind == TEXT:
                continue
            leading, (above, below) = self.area.leading, self.flow.matter.gaps[number]
            begins = top + portion.line * leading if portion.line >= 0 else None
            parted = portion is last and leg.ends.item == number
            ends = None if parted else top + (portion.line + portion.room) * leading
            if item.kind == HEAD:
                above = 0.0
            elif not portion.line and item.kind in _LEVEL:
                above = min(above, self.area.half)
            if portion.room < portion.lines or portion is last:
                below = min(below, self.area.half)
            mark(boxes[number], Standing(begins, ends, above, below))

    def _move(self, moved: Moved) -> Any:
        """Set a thing that is moved, in a column of its own."""
        area, flow = self.area, self.flow
        child = flow.box.children[moved.item].copy()
        top = area.top + moved.line * area.leading
        bottom = top + moved.lines * area.leading
        below = flow.matter.gaps[moved.item][1]
        above, below = (below, area.half) if moved.place == _FOOT else (area.half, below)
        mark(child, Standing(top, bottom, above, below))
        width = area.width * moved.span + area.gap * (moved.span - 1)
        made, _ = self._lay_out([child], (area.left + moved.number * (area.width + area.gap), top, width))
        made.height = bottom - top
        setattr(made, _MOVED, True)
        return weasy.without_rule(made)

    def _check(self, leg: Leg, made: Mapping[int, Any]) -> None:
        """Hold a leg against what was expected of it."""
        here, inner = self.after
        items = self.flow.matter.items
        same = here == self.flow.skip_moved(leg.ends.item) and (inner is not None) == bool(leg.ends.above)
        if same and (inner is None or items[here].kind != TEXT or _begun(leg, here) == len(lines_of(made[here]))):
            return
        self.failed = True
        for portion in leg.portions:
            number = portion.item
            if number in made and number != here and portion.line >= 0 and items[number].kind == TEXT:
                lines = len(lines_of(made[number]))
                if lines != portion.lines:
                    self.truth[number] = lines


def _begun(leg: Leg, number: int) -> int:
    """Say how many lines of a paragraph that goes on behind a leg are to stand in it."""
    portion = next((portion for portion in leg.portions if portion.item == number), None)
    return leg.ends.above + min(0, portion.line) if portion is not None else -1


def waiting_at(makeup: Makeup, page: int) -> tuple[FlowPoint, tuple[Moved, ...], tuple[int, ...]]:
    """Say how a flow stands where a page begins: the point, what was moved before its anchor, what waits."""
    begins = next(leg.begins for leg in makeup.legs if leg.page == page)
    early = tuple(moved for moved in makeup.moved if moved.page < page and moved.item >= begins.item)
    late = tuple(moved.item for moved in makeup.moved if moved.page >= page and moved.item < begins.item)
    return begins, early, tuple(sorted(late))


def top_of_band(column: Any) -> float:
    """Find where the columns begin that a column stands among, in px: something that is moved may stand above it."""
    return float(getattr(column, _BAND, column.position_y))


def is_moved(column: Any) -> bool:
    """Tell whether a column holds something that stands elsewhere than at its place in the text."""
    return getattr(column, _MOVED, False)
