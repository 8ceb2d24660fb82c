"""Plan an issue: where slots follow on as long as they need, set these first, until every folio is known."""

from __future__ import annotations

from pathlib import Path

from pressroom.pipeline.prepare import Prepared, prepare_apart
from pressroom.pipeline.pull import pull_runs
from pressroom.report import PressError, stop
from pressroom.run import Run
from pressroom.workshop import Workshop

_ROUNDS = 6


def plan_issue(folder: Path, workshop: Workshop) -> Prepared:
    """Make an issue up with as many pages for each open slot as it needs.

    An open slot may need other pages on the other side of a spread, so that a plan is tried until it comes out.

    :raises PressroomError: if its sources cannot be read, or if no plan comes out.
    """
    counts: dict[int, int] = {}
    for _ in range(_ROUNDS):
        prepared = prepare_apart(folder, workshop, counts)
        opened = [pasteup for pasteup in prepared.pasteups if pasteup.slot.open]
        if not opened:
            return prepared
        results = pull_runs(opened, prepared.faces, prepared.layout.fit, workshop)
        needed = {opened[number].slot.index: run.set_pages for number, run in results.items() if isinstance(run, Run)}
        if needed == counts or len(needed) < len(opened):  # what could not be set is told when all are
            return prepared
        counts = needed
    message = f"the pages of slots with `folio: auto` do not settle in {_ROUNDS} rounds"
    raise PressError(
        [stop("unsettled", message, prepared.issue.place, "pin the folio of one of them, or say its `pages`")]
    )
