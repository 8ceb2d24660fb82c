"""Plan the issue: chapters in, the slots of a flatplan out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pressroom.importers.ocr.values import BlockKind, Chapter, Doubt, Notes, Piece

_PAGE = 700  # characters of a page, by and large: a guess for a slot whose end is not known


@dataclass(frozen=True)
class PlannedSlot:
    """A slot as the flatplan writes it, and the articles that it sets."""

    values: dict[str, Any]
    pieces: tuple[Piece, ...] = ()
    slugs: tuple[str, ...] = field(default=())


def plan_issue(chapters: Sequence[Chapter], editorial: Piece | None) -> tuple[tuple[PlannedSlot, ...], Notes]:
    """Give each chapter its slot; cover, masthead, editorial and contents stand around them."""
    placed, doubts = _place(chapters)
    first = placed[0][0]
    slots = [*_front(first, editorial)]
    for position, (folio, chapter, spread) in enumerate(placed):
        slots.append(_slot(folio, chapter, spread, placed[:position]))
    last = placed[-1]
    slots[-1].values["pages"] = _last_pages(last[0], last[1])
    doubts.append(
        Doubt(
            last[1].entry.lines[0].number,
            "the scan does not say where the last article ends",
            f"gave it {slots[-1].values['pages']} pages",
        )
    )
    slots += [PlannedSlot({"kind": "inside-back"}), PlannedSlot({"kind": "back-cover"})]
    return tuple(_name(slot) for slot in slots), Notes(tuple(doubts))


def _place(chapters: Sequence[Chapter]) -> tuple[list[tuple[int, Chapter, bool]], list[Doubt]]:
    """Give every chapter its folio; one without takes the spread before its follower, or joins its neighbour."""
    placed: list[tuple[int, Chapter, bool]] = []
    doubts: list[Doubt] = []
    waiting: list[Chapter] = []
    for chapter in chapters:
        folio, line = chapter.entry.folio, chapter.entry.lines[0].number
        if folio is None:
            waiting.append(chapter)
            continue
        if placed and folio <= placed[-1][0]:
            before = placed.pop()
            placed.append((before[0], _join(before[1], chapter), before[2]))
            doubts.append(
                Doubt(line, f"folio {folio} is taken already", "set it in the same slot as the entry before it")
            )
            continue
        for number, opener in enumerate(waiting):
            start = folio - 2 * (len(waiting) - number)
            start -= start % 2
            if start > (placed[-1][0] if placed else 0):
                placed.append((start, opener, (folio - start) % 2 == 0))
                doubts.append(
                    Doubt(
                        opener.entry.lines[0].number,
                        f"no folio is printed for {opener.entry.text!r}",
                        f"gave it the spread from folio {start}",
                    )
                )
            else:
                chapter = _join(opener, chapter) if number == len(waiting) - 1 else chapter
                doubts.append(
                    Doubt(
                        opener.entry.lines[0].number,
                        f"there is no room for {opener.entry.text!r}",
                        "set it in the slot that follows",
                    )
                )
        waiting = []
        placed.append((folio, chapter, False))
    for opener in waiting:
        before = placed.pop()
        placed.append((before[0], _join(before[1], opener), before[2]))
        doubts.append(
            Doubt(
                opener.entry.lines[0].number,
                f"no folio is printed for {opener.entry.text!r}",
                "set it in the slot before it",
            )
        )
    return placed, doubts


def _join(one: Chapter, two: Chapter) -> Chapter:
    """Put two chapters into one slot; the first gives its name."""
    return Chapter(one.entry, (*one.pieces, *two.pieces), (*one.lines, *two.lines), one.found)


def _front(first: int, editorial: Piece | None) -> list[PlannedSlot]:
    """Plan what stands before the first article: contents right before it, editorial and masthead as room allows."""
    slots: list[PlannedSlot] = [PlannedSlot({"kind": "cover"})]
    contents = first - 2 if first % 2 == 0 and first > 3 else first - 1
    free = contents - 1
    numbered: list[PlannedSlot] = []
    if free >= (2 if editorial else 1):
        numbered.append(PlannedSlot({"kind": "masthead", "folio": 1}))
        slots.append(PlannedSlot({"kind": "inside-front"}))
    else:
        slots.append(PlannedSlot({"kind": "masthead"}))
    if editorial and free >= 1:
        numbered.append(PlannedSlot({"kind": "editorial", "folio": len(numbered) + 1}, (editorial,)))
    if contents >= 1:
        extra = editorial if editorial and not free else None
        numbered.append(PlannedSlot({"kind": "contents", "folio": contents}, (extra,) if extra else ()))
    elif editorial:
        slots[-1] = PlannedSlot({"kind": "editorial"}, (editorial,))
    return slots + numbered


def _slot(folio: int, chapter: Chapter, spread: bool, before: Sequence[tuple[int, Chapter, bool]]) -> PlannedSlot:
    """Plan the slot of one chapter."""
    entry = chapter.entry
    values: dict[str, Any] = {"kind": _kind(chapter, before), "folio": folio}
    if entry.department:
        values["department"] = entry.department
    if entry.part:
        values["part"] = entry.part
    if spread:
        values["spread"] = True
    if entry.folio is None:
        values["contents"] = "unnumbered"
    elif not entry.department:
        values["contents"] = "numbered"
    if entry.note:
        values["note"] = entry.note
    return PlannedSlot(values, chapter.pieces)


def _kind(chapter: Chapter, before: Sequence[tuple[int, Chapter, bool]]) -> str:
    """Choose the template of a chapter by what it holds."""
    entry, pieces = chapter.entry, chapter.pieces
    blocks = [block for piece in pieces for block in piece.blocks]
    figures = sum(1 for block in blocks if block.kind is BlockKind.FIGURE)
    if entry.folio is None:
        return "opener"
    if any(block.name == "events" for block in blocks if block.kind is BlockKind.LIST):
        return "chronicle"
    if figures >= 4 and figures * 2 >= len(blocks):
        return "photo-essay"
    if len(pieces) > 1:
        return _kind_of_several(pieces)
    first_of_part = entry.part and not any(
        other.entry.part == entry.part and other.entry.department == entry.department for _, other, _ in before
    )
    if first_of_part and not pieces[0].tag and pieces[0].length < 900:
        return "part-opener"
    return "focus" if pieces[0].bylines and not pieces[0].tag else "feature"


def _kind_of_several(pieces: Sequence[Piece]) -> str:
    """Choose the template of a slot with several articles."""
    if any(piece.tag for piece in pieces[1:]):
        return "forum"
    if sum(piece.length for piece in pieces) / len(pieces) < 420:
        return "briefs"
    quoted = sum(1 for piece in pieces if any(block.kind is BlockKind.PULLQUOTE for block in piece.blocks))
    return "digest" if quoted * 2 > len(pieces) else "neighbourhood"


def _last_pages(folio: int, chapter: Chapter) -> int:
    """Guess the pages of the last slot: what its copy needs, filled up to a multiple of four pages in all."""
    need = max(1, -(-sum(piece.length for piece in chapter.pieces) // _PAGE))
    return need + (-(folio - 1 + need)) % 4


def _name(slot: PlannedSlot) -> PlannedSlot:
    """Name the articles of a slot by its folio."""
    if not slot.pieces:
        return slot
    folio = slot.values.get("folio", 0)
    slugs = tuple(
        f"p{folio:03d}" + (f"-{number:02d}" if len(slot.pieces) > 1 else "")
        for number in range(1, len(slot.pieces) + 1)
    )
    copy = list(slugs) if len(slugs) > 1 else slugs[0]
    return PlannedSlot({**slot.values, "copy": copy}, slot.pieces, slugs)
