"""Preflight: look at everything that was made, and give one report."""

from __future__ import annotations

from collections.abc import Iterator

from pressroom.issue import Allowance, Issue
from pressroom.preflight import copy, fit, pages  # noqa: F401  their checks register themselves
from pressroom.preflight.registry import CHECKS, Check
from pressroom.proof import Proof
from pressroom.report import Finding, Report, Severity, query


def inspect_proof(proof: Proof) -> Report:
    """Run every check on a proof; put in what galleys noted; leave out what the issue allows."""
    noted = [finding for galley in proof.galleys for finding in galley.queries]
    found = [finding for check in CHECKS.values() for finding in check(proof)]
    return allow(Report.of([*noted, *found]), proof.issue)


def allow(report: Report, issue: Issue) -> Report:
    """Leave out what an issue allows; an allowance that allows nothing is itself a query."""
    used: set[Allowance] = set()
    kept: list[Finding] = []
    for finding in report.findings:
        allowance = next((entry for entry in issue.allow if _allows(entry, finding, issue)), None)
        if allowance is None:
            kept.append(finding)
        else:
            used.add(allowance)
    return Report.of([*kept, *_unused(issue, used)])


def _allows(allowance: Allowance, finding: Finding, issue: Issue) -> bool:
    """Whether an allowance lets a finding pass."""
    return allowance.check == finding.check and allowance.file in ("", _relative(finding, issue))


def _relative(finding: Finding, issue: Issue) -> str:
    """The file of a finding as the issue folder sees it."""
    file = finding.place.file
    return file.relative_to(issue.folder).as_posix() if file.is_relative_to(issue.folder) else file.as_posix()


def _unused(issue: Issue, used: set[Allowance]) -> Iterator[Finding]:
    """Find allowances that allow nothing."""
    for allowance in issue.allow:
        if allowance not in used:
            message = f"allows {allowance.check} {allowance.file}".rstrip() + ", which is not found"
            yield query("unused-allowance", message, allowance.place, "take it out")


__all__ = ["CHECKS", "Check", "Severity", "allow", "inspect_proof"]
