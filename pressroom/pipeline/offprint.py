"""Set one slot of an issue as it stands in it: a slot's name or an article's slug in, a PDF with its folios out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pressroom.editions import draft
from pressroom.issue import Slot
from pressroom.pipeline.orders import Order
from pressroom.pipeline.plan import plan_issue
from pressroom.pipeline.prepare import Prepared
from pressroom.pipeline.pull import pull_proof, setting_service
from pressroom.report import Place, PressError, Report, nearest, stop
from pressroom.workshop import open_workshop
from pressroom.workshop.files import write_file
from pressroom.workshop.pool import Nursery


def print_part(order: Order, name: str, out: Path, nursery: Nursery | None = None) -> Report:
    """Set the slot of a name, or the one that shows an article, and write it as a screen edition of its own.

    Its folios, running heads and labels are those of the issue. Links to what is not in it are left out.

    :raises PressroomError: if there is no such slot, or it cannot be set.
    """
    with open_workshop(order.config, order.folder, setting_service(order.folder), 1, nursery) as workshop:
        order.prove()
        prepared = plan_issue(order.folder, workshop)
        slot = find_part(prepared, name)
        proof = pull_proof(_only(prepared, slot), workshop)
        made = draft("screen", replace(proof, partial=True), workshop, workshop.bench)
        write_file(out, made.path.read_bytes())
        return Report.of(finding for part in proof.parts for finding in part.run.findings)


def find_part(prepared: Prepared, name: str) -> Slot:
    """Find the slot of a name, or the first that shows an article.

    :raises PressError: if there is none.
    """
    slots = prepared.issue.flatplan
    for slot in slots:
        if slot.name == name or any(article.slug == name for article in slot.articles):
            return slot
    known = [*(slot.name for slot in slots), *(article.slug for article in prepared.issue.articles)]
    near = nearest(name, known)
    hint = f"did you mean {near!r}?" if near else f"slots: {', '.join(slot.name for slot in slots)}"
    raise PressError([stop("no-such-slot", f"there is no slot and no article {name!r}", Place(Path()), hint)])


def _only(prepared: Prepared, slot: Slot) -> Prepared:
    """An issue that has no other slot; its pages stay what they are."""
    slugs = {article.slug for article in slot.articles}
    pasteups = tuple(pasteup for pasteup in prepared.pasteups if pasteup.slot.index == slot.index)
    galleys = tuple(galley for galley in prepared.galleys if galley.article.slug in slugs)
    return replace(prepared, issue=replace(prepared.issue, flatplan=(slot,)), galleys=galleys, pasteups=pasteups)
