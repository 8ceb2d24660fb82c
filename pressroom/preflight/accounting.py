"""Account for an issue: drafts of its editions in; one report on sources and finished files, and files that show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pressroom.editions import Draft
from pressroom.preflight import allow
from pressroom.preflight.epub import BOOK_CHECKS
from pressroom.preflight.pdf.inspecting import inspect_edition
from pressroom.preflight.pdf.registry import FILE_CHECKS
from pressroom.preflight.report.page import Account, render_report
from pressroom.proof import Proof
from pressroom.read.profile import Profile
from pressroom.report import Report
from pressroom.workshop.files import write_file

#: The editions that are inspected page by page.
INSPECTED = ("print", "screen")


def account_for(
    proof: Proof, report: Report, drafts: Sequence[Draft], profile: Profile, files: Sequence[Path]
) -> Report:
    """Inspect drafts, leave out what the issue allows, and write the whole to files; the endings say how.

    :raises OSError: where a file cannot be written.
    """
    inspections = tuple(
        inspect_edition(made.path, made.edition, proof, profile) for made in drafts if made.edition in INSPECTED
    )
    found = [finding for one in inspections for finding in one.findings]
    ran = set(_run_on(drafts))
    issue = proof.issue
    whole = allow(Report.of([*report.findings, *found]), issue, ran)
    allowed = tuple((entry.check, entry.reason) for entry in issue.allow)
    account = Account(issue.title, whole, inspections, issue.folder.parent, allowed)
    for file in files:
        write_file(file, render_report(account, file.suffix.lower()))
    return whole


def _run_on(drafts: Sequence[Draft]) -> Iterator[str]:
    """The checks that are run on some drafts."""
    for made in drafts:
        if made.edition in INSPECTED:
            yield from (check.id for check in FILE_CHECKS.values() if made.edition in check.editions)
        elif made.path.suffix == ".epub":
            yield from BOOK_CHECKS
