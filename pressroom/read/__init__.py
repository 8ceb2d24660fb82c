"""Read issues: YAML, Markdown and pictures in, an :class:`Issue` out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pressroom.issue import Allowance, Credit, Evaluation, Issue, Magazine, Role
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
from pressroom.workshop.cache import Cache


def read_issue(art: Art, counts: Mapping[int, int] = MappingProxyType({})) -> tuple[Issue, Layout]:
    """Read the issue that pictures belong to, and its layout; ``counts`` are the pages that open slots need.

    :raises SourceError: with everything in its sheets, copy and pictures that cannot be read.
    """
    findings: list[Finding] = []
    folder, cache, magazine = art.folder, art.workshop.cache, None
    try:
        magazine = read_magazine(folder, cache)
    except SourceError as error:
        findings += error.report.findings
    articles, wrong = read_articles(art, magazine.roles if magazine else ())
    findings += wrong
    unread = frozenset(finding.place.file.stem for finding in wrong if finding.place.file.suffix == ".md")
    try:
        sheet = _open(folder / "issue.yaml", cache)
        values = fill(IssueSheet, sheet)
        script = read_tag(magazine.language).style if magazine else ""
        layout = read_layout(art.workshop.config.layouts, values.layout, sheet.place(("layout",)), cache, script)
    except PressroomError as error:
        raise SourceError([*findings, *error.report.findings]) from None
    departments = magazine.departments if magazine else tuple(slot.department for slot in values.flatplan)
    findings += _refuse_words(magazine, layout, cache) if magazine else []
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
        evaluation=Evaluation(judged.wcag, judged.level, judged.by) if (judged := values.evaluation) else None,
        words=lay_words(magazine.language, layout.words, magazine.words),
    )
    return issue, layout


def read_magazine(folder: Path, cache: Cache | None = None) -> Magazine:
    """Read ``magazine.yaml``: the issue's own, or the one beside all issues.

    :raises SourceError: if there is none, or it does not fit.
    """
    own = folder / "magazine.yaml"
    sheet = _open(own if own.exists() else folder.parent / "magazine.yaml", cache)
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
        address=values.address,
        departments=values.departments,
        masthead=tuple(Credit(line.role, line.names) for line in values.masthead),
        roles=tuple(Role(name, marc) for name, marc in roles.items()),
        printer=read_printer(values.printer, sheet),
        allow=tuple(_read_allowances(values, sheet, standing=True)),
        words=tuple(values.words.items()),
    )


def _refuse_words(magazine: Magazine, layout: Layout, cache: Cache | None) -> list[Finding]:
    """Refuse words of a magazine that neither Pressroom nor the layout prints."""
    known = [*read_words(magazine.language), *dict(layout.words)]
    return refuse_words(dict(magazine.words), known, _open(magazine.place.file, cache)) if magazine.words else []


def read_roles(folder: Path, cache: Cache | None = None) -> tuple[Role, ...]:
    """Read the roles that bylines may name; none, which lets any pass, where the magazine's sheet cannot be read."""
    try:
        return read_magazine(folder, cache).roles
    except SourceError:
        return ()


def newest_issue(root: Path) -> Path:
    """Find the issue with the latest date, then the highest number.

    :raises SourceError: if there is no issue.
    """
    found: list[tuple[str, int, str, Path]] = []
    for file in sorted(root.glob("*/issue.yaml")):
        try:
            values = _open(file).values
        except SourceError:
            values = {}
        number = values.get("number")
        found.append(
            (str(values.get("date", "")), number if isinstance(number, int) else 0, file.parent.name, file.parent)
        )
    if not found:
        raise SourceError(
            [stop("no-issue", "there is no issue", Place(root), "make one with `pressroom new issue 2021-01`")]
        )
    return max(found)[3]


def _open(file: Path, cache: Cache | None = None) -> Sheet:
    return read_sheet(read_text(file), file, cache=cache)


def _read_allowances(values: IssueSheet | MagazineSheet, sheet: Sheet, standing: bool = False) -> list[Allowance]:
    """Read ``allow``: a reason for a check, or a reason for each file."""
    allowances: list[Allowance] = []
    for check, reasons in values.allow.items():
        place = sheet.place(("allow", check), key=True)
        by_file = {"": reasons} if isinstance(reasons, str) else reasons
        allowances += [Allowance(check, file, reason, place, standing) for file, reason in by_file.items()]
    return allowances


__all__ = ["Layout", "newest_issue", "read_issue", "read_layout", "read_magazine", "read_roles"]
