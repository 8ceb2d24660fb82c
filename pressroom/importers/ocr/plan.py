"""Plan the issue: chapters in, the slots of a flatplan out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pressroom.importers.ocr.text import measure
from pressroom.importers.ocr.values import Chapter
from pressroom.importers.values import BlockKind, Doubt, Known, Notes, ScanArticle

_SPREAD = 2  # pages
_LATE = 24  # folios before the first article, at most: an issue whose folios begin later counts through the year
_FULLEST = 1700  # characters of a page, at most
_PAGE = 700  # characters of a page, by and large: a guess for a slot whose end is not known


@dataclass(frozen=True)
class PlannedSlot:
    """A slot as the flatplan writes it, and the articles that it sets."""

    values: dict[str, Any]
    pieces: tuple[ScanArticle, ...] = ()
    slugs: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class _Placed:
    """A chapter and its folio."""

    folio: int
    chapter: Chapter
    spread: bool = False


@dataclass(frozen=True)
class IssuePlan:
    """The slots of an issue, the folio of its first page, and what is doubtful about them."""

    slots: tuple[PlannedSlot, ...]
    notes: Notes
    first_folio: int = 1


def plan_issue(chapters: Sequence[Chapter], editorial: ScanArticle | None, known: Known | None = None) -> IssuePlan:
    """Give each chapter its slot; cover, masthead, editorial and contents stand around them.

    Where the contents page names no folios, or the printed pages cannot hold the text in any layout of today, the slots
    follow on each other.
    """
    known = known or Known()
    why = _why_not_pinned(chapters)
    if why:
        return _follow_on(chapters, editorial, why)
    placed, doubts = _place(chapters)
    first = known.first_folio or (placed[0].folio if placed[0].folio > _LATE else 1)
    slots, homeless = _front(placed[0].folio - first + 1, editorial, first)
    if homeless:
        doubts.append(Doubt(homeless.line, "there is no page for the editorial", "set it behind the first article"))
    count = len(slots)
    for position, one in enumerate(placed):
        slots.append(_slot(one, placed[:position]))
    if homeless:
        slots[count] = PlannedSlot(slots[count].values, (*slots[count].pieces, homeless))
    last = placed[-1]
    if not known.pages or known.pages < last.folio - first + 1:
        pages = _last_pages(last.folio - first + 1, last.chapter)
        slots[-1].values["pages"] = pages
        what = "the scan does not say where the last article ends"
        doubts.append(Doubt(last.chapter.entry.lines[0].number, what, f"gave it {pages} pages"))
    slots += [PlannedSlot({"kind": "inside-back"}), PlannedSlot({"kind": "back-cover"})]
    return IssuePlan(tuple(_name(slot) for slot in slots), Notes(tuple(doubts)), first)


def _why_not_pinned(chapters: Sequence[Chapter]) -> str:
    """Why slots cannot stand on the printed folios; nothing where they can."""
    folios = [chapter.entry.folio for chapter in chapters if chapter.entry.folio is not None]
    if len(folios) * 2 < len(chapters):
        return "the contents page names no folios"
    text = sum(measure(text) for c in chapters for p in c.pieces for block in p.blocks for text in block.texts)
    pages = max(folios) - min(folios) + _need(chapters[-1])
    if text > _FULLEST * pages:
        return f"the printed pages hold {text // pages} characters each, more than a layout sets on one"
    return ""


def _follow_on(chapters: Sequence[Chapter], editorial: ScanArticle | None, why: str) -> IssuePlan:
    """Plan slots that follow on each other, whatever their printed folios."""
    slots = [
        PlannedSlot({"kind": "cover"}),
        PlannedSlot({"kind": "inside-front"}),
        PlannedSlot({"kind": "masthead", "folio": "auto"}),
        *([PlannedSlot({"kind": "editorial", "folio": "auto"}, (editorial,))] if editorial else []),
        PlannedSlot({"kind": "contents", "folio": "auto"}),
    ]
    for chapter in chapters:
        values: dict[str, Any] = {"kind": _kind(chapter, ()), "folio": "auto"}
        values |= {"department": chapter.entry.department} if chapter.entry.department else {}
        values["contents"] = "numbered"
        values |= {"note": chapter.entry.note} if chapter.entry.note else {}
        slots.append(PlannedSlot(values, chapter.pieces))
    slots += [PlannedSlot({"kind": "inside-back"}), PlannedSlot({"kind": "back-cover"})]
    line = chapters[0].entry.lines[0].number
    named: list[PlannedSlot] = []
    for slot in slots:
        named.append(_name(slot, sum(1 for one in named if one.pieces) + 1))
    return IssuePlan(tuple(named), Notes((Doubt(line, why, "the articles follow on, on pages of their own"),)))


def _place(chapters: Sequence[Chapter]) -> tuple[list[_Placed], list[Doubt]]:
    """Give every chapter its folio; those without take a guess, or join a neighbour where there is no room."""
    placed: list[_Placed] = []
    doubts: list[Doubt] = []
    for position, chapter in enumerate(chapters):
        later = (other.entry.folio for other in chapters[position:] if other.entry.folio is not None)
        folio, following = chapter.entry.folio, next(later, None)
        if folio is None:
            guess = _guess(chapter, placed, following)
            doubts.append(_guessed(chapter, guess))
            if guess is None and not placed:
                chapters = [
                    *chapters[: position + 1],
                    _join(chapters[position + 1], chapter),
                    *chapters[position + 2 :],
                ]
                return _place_rest(chapters[position + 1 :], doubts)
            folio = guess
        if placed and (folio is None or folio <= placed[-1].folio):
            before = placed.pop()
            placed.append(_Placed(before.folio, _join(before.chapter, chapter), before.spread))
            if chapter.entry.folio is not None:
                what = f"folio {folio} is taken already"
                decision = "set it in the same slot as the entry before it"
                doubts.append(Doubt(chapter.entry.lines[0].number, what, decision))
            continue
        assert folio is not None
        spread = chapter.entry.opens and folio % 2 == 0 and (following or 0) - folio == _SPREAD
        placed.append(_Placed(folio, chapter, spread))
    return placed, doubts


def _place_rest(chapters: Sequence[Chapter], doubts: Sequence[Doubt]) -> tuple[list[_Placed], list[Doubt]]:
    """Place the chapters behind one that joined its follower."""
    placed, more = _place(chapters)
    return placed, [*doubts, *more]


def _guess(chapter: Chapter, placed: Sequence[_Placed], following: int | None) -> int | None:
    """Guess the folio of an entry without one: the spread before its department's first, or behind the one before."""
    before = placed[-1].folio if placed else 0
    if chapter.entry.opens and following:
        start = following - _SPREAD if following % 2 == 0 else following - 1
        return next((folio for folio in (start, following - 1) if folio > before), None)
    start = before + _need(placed[-1].chapter) if placed else 1
    if following and start >= following:
        start = following - 1
    return start if start > before else None


