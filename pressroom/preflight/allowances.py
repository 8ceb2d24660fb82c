"""Allowances: a report in, without what the issue allows out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pressroom.issue import Allowance, Issue
from pressroom.report import Finding, Report, query


def allow(findings: Iterable[Finding], issue: Issue, unasked: Collection[str] = ()) -> Report:
    """Leave out what an issue allows; an allowance that allows nothing is itself a query.

    ``unasked`` are the checks that were not run: an allowance for one of these may yet be needed.
    """
    used: set[Allowance] = set()
    kept: list[Finding] = []
    for finding in findings:
        allowance = next((entry for entry in issue.allow if _allows(entry, finding, issue)), None)
        if allowance is None:
            kept.append(finding)
        else:
            used.add(allowance)
    return Report.of([*kept, *_find_unused(issue, used, unasked)])


def _allows(allowance: Allowance, finding: Finding, issue: Issue) -> bool:
    """Whether an allowance lets a finding pass."""
    return allowance.check == finding.check and allowance.file in ("", _relative(finding, issue))


def _relative(finding: Finding, issue: Issue) -> str:
    """The file of a finding as the issue folder sees it."""
    file = finding.place.file
    return file.relative_to(issue.folder).as_posix() if file.is_relative_to(issue.folder) else file.as_posix()


def _find_unused(issue: Issue, used: set[Allowance], unasked: Collection[str]) -> Iterator[Finding]:
    """Find allowances that allow nothing."""
    for allowance in issue.allow:
        if allowance not in used and not allowance.standing and allowance.check not in unasked:
            message = f"allows {allowance.check} {allowance.file}".rstrip() + ", which is not found"
            yield query("unused-allowance", message, allowance.place, "take it out")
