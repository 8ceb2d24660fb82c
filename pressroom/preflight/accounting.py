"""Account for finished files: drafts of editions in, what was found on them and how that is told out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pressroom.editions import Draft
from pressroom.preflight.contents import CHECK as CONTENTS_CHECK
from pressroom.preflight.contents import prove_contents
from pressroom.preflight.epub import BOOK_CHECKS, ask_validators, inspect_book
from pressroom.preflight.pdf import FILE_CHECKS
from pressroom.preflight.pdf.inspecting import Inspection, inspect_edition
from pressroom.preflight.registry import run_check
from pressroom.preflight.report.page import Account, render_report
from pressroom.proof import Proof
from pressroom.read.profile import Profile
from pressroom.report import Finding, Report
from pressroom.workshop.files import write_file

#: The editions that are inspected page by page.
INSPECTED = ("print", "cover", "screen")
#: The finished files that have to say of every article where it is: they are held against the plan, and each other.
PROVED = (("screen", "epub"), ("print", None))


@dataclass(frozen=True)
class Inspected:
    """What was found on finished files, what was read of PDFs, and the checks that were not run on any."""

    findings: tuple[Finding, ...]
    inspections: tuple[Inspection, ...]
    unasked: frozenset[str]


def inspect_drafts(proof: Proof, drafts: Sequence[Draft], profile: Profile, deep: bool) -> Inspected:
    """Look at the finished files of editions, ``deep`` or as quickly as every build does."""
    inspections = tuple(
        inspect_edition(made.path, made.edition, proof, profile, deep) for made in drafts if made.edition in INSPECTED
    )
    found = [finding for one in inspections for finding in one.findings]
    for made in drafts:
        found += _inspect_book(made, proof, deep) if made.path.suffix == ".epub" else ()
    found += _prove(proof, drafts)
    ran = {check for one in inspections for check in one.checks}
    ran |= set(BOOK_CHECKS) if any(made.path.suffix == ".epub" for made in drafts) else set()
    ran |= {CONTENTS_CHECK} if drafts else set()
    return Inspected(tuple(found), inspections, frozenset({*FILE_CHECKS, *BOOK_CHECKS, CONTENTS_CHECK} - ran))


def _inspect_book(made: Draft, proof: Proof, deep: bool) -> Iterator[Finding]:
    """Look at a finished book; validators are asked where that is wanted."""
    name = Path(made.path.name)  # where it lies now, it will not be found
    galleys = proof.galleys if made.edition == "epub" else ()  # fixed pages have what the layout prints
    yield from inspect_book(made.path, galleys, name).findings
    if deep:
        yield from ask_validators(made.path, name)


def _prove(proof: Proof, drafts: Sequence[Draft]) -> Iterator[Finding]:
    """Hold what finished files say of every article and page against the flatplan."""
    paths = {made.edition: made.path for made in drafts}
    for pdf, epub in PROVED:
        files = paths.get(pdf), paths.get(epub or "")
        if any(files):
            look = partial(_findings_of, proof, *files, pdf != "print")
            yield from run_check(CONTENTS_CHECK, look, proof.issue.place)


def _findings_of(proof: Proof, pdf: Path | None, epub: Path | None, linked: bool) -> Iterable[Finding]:
    return prove_contents(proof.issue, pdf, epub, linked).findings


def write_reports(proof: Proof, report: Report, inspections: tuple[Inspection, ...], files: Iterable[Path]) -> None:
    """Write what was found to files; their endings say how.

    :raises OSError: where a file cannot be written.
    """
    issue = proof.issue
    allowed = tuple((entry.check, entry.reason) for entry in issue.allow)
    account = Account(issue.title, report, inspections, issue.folder.parent, allowed)
    for file in files:
        write_file(file, render_report(account, file.suffix.lower()))
