"""The search for a make-up: held against trying everything on small cases, and against what a sub-editor would do."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from pressroom.setting.columns.search.beam import Begun, search
from pressroom.setting.columns.search.items import Item, Size, SlotExtent, text_size
from pressroom.setting.columns.search.makeup import FlowPoint, Makeup, Moved
from tests.support.makeups import all_makeups, is_far, price, random_extent, random_items

PAGES = 2  # those that everything is tried on
TOO_MANY = {30, 48, 69}  # what takes seconds to try


def text(*lines: int) -> tuple[Item, ...]:
    return tuple(Item(f"p{number}", "text", (text_size(count),)) for number, count in enumerate(lines))


def figure(lines: int, wide: bool = False, **more: object) -> Item:
    size = (Size(lines),)
    return replace(Item("f", "figure", size, size, wide=wide, places=("top", "foot")), **more)  # type: ignore[arg-type]


HEAD = Item("h", "head", (Size(1),), above=(Size(1), Size(2, 110.0)), keeps=2)


def made(items: tuple[Item, ...], extent: SlotExtent) -> Makeup:
    """Search, and hold what is found against the rules and the prices."""
    found = search(items, extent)
    assert found is not None
    assert price(items, extent, found) == pytest.approx(found.cost)
    return found


def feet(makeup: Makeup) -> list[int]:
    """The lines that columns end above their feet."""
    return [leg.foot - leg.end for leg in makeup.legs]


# ---- against trying everything ----


@pytest.mark.parametrize("seed", [seed for seed in range(60) if seed not in TOO_MANY])
def test_nothing_is_better_than_what_is_found(seed: int) -> None:
    chance = random.Random(seed)
    items, extent = random_items(chance, chance.randint(2, 4)), random_extent(chance)
    least, best = float("inf"), None
    for makeup in all_makeups(items, extent, PAGES):
        try:
            cost = price(items, extent, makeup)
        except AssertionError:
            continue
        if cost < least:
            least, best = cost, makeup
    found = search(items, extent)
    if found is None:
        assert best is None
        return
    assert price(items, extent, found) == pytest.approx(found.cost)
    if found.pages <= PAGES:
        assert best is not None
        assert found.cost == pytest.approx(least) or (found.cost > least and is_far(items, best))


@pytest.mark.parametrize("seed", range(30))
def test_long_articles_lose_nothing_and_cost_what_is_said(seed: int) -> None:
    chance = random.Random(seed)
    items = tuple(
        replace(item, sizes=tuple(text_size(size.lines + 4, size.cost) for size in item.sizes))
        if item.kind == "text"
        else item
        for item in random_items(chance, chance.randint(15, 40))
    )
    extent = SlotExtent(chance.choice([1, 2, 3]), 14, 24, chance.choice([0, 2, 3]), chance.random() < 0.5)
    found = search(items, extent)
    if found is not None:
        assert price(items, extent, found) == pytest.approx(found.cost)
        assert found == search(items, extent)


# ---- what a sub-editor would do ----


def test_text_fills_its_columns_and_the_last_page_is_level() -> None:
    found = made(text(9, 10, 7), SlotExtent(2, 6, 8, 2))
    assert feet(found) == [0, 0, 0, 0]
    assert [leg.end for leg in found.legs if leg.page == 1] == [7, 7]


def test_a_last_page_is_filled_column_by_column_where_the_layout_says_so() -> None:
    found = made(text(4, 4, 4, 5), SlotExtent(2, 6, 8, balanced=False))
    assert [leg.end for leg in found.legs if leg.page == 1] == [5]


def test_a_picture_that_finds_no_room_is_moved_and_the_text_goes_on() -> None:
    found = made((*text(9, 9), figure(7), *text(9, 9, 8)), SlotExtent(2, 12, 12, 3))
    assert max(feet(found)[:4]) == 0
    assert [moved.item for moved in found.moved] == [2]


def test_a_picture_never_stands_before_its_spread() -> None:
    items = (*text(12, 12, 12), figure(6, places=("top",)), *text(12, 12))
    for recto in (True, False):
        extent = SlotExtent(2, 12, 12, recto=recto)
        found = made(items, extent)
        for moved in found.moved:
            home = next(leg.page for leg in found.legs if leg.ends.item > moved.item)
            assert moved.page >= home or (moved.page == home - 1 and extent.faces(moved.page))


def test_a_box_does_not_explain_what_is_still_to_come() -> None:
    items = (*text(9, 9), figure(6, early=False), *text(9, 9))
    found = made(items, SlotExtent(2, 12, 12))
    for moved in found.moved:
        home = next((leg.page, leg.number) for leg in found.legs if leg.ends.item > moved.item)
        assert (moved.page, moved.number) >= home


def test_a_picture_that_is_to_be_moved_is() -> None:
    found = made((*text(4), figure(3, here=False, places=("foot",)), *text(9, 9)), SlotExtent(2, 12, 12))
    assert [(moved.place, moved.line) for moved in found.moved] == [("foot", 9)]


def test_heads_keep_two_lines_and_gain_space_rather_than_leave_a_column_short() -> None:
    found = made((*text(4), HEAD, *text(2, 9)), SlotExtent(1, 9, 9))
    assert (feet(found)[0], found.legs[0].portions[1].line) == (0, 6)
    found = made((*text(8), HEAD, *text(9)), SlotExtent(1, 10, 10))
    assert [portion.item for portion in found.legs[0].portions] == [0]


def test_what_runs_across_parts_the_columns_above_it_level() -> None:
    found = made((*text(6), figure(3, wide=True, places=()), *text(6)), SlotExtent(2, 12, 12))
    assert [(leg.number, leg.count, leg.top, leg.end) for leg in found.legs] == [
        (0, 2, 0, 3),
        (1, 2, 0, 3),
        (0, 1, 3, 6),
        (0, 2, 6, 9),
        (1, 2, 6, 9),
    ]


def test_the_opening_picture_gives_or_takes_a_line_where_columns_cannot() -> None:
    stiff = tuple(Item(f"b{number}", "box", (Size(4),)) for number in range(6))
    opening = (Size(0), Size(1, 70.0), Size(-1, 70.0))
    found = made(stiff, SlotExtent(2, 9, 12, opening=opening))
    assert (found.opening, feet(found)[:2]) == (1, [0, 0])
    found = made(stiff, SlotExtent(2, 11, 12, opening=opening))
    assert (found.opening, feet(found)[:2]) == (-1, [0, 0])


def test_a_column_ends_where_it_is_told_to_at_no_price() -> None:
    items = (Item("f", "lead", (Size(6),), ends=True), *text(9, 9))
    found = made(items, SlotExtent(2, 8, 8, 2))
    assert found.legs[0].ends == FlowPoint(1)
    assert not found.short


def test_things_of_one_kind_keep_their_order() -> None:
    first, second = figure(9), figure(2)
    found = made((*text(6), first, *text(2), second, *text(9, 9)), SlotExtent(2, 10, 10))
    places = {moved.item: (moved.page, moved.number, moved.line) for moved in found.moved}
    for leg in found.legs:
        places |= {at.item: (leg.page, leg.number, leg.top + at.line) for at in leg.portions if at.line >= 0}
    assert places[1] < places[3]


def test_a_flow_that_is_begun_goes_on_as_it_stands() -> None:
    items = (*text(12, 12), figure(5), *text(12, 12))
    extent = SlotExtent(2, 10, 10, recto=False)
    early = Moved(2, 0, 1, 1, 0, 5, "top")
    found = search(items, extent, begun=Begun(1, FlowPoint(1, 12, 3), (early,)))
    assert found is not None
    assert found.legs[0].page == 1
    assert found.legs[0].begins == FlowPoint(1, 12, 3)
    assert all(portion.item != 2 for leg in found.legs for portion in leg.portions)
    waiting = search(items, extent, begun=Begun(1, FlowPoint(3), (), (2,)))
    assert waiting is not None
    assert [moved.item for moved in waiting.moved] == [2]


def test_what_cannot_be_set_is_said() -> None:
    assert search((*text(4), Item("b", "box", (Size(40),))), SlotExtent(2, 10, 10)) is None
