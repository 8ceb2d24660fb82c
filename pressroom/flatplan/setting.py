"""Set an issue for its flatplan: a folder in, a board out, with a problem where a slot could not be set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pressroom.flatplan.board import Board, Problem, lay_out
from pressroom.fonts import Face
from pressroom.pipeline.plan import plan_issue
from pressroom.pipeline.prepare import Prepared
from pressroom.pipeline.pull import Progress, no_progress, pull_proof, setting_service
from pressroom.proof import Proof
from pressroom.report import PressError
from pressroom.run import Run
from pressroom.workshop import open_workshop
from pressroom.workshop.config import Config
from pressroom.workshop.pool import Nursery


@contextmanager
def set_flatplan(
    folder: Path, config: Config, jobs: int, progress: Progress = no_progress, nursery: Nursery | None = None
) -> Iterator[tuple[Board, tuple[Face, ...]]]:
    """Set an issue, and lay out its flatplan; give its faces too. The pages are there until this ends.

    :raises PressroomError: if its sources cannot be read, or the engine complains of its layout.
    """
    with open_workshop(config, folder, setting_service(folder), jobs, nursery) as workshop:
        prepared = plan_issue(folder, workshop)
        runs = pull_what_can(prepared, lambda part: pull_proof(part, workshop, progress))
        yield lay_out(prepared.issue, prepared.layout, runs), prepared.faces


def pull_what_can(prepared: Prepared, pull: Callable[[Prepared], Proof]) -> dict[int, Run | Problem]:
    """Set all slots that can be set, by their index; say of the others what stopped them.

    :raises PressError: with what stopped the press and belongs to no slot.
    """
    failed: dict[int, Run | Problem] = {}
    left = prepared
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
            return failed | {part.slot.index: part.run for part in proof.parts}
    return failed
