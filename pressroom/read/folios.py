"""Plan pages: give slots that follow on their folios, and open ones the pages that they need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pressroom.read.schema import IssueSheet, SlotSheet


@dataclass(frozen=True)
class FolioPlan:
    """The sheet of an issue with every folio known.

    ``auto`` are the slots that follow on, ``open`` those whose pages nobody has planned; both by their index. It is
    ``settled`` when it is known how many pages every open slot needs.
    """

    values: IssueSheet
    auto: frozenset[int] = frozenset()
    open: frozenset[int] = frozenset()
    settled: bool = True


def plan_pages(values: IssueSheet, counts: Mapping[int, int]) -> FolioPlan:
    """Give each slot that says ``folio: auto`` the folio after the slot before it.

    A slot is open if it does not say how many pages it has and a slot behind it follows on (or nothing comes behind
    a slot that follows on): it has as many pages as ``counts`` says, one if that says nothing. One that follows on up
    to a pinned folio fills what lies between.
    """
    numbered = [index for index, slot in enumerate(values.flatplan) if slot.folio is not None]
    auto = frozenset(index for index in numbered if values.flatplan[index].folio == "auto")
    if not auto:
        return FolioPlan(values)
    slots = list(values.flatplan)
    opened: set[int] = set()
    position = values.first_folio
    for index, following in zip(numbered, [*numbered[1:], None], strict=True):
        slot = slots[index]
        folio = position if index in auto else slot.folio
        assert isinstance(folio, int)
        pages = slot.pages
        behind = None if following is None else values.flatplan[following].folio
        if pages is None and (behind == "auto" or (behind is None and index in auto and values.pages is None)):
            opened.add(index)
            pages = _even(slot, counts.get(index, 1))
        slots[index] = slot.model_copy(update={"folio": folio, "pages": pages})
        if pages is not None:
            position = folio + pages
        elif isinstance(behind, int):
            position = behind
    plan = values.model_copy(update={"flatplan": tuple(slots)})
    return FolioPlan(plan, auto, frozenset(opened), settled=opened <= counts.keys())


def _even(slot: SlotSheet, pages: int) -> int:
    """A spread has an even number of pages."""
    return pages + pages % 2 if slot.spread else pages
