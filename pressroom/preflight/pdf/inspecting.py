"""Inspect a finished file: run every check on it, and say what each spot comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pressroom.preflight.pdf.locating import Sources
from pressroom.preflight.pdf.look import FilePlan, Look
from pressroom.preflight.pdf.marks.reading import read_finished
from pressroom.preflight.pdf.marks.values import Box, Finished
from pressroom.preflight.pdf.registry import FILE_CHECKS, FileCheck, Spot
from pressroom.preflight.pdf.renderers import Drawings
from pressroom.preflight.registry import run_check
from pressroom.proof import Proof
from pressroom.read.profile import Profile
from pressroom.report import Finding, Place, Severity

_COVERS = ("C1", "C2", "C3", "C4")


@dataclass(frozen=True)
class Detail(Finding):
    """A finding on a finished file: its page from 0 (-1: the file), that page's label, what to frame there, in points.

    ``value`` is what was measured, ``limit`` what was expected, both in words.
    """

    edition: str = ""
    sheet: int = -1
    label: str = ""
    boxes: tuple[Box, ...] = ()
    value: str = ""
    limit: str = ""
    source: str = ""


@dataclass(frozen=True)
class Inspection:
    """What was found on a finished file, what was read of it, and the checks that were run."""

    file: Finished
    profile: Profile
    findings: tuple[Finding, ...]
    checks: tuple[str, ...] = ()


def inspect_edition(file: Path, edition: str, proof: Proof, profile: Profile, deep: bool = True) -> Inspection:
    """Inspect the finished file of an edition; every finding names the source that it comes from."""
    issue, layout = proof.issue, proof.layout
    if edition == "cover":
        printer = issue.magazine.printer
        text = sum(page.label not in _COVERS for page in proof.pages)
        spine = text / 2 * printer.caliper if printer.section else 0.0
        return inspect_file(file, edition, profile, FilePlan(finishes=layout.finishes, page=layout.width, spine=spine))
    plan = FilePlan(
        labels=tuple(page.label for page in proof.pages),
        size=(layout.width, layout.height),
        issn=issue.magazine.issn,
        cn=issue.magazine.cn,
        section=issue.magazine.printer.section,
        caliper=issue.magazine.printer.caliper,
        finishes=layout.finishes,
    )
    return inspect_file(file, edition, profile, plan, Sources(proof), deep)


def inspect_file(
    file: Path,
    edition: str,
    profile: Profile,
    plan: FilePlan | None = None,
    sources: Sources | None = None,
    deep: bool = True,
) -> Inspection:
    """Inspect a finished file: ``deep``, or by the quick checks alone.

    Without sources, findings name the file itself.
    """
    read = read_finished(file, edition, marks=deep)
    chosen = [check for check in FILE_CHECKS.values() if edition in check.editions and (deep or check.quick)]
    if not read.sheets:
        chosen = [FILE_CHECKS["unreadable-file"]]
    with Drawings(file, len(read.sheets)) as drawings:
        look = Look(read, profile.limits, plan or FilePlan(), drawings)
        if read.sheets and deep:
            drawings.start(plates=read.prints)
        findings = tuple(finding for check in chosen for finding in _run(check, look, sources))
    return Inspection(read, profile, findings, tuple(check.id for check in chosen))


def _run(check: FileCheck, look: Look, sources: Sources | None) -> Iterator[Finding]:
    """Run one check; what it cannot look at stops the press, too."""
    spots: list[Spot] = []

    def gather() -> Iterator[Finding]:
        for spot in check(look):
            spots.append(spot)
        yield from ()

    yield from run_check(check.id, gather, Place(look.file.file))
    yield from _tell(check, _join(spots), look, sources)


def _join(spots: Iterable[Spot]) -> list[list[Spot]]:
    """Join what is said of the same page in the same words."""
    groups: dict[tuple[int, str], list[Spot]] = {}
    for spot in spots:
        groups.setdefault((spot.sheet, spot.message), []).append(spot)
    return list(groups.values())


def _tell(check: FileCheck, groups: list[list[Spot]], look: Look, sources: Sources | None) -> Iterator[Detail]:
    """Say what was found, where it is, and where it comes from."""
    for group in groups:
        spot = group[0]
        sheet = look.file.sheets[spot.sheet] if spot.sheet >= 0 else None
        label = (sources.label_of(spot.sheet) if sources else "") or (sheet.label if sheet else "")
        page = f"p. {label}: " if sheet else ""
        text = f" ({_shorten(spot.text)})" if spot.text.strip() else ""
        shown = sources.name_picture(spot) if sources else ""
        text = f" ({shown})" if shown else text
        times = f", {len(group)} times" if len(group) > 1 else ""
        yield Detail(
            check=check.id,
            severity=spot.severity or check.severity,
            message=f"{page}{spot.message}{text}{times}",
            place=sources.place_of(spot) if sources else Place(look.file.file),
            hint=spot.hint,
            edition=look.file.edition,
            sheet=spot.sheet,
            label=label,
            boxes=tuple(found.box for found in group if found.box),
            value=spot.value,
            limit=spot.limit,
            source=check.source,
        )


def _shorten(text: str) -> str:
    """The beginning of a text."""
    clean = " ".join(text.split())
    return clean if len(clean) <= 16 else f"{clean[:15]}…"


__all__ = ["Detail", "Inspection", "Severity", "inspect_edition", "inspect_file"]
