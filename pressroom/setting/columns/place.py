"""Set articles in columns that are made up, in the place of the engine's own.

Every box in columns that asks for it is made up: ``--make-up: on``. It is measured where the engine comes to it first,
so what stands above it is known; its pages are then set one by one, each column once. Where a column does not come out
as expected, the true heights are taken and the rest is made up again; what cannot be made up is left to the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pressroom.composer import weasy
from pressroom.composer.boxes.session import Session
from pressroom.read.layout import Leeway
from pressroom.run import MadeUp
from pressroom.setting.columns.measure import AVOID, TypeArea, measure_matter, recount
from pressroom.setting.columns.opening import openings_of, stretch_opening
from pressroom.setting.columns.page import Flow, PageSetter, Spot, follow_counts, waiting_at
from pressroom.setting.columns.search.beam import Begun, search
from pressroom.setting.columns.search.items import SlotExtent
from pressroom.setting.columns.search.makeup import Makeup

_PROPERTY = "__make_up"
_FEWEST = 2  # lines: a column that could hold no more begins on the next page
_TRIES = 3
_NOTHING: tuple[Any, ...] = (None, (0, None), {"break": "any", "page": None}, [], False)
_ANY_PAGE = {"break": "any", "page": None}
_EXACT = 0.01  # lines


@dataclass(frozen=True, slots=True)
class SlotNeeds:
    """What is known of a slot: how far things may give, how many pages it has, on which side the first one lies."""

    leeway: Leeway = field(default_factory=Leeway)
    pages: int = 0
    recto: bool = True


class Columns:
    """What sets columns in the place of WeasyPrint's."""

    def __init__(self, needs: SlotNeeds, session: Session) -> None:
        self._needs, self._session = needs, session
        self._flows: dict[tuple[int, int, float], Flow | None] = {}
        self._open: dict[int, Flow | None] = {}
        self._parts: dict[tuple[int, int], list[Any]] = {}
        self._parted: dict[int, list[tuple[Any, str, Any]]] = {}

    @property
    def hooks(self) -> Mapping[str, Callable[..., Any]]:
        """What is put in the place of WeasyPrint's functions."""
        return {"lay_out_columns": self.lay_out_columns}

    @property
    def made_up(self) -> tuple[MadeUp, ...]:
        """How articles were made up, and what was left to the engine."""
        return tuple(_describe(flow) for flow in self._open.values() if flow is not None)

    def lay_out_columns(
        self,
        original: Callable[..., Any],
        context: Any,
        box: Any,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        page_is_empty: bool,
        *rest: Any,
    ) -> Any:
        """Lay out a box in columns; ``rest`` are the engine's lists, margins and styles."""
        arguments = (bottom_space, skip_stack, containing_block, page_is_empty, *rest)
        if not _asks(box):
            return self._by_engine(original, context, box, arguments)
        absolute, fixed, margins, *_ = rest
        new = box.copy()
        new.position_y += weasy.collapse_margin(margins)
        area = _area_of(new, containing_block)
        lines = int((context.page_bottom - bottom_space - area.top) / area.leading + _EXACT)
        if skip_stack is None:
            if lines < _FEWEST and not page_is_empty:
                return _NOTHING
            self._open[id(box)] = self._begin(context, box, containing_block, area, lines)
        flow = self._open.get(id(box))
        if flow is not None and (flow.left is None or context.current_page < flow.first + flow.left):
            setter = self._set_page(flow, context, new, containing_block, area, skip_stack, lines)
            if setter is not None:
                absolute += setter.absolute
                fixed += setter.fixed
                return setter.box, _resume(flow, setter), dict(_ANY_PAGE), [], False
        return self._leave(flow, original, context, box, arguments)

    # ---- Making up ----

    def _begin(self, context: Any, box: Any, containing_block: Any, area: TypeArea, lines: int) -> Flow | None:
        """Measure an article and make it up; none where it is the engine's."""
        key = (id(box), context.current_page, round(area.top, 2))
        if key not in self._flows:
            self._flows[key] = self._make_up(context, box, containing_block, area, lines)
        flow = self._flows[key]
        if flow is not None:
            if id(box) not in self._parted:
                self._parted[id(box)] = list(_part_freely(box))
            follow_counts(self._session, context, flow, area)
            stretch_opening(self._session, containing_block, flow.makeup.opening * area.leading)
        return flow

    def _make_up(self, context: Any, box: Any, containing_block: Any, area: TypeArea, lines: int) -> Flow | None:
        """Measure an article, and search for the best make-up."""
        needs, first = self._needs, context.current_page
        self._restore(box)
        if box.style["position"] != "static" or box.style["height"] != "auto":
            return None
        matter = measure_matter(self._session, context, box, containing_block, area, needs.leeway)
        if matter is None:
            return None
        extent = SlotExtent(
            area.count,
            lines,
            int(context.style_for.initial_page_sizes["area"][1] / area.leading + _EXACT),
            max(0, needs.pages - first + 1) if needs.pages else 0,
            needs.recto == (first % 2 == 1),
            openings_of(self._session, containing_block, needs.leeway, area.leading),
            needs.leeway.balanced,
            needs.leeway.fill,
        )
        makeup = search(matter.items, extent)
        if makeup is not None and makeup.short:
            matter = recount(self._session, context, box, area, matter)
            makeup = search(matter.items, extent)
        if makeup is None:
            return None
        article = containing_block.element.get("id") if getattr(containing_block, "element", None) is not None else ""
        return Flow(article or "", box, matter, extent, makeup, first)

    def _make_up_again(self, flow: Flow, page: int) -> bool:
        """Make an article up again from a page on, with what is known now."""
        if not page:
            makeup = search(flow.matter.items, flow.extent)
            flow.makeup = makeup or flow.makeup
            return makeup is not None
        found = search(flow.matter.items, flow.extent, begun=Begun(page, *waiting_at(flow.makeup, page)))
        if found is not None:
            legs = (leg for leg in flow.makeup.legs if leg.page < page)
            moved = (moved for moved in flow.makeup.moved if moved.page < page)
            flow.makeup = Makeup((*legs, *found.legs), (*moved, *found.moved), flow.makeup.opening, found.cost)
        return found is not None

    # ---- The page ----

    def _set_page(
        self, flow: Flow, context: Any, box: Any, containing_block: Any, area: TypeArea, skip_stack: Any, lines: int
    ) -> PageSetter | None:
        """Set a page; where it does not come out as expected, make the rest up again with what is known then."""
        page = context.current_page - flow.first
        spot: Spot = (0, None) if skip_stack is None else next(iter(skip_stack.items()))
        if page and lines != flow.extent.lines:  # this page has other margins
            flow.extent = replace(flow.extent, lines=lines)
            if not self._make_up_again(flow, page):
                return None
        for _ in range(_TRIES):
            setter = PageSetter(flow, context, box.copy(), containing_block, area, page)
            context.in_column = True
            setter.set(spot)
            context.in_column = False
            if not setter.failed:
                return setter
            weasy.forget(context, setter.children)
            if not setter.truth:
                return None
            flow.correct(setter.truth)
            if not self._make_up_again(flow, page):
                return None
            if not page:
                stretch_opening(self._session, containing_block, flow.makeup.opening * area.leading)
        return None

    # ---- The last resort ----

    def _leave(
        self, flow: Flow | None, original: Callable[..., Any], context: Any, box: Any, arguments: tuple[Any, ...]
    ) -> Any:
        """Leave an article, or what is left of it, to the engine's own columns."""
        self._restore(box)
        if flow is None:
            return self._by_engine(original, context, box, arguments)
        page = context.current_page - flow.first
        if not page:
            flow.left, flow.makeup = 0, replace(flow.makeup, opening=0)
            stretch_opening(self._session, arguments[2], 0.0)
        if flow.left == 0:
            return self._by_engine(original, context, box, arguments)
        space, skip, *rest = arguments
        if flow.rest is None:
            flow.left, flow.rest = page, _rest_of(flow, page, next(iter(skip.items())))
        if flow.left == page:
            skip = _within_parts(*flow.rest)
        left = box.copy_with_children(flow.rest[0])
        return self._by_engine(original, context, left, (space, skip, *rest), (id(flow), flow.left or page))

    def _restore(self, box: Any) -> None:
        """Let a box part as its styles say again."""
        for style, name, value in reversed(self._parted.pop(id(box), [])):
            style[name] = value

    def _by_engine(
        self,
        original: Callable[..., Any],
        context: Any,
        box: Any,
        arguments: tuple[Any, ...],
        name: tuple[int, int] | None = None,
    ) -> Any:
        """Leave columns to the engine, but for what runs across them."""
        if not _parts_at_spans(box.children):
            return original(context, box, *arguments)
        name = name or (id(box), 0)
        if name not in self._parts:
            self._parts[name] = weasy.part_at_spans(box)
        return weasy.lay_out_blocks(context, box, self._parts[name], *arguments)


