"""Write the report of a check: what was found in, a page for people (HTML) or a record for programs (JSON) out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressroom.preflight.pdf.inspecting import Detail, Inspection
from pressroom.preflight.pdf.marks.values import POINTS, Box, Mark, PdfPage
from pressroom.preflight.pdf.registry import FILE_CHECKS
from pressroom.preflight.registry import CHECKS
from pressroom.preflight.report.thumbnails import Thumbnail, draw_thumbnails
from pressroom.report import Finding, Report, Severity
from pressroom.workshop.files import digest_of
from pressroom.workshop.markup import fill_template

FORMS = (".html", ".json")
_TEMPLATE = Path(__file__).with_name("report.html")
_STYLE = Path(__file__).with_name("report.css")
_MOST = 12  # rows of one rule


@dataclass(frozen=True)
class Account:
    """What is reported: the title of the issue, all findings, the finished files that were inspected, allowances.

    ``folder`` is what the places of sources are told from.
    """

    title: str
    report: Report
    inspections: tuple[Inspection, ...]
    folder: Path
    allowed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Row:
    """A finding in a table: its page, and the name of that page's picture if it has one."""

    page: str
    link: str
    message: str
    value: str
    limit: str
    place: str
    hint: str


@dataclass(frozen=True)
class _Rule:
    """What was found by one check, how bad it is at worst, how often it was found, and the first findings."""

    check: str
    worst: str
    summary: str
    reason: str
    source: str
    count: int
    rows: tuple[_Row, ...]


def render_report(account: Account, ending: str) -> bytes:
    """Render a report in one of :data:`FORMS`."""
    if ending == ".html":
        return _render_html(account).encode("utf-8", "backslashreplace")
    return (json.dumps(_record(account), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _place(finding: Finding, folder: Path) -> str:
    """The place of a finding, from the folder of issues."""
    file = finding.place.file
    within = file.relative_to(folder) if file.is_relative_to(folder) else Path(file.name)
    return str(type(finding.place)(within, finding.place.line, finding.place.column))


def _record(account: Account) -> dict[str, Any]:
    """The report as data."""
    return {
        "title": account.title,
        "clear": account.report.clear,
        "files": [
            {
                "edition": one.file.edition,
                "name": one.file.file.name,
                "sha256": digest_of(one.file.file),
                "pages": len(one.file.sheets),
                "profile": one.profile.name,
            }
            for one in account.inspections
        ],
        "findings": [dict(_record_finding(finding, account.folder)) for finding in account.report.findings],
        "allowed": [{"check": check, "reason": reason} for check, reason in account.allowed],
    }


def _record_finding(finding: Finding, folder: Path) -> Iterator[tuple[str, Any]]:
    yield "check", finding.check
    yield "severity", finding.severity.name.lower()
    yield "message", finding.message
    yield "source", _place(finding, folder)
    yield "hint", finding.hint
    if isinstance(finding, Detail):
        yield "rule", finding.source
        yield "edition", finding.edition
        yield "page", finding.label
        yield "sheet", finding.sheet + 1
        yield "boxes", [list(box) for box in finding.boxes]
        yield "value", finding.value
        yield "limit", finding.limit


def _render_html(account: Account) -> str:
    """The report as one page that needs nothing else."""
    findings = account.report.findings
    stops = sum(1 for finding in findings if finding.severity is Severity.STOP)
    return fill_template(
        _TEMPLATE,
        title=account.title,
        style=_STYLE.read_text("utf-8"),
        verdict="clear" if account.report.clear else "stopped",
        stops=stops,
        queries=len(findings) - stops,
        files=[(one.file.edition, _describe(one)) for one in account.inspections],
        rules=list(_rules(account)),
        allowed=account.allowed,
        drawn=[(one.file.edition, _draw_pages(one, account.report)) for one in account.inspections],
    )


def _describe(one: Inspection) -> list[tuple[str, str]]:
    """What a file is: its digest, limits, boxes, fonts and pictures."""
    limits = one.profile.limits
    return [
        ("file", f"{one.file.file.name}, {len(one.file.sheets)} pages, PDF {one.file.version}"),
        ("SHA-256", digest_of(one.file.file)),
        ("limits", f"{one.profile.name}: {limits.title} ({limits.source})"),
        ("claims", ", ".join(f"{name} {value}" for name, value in one.file.claims)),
        ("condition", ", ".join(f"{intent.condition} ({intent.inks} inks)" for intent in one.file.intents)),
        *_boxes(one.file.sheets),
        ("fonts", ", ".join(font.name.partition("+")[2] or font.name for font in one.file.fonts)),
        ("pictures", _pictures(one.file.sheets)),
        ("plates", ", ".join(_plates(one.file.sheets))),
    ]


def _boxes(sheets: Iterable[PdfPage]) -> Iterator[tuple[str, str]]:
    """The boxes in millimetres, with the pages that have them."""
    found: dict[str, int] = {}
    for sheet in sheets:
        said = "; ".join(f"{name} {_size(box)}" for name, box in sheet.boxes.items())
        found[said] = found.get(said, 0) + 1
    for said, count in found.items():
        yield "boxes", f"{said} ({count} pages)"


def _size(box: Box) -> str:
    return f"{(box[2] - box[0]) / POINTS:.4g} × {(box[3] - box[1]) / POINTS:.4g} mm"


def _pictures(sheets: Iterable[PdfPage]) -> str:
    """How many pictures there are, and how coarse the coarsest is."""
    placed: list[Mark] = [mark for sheet in sheets for mark in sheet.marks if mark.picture and mark.ppi]
    return f"{len(placed)}, the coarsest {min(mark.ppi for mark in placed):.0f} ppi" if placed else "none"


def _plates(sheets: Iterable[PdfPage]) -> list[str]:
    """The kinds of colours that are used."""
    return sorted({"/".join(mark.ink.names) or mark.ink.family.upper() for sheet in sheets for mark in sheet.marks})


def _rules(account: Account) -> Iterator[_Rule]:
    """What was found, rule by rule, the worst first."""
    groups: dict[str, list[Finding]] = {}
    for finding in account.report.findings:
        groups.setdefault(finding.check, []).append(finding)
    for check, found in groups.items():
        on_files = FILE_CHECKS.get(check)
        rule = on_files or CHECKS.get(check)
        yield _Rule(
            check,
            max(finding.severity for finding in found).name.lower(),
            rule.summary if rule else "",
            on_files.reason if on_files else "",
            on_files.source if on_files else "",
            len(found),
            tuple(_row(finding, account.folder) for finding in sorted(found, key=_page_of)[:_MOST]),
        )


def _page_of(finding: Finding) -> tuple[int, int]:
    """How findings of a rule are sorted: the worst first, then by their pages."""
    return -finding.severity, finding.sheet if isinstance(finding, Detail) else -1


def _row(finding: Finding, folder: Path) -> _Row:
    """A finding in a table."""
    place = _place(finding, folder)
    if not isinstance(finding, Detail):
        return _Row("", "", finding.message, "", "", place, finding.hint)
    on_page = finding.sheet >= 0
    return _Row(
        finding.label if on_page else "all",
        f"{finding.edition}-{finding.sheet}" if on_page else "",
        finding.message.removeprefix(f"p. {finding.label}: "),
        finding.value,
        finding.limit,
        place,
        finding.hint,
    )


def _draw_pages(one: Inspection, report: Report) -> tuple[Thumbnail, ...]:
    """The pages that something was found on."""
    findings = (finding for finding in report.findings if isinstance(finding, Detail))
    return draw_thumbnails(one, [finding for finding in findings if finding.edition == one.file.edition])
