"""Checks on how a reader finds the way: contents, landmarks, printed pages, order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from pressroom.preflight.epub.registry import Found, check
from pressroom.preflight.epub.values import HTML, OPF, OpenBook, is_mark, resolve, text_of, types_of
from pressroom.report import Severity

_BOOK_ERROR = "build again; if it stays, report it with the issue"
_LEVELS = 3  # that small readers show
_LANDMARKS = ("cover", "toc", "bodymatter")


@check(Severity.STOP)
def book_contents(book: OpenBook) -> Found:
    """The contents name something in each entry, lead to it in reading order, and are nested three deep at most."""
    listed = book.list_of("toc")
    if listed is None or not book.nav:
        yield "", "there are no contents (nav)", _BOOK_ERROR
        return
    order = {part.name: number for number, part in enumerate(book.spine)}
    reached = -1
    for item in listed.iter(f"{HTML}li"):
        link = item.find(f"{HTML}a")
        if link is None or not text_of(link):
            yield book.nav.name, "an entry of the contents has no words or leads nowhere", _BOOK_ERROR
            continue
        number = order.get(resolve(book.nav.name, link.get("href", "")).partition("#")[0], -1)
        if number < reached:
            yield book.nav.name, f"{text_of(link)!r} stands after what comes later in the book", _BOOK_ERROR
        reached = max(reached, number)
    if (depth := _depth(listed)) > _LEVELS:
        yield book.nav.name, f"the contents are nested {depth} deep", _BOOK_ERROR


def _depth(element: Element) -> int:
    """How deep lists are nested."""
    below = max((_depth(child) for child in element), default=0)
    return below + (element.tag == f"{HTML}ol")


@check(Severity.STOP)
def book_landmarks(book: OpenBook) -> Found:
    """The landmarks lead to the cover, the contents and the beginning of the text."""
    listed = book.list_of("landmarks")
    links = [] if listed is None else list(listed.iter(f"{HTML}a"))
    there = {kind for link in links for kind in types_of(link) if text_of(link)}
    for kind in _LANDMARKS:
        if kind not in there:
            yield book.nav.name if book.nav else "", f"there is no landmark for {kind!r}", _BOOK_ERROR


@check(Severity.STOP)
def book_page_list(book: OpenBook) -> Found:
    """The list of printed pages leads to the mark of every page, in order, each once."""
    marks = [(name, element) for name, tree in book.documents() for element in tree.iter() if is_mark(element)]
    there = [(mark.get("aria-label", ""), f"{name}#{mark.get('id', '')}") for name, mark in marks]
    listed = book.list_of("page-list")
    links = [] if listed is None or not book.nav else list(listed.iter(f"{HTML}a"))
    said = [(text_of(link), resolve(book.nav.name, link.get("href", ""))) for link in links] if book.nav else []
    if said != there:
        wrong = next((one for one in [*said, *there] if one not in said or one not in there), ("the order", ""))[0]
        message = f"{len(said)} pages are listed, {len(there)} marked; the first that differs: {wrong}"
        yield book.nav.name if book.nav else "", message, _BOOK_ERROR


@check(Severity.STOP)
def book_page_marks(book: OpenBook) -> Found:
    """Every mark of a printed page has a label of its own, says what it is twice, and holds no text."""
    labels: Counter[str] = Counter()
    for name, tree in book.documents():
        for mark in filter(is_mark, tree.iter()):
            label = mark.get("aria-label", "")
            labels[label] += 1
            twice = "pagebreak" in types_of(mark) and mark.get("role") == "doc-pagebreak"
            if not label or labels[label] > 1 or not twice or text_of(mark):
                yield name, f"the mark of page {label or '?'} is not as it should be", _BOOK_ERROR
    if labels and not (book.metas("pageBreakSource") and book.core("source")):
        yield "", "the book has marks of pages, and does not say of which edition", _BOOK_ERROR


@check(Severity.STOP)
def book_direction(book: OpenBook) -> Found:
    """The spine says which way pages turn.

    Some systems take Chinese without a direction for vertical text.
    """
    spine = next(book.package.iter(f"{OPF}spine"), None)
    if spine is None or spine.get("page-progression-direction") not in {"ltr", "rtl"}:
        yield "", "the spine does not say which way pages turn", _BOOK_ERROR


@check(Severity.STOP)
def book_notes(book: OpenBook) -> Found:
    """Every call leads to a note, every note is called and leads back, and both say what they are."""
    for name, tree in book.documents():
        calls = [link for link in tree.iter(f"{HTML}a") if _says(link, "noteref", "doc-noteref")]
        notes = [part for part in tree.iter() if _says(part, "footnote", "doc-footnote")]
        called = Counter(resolve(name, link.get("href", "")) for link in calls)
        for part, kind, role in [*((c, "noteref", "doc-noteref") for c in calls)]:
            if kind not in types_of(part) or part.get("role") != role:
                yield name, f"the call {text_of(part)!r} does not say twice that it is one", _BOOK_ERROR
        yield from ((name, message, _BOOK_ERROR) for message in _find_loose(name, calls, notes, called))


def _says(element: Element, kind: str, role: str) -> bool:
    """Whether an element says that it is something, in the one way or the other."""
    return kind in types_of(element) or element.get("role") == role


def _find_loose(name: str, calls: list[Element], notes: list[Element], called: Counter[str]) -> Iterator[str]:
    """Find calls and notes that do not belong together."""
    there = {f"{name}#{note.get('id', '')}" for note in notes}
    idents = {f"{name}#{call.get('id', '')}" for call in calls}
    for target in sorted(set(called) - there):
        yield f"a call leads to {target}, which is no note"
    for note in notes:
        ident = f"{name}#{note.get('id', '')}"
        back = {resolve(name, link.get("href", "")) for link in note.iter(f"{HTML}a")}
        if ident not in called:
            yield f"nothing calls the note {note.get('id', '')!r}"
        elif not back & idents:
            yield f"the note {note.get('id', '')!r} does not lead back"
