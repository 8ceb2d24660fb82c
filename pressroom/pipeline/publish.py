"""The whole way from sources to editions, and what is released at its end.

There is one way: prepare, plan, pull, inspect the proof, draft, inspect the drafts, release. A check goes it without
the last step, and looks deeper; what is released is the file that was inspected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pressroom.editions import EDITIONS, Draft, draft
from pressroom.fonts import faces_of, read_catalogue
from pressroom.pipeline.apart import do_apart, limits_of_whole, share_out
from pressroom.pipeline.builds import keep_build, list_inputs
from pressroom.pipeline.faces import find_unknown
from pressroom.pipeline.orders import Order
from pressroom.pipeline.plan import plan_issue
from pressroom.pipeline.pull import Progress, no_progress, pull_proof, setting_service
from pressroom.proof import Proof
from pressroom.report import Finding, Place, Report, SourceError, query
from pressroom.workshop import Workshop, open_workshop
from pressroom.workshop.config import Config
from pressroom.workshop.files import digest_of, open_bench, write_file
from pressroom.workshop.nursery import Forker, forget_fonts
from pressroom.workshop.pool import Nursery
from pressroom.workshop.release import release_files

if TYPE_CHECKING:
    from pressroom.pipeline.inspect import Inspector

#: What is loaded while the workers are at their slots; the engine of books only for books.
_NEEDED = ("editions.pdf.binding", "language.locales", "pipeline.colophon", "pipeline.inspect")


@dataclass(frozen=True)
class Published:
    """What came of an order: all that was found, the proof that it was found on, and the files that were released."""

    report: Report
    proof: Proof
    files: tuple[Path, ...] = ()


def publish_issue(order: Order, progress: Progress = no_progress, nursery: Nursery | Forker | None = None) -> Published:
    """Build the editions of an issue; release them to the order's folder if nothing stops the press.

    Files are made on a bench in that folder and moved when all of them are complete, the colophon last.

    :raises PressroomError: if its sources cannot be read or its slots cannot be set.
    """
    with open_workshop(order.config, order.folder, setting_service(order.folder), order.jobs, nursery) as workshop:
        order.prove()
        inputs = list_inputs(order, workshop.ledger)
        proof, inspector = _pull(order, workshop, progress)
        wanted = inspector.wanted(order.editions)
        if not wanted:
            return Published(_note(_look_at(inspector, (), proof, workshop), workshop), proof)
        with open_bench(order.out) as bench:
            drafts = _draft(wanted, proof, workshop, bench, progress, order.jobs)
            report = _look_at(inspector, drafts, proof, workshop)
            files = _keep(drafts, proof, report, workshop, bench)
            digests = tuple((file.name, digest_of(file)) for file in files)
            released = release_files(files, order.target, bench) if files else ()
        workshop.ledger.look_again()
        if report.clear and list_inputs(order, workshop.ledger) == inputs:  # else something was changed meanwhile
            keep_build(order, workshop, inputs, report, digests)
        return Published(_note(report, workshop), proof, released)


def check_issue(order: Order, progress: Progress = no_progress, nursery: Nursery | None = None) -> Published:
    """Look at an issue as a build would, deeper where the order says so; nothing is released.

    :raises PressroomError: if its sources cannot be read or its slots cannot be set.
    """
    with open_workshop(order.config, order.folder, setting_service(order.folder), order.jobs, nursery) as workshop:
        order.prove()
        proof, inspector = _pull(order, workshop, progress)
        drafts = _draft(inspector.wanted(order.editions), proof, workshop, workshop.bench, progress, order.jobs)
        return Published(_note(_look_at(inspector, drafts, proof, workshop), workshop), proof)


def set_page(file: Path, out: Path, config: Config) -> Report:
    """Set any HTML file with the composer and the faces of the house, without an issue, in a process with limits.

    :raises PressError: if the engine cannot set it, or runs away.
    :raises SourceError: with the families that no face has.
    """
    data, findings = do_apart(
        _set_here, file, config.font_folders, what=file.name, place=Place(file), limits=config.limits
    )
    write_file(out, data)
    return Report.of(findings)


def _set_here(file: Path, fonts: tuple[Path, ...]) -> tuple[bytes, tuple[Finding, ...]]:
    forget_fonts()
    from pressroom.setting.file import set_file  # the engine takes long to load

    faces = read_catalogue(fonts).faces
    unknown = find_unknown(file, faces)
    if unknown:
        raise SourceError(unknown)
    return set_file(file, faces_of(faces))


def _pull(order: Order, workshop: Workshop, progress: Progress) -> tuple[Proof, Inspector]:
    """Set an issue, and look at its proof."""
    prepared = plan_issue(order.folder, workshop)
    books = ("editions.epub",) if any(EDITIONS[name].ending.endswith("epub") for name in order.editions) else ()
    modules = [f"pressroom.{name}" for name in (*_NEEDED, *books)]
    proof = pull_proof(prepared, workshop, progress, modules)
    from pressroom.pipeline.inspect import Inspector  # what takes long to load is there by now

    return proof, Inspector(proof, order.scrutiny, workshop)


def _draft(
    names: Sequence[str], proof: Proof, workshop: Workshop, bench: Path, progress: Progress, jobs: int
) -> tuple[Draft, ...]:
    """Make the files of editions, each in a process with limits, several at once."""
    drafts: dict[int, Draft] = {}
    limits = limits_of_whole(workshop.config.limits)
    made = share_out(_draft_here, (proof, workshop, bench), names, proof.issue.place, limits, jobs)
    for number, (one, trouble) in made:
        drafts[number] = one
        workshop.cache.trouble = workshop.cache.trouble or trouble
        progress(names[number], len(drafts), len(names))
    return tuple(drafts[number] for number in sorted(drafts))


def _draft_here(proof: Proof, workshop: Workshop, bench: Path, name: str) -> tuple[Draft, str]:
    """Make the file of an edition; give it with what could not be kept meanwhile."""
    return draft(name, proof, workshop, bench), workshop.cache.trouble


def _look_at(inspector: Inspector, drafts: Sequence[Draft], proof: Proof, workshop: Workshop) -> Report:
    """Look at finished files in a process with limits: what is read was made of files of strangers."""
    # Java and a browser, which validators are, take address space by the gigabyte before they do anything.
    limits = replace(limits_of_whole(workshop.config.limits), megabytes=0)
    looked = share_out(_look_here, (inspector, drafts), ["the inspection"], proof.issue.place, limits)
    ((_, report),) = looked
    assert isinstance(report, Report)
    return report


def _look_here(inspector: Inspector, drafts: Sequence[Draft], _what: str) -> Report:
    return inspector.look_at(drafts)


def _keep(drafts: Sequence[Draft], proof: Proof, report: Report, workshop: Workshop, bench: Path) -> list[Path]:
    """Choose the files that may be released; the colophon is among them where nothing stops the press."""
    from pressroom.pipeline.colophon import write_colophon

    if report.clear:
        return [*(made.path for made in drafts), write_colophon(proof, drafts, report, workshop, bench)]
    return [made.path for made in drafts if EDITIONS[made.edition].for_the_desk]


def _note(report: Report, workshop: Workshop) -> Report:
    """Say that nothing could be kept for the next build, where that is so; it is no finding on the issue."""
    if not workshop.cache.trouble:
        return report
    message = f"nothing is kept for the next build: {workshop.cache.trouble}"
    hint = "make room there, or name another folder in PRESSROOM_CACHE"
    return Report.of([*report.findings, query("cache", message, Place(workshop.config.cache), hint)])
