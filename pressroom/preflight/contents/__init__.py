"""The proof of the contents: finished files in; what they say of every article and every page, side by side, out.

The flatplan says which article starts on which folio. Whether the finished PDF and the finished EPUB say so too is read
from those files themselves, with other libraries than they were made with: nothing here can agree with itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pressroom.issue import Issue
from pressroom.preflight.contents.articles import PlannedArticle, find_articles, plan_articles, row_articles
from pressroom.preflight.contents.book import FinishedBook, read_book
from pressroom.preflight.contents.furniture import PlannedPage, plan_pages
from pressroom.preflight.contents.pages import row_departments, row_pages
from pressroom.preflight.contents.printed import Wanted, read_printed
from pressroom.preflight.contents.rows import Row, draw_table
from pressroom.preflight.contents.values import Printed
from pressroom.report import Finding, stop

CHECK = "contents-disagree"

#: What to do where a source disagrees.
_CURES = {
    "contents page": "see how the contents template prints headlines and folios",
    "headline": "see that the template of its kind shows the headline on the slot's first page, or move its folio",
    "bookmark": "build again; if it stays, report it with the issue",
    "link": 'the contents template links each entry with href="pressroom:{{ entry.article.slug }}"',
    "EPUB": "build again; if it stays, report it with the issue",
    "EPUB list": "build again; if it stays, report it with the issue",
    "page label": "build again; if it stays, report it with the issue",
    "printed folio": "see what the style sheet prints for counter(page)",
    "running head": "see what the style sheet prints for the department and the headline",
}


@dataclass(frozen=True)
class Audit:
    """What the sources say: a row for each article, for each department and for each page."""

    issue: Issue
    articles: tuple[Row, ...]
    departments: tuple[Row, ...]
    pages: tuple[Row, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return (*self.articles, *self.departments, *self.pages)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What stops the press: first all disagreements side by side, then each at its place."""
        wrong = [row for row in self.rows if not row.agrees]
        if not wrong:
            return ()
        tables = [draw_table([row for row in rows if not row.agrees]) for rows in self._parts]
        table = "\n\n".join(part for part in tables if part).replace("\n", "\n    ")
        message = f"the sources disagree about {_count(self)}"
        return (stop(CHECK, message, self.issue.place, table), *(_finding(row) for row in wrong))

    @property
    def table(self) -> str:
        """Everything side by side, for a person."""
        return "\n\n".join(part for part in map(draw_table, self._parts) if part)

    @property
    def _parts(self) -> tuple[tuple[Row, ...], ...]:
        return self.articles, self.departments, self.pages


def prove_contents(issue: Issue, pdf: Path | None, epub: Path | None, linked: bool = True) -> Audit:
    """Hold finished files against the flatplan; what is not there is not asked, nor links of a PDF that is paper."""
    planned, pages = plan_articles(issue), plan_pages(issue)
    printed = _read_pdf(pdf, planned, pages) if pdf else None
    book = read_book(epub) if epub else None
    found = find_articles(planned, pages, printed, book)
    return Audit(
        issue=issue,
        articles=tuple(row_articles(planned, pages, found, tuple(_sources(pages, printed, book, linked)))),
        departments=tuple(row_departments(issue, pages, printed)) if printed else (),
        pages=tuple(row_pages(issue, pages, printed, book)),
    )


def _read_pdf(file: Path, planned: tuple[PlannedArticle, ...], pages: tuple[PlannedPage, ...]) -> Printed:
    """Read of a PDF what the proof needs."""
    contents = tuple(number for number, page in enumerate(pages) if page.slot.kind == "contents")
    wanted = [Wanted(one.article.headline, one.pages) for one in planned]
    wanted += [Wanted((one.article.listed_as,), contents) for one in planned if one.listed]
    return read_printed(file, wanted, frozenset(contents))


def _sources(
    pages: tuple[PlannedPage, ...], printed: Printed | None, book: FinishedBook | None, linked: bool
) -> Iterator[str]:
    """The sources that there are."""
    if printed:
        if any(page.slot.kind == "contents" for page in pages):
            yield "contents page"
            yield from ("link",) if linked else ()
        yield from ("headline", "bookmark")
    if book:
        yield "EPUB"


def _count(audit: Audit) -> str:
    """How many articles, departments and pages, in words."""
    parts = ((audit.articles, "article"), (audit.departments, "department"), (audit.pages, "page"))
    counts = [(sum(1 for row in rows if not row.agrees), word) for rows, word in parts]
    return ", ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count)


def _finding(row: Row) -> Finding:
    """Say of one row what disagrees, and what to do."""
    said = ", ".join(f"{cell.source}: {cell.says}" for cell in row.wrong)
    hint = "; ".join(dict.fromkeys(_CURES[cell.source] for cell in row.wrong))
    return stop(CHECK, f"{row.name!r} is planned on {row.plan}, but {said}", row.place, hint)


__all__ = ["Audit", "prove_contents"]
