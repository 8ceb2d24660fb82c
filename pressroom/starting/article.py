"""Start an article: a slug in, its copy and its slot in the flatplan out; nothing else of the sheet is touched."""

from __future__ import annotations

import re
from pathlib import Path

from pressroom.language.words import read_words
from pressroom.read import read_magazine
from pressroom.read.schema import IssueSheet, SlotSheet
from pressroom.read.sheet import Sheet, fill, read_sheet, read_text
from pressroom.report import Place, SourceError, stop
from pressroom.starting.issue import check_slug, write_copy
from pressroom.starting.magazine import plain
from pressroom.workshop.files import write_file

_ITEM = re.compile(r"( *- ).*")


def new_article(issue: Path, slug: str, kind: str = "feature", department: str = "") -> tuple[Path, ...]:
    """Write a new article of an issue, and give it a page behind the last one; give both files.

    It is of the department of the last slot that has one, where none is named.

    :raises SourceError: if the slug is no name for copy, there is such copy, or the flatplan has no lines of its own.
    """
    copy, file = issue / "copy" / f"{slug}.md", issue / "issue.yaml"
    check_slug(slug, copy, "copy")
    if copy.exists():
        raise SourceError([stop("exists", "there is copy of that name already", Place(copy), "choose another slug")])
    magazine = read_magazine(issue)
    text = read_text(file)
    sheet = read_sheet(text, file)
    planned = _plan(text, sheet, slug, kind, department)
    written = fill(IssueSheet, read_sheet(planned, file))  # what is written has to be a flatplan again
    assert any(slug in slot.copy_ for slot in written.flatplan)
    write_file(copy, write_copy(read_words(magazine.language), magazine.roles[0].name).encode())
    write_file(file, planned.encode())
    return copy, file


def _plan(text: str, sheet: Sheet, slug: str, kind: str, department: str) -> str:
    """Add a slot behind the last numbered one: a line like those of the others, and a page to the count of pages."""
    values, lines = fill(IssueSheet, sheet), text.split("\n")
    numbered = [index for index, slot in enumerate(values.flatplan) if slot.folio is not None]
    last = numbered[-1] if numbered else len(values.flatplan) - 1
    place = sheet.place(("flatplan", last))
    mark = _ITEM.fullmatch(lines[place.line - 1])
    if mark is None or len(mark[1]) != place.column - 1:
        hint = "write the flatplan as a list with a slot a line: - {kind: …}"
        raise SourceError([stop("flatplan-in-a-row", "no line can be added to this flatplan", place, hint)])
    folio, pages = _next_folio(values, values.flatplan[last])
    where = department or next((slot.department for slot in reversed(values.flatplan) if slot.department), "")
    named = f", department: {plain(where)}" if where else ""
    own = ", pages: 1" if pages is None else ""
    lines.insert(
        _end_of(lines, place.line, len(mark[1])), f"{mark[1]}{{kind: {kind}, folio: {folio}{own}{named}, copy: {slug}}}"
    )
    if pages is not None:
        number = sheet.place(("pages",)).line - 1
        lines[number] = re.sub(r"\d+", str(pages), lines[number], count=1)
    return "\n".join(lines)


def _next_folio(values: IssueSheet, last: SlotSheet) -> tuple[int | str, int | None]:
    """The folio behind the last slot, and how many pages the issue then says it has; none where it says nothing."""
    if last.folio == "auto":
        return "auto", None if values.pages is None else values.pages + 1
    if values.pages is not None:
        return values.pages + 1, values.pages + 1
    return (last.folio or 0) + (last.pages or 1), None


def _end_of(lines: list[str], first: int, indent: int) -> int:
    """The number of lines up to the end of the slot that begins on a line; comments behind it are of what follows."""
    end = first
    for number in range(first, len(lines)):
        line = lines[number]
        if line.strip() and not line.lstrip().startswith("#"):
            if len(line) - len(line.lstrip()) < indent:
                break
            end = number + 1
    return end
