"""Read the flatplan: the slots of an issue sheet in, :class:`Slot` values with their pages out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pressroom.issue import Article, Filler, Listing, Picture, Slot
from pressroom.pictures import Art, check_words
from pressroom.read.folios import FolioPlan
from pressroom.read.schema import IssueSheet, SlotSheet
from pressroom.read.sheet import Sheet
from pressroom.report import Finding, Place, nearest, stop

_COVER_PAGES = 4


def read_flatplan(
    plan: FolioPlan,
    sheet: Sheet,
    art: Art,
    articles: Mapping[str, Article],
    departments: Sequence[str],
    kinds: Sequence[str],
    unread: frozenset[str] = frozenset(),
) -> tuple[tuple[Slot, ...], list[Finding]]:
    """Give every slot its pages and its articles; ``unread`` are slugs whose copy could not be read."""
    values = plan.values
    findings = [
        *_check_words(values, sheet, departments, kinds),
        *_check_folios(values, sheet),
        *(_check_spreads(values, sheet) if plan.settled else ()),
        *_check_copy(values, sheet, articles, unread),
    ]
    pictures: list[Picture | None] = []
    for index, slot in enumerate(values.flatplan):
        picture, wrong = _find_art(slot, sheet, index, art)
        pictures.append(picture)
        findings += wrong
    if findings or any(slug not in articles for slot in values.flatplan for slug in slot.copy_):
        return (), findings
    labels = _give_labels(values)
    return tuple(
        Slot(
            index=index,
            kind=slot.kind,
            labels=labels[index],
            recto=_is_recto(labels[index][0]),
            place=sheet.place(("flatplan", index)),
            folio=_folio(slot),
            department=slot.department,
            part=slot.part,
            articles=tuple(articles[slug] for slug in slot.copy_),
            spread=slot.spread,
            listing=_listing(slot),
            note=slot.note,
            art=pictures[index],
            fit=slot.fit,
            filler=slot.filler,
            auto=index in plan.auto,
            open=index in plan.open,
        )
        for index, slot in enumerate(values.flatplan)
    ), []


def read_fillers(values: IssueSheet, sheet: Sheet, articles: Mapping[str, Article]) -> tuple[Filler, ...]:
    """Read the pages that may stand in for blank ones; what names no copy is found with the flatplan."""
    return tuple(
        Filler(filler.kind, articles[filler.copy_], sheet.place(("fillers", index)))
        for index, filler in enumerate(values.fillers)
        if filler.copy_ in articles
    )


def _folio(slot: SlotSheet) -> int | None:
    """The folio of a slot, in a plan in which all are known."""
    return None if slot.folio is None else int(slot.folio)


def _listing(slot: SlotSheet) -> Listing:
    """How the contents page lists a slot that does not say."""
    if slot.contents is not None:
        return slot.contents
    return Listing.NUMBERED if slot.department and slot.copy_ and slot.folio else Listing.NONE


def _is_recto(label: str) -> bool:
    """Whether a page lies on the right: odd folios, and the first and third page of the cover."""
    return int(label.removeprefix("C")) % 2 == 1


def _numbered(values: IssueSheet) -> list[int]:
    """The indexes of the slots that have folios."""
    return [index for index, slot in enumerate(values.flatplan) if slot.folio is not None]


def _ends(values: IssueSheet) -> dict[int, int]:
    """The folio after the last page of each numbered slot, as the next folio or the count of pages says."""
    numbered = _numbered(values)
    ends: dict[int, int] = {}
    for index, following in zip(numbered, [*numbered[1:], None], strict=False):
        slot = values.flatplan[index]
        folio = _folio(slot) or 0
        if following is not None:
            ends[index] = _folio(values.flatplan[following]) or 0
        elif values.pages is not None:
            ends[index] = values.first_folio + values.pages
        else:
            ends[index] = folio + (slot.pages or 1)
    return ends


def _give_labels(values: IssueSheet) -> list[tuple[str, ...]]:
    """Label all pages: C1, C2 before the folios, … C3, C4 behind them."""
    numbered = _numbered(values)
    ends = _ends(values)
    first, last = (numbered[0], numbered[-1]) if numbered else (len(values.flatplan), -1)
    labels: list[tuple[str, ...]] = []
    behind = sum(slot.pages or 1 for slot in values.flatplan[last + 1 :]) if numbered else 0
    front, back = 1, _COVER_PAGES - behind + 1
    for index, slot in enumerate(values.flatplan):
        folio = _folio(slot)
        if folio is not None:
            labels.append(tuple(str(number) for number in range(folio, ends[index])))
            continue
        count = slot.pages or 1
        start = front if index < first else back
        labels.append(tuple(f"C{number}" for number in range(start, start + count)))
        if index < first:
            front += count
        else:
            back += count
    return labels


def _check_words(
    values: IssueSheet, sheet: Sheet, departments: Sequence[str], kinds: Sequence[str]
) -> Iterator[Finding]:
    """Kinds are the layout's, departments the magazine's."""
    words: list[tuple[str, str, Sequence[str], Place]] = []
    for index, slot in enumerate(values.flatplan):
        words.append(("kind", slot.kind, kinds, sheet.place(("flatplan", index, "kind"))))
        words.append(("department", slot.department, departments, sheet.place(("flatplan", index, "department"))))
    for index, filler in enumerate(values.fillers):
        words.append(("kind", filler.kind, kinds, sheet.place(("fillers", index, "kind"))))
    for key, word, known, place in words:
        if word and word not in known:
            near = nearest(word, tuple(known))
            hint = f"did you mean {near!r}?" if near else f"known: {', '.join(known) or 'none'}"
            yield stop(f"unknown-{key}", f"unknown {key} {word!r}", place, hint)


def _check_folios(values: IssueSheet, sheet: Sheet) -> Iterator[Finding]:
    """Folios go up without overlap and without a hole."""
    numbered = _numbered(values)

    def place(index: int, key: str = "folio") -> Place:
        return sheet.place(("flatplan", index, key))

    yield from _check_cover(values, sheet, numbered)
    if not numbered:
        return
    yield from _check_first(values, sheet, numbered[0])
    for index, following in pairwise(numbered):
        here, there = _folio(values.flatplan[index]) or 0, _folio(values.flatplan[following]) or 0
        pages = values.flatplan[index].pages
        if there == here:
            yield stop(
                "folio-clash", f"folio {there} is given twice", place(following), "give one of them another folio"
            )
        elif there < here:
            message = f"folio {there} comes after folio {here}"
            yield stop("folio-backwards", message, place(following), "put the slots in page order")
        elif pages and here + pages > there:
            message = (
                f"{pages} pages from folio {here} reach p. {here + pages - 1}, but folio {there} begins another slot"
            )
            yield stop("folio-clash", message, place(index, "pages"), f"give it {there - here}, or move what follows")
        elif pages and here + pages < there:
            message = f"{_span(here + pages, there - 1)} no slot"
            yield stop("folio-hole", message, place(index, "pages"), f"give it {there - here}, or add a slot")
    yield from _check_last(values, sheet, numbered[-1])


def _check_first(values: IssueSheet, sheet: Sheet, first: int) -> Iterator[Finding]:
    """The first numbered slot has the first folio, which lies on the right: the first page behind the cover does."""
    folio, expected = _folio(values.flatplan[first]) or 0, values.first_folio
    if expected % 2 == 0:
        message = f"the first folio is {expected}, but the first page behind the cover lies on the right"
        yield stop("even-first-folio", message, sheet.place(("first_folio",)), "begin with an odd folio")
    elif folio > expected:
        message = f"the first folio is {folio}: {_span(expected, folio - 1)} no slot"
        hint = f"begin with folio {expected}, or add the slots before it"
        hint += f"; where folios go on through a year, say `first_folio: {folio}`" if expected == 1 else ""
        yield stop("folio-hole", message, sheet.place(("flatplan", first, "folio")), hint)
    elif folio < expected:
        message = f"folio {folio} comes before the first folio, {expected}"
        yield stop("folio-backwards", message, sheet.place(("flatplan", first, "folio")), "mend one of them")


def _span(first: int, last: int) -> str:
    """Pages that have …, in words."""
    return f"page {first} has" if first == last else f"pages {first}–{last} have"


def _check_last(values: IssueSheet, sheet: Sheet, last: int) -> Iterator[Finding]:
    """The last numbered slot ends where the issue says that it ends."""
    slot = values.flatplan[last]
    folio = _folio(slot) or 0
    if slot.pages is None and values.pages is None:
        message = f"nothing says how many pages the slot on folio {folio} has"
        yield stop("missing-key", message, sheet.place(("flatplan", last)), "add `pages` here or to the issue")
        return
    if values.pages is None:
        return
    end, planned = values.first_folio + values.pages - 1, folio + (slot.pages or 1) - 1
    if planned > end:
        message = f"the issue has {values.pages} pages, but folio {planned} is planned"
        hint = f"set pages: {planned - values.first_folio + 1}"
        yield stop("folio-clash", message, sheet.place(("pages",)), hint)
    elif slot.pages and planned < end:
        message = f"{_span(planned + 1, end)} no slot"
        yield stop("folio-hole", message, sheet.place(("flatplan", last, "pages")), "add a slot, or mend pages")


def _check_cover(values: IssueSheet, sheet: Sheet, numbered: list[int]) -> Iterator[Finding]:
    """Slots without a folio stand before or behind all others, two pages at most on each side."""
    if not numbered:
        front, between, behind = range(len(values.flatplan)), range(0), range(0)
    else:
        front = range(numbered[0])
        between = range(numbered[0], numbered[-1])
        behind = range(numbered[-1] + 1, len(values.flatplan))
    for index in between:
        if values.flatplan[index].folio is None:
            message = f"the slot {values.flatplan[index].kind!r} has no folio"
            yield stop(
                "missing-key", message, sheet.place(("flatplan", index)), "add `folio: …`; only the cover has none"
            )
    most = _COVER_PAGES if not numbered else _COVER_PAGES // 2
    for side in (front, behind):
        if sum(values.flatplan[index].pages or 1 for index in side) > most:
            message = f"more than {most} cover pages on one side"
            yield stop("too-many-covers", message, sheet.place(("flatplan", side[0])), "give the others folios")


def _check_spreads(values: IssueSheet, sheet: Sheet) -> Iterator[Finding]:
    """A spread starts on a verso and has an even number of pages."""
    ends = _ends(values)
    for index, slot in enumerate(values.flatplan):
        folio = _folio(slot)
        if not slot.spread or folio is None:
            continue
        if folio % 2:
            message = f"a spread cannot start on folio {folio}, a right-hand page"
            hint = f"start it on {folio - 1} or {folio + 1}" if folio > 1 else "start it on 2"
            yield stop("spread-on-recto", message, sheet.place(("flatplan", index, "folio")), hint)
        elif (ends[index] - folio) % 2:
            message = f"a spread has an even number of pages, not {ends[index] - folio}"
            yield stop("odd-spread", message, sheet.place(("flatplan", index)), "move the next folio by one")


def _check_copy(
    values: IssueSheet, sheet: Sheet, articles: Mapping[str, Article], unread: frozenset[str]
) -> Iterator[Finding]:
    """Each copy stands in exactly one slot."""
    named: Counter[str] = Counter()
    wanted = [
        (slug, sheet.place(("flatplan", index, "copy", position)))
        for index, slot in enumerate(values.flatplan)
        for position, slug in enumerate(slot.copy_)
    ]
    wanted += [(filler.copy_, sheet.place(("fillers", index, "copy"))) for index, filler in enumerate(values.fillers)]
    for slug, place in wanted:
        named[slug] += 1
        if slug not in articles and slug not in unread:
            near = nearest(slug, tuple(articles))
            hint = f"did you mean {near!r}?" if near else f"write copy/{slug}.md"
            yield stop("missing-copy", f"there is no copy {slug!r}", place, hint)
        elif named[slug] == 2:
            yield stop("copy-named-twice", f"the copy {slug!r} stands in two slots", place, "keep one of them")
    for slug in sorted(set(articles) - set(named)):
        message = f"no slot of the flatplan names the copy {slug!r}"
        hint = f"add `copy: {slug}` to a slot, or take the file out"
        yield stop("copy-never-named", message, articles[slug].place, hint)


def _find_art(slot: SlotSheet, sheet: Sheet, index: int, art: Art) -> tuple[Picture | None, list[Finding]]:
    """Find the picture of a slot."""
    if not slot.art:
        return None, []
    place = sheet.place(("flatplan", index, "art"))
    file, findings = art.find(slot.art, place)
    if not slot.art_alt:
        hint = "add `art_alt: …` for those who cannot see it"
        findings.append(stop("missing-key", "the key 'art_alt' is missing", place, hint))
    elif file:
        findings += check_words(slot.art, slot.art_alt, sheet.place(("flatplan", index, "art_alt")))
    return (Picture(file, slot.art_alt, place) if file and not findings else None), findings
