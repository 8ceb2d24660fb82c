"""Read issues: YAML, Markdown and pictures in, an :class:`Issue` out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pressroom.issue import Allowance, Correction, Credit, Evaluation, Issue, Magazine, Revision, Role, first_day
from pressroom.language.tags import read_tag
from pressroom.language.words import default_roles, read_words
from pressroom.pictures import Art
from pressroom.read.articles import read_articles
from pressroom.read.flatplan import read_fillers, read_flatplan
from pressroom.read.folios import plan_pages
from pressroom.read.layout import Layout, read_layout
from pressroom.read.printer import read_printer
from pressroom.read.schema import IssueSheet, MagazineSheet
from pressroom.read.sheet import Sheet, fill, read_sheet, read_text
from pressroom.read.words import check_words, lay_words, refuse_words
from pressroom.report import Finding, Place, PressroomError, SourceError, stop
from pressroom.workshop import Workshop


def read_issue(art: Art, counts: Mapping[int, int] = MappingProxyType({})) -> tuple[Issue, Layout]:
    """Read the issue that pictures belong to, and its layout; ``counts`` are the pages that open slots need.

    :raises SourceError: with everything in its sheets, copy and pictures that cannot be read.
    """
    findings: list[Finding] = []
    folder, workshop, magazine = art.folder, art.workshop, None
    try:
        magazine = read_magazine(folder, workshop)
    except SourceError as error:
        findings += error.report.findings
    articles, wrong = read_articles(art, magazine.roles if magazine else ())
    findings += wrong
    unread = frozenset(finding.place.file.stem for finding in wrong if finding.place.file.suffix == ".md")
    try:
        sheet = _open(folder / "issue.yaml", workshop)
        values = fill(IssueSheet, sheet)
        script = read_tag(magazine.language).style if magazine else ""
        layout = read_layout(workshop.config.layouts, values.layout, sheet.place(("layout",)), workshop, script)
    except PressroomError as error:
        raise SourceError([*findings, *error.report.findings]) from None
    departments = magazine.departments if magazine else tuple(slot.department for slot in values.flatplan)
    findings += _refuse_words(magazine, layout, workshop) if magazine else []
    plan = plan_pages(values, counts)
    slots, wrong = read_flatplan(plan, sheet, art, articles, departments, layout.kinds, unread)
    findings += wrong
    if findings or magazine is None:
        raise SourceError(findings)
    issue = Issue(
        magazine=magazine,
        folder=folder,
        number=values.number,
        date=values.date,
        layout=values.layout,
        flatplan=slots,
        place=Place(sheet.file, 1, 1),
        theme=values.theme,
        cover_lines=values.cover_lines,
        allow=(*_read_allowances(values, sheet), *magazine.allow),
        signature=values.signature,
        fillers=read_fillers(values, sheet, articles),
        volume=values.volume,
        whole_number=values.whole_number,
        set_anew=values.set_anew,
        corrections=tuple(Correction(entry.date, entry.what, entry.article) for entry in values.corrections),
        revision=_find_revision(values),
        evaluation=Evaluation(judged.wcag, judged.level, judged.by) if (judged := values.evaluation) else None,
        words=lay_words(magazine.language, layout.words, magazine.words),
    )
    return issue, layout


def read_magazine(folder: Path, workshop: Workshop | None = None) -> Magazine:
    """Read ``magazine.yaml``: the issue's own, or the one beside all issues.

    :raises SourceError: if there is none, or it does not fit.
    """
    own = folder / "magazine.yaml"
    sheet = _open(own if own.exists() else folder.parent / "magazine.yaml", workshop)
    values = fill(MagazineSheet, sheet)
    wrong = check_words(values.words, sheet)
    if wrong:
        raise SourceError(wrong)
    roles = values.roles or default_roles(read_words(values.language))
    return Magazine(
        title=values.title,
        language=values.language,
        place=Place(sheet.file, 1, 1),
        subtitle=values.subtitle,
        publisher=values.publisher,
        issn=values.issn,
        cn=values.cn,
        rights=values.rights,
        frequency=values.frequency,
        numbering=values.numbering,
        subtitle_language=values.subtitle_language,
        address=values.address,
        departments=values.departments,
        masthead=tuple(Credit(line.role, line.names) for line in values.masthead),
        roles=tuple(Role(name, marc) for name, marc in roles.items()),
        printer=read_printer(values.printer, sheet),
        allow=tuple(_read_allowances(values, sheet, standing=True)),
        words=tuple(values.words.items()),
    )


def _refuse_words(magazine: Magazine, layout: Layout, workshop: Workshop) -> list[Finding]:
    """Refuse words of a magazine that neither Pressroom nor the layout prints."""
    known = [*read_words(magazine.language), *dict(layout.words)]
    sheet = _open(magazine.place.file, workshop) if magazine.words else None
    return refuse_words(dict(magazine.words), known, sheet) if sheet else []


def read_roles(folder: Path, workshop: Workshop | None = None) -> tuple[Role, ...]:
    """Read the roles that bylines may name; none, which lets any pass, where the magazine's sheet cannot be read."""
    try:
        return read_magazine(folder, workshop).roles
    except SourceError:
        return ()


def newest_issue(root: Path) -> Path:
    """Find the issue with the latest date, then the highest number.

    :raises SourceError: if there is no issue.
    """
    found: list[tuple[str, tuple[int, ...], Path]] = []
    for file in sorted(root.glob("*/issue.yaml")):
        try:
            values = _open(file).values
        except SourceError:
            values = {}
        found.append((_first_day(str(values.get("date", ""))), _natural(values.get("number")), file.parent))
    if not found:
        hint = "make one with `pressroom new issue 2021-01`"
        raise SourceError([stop("no-issue", "there is no issue", Place(root), hint)])
    return max(found)[2]


def _first_day(date: str) -> str:
    """The first day of a date, whether it is one or not."""
    return first_day(date) if date else ""


def _natural(number: object) -> tuple[int, ...]:
    """The figures in the number of an issue, so that 9 comes before 10 and 47–48 before 49."""
    return tuple(map(int, re.findall(r"\d{1,9}", str(number))))


def _open(file: Path, workshop: Workshop | None = None) -> Sheet:
    roots, cache = ((*workshop.roots, file.parent), workshop.cache) if workshop else ((), None)
    return read_sheet(read_text(file, roots), file, cache=cache)


def _find_revision(values: IssueSheet) -> Revision:
    """Which printing this is: as the sheet says, or one more for each day that something was corrected."""
    days = sorted({entry.date for entry in values.corrections})
    said = values.revision
    number = said.number if said else len(days) + 1
    return Revision(number, max([said.date] if said else days, default=""))


def _read_allowances(values: IssueSheet | MagazineSheet, sheet: Sheet, standing: bool = False) -> list[Allowance]:
    """Read ``allow``: a reason for a check, or a reason for each file."""
    allowances: list[Allowance] = []
    for check, reasons in values.allow.items():
        place = sheet.place(("allow", check), key=True)
        by_file = {"": reasons} if isinstance(reasons, str) else reasons
        allowances += [Allowance(check, file, reason, place, standing) for file, reason in by_file.items()]
    return allowances


__all__ = ["Layout", "newest_issue", "read_issue", "read_layout", "read_magazine", "read_roles"]
