"""The whole way from sources to editions."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from pathlib import Path

from pressroom.editions import EDITIONS, Draft, draft
from pressroom.fonts import Face
from pressroom.fonts.catalogue import faces_of
from pressroom.makeup.contents import list_contents
from pressroom.pipeline.builds import Order, keep_build, list_inputs
from pressroom.pipeline.orders import Inquiry
from pressroom.pipeline.plan import plan_issue
from pressroom.pipeline.prepare import Made, make_issue
from pressroom.pipeline.pull import Press, Progress, hold, open_press, pull_runs, pull_runs_here
from pressroom.proof import Proof
from pressroom.read.profile import profile_folders, read_profile
from pressroom.report import Finding, LayoutError, Place, PressError, Report, query
from pressroom.run import Run
from pressroom.setting.file import set_file
from pressroom.workshop.config import Limits, Shop
from pressroom.workshop.files import digest_of, lock_folder, open_desk


def _nothing(_name: str, _done: int, _count: int) -> None:
    """Say nothing."""


def _load_what_follows(editions: Sequence[str]) -> None:
    """Load what is needed when all slots are set, while the workers are at them."""
    books = ("editions.epub", "preflight.epub") if "epub" in editions else ()
    for name in ("pipeline.colophon", "editions.pdf.binding", "preflight.contents", *books):
        import_module(f"pressroom.{name}")


def pull_proof(
    made: Made, jobs: int, progress: Progress = _nothing, press: Press | None = None, editions: Sequence[str] = ()
) -> Proof:
    """Set every slot: in the workers of a press, or here where there is no press and only one job.

    ``editions`` are those that will be made of it: what they need is loaded meanwhile.

    :raises PressError: with the slots that could not be set.
    :raises LayoutError: with everything that the engine complains of in style sheets and slots.
    """
    pasteups, faces, fit = made.pasteups, faces_of(made.faces), made.layout.fit
    folder = made.issue.folder
    if press is not None:
        results = pull_runs(pasteups, faces, fit, press, progress, partial(_load_what_follows, editions))
    elif jobs <= 1:
        results = pull_runs_here(pasteups, faces, fit, progress)
    else:
        with open_press(folder, Shop(folder, folder, folder, keep=False), jobs) as own:
            results = pull_runs(pasteups, faces, fit, own, progress)
            results = {index: hold(result) for index, result in results.items()}  # its desk is cleared away
    findings: list[Finding] = []
    complaints: list[Finding] = []
    runs: list[Run] = []
    for _, result in sorted(results.items()):
        if isinstance(result, Run):
            runs.append(result)
            complaints += result.findings
        else:
            findings += result.report.findings
    if findings:
        raise PressError(findings)
    if complaints:
        raise LayoutError(complaints)
    contents = list_contents(made.issue, made.layout)
    return Proof(made.issue, made.layout, made.galleys, contents, made.pasteups, tuple(runs))


def publish_issue(
    folder: Path, shop: Shop, out: Path, editions: Sequence[str], jobs: int, progress: Progress = _nothing
) -> tuple[Report, tuple[Path, ...]]:
    """Build the editions of an issue; release them to ``out`` if nothing stops the press.

    Files are made at a desk in ``out`` and moved when all of them are complete, the colophon last.

    :raises PressroomError: if its sources cannot be read or its slots cannot be set.
    """
    order = Order(folder, shop, out, tuple(editions))
    with open_press(folder, shop, jobs) as press:
        inputs = list_inputs(order, press.ledger)
        made = plan_issue(folder, shop, press)
        proof = pull_proof(made, jobs, progress, press, editions)
        from pressroom.preflight import inspect_proof  # what takes long to load is there by now

        report = inspect_proof(proof)
        if not _wanted(editions, report):
            return _note(report, press, shop), ()
        with open_desk(out) as desk:
            report, files = _make_files(proof, made.faces, _wanted(editions, report), report, desk, progress)
            digests = tuple((file.name, digest_of(file)) for file in files)
            released = _release(files, order.target) if files else ()
        press.ledger.look_again()
        if report.clear and list_inputs(order, press.ledger) == inputs:  # else something was changed meanwhile
            keep_build(order, press.cache, inputs, press.engine, press.ledger, report, digests)
        return _note(report, press, shop), released


def _wanted(editions: Sequence[str], report: Report) -> list[str]:
    """The editions that are made: where preflight stops the press, only those for the desk."""
    return [name for name in editions if report.clear or EDITIONS[name].for_the_desk]


def _make_files(
    proof: Proof, faces: tuple[Face, ...], editions: Sequence[str], report: Report, desk: Path, progress: Progress
) -> tuple[Report, list[Path]]:
    """Draft editions, prove the contents against them, and write the colophon; give what may be released."""
    from pressroom.pipeline.colophon import write_colophon
    from pressroom.preflight.contents import prove_contents

    drafts = []
    for number, name in enumerate(editions, 1):
        drafts.append(draft(name, proof, faces, desk))
        progress(name, number, len(editions))
    paths = {made.edition: made.path for made in drafts}
    proved = prove_contents(proof.issue, paths.get("screen"), paths.get("epub"))
    finished = _look_at_books(drafts, proof)
    report = Report.of([*report.findings, *proved.findings, *finished])
    files = [made.path for made in drafts if made.edition in _wanted(editions, report)]
    if report.clear:
        files.append(write_colophon(proof, faces, drafts, report, desk))
    return report, files


def _look_at_books(drafts: Sequence[Draft], proof: Proof) -> Sequence[Finding]:
    """Look at the finished books; leave out what the issue allows."""
    books = [made for made in drafts if made.path.suffix == ".epub"]
    if not books:
        return ()
    from pressroom.preflight import allow
    from pressroom.preflight.epub import BOOK_CHECKS

    found = [finding for made in books for finding in _look_at(made, proof)]
    return allow(Report.of(found), proof.issue, BOOK_CHECKS).findings


def _look_at(made: Draft, proof: Proof, validate: bool = False) -> list[Finding]:
    """Look at the finished file of an edition; ask validators too, where that is wanted."""
    if made.path.suffix != ".epub":
        return []
    from pressroom.preflight.epub import ask_validators, inspect_book

    name = Path(made.path.name)  # where it lies now, it will not be found
    asked = ask_validators(made.path, name) if validate else ()
    flows = made.edition == "epub"  # fixed pages have what the layout prints
    return [*inspect_book(made.path, proof.galleys if flows else (), name).findings, *asked]


def _release(files: Sequence[Path], target: Path) -> tuple[Path, ...]:
    """Move files to where they are looked for; the files of two builds are not mixed."""
    target.mkdir(exist_ok=True)
    with lock_folder(target):
        return tuple(file.replace(target / file.name) for file in files)


def _note(report: Report, press: Press, shop: Shop) -> Report:
    """Say that nothing could be kept for the next build, where that is so; it is no finding on the issue."""
    if not press.cache.trouble:
        return report
    message = f"nothing is kept for the next build: {press.cache.trouble}"
    hint = "make room there, or name another folder in PRESSROOM_CACHE"
    return Report.of([*report.findings, query("cache", message, Place(shop.cache), hint)])


def check_issue(folder: Path, shop: Shop, jobs: int, progress: Progress = _nothing) -> Report:
    """Look at an issue as a build would, and write nothing.

    :raises PressroomError: if its sources cannot be read or its slots cannot be set.
    """
    return inspect_issue(folder, shop, jobs, progress)[0]


def inspect_issue(
    folder: Path, shop: Shop, jobs: int, progress: Progress = _nothing, inquiry: Inquiry | None = None
) -> tuple[Report, Proof]:
    """Look at an issue as a build would; give what is found, and the proof that it was found on.

    Of the editions of an inquiry the finished files are looked at too, by validators as well; they are not kept.

    :raises PressroomError: if its sources cannot be read or its slots cannot be set.
    """
    from pressroom.preflight import inspect_proof

    inquiry = inquiry or Inquiry()
    profile = read_profile(profile_folders(shop), inquiry.profile)
    with open_press(folder, shop, jobs) as press:
        made = plan_issue(folder, shop, press)
        proof = pull_proof(made, jobs, progress, press)
        report = inspect_proof(proof)
        with tempfile.TemporaryDirectory() as desk:
            drafts = [draft(name, proof, made.faces, Path(desk)) for name in _wanted(inquiry.editions, report)]
            books = [finding for one in drafts for finding in _look_at(one, proof, validate=True)]
            report = Report.of([*report.findings, *books])
            if drafts or inquiry.reports:
                from pressroom.preflight.pdf import account_for

                report = account_for(proof, report, drafts, profile, inquiry.reports)
        return _note(report, press, shop), proof


__all__ = [
    "Limits",
    "Made",
    "Shop",
    "check_issue",
    "inspect_issue",
    "make_issue",
    "publish_issue",
    "pull_proof",
    "set_file",
]
