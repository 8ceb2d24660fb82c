"""Index an archive: all that is known of its issues in; entries by year, author, subject and department out.

A check over all issues goes with it: what does not agree from one to the next.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pressroom.archive.bag import SIGN
from pressroom.archive.citing import pages_of
from pressroom.archive.works import WORKS, Serial, Work, read_works
from pressroom.issue import first_day
from pressroom.report import Finding, Place, query
from pressroom.workshop.markup import fill_template

_TEMPLATE = Path(__file__).with_name("index.html")
_KNOWN = Path("data") / "metadata" / WORKS


@dataclass(frozen=True)
class IndexEntry:
    """A line of an index: which index, under what it stands, the article, the issue, its date and the pages."""

    index: str
    under: str
    title: str
    issue: str
    date: str
    pages: str


def read_serials(archive: Path) -> tuple[tuple[Path, Serial], ...]:
    """What the bags of an archive know of their issues, by date; of an issue printed again, the last printing."""
    found: dict[tuple[str, str], tuple[Path, Serial]] = {}
    for bag in sorted(file.parent for file in archive.rglob(SIGN)):
        if any(part.startswith(".") for part in bag.relative_to(archive).parts) or not (bag / _KNOWN).is_file():
            continue
        serial = read_works(bag / _KNOWN)
        before = found.get((serial.magazine, serial.slug))
        if before is None or before[1].printing <= serial.printing:
            found[serial.magazine, serial.slug] = bag, serial
    return tuple(sorted(found.values(), key=lambda pair: (pair[1].magazine, first_day(pair[1].date), pair[1].slug)))


def list_entries(serials: Sequence[Serial]) -> tuple[IndexEntry, ...]:
    """All entries of all indexes, in their order; corrections have one of their own."""
    entries = [entry for serial in serials for work in serial.works for entry in _index(serial, work)]
    for serial in serials:
        titles = {work.slug: work for work in serial.works}
        for date, what, slug in serial.corrections:
            work = titles.get(slug)
            pages = pages_of(work, "–") if work else ""
            entries.append(IndexEntry("corrections", date, what, serial.title, serial.date, pages))
    order = ["contents", "authors", "subjects", "departments", "corrections"]
    years = [entry for entry in entries if entry.index == "contents"]
    rest = sorted(
        (one for one in entries if one.index != "contents"), key=lambda one: (order.index(one.index), one.under)
    )
    return (*years, *rest)


def _index(serial: Serial, work: Work) -> Iterator[IndexEntry]:
    """Where an article stands in the indexes."""
    people = dict.fromkeys(one.name for one in work.people)
    places = [("contents", serial.date[:4]), ("departments", work.department)]
    places += [("authors", name) for name in people] + [("subjects", word) for word in work.keywords]
    for index, under in places:
        if under:
            yield IndexEntry(index, under, work.title, serial.title, serial.date, pages_of(work, "–"))


def write_csv(entries: Sequence[IndexEntry]) -> str:
    """Write entries as CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["index", "under", "title", "issue", "date", "pages"])
    writer.writerows([one.index, one.under, one.title, one.issue, one.date, one.pages] for one in entries)
    return buffer.getvalue()


def write_html(title: str, entries: Sequence[IndexEntry]) -> str:
    """Write entries as a page."""
    grouped: dict[str, dict[str, list[IndexEntry]]] = {}
    for entry in entries:
        grouped.setdefault(entry.index, {}).setdefault(entry.under, []).append(entry)
    return fill_template(_TEMPLATE, title=title, indexes=grouped)


def check_serials(found: Sequence[tuple[Path, Serial]]) -> Iterator[Finding]:
    """What does not agree from issue to issue of a magazine: ISSN, numbers, names."""
    magazines: dict[str, list[tuple[Path, Serial]]] = {}
    for bag, serial in found:
        magazines.setdefault(serial.magazine, []).append((bag, serial))
    for issues in magazines.values():
        yield from _check_issn(issues)
        yield from _check_numbers(issues)
        yield from _check_names(issues)


def _check_issn(issues: Sequence[tuple[Path, Serial]]) -> Iterator[Finding]:
    """All issues have one ISSN."""
    first = next((serial.issn for _, serial in issues if serial.issn), "")
    for bag, serial in issues:
        if serial.issn != first:
            message = f"the ISSN is {serial.issn or 'missing'}, that of other issues {first}"
            yield query("other-issn", message, Place(bag), "see magazine.yaml of this issue")


def _check_numbers(issues: Sequence[tuple[Path, Serial]]) -> Iterator[Finding]:
    """Numbers follow each other: the whole ones, or those of a volume or a year."""
    series: dict[str, list[tuple[Path, tuple[int, int]]]] = {}
    for bag, serial in issues:
        text = serial.whole_number or serial.number
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        within = "" if serial.whole_number else serial.volume
        if numbers:
            series.setdefault(within, []).append((bag, (numbers[0], numbers[-1])))
    for listed in series.values():
        ordered = sorted(listed, key=lambda pair: pair[1])
        for (_, (_, before)), (bag, (number, _)) in pairwise(ordered):
            if number > before + 1:
                missing = f"{before + 1}" if number == before + 2 else f"{before + 1}–{number - 1}"
                yield query("number-missing", f"number {missing} is missing before {number}", Place(bag))
            elif number <= before:
                yield query("number-twice", f"number {number} stands twice", Place(bag))


def _check_names(issues: Sequence[tuple[Path, Serial]]) -> Iterator[Finding]:
    """A name is spelt alike everywhere: spaces, dots and capitals make no other person."""
    spelt: dict[str, dict[str, Path]] = {}
    for bag, serial in issues:
        for work in serial.works:
            for one in work.people:
                plain = re.sub(r"[\s.·•・‧-]", "", one.name).casefold()
                spelt.setdefault(plain, {}).setdefault(one.name, bag)
    for names in spelt.values():
        first, *others = names
        for other in others:
            yield query("name-spelt", f"{other!r} is spelt {first!r} elsewhere", Place(names[other]))
