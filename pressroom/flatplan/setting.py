"""Set an issue for its flatplan: a folder in, a board out, with a problem where a slot could not be set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pressroom.flatplan.board import Board, Problem, lay_out
from pressroom.fonts import Face
from pressroom.pipeline.plan import plan_issue
from pressroom.pipeline.publish import Made, pull_proof
from pressroom.pipeline.pull import Progress, open_press
from pressroom.proof import Proof
from pressroom.report import PressError
from pressroom.run import Run
from pressroom.workshop.config import Shop


def set_flatplan(folder: Path, shop: Shop, jobs: int, progress: Progress) -> tuple[Board, tuple[Face, ...]]:
    """Set an issue, and lay out its flatplan; give its faces too.

    :raises PressroomError: if its sources cannot be read, or the engine complains of its layout.
    """
    with open_press(folder, shop, jobs) as press:
        made = plan_issue(folder, shop, press)
        runs = pull_what_can(made, lambda part: pull_proof(part, jobs, progress, press))
        return lay_out(made.issue, made.layout, runs), made.faces


def pull_what_can(made: Made, pull: Callable[[Made], Proof]) -> dict[int, Run | Problem]:
    """Set all slots that can be set, by their index; say of the others what stopped them.

    :raises PressError: with what stopped the press and belongs to no slot.
    """
    failed: dict[int, Run | Problem] = {}
    left = made
    while left.pasteups:
        try:
            proof = pull(left)
        except PressError as error:
            said = {finding.place: finding.message for finding in error.report.findings}
            now = {paste.slot.index: said[paste.slot.place] for paste in left.pasteups if paste.slot.place in said}
            if not now:
                raise
            failed |= {index: Problem(message) for index, message in now.items()}
            left = replace(left, pasteups=tuple(paste for paste in left.pasteups if paste.slot.index not in now))
        else:
            pairs = zip(proof.pasteups, proof.runs, strict=True)
            return failed | {paste.slot.index: run for paste, run in pairs}
    return failed
