"""Do things in processes of their own, with limits: a function and its arguments in, what it gives out.

What runs away there is ended and named, and so is what breaks: nobody is shown a traceback. Where a process cannot be
copied and what is to be done cannot be handed over, it is done here, without limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pressroom.report import Place, PressError, PressroomError, stop
from pressroom.workshop.config import Limits
from pressroom.workshop.nursery import Failure, Service, can_fork, do_task, open_own_agency
from pressroom.workshop.pool import Pool

#: How much longer a whole edition may take than a slot, and how much more memory.
_LONGER, _LARGER = 4, 2
_WHY = {
    "died": ("stopped half-way ({})", "try again; see whether there is memory enough"),
    "time": ("took more than {}: something in it runs away", "look for what is odd in it, or raise --slot-seconds"),
    "memory": ("took too much memory", "look for what is huge in it, or raise --slot-memory"),
    "disk": ("is refused by the disk: {}", "see whether there is room on it"),
    "error": ("failed: {}", "please report this with what it was made of"),
}


@dataclass(frozen=True)
class _Raised:
    """What was raised apart, and has to be raised here."""

    error: PressroomError | OSError


def limits_of_whole(limits: Limits) -> Limits:
    """What a whole edition may take, where a slot may take ``limits``."""
    return Limits(limits.seconds * _LONGER, limits.megabytes * _LARGER)


def do_apart(function: Callable[..., Any], *arguments: Any, what: str, place: Place, limits: Limits) -> Any:
    """Call a function in a process of its own; ``what`` names what it does, ``place`` what it does it to.

    Its arguments and what it gives are handed over between processes.

    :raises PressroomError: as the function does; or if it breaks, runs away or dies.
    :raises OSError: as the function does.
    """
    with Pool(Service(f"{__name__}:make_hand", (function, ())), 1, limits, open_own_agency) as pool:
        ((_, answer),) = pool.work([arguments])
    return _open(answer, what, place)


def share_out(
    function: Callable[..., Any],
    shared: tuple[Any, ...],
    tasks: Sequence[str],
    place: Place,
    limits: Limits,
    jobs: int = 1,
) -> Iterator[tuple[int, Any]]:
    """Call a function with what is ``shared`` and each of some tasks in processes that are this one once more.

    What is shared is handed over to nobody: it is there. Gives the number of each task with what came of it.

    :raises PressroomError: as the function does; or if it breaks, runs away or dies; the task is what names it.
    :raises OSError: as the function does.
    """
    if not can_fork():
        hand, _ = make_hand(function, shared)
        yield from ((number, _open(do_task(hand, (task,)), task, place)) for number, task in enumerate(tasks))
        return
    with Pool(Service(f"{__name__}:make_hand", (function, shared)), jobs, limits, open_own_agency) as pool:
        for number, answer in pool.work([(task,) for task in tasks]):
            yield number, _open(answer, tasks[number], place)


def make_hand(function: Callable[..., Any], shared: tuple[Any, ...]) -> tuple[Callable[..., Any], str]:
    """Make a worker ready to call a function with what is shared, and more."""

    def work(*more: Any) -> Any:
        try:
            return function(*shared, *more)
        except (PressroomError, OSError) as error:
            return _Raised(error)

    return work, "ready"


def _open(answer: Any, what: str, place: Place) -> Any:
    """Take what came back.

    :raises PressroomError: where it did not come to an end, or was raised apart.
    :raises OSError: where that was raised apart.
    """
    if isinstance(answer, Failure):
        message, hint = _WHY[answer.why]
        raise PressError([stop("worker-died", f"{what} {message.format(answer.said)}", place, hint)])
    if isinstance(answer, _Raised):
        raise answer.error
    return answer
