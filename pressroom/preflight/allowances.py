"""Allowances: a report in, without what the issue allows out."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pressroom.issue import Allowance, Issue
from pressroom.report import Finding, Report, query


def allow(report: Report, issue: Issue, ran: Collection[str] | None = None) -> Report:
    """Leave out what an issue allows; an allowance that allows nothing is itself a query.

    ``ran`` are the checks that were run; without them, all that are not on finished files.
    """
    used: set[Allowance] = set()
    kept: list[Finding] = []
    for finding in report.findings:
        allowance = next((entry for entry in issue.allow if _allows(entry, finding, issue)), None)
        if allowance is None:
            kept.append(finding)
        else:
            used.add(allowance)
    return Report.of([*kept, *_unused(issue, used, ran)])


def _allows(allowance: Allowance, finding: Finding, issue: Issue) -> bool:
    """Whether an allowance lets a finding pass."""
    return allowance.check == finding.check and allowance.file in ("", _relative(finding, issue))


def _relative(finding: Finding, issue: Issue) -> str:
    """The file of a finding as the issue folder sees it."""
    file = finding.place.file
    return file.relative_to(issue.folder).as_posix() if file.is_relative_to(issue.folder) else file.as_posix()


def _unused(issue: Issue, used: set[Allowance], ran: Collection[str] | None) -> Iterator[Finding]:
    """Find allowances that allow nothing, of the checks that were run."""
    for allowance in issue.allow:
        if allowance in used or allowance.standing:
            continue
        asked = allowance.check not in _checks_on_files() if ran is None else allowance.check in ran
        if asked:
            message = f"allows {allowance.check} {allowance.file}".rstrip() + ", which is not found"
            yield query("unused-allowance", message, allowance.place, "take it out")


def _checks_on_files() -> set[str]:
    """The checks on finished files, which are loaded only where somebody asks."""
    from pressroom.preflight.epub import BOOK_CHECKS
    from pressroom.preflight.pdf import FILE_CHECKS

    return {*BOOK_CHECKS, *FILE_CHECKS}