def _guessed(chapter: Chapter, folio: int | None) -> Doubt:
    """Say which folio an entry without one was given."""
    what = f"no folio is printed for {chapter.entry.text!r}"
    decision = f"gave it the pages from folio {folio} on" if folio else "set it in the slot of a neighbour"
    return Doubt(chapter.entry.lines[0].number, what, decision)


def _join(one: Chapter, two: Chapter) -> Chapter:
    """Put two chapters into one slot; the first gives its name."""
    return Chapter(one.entry, (*one.pieces, *two.pieces), (*one.lines, *two.lines), one.found)


def _front(first: int, editorial: ScanArticle | None, base: int) -> tuple[list[PlannedSlot], ScanArticle | None]:
    """Plan what stands before the first article: contents right before it, editorial and masthead as room allows.

    ``first`` is its page, ``base`` the folio of the first page. Give also the editorial where it finds no page.
    """
    cover = PlannedSlot({"kind": "cover"})
    inside = PlannedSlot({"kind": "inside-front"})
    contents = first - 2 if first % 2 == 0 and first > 3 else first - 1
    if contents < 1:
        return [cover, PlannedSlot({"kind": "contents"})], editorial
    numbered = [PlannedSlot({"kind": "contents", "folio": base + contents - 1})]
    if contents > 1 and not editorial:
        numbered.insert(0, PlannedSlot({"kind": "masthead", "folio": base}))
    elif contents > 1 and editorial:
        own = 2 if contents > 2 else 1
        numbered.insert(0, PlannedSlot({"kind": "editorial", "folio": base + own - 1}, (editorial,)))
        if own > 1:
            numbered.insert(0, PlannedSlot({"kind": "masthead", "folio": base}))
    elif editorial:
        inside = PlannedSlot({"kind": "editorial"}, (editorial,))
    return [cover, inside, *numbered], None