def _area_of(box: Any, containing_block: Any) -> TypeArea:
    """Find where the columns of a box stand."""
    count, width, gap = weasy.column_measures(box, containing_block)
    leading = weasy.leading(box.style)
    half = (leading - box.style["font_size"]) / 2
    return TypeArea(box.content_box_x(), box.content_box_y(), width, box.width, gap, count, leading, half)


def _asks(box: Any) -> bool:
    """Tell whether a box asks to be made up; this is not inherited."""
    if _PROPERTY not in getattr(box.style, "cascaded", ()):
        return False
    tokens = [token for token in box.style[_PROPERTY] or () if token.type not in ("whitespace", "comment")]
    return [getattr(token, "value", "") for token in tokens] == ["on"]


def _part_freely(box: Any) -> Iterator[tuple[Any, str, Any]]:
    """Let columns end between any two blocks and lines, for that is chosen already; give what their styles said."""
    for child in box.descendants():
        if isinstance(child, weasy.boxes.BlockContainerBox):
            yield from _say(child.style, {"orphans": 1, "widows": 1})
    for child in box.children:
        for first in _edge(child, 0):
            yield from _say(first.style, {"break_before": "auto"})
        for last in _edge(child, -1):
            yield from _say(last.style, {"break_after": "auto"} if last.style["break_after"] in AVOID else {})


