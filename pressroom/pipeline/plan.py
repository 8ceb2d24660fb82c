"""Plan an issue: where slots follow on as long as they need, set these first, until every folio is known."""

from __future__ import annotations

from pathlib import Path

from pressroom.fonts.catalogue import faces_of
from pressroom.pipeline.prepare import Made, make_issue
from pressroom.pipeline.pull import Press, pull_runs
from pressroom.report import PressError, stop
from pressroom.run import Run
from pressroom.workshop.config import Shop

_ROUNDS = 6


def plan_issue(folder: Path, shop: Shop, press: Press) -> Made:
    """Make an issue up with as many pages for each open slot as it needs.

    An open slot may need other pages on the other side of a spread, so that a plan is tried until it comes out.

    :raises PressroomError: if its sources cannot be read, or if no plan comes out.
    """
    counts: dict[int, int] = {}
    for _ in range(_ROUNDS):
        made = make_issue(folder, shop, counts)
        opened = [pasteup for pasteup in made.pasteups if pasteup.slot.open]
        if not opened:
            return made
        results = pull_runs(opened, faces_of(made.faces), made.layout.fit, press, lambda *_: None)
        runs = [results[number] for number in range(len(opened))]
        needed = {
            pasteup.slot.index: run.set_pages for pasteup, run in zip(opened, runs, strict=True) if isinstance(run, Run)
        }
        if needed == counts or len(needed) < len(opened):  # what could not be set is told when all are
            return made
        counts = needed
    message = f"the pages of slots with `folio: auto` do not settle in {_ROUNDS} rounds"
    raise PressError([stop("unsettled", message, made.issue.place, "pin the folio of one of them, or say its `pages`")])
