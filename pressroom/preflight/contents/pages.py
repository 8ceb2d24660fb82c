"""Prove the pages: labels, printed folios, running heads and the book's list of pages against the flatplan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pressroom.issue import Issue
from pressroom.preflight.contents.book import FinishedBook
from pressroom.preflight.contents.folding import fold, read_label
from pressroom.preflight.contents.furniture import PlannedPage, find_strays, read_printed_folios
from pressroom.preflight.contents.rows import NOTHING, Cell, Row
from pressroom.preflight.contents.values import Printed


def row_pages(
    issue: Issue, pages: Sequence[PlannedPage], printed: Printed | None, book: FinishedBook | None
) -> Iterator[Row]:
    """Set side by side what the sources say of each page."""
    cells: list[list[Cell]] = [[] for _ in pages]
    if printed:
        for own, found in zip(cells, _in_pdf(issue, pages, printed), strict=True):
            own += found
    if book:
        for own, cell in zip(cells, _in_book(pages, book), strict=True):
            own.append(cell)
    for page, own in zip(pages, cells, strict=True):
        yield Row(f"p. {page.label}", page.label, tuple(own), page.slot.place)
    if printed:
        yield from _unplanned(issue, len(pages), [page.label for page in printed.pages], "page label")
    if book:
        known = {page.label for page in pages}
        yield from _unplanned(issue, 0, [point.title for point in book.pages if point.title not in known], "EPUB list")


def _in_pdf(issue: Issue, pages: Sequence[PlannedPage], printed: Printed) -> Iterator[tuple[Cell, ...]]:
    """What the PDF says of each page: its label, the folio printed on it, its running head."""
    folios = read_printed_folios(printed.pages, pages)
    strays = {stray.page: stray.text for stray in find_strays(printed.pages, pages, issue)}
    for number, page in enumerate(pages):
        if number >= len(printed.pages):
            yield (Cell("page label", "no page", False),)
            continue
        label, folio, stray = printed.pages[number].label, folios[number], strays.get(number, "")
        yield (
            Cell("page label", label or "none", label == page.label),
            Cell("printed folio", folio or NOTHING, folio in ("", read_label(page.label))),
            Cell("running head", stray or page.slot.department or NOTHING, not stray),
        )


def _in_book(pages: Sequence[PlannedPage], book: FinishedBook) -> Iterator[Cell]:
    """What the book's list of pages says of each page, and whether it leads to the mark of that page, in order."""
    marks = {mark.address: (number, mark.label) for number, mark in enumerate(book.marks)}
    listed = {point.title: point.address for point in reversed(book.pages)}
    counts = {point.title: 0 for point in book.pages}
    for point in book.pages:
        counts[point.title] += 1
    reached = -1
    for page in pages:
        number, label = marks.get(listed.get(page.label, ""), (-1, ""))
        if page.label not in listed:
            yield Cell("EPUB list", "missing", False)
        elif counts[page.label] > 1:
            yield Cell("EPUB list", f"{counts[page.label]} times", False)
        elif label != page.label:
            yield Cell("EPUB list", f"leads to {label or 'nothing'}", False)
        else:
            yield Cell("EPUB list", label if number > reached else "out of order", number > reached)
        reached = max(reached, number)


def _unplanned(issue: Issue, first: int, labels: Sequence[str], source: str) -> Iterator[Row]:
    """Pages that the flatplan does not know."""
    for label in labels[first:]:
        yield Row(f"p. {label}", "no page", (Cell(source, label or "unlabelled", False),), issue.place)


def row_departments(issue: Issue, pages: Sequence[PlannedPage], printed: Printed) -> Iterator[Row]:
    """Set side by side where departments begin, and where their bookmarks lead; one that comes back begins again."""
    marks = [mark for mark in printed.bookmarks if mark.depth == 0]
    taken = [(fold(mark.title), mark.target) for mark in marks]
    for department, run in groupby(issue.flatplan, lambda slot: slot.department):
        slot = next(run)
        if not department:
            continue
        found = next((mark for mark in taken if mark[0] == fold(department)), None)
        if found:
            taken.remove(found)
        says = pages[found[1]].label if found and 0 <= found[1] < len(pages) else "no page" if found else "none"
        yield Row(department, slot.labels[0], (Cell("bookmark", says, says == slot.labels[0]),), slot.place)
