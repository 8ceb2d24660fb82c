"""Write the report of a check: what was found in, a page for people (HTML) or a record for programs (JSON) out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from pressroom.preflight.pdf.inspecting import Detail, Inspection
from pressroom.preflight.pdf.marks.values import POINTS, Box, Mark, Sheet
from pressroom.preflight.pdf.registry import FILE_CHECKS
from pressroom.preflight.registry import CHECKS
from pressroom.preflight.report.thumbnails import draw_thumbnails
from pressroom.report import Finding, Report, Severity
from pressroom.workshop.files import digest_of

FORMS = (".html", ".json")
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


def render_report(account: Account, ending: str) -> bytes:
    """Render a report in one of :data:`FORMS`."""
    text = _render_html(account) if ending == ".html" else json.dumps(_record(account), ensure_ascii=False, indent=1)
    return (text + "\n").encode()


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
    stops = sum(1 for finding in account.report.findings if finding.severity is Severity.STOP)
    queries = len(account.report.findings) - stops
    verdict = "clear" if account.report.clear else "stopped"
    body = [
        f'<h1>{escape(account.title)} <span class="{verdict}">{verdict}</span></h1>',
        f"<p>{stops} to mend before the press, {queries} to look at.</p>",
        *(_describe(one) for one in account.inspections),
        *_rules(account),
        *_allowances(account),
        *(_pages(one, account.report) for one in account.inspections),
    ]
    head = [
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        f"<title>Preflight: {escape(account.title)}</title>",
        f"<style>{_STYLE.read_text('utf-8')}</style>",
    ]
    lines = ["<!doctype html>", '<html lang="en"><head>', *head, "</head><body>", *body, "</body></html>"]
    return "\n".join(lines)


def _describe(one: Inspection) -> str:
    """What a file is: its digest, limits, boxes, fonts and pictures."""
    limits = one.profile.limits
    rows = [
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
    cells = "".join(f"<tr><th>{name}</th><td>{escape(value)}</td></tr>" for name, value in rows if value)
    return f"<h2>The {one.file.edition} edition</h2><table class=facts>{cells}</table>"


def _boxes(sheets: Iterable[Sheet]) -> Iterator[tuple[str, str]]:
    """The boxes in millimetres, with the pages that have them."""
    found: dict[str, int] = {}
    for sheet in sheets:
        said = "; ".join(f"{name} {_size(box)}" for name, box in sheet.boxes.items())
        found[said] = found.get(said, 0) + 1
    for said, count in found.items():
        yield "boxes", f"{said} ({count} pages)"


def _size(box: Box) -> str:
    return f"{(box[2] - box[0]) / POINTS:.4g} × {(box[3] - box[1]) / POINTS:.4g} mm"


def _pictures(sheets: Iterable[Sheet]) -> str:
    """How many pictures there are, and how coarse the coarsest is."""
    placed: list[Mark] = [mark for sheet in sheets for mark in sheet.marks if mark.picture and mark.ppi]
    return f"{len(placed)}, the coarsest {min(mark.ppi for mark in placed):.0f} ppi" if placed else "none"


def _plates(sheets: Iterable[Sheet]) -> list[str]:
    """The kinds of colours that are used."""
    return sorted({"/".join(mark.ink.names) or mark.ink.family.upper() for sheet in sheets for mark in sheet.marks})


def _rules(account: Account) -> Iterator[str]:
    """What was found, rule by rule, the worst first."""
    groups: dict[str, list[Finding]] = {}
    for finding in account.report.findings:
        groups.setdefault(finding.check, []).append(finding)
    for check, found in groups.items():
        findings = sorted(found, key=_page_of)
        rule = FILE_CHECKS.get(check) or CHECKS.get(check)
        summary = rule.summary if rule else ""
        reason = FILE_CHECKS[check].reason if check in FILE_CHECKS else ""
        source = FILE_CHECKS[check].source if check in FILE_CHECKS else ""
        rows = "".join(_row(finding, account.folder) for finding in findings[:_MOST])
        more = len(findings) - _MOST
        rest = f"<tr><td colspan=5>+{more} more: all of them are in the JSON report</td></tr>" if more > 0 else ""
        head = "".join(f"<th>{name}</th>" for name in ("page", "what", "there", "expected", "source and cure"))
        worst = max(finding.severity for finding in findings).name.lower()
        yield (
            f'<h3 id="{check}"><span class="{worst}">{worst}</span> {check} <small>{len(findings)}</small></h3>'
            f"<p>{escape(summary)} {escape(reason)} <small>{escape(source)}</small></p>"
            f"<table class=rows><tr>{head}</tr>{rows}{rest}</table>"
        )


def _page_of(finding: Finding) -> tuple[int, int]:
    """How findings of a rule are sorted: the worst first, then by their pages."""
    return -finding.severity, finding.sheet if isinstance(finding, Detail) else -1


def _row(finding: Finding, folder: Path) -> str:
    """A finding in a table."""
    page, value, limit = "", "", ""
    message = finding.message
    if isinstance(finding, Detail):
        link = f"#{finding.edition}-{finding.sheet}"
        page = f'<a href="{link}">{escape(finding.label)}</a>' if finding.sheet >= 0 else "all"
        message = message.removeprefix(f"p. {finding.label}: ")
        value, limit = finding.value, finding.limit
    source = f"<code>{escape(_place(finding, folder))}</code><br>{escape(finding.hint)}"
    cells = (page, escape(message), escape(value), escape(limit), source)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _allowances(account: Account) -> Iterator[str]:
    """What was let pass, and why."""
    if account.allowed:
        items = "".join(f"<li><b>{escape(check)}</b>: {escape(reason)}</li>" for check, reason in account.allowed)
        yield f"<h3>Let pass</h3><ul>{items}</ul>"


def _pages(one: Inspection, report: Report) -> str:
    """The pages that something was found on."""
    findings: Sequence[Detail] = [
        finding for finding in report.findings if isinstance(finding, Detail) and finding.edition == one.file.edition
    ]
    figures = "".join(
        f'<figure id="{one.file.edition}-{drawn.sheet.number}">{drawn.svg}'
        f"<figcaption>{escape(drawn.sheet.name)}</figcaption></figure>"
        for drawn in draw_thumbnails(one, findings)
    )
    return f"<h2>Pages of the {one.file.edition} edition</h2><div class=pages>{figures}</div>" if figures else ""