def _slot(placed: _Placed, before: Sequence[_Placed]) -> PlannedSlot:
    """Plan the slot of one chapter."""
    chapter, entry = placed.chapter, placed.chapter.entry
    values: dict[str, Any] = {"kind": _kind(chapter, before), "folio": placed.folio}
    if entry.department:
        values["department"] = entry.department
    if entry.part:
        values["part"] = entry.part
    if placed.spread:
        values["spread"] = True
    if entry.folio is None:
        values["contents"] = "unnumbered"
    elif not entry.department:
        values["contents"] = "numbered"
    if entry.note:
        values["note"] = entry.note
    return PlannedSlot(values, chapter.pieces)


def _kind(chapter: Chapter, before: Sequence[_Placed]) -> str:
    """Choose the template of a chapter by what it holds."""
    entry, pieces = chapter.entry, chapter.pieces
    blocks = [block for piece in pieces for block in piece.blocks]
    figures = sum(1 for block in blocks if block.kind is BlockKind.FIGURE)
    if entry.folio is None and entry.opens:
        return "opener"
    if any(block.name == "events" for block in blocks if block.kind is BlockKind.LIST):
        return "chronicle"
    if figures >= 4 and figures * 2 >= len(blocks):
        return "photo-essay"
    if len(pieces) > 1:
        return _kind_of_several(pieces)
    first_of_part = entry.part and not any(
        one.chapter.entry.part == entry.part and one.chapter.entry.department == entry.department for one in before
    )
    if first_of_part and not pieces[0].tag and pieces[0].length < 900:
        return "part-opener"
    return "focus" if pieces[0].bylines and not pieces[0].tag else "feature"


def _kind_of_several(pieces: Sequence[ScanArticle]) -> str:
    """Choose the template of a slot with several articles."""
    if any(piece.tag for piece in pieces[1:]):
        return "forum"
    if sum(piece.length for piece in pieces) / len(pieces) < 420:
        return "briefs"
    quoted = sum(1 for piece in pieces if any(block.kind is BlockKind.PULLQUOTE for block in piece.blocks))
    return "digest" if quoted * 2 > len(pieces) else "neighbourhood"


def _need(chapter: Chapter) -> int:
    """Guess how many pages the copy of a chapter needs."""
    return max(1, -(-sum(piece.length for piece in chapter.pieces) // _PAGE))


def _last_pages(folio: int, chapter: Chapter) -> int:
    """Guess the pages of the last slot: what its copy needs, filled up to a multiple of four pages in all."""
    need = _need(chapter)
    return need + (-(folio - 1 + need)) % 4


def _name(slot: PlannedSlot, place: int = 0) -> PlannedSlot:
    """Name the articles of a slot by its folio, or by their place where it has none."""
    if not slot.pieces:
        return slot
    folio = slot.values.get("folio", 0)
    name = f"p{folio:03d}" if isinstance(folio, int) else f"a{place:03d}"
    slugs = tuple(
        name + (f"-{number:02d}" if len(slot.pieces) > 1 else "") for number in range(1, len(slot.pieces) + 1)
    )
    copy = list(slugs) if len(slugs) > 1 else slugs[0]
    return PlannedSlot({**slot.values, "copy": copy}, slot.pieces, slugs)
