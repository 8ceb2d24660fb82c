"""Change the flatplan: the text of an issue's sheet, its slots and what is wanted in; the changed text out.

Slots keep the pages that they have; the folios of those behind follow on. Comments and order stay what they were.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pressroom.issue import Issue
from pressroom.read.editing import (
    EditError,
    insert_item,
    move_item,
    read_item,
    remove_item,
    remove_key,
    set_value,
    write_flow,
)

_PLAN = "flatplan"


@dataclass(frozen=True)
class CountedSlot:
    """A slot as the plan counts it: its pages, and whether it has a folio, and a pinned one."""

    pages: int
    numbered: bool
    pinned: bool
    own: bool = False  # its entry says how many pages it has


@dataclass(frozen=True)
class PlanChange:
    """What is wanted: ``move``, ``pages``, ``swap``, ``insert``, ``duplicate`` or ``remove``."""

    what: str
    slot: int
    target: int = 0
    kind: str = ""
    pages: int = 1


def change_plan(text: str, issue: Issue, change: PlanChange) -> str:
    """Change the flatplan of an issue as it was read; ``text`` is its sheet.

    :raises EditError: if that cannot be, with the reason.
    """
    slots = [CountedSlot(slot.pages, slot.folio is not None, not slot.auto) for slot in issue.flatplan]
    slots = [replace(slot, own=_says_pages(text, index)) for index, slot in enumerate(slots)]
    if not 0 <= change.slot < len(slots):
        raise EditError("there is no such slot")
    total = sum(slot.pages for slot in slots if slot.numbered)
    first = next((slot.folio for slot in issue.flatplan if slot.folio is not None), 1) or 1
    text, slots = _CHANGES[change.what](text, slots, change)
    return _count_again(text, slots, first, total)


def _move(text: str, slots: list[CountedSlot], change: PlanChange) -> tuple[str, list[CountedSlot]]:
    """Move a slot before another; covers stay where they are."""
    _prove_inside(slots, change.slot)
    target = min(max(change.target, 0), len(slots) - 1)
    _prove_inside(slots, target)
    moved = slots.pop(change.slot)
    slots.insert(target, moved)
    return move_item(text, (_PLAN,), change.slot, target), slots


def _swap(text: str, slots: list[CountedSlot], change: PlanChange) -> tuple[str, list[CountedSlot]]:
    """Have two slots change places."""
    first, second = sorted((change.slot, change.target))
    _prove_inside(slots, first)
    _prove_inside(slots, second)
    if first == second:
        return text, slots
    text = move_item(text, (_PLAN,), second, first)
    text = move_item(text, (_PLAN,), first + 1, second)
    slots[first], slots[second] = slots[second], slots[first]
    return text, slots


def _set_pages(text: str, slots: list[CountedSlot], change: PlanChange) -> tuple[str, list[CountedSlot]]:
    """Give a slot more or fewer pages."""
    _prove_inside(slots, change.slot)
    if not 1 <= change.pages <= 500:
        raise EditError("a slot has 1 to 500 pages")
    slots[change.slot] = replace(slots[change.slot], pages=change.pages)
    if slots[change.slot].own or not slots[change.slot].pinned:
        text = set_value(text, (_PLAN, change.slot, "pages"), change.pages)
    return text, slots


def _insert(text: str, slots: list[CountedSlot], change: PlanChange) -> tuple[str, list[CountedSlot]]:
    """Put a new slot before another."""
    _prove_inside(slots, change.slot)
    written = write_flow({"kind": change.kind, "folio": 1, "pages": max(change.pages, 1)})
    slots.insert(change.slot, CountedSlot(max(change.pages, 1), numbered=True, pinned=True, own=True))
    return insert_item(text, (_PLAN,), change.slot, written), slots


def _duplicate(text: str, slots: list[CountedSlot], change: PlanChange) -> tuple[str, list[CountedSlot]]:
    """Put a slot like another behind it, without its copy."""
    _prove_inside(slots, change.slot)
    written = read_item(text, (_PLAN, change.slot))
    text = insert_item(text, (_PLAN,), change.slot + 1, written)
    slots.insert(change.slot + 1, slots[change.slot])
    for key in ("copy", "note"):
        text = remove_key(text, (_PLAN, change.slot + 1, key))
    return text, slots


def _remove(text: str, slots: list[CountedSlot], change: PlanChange) -> tuple[str, list[CountedSlot]]:
    """Take a slot out; its copy stays in its folder."""
    _prove_inside(slots, change.slot)
    del slots[change.slot]
    return remove_item(text, (_PLAN,), change.slot), slots


_CHANGES = {
    "move": _move,
    "swap": _swap,
    "pages": _set_pages,
    "insert": _insert,
    "duplicate": _duplicate,
    "remove": _remove,
}
KNOWN_CHANGES = tuple(_CHANGES)


def _count_again(text: str, slots: Sequence[CountedSlot], folio: int, total: int) -> str:
    """Write the folios that follow from the pages, where they are others than those that stand there."""
    before = total
    counted = 0
    for index, slot in enumerate(slots):
        if not slot.numbered:
            continue
        if slot.pinned:
            text = set_value(text, (_PLAN, index, "folio"), folio) if _folio(text, index) != folio else text
        folio += slot.pages
        counted += slot.pages
    if counted != before and re.search(r"^pages:", text, re.MULTILINE):
        return set_value(text, ("pages",), counted)
    if not re.search(r"^pages:", text, re.MULTILINE):  # then nothing but the last slot says where the issue ends
        last = max(index for index, slot in enumerate(slots) if slot.numbered)
        if slots[last].pages > 1 and not slots[last].own:
            text = set_value(text, (_PLAN, last, "pages"), slots[last].pages)
    return text


def _folio(text: str, index: int) -> int | None:
    """The folio that an entry says."""
    try:
        found = read_item(text, (_PLAN, index, "folio"))
    except EditError:
        return None
    return int(found) if found.isdigit() else None


def _says_pages(text: str, index: int) -> bool:
    try:
        read_item(text, (_PLAN, index, "pages"))
    except EditError:
        return False
    return True


def _prove_inside(slots: Sequence[CountedSlot], index: int) -> None:
    """Prove that a slot is one that has folios.

    :raises EditError: if it belongs to the cover.
    """
    if not 0 <= index < len(slots) or not slots[index].numbered:
        raise EditError("covers stay where they are")