def _edge(box: Any, which: int) -> Iterator[Any]:
    """Give a box, its first (or last) child, the first of that, and so on: all of them say where columns may end."""
    while isinstance(box, weasy.boxes.BlockLevelBox):
        yield box
        box = box.children[which] if getattr(box, "children", ()) else None


def _say(style: Any, values: Mapping[str, Any]) -> Iterator[tuple[Any, str, Any]]:
    """Have a style say something else; give what it said."""
    for name, value in values.items():
        yield style, name, style[name]
        style[name] = value


def _resume(flow: Flow, setter: PageSetter) -> Any:
    """Say where the next page begins; nowhere, where this was the last."""
    here, inner = setter.after
    return None if flow.makeup.pages == setter.page + 1 else {here: inner}


def _rest_of(flow: Flow, page: int, spot: Spot) -> tuple[list[Any], Any]:
    """Give what is left where a page begins: what is begun, what waits, what follows; and where that goes on."""
    (here, inner), children = spot, flow.box.children
    gone = {moved.item for moved in flow.makeup.moved if moved.page < page}
    late = sorted(moved.item for moved in flow.makeup.moved if moved.page >= page and moved.item < here)
    waiting = [children[number] for number in late]
    following = [children[number] for number in range(here, len(children)) if number not in gone]
    if inner is None:
        return [*waiting, *following], None
    return [following[0], *waiting, *following[1:]], {0: inner}


def _parts_at_spans(children: Sequence[Any]) -> bool:
    """Tell whether something among the children of a box in columns runs across them."""
    return any(weasy.runs_across(child) for child in children)


def _within_parts(children: Sequence[Any], skip: Any) -> Any:
    """Say where to go on in a box that is parted where its children run across: its columns are a box of their own."""
    in_columns = skip is not None and not weasy.runs_across(children[0])
    return {0: skip} if in_columns and _parts_at_spans(children) else skip


def _describe(flow: Flow) -> MadeUp:
    """Say how an article was made up."""
    names, makeup, first = [item.name for item in flow.matter.items], flow.makeup, flow.first - 1
    return MadeUp(
        article=flow.article,
        page=first,
        pages=makeup.pages,
        short=tuple(
            (first + leg.page, leg.number, leg.foot - leg.end)
            for leg in makeup.legs
            if leg.page + 1 < makeup.pages and leg.foot > leg.end
        ),
        moved=tuple((names[moved.item], first + moved.page, moved.number, moved.place) for moved in makeup.moved),
        opening=makeup.opening,
        left=None if flow.left is None else first + flow.left,
    )
