"""What is done in a process of its own: its limits bind, and whatever it dies of is a message that names it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pressroom.pipeline.apart import do_apart, share_out
from pressroom.report import Place, PressError, SourceError, stop
from pressroom.workshop.config import Limits
from pressroom.workshop.nursery import can_fork

PLACE = Place(Path("issue.yaml"), 1, 1)


def add(one: int, other: int) -> int:
    return one + other


def run_for_ever() -> None:
    while True:
        pass


def fill_memory() -> int:
    held = []
    while True:
        held.append(bytearray(50_000_000))


def fall() -> None:
    os.kill(os.getpid(), 9)


def dig(depth: int = 0) -> int:
    return dig(depth + 1) + 1


def refuse() -> None:
    raise SourceError([stop("yaml", "is wrong", PLACE)])


def miss() -> None:
    Path("/none/of/that").read_bytes()


def odd() -> None:
    raise KeyError("slot")


def apart(function, *arguments, limits: Limits | None = None):
    return do_apart(function, *arguments, what="a.pdf", place=PLACE, limits=limits or Limits(seconds=60))


def test_what_comes_to_an_end_is_handed_back():
    assert apart(add, 1, 2) == 3


@pytest.mark.parametrize(
    ("function", "limits", "said"),
    [
        (run_for_ever, Limits(seconds=1), "a.pdf took more than 1 seconds: something in it runs away"),
        (fill_memory, Limits(seconds=60, megabytes=300), "a.pdf took too much memory"),
        (fall, Limits(), "a.pdf stopped half-way (SIGKILL)"),
        (dig, Limits(), "a.pdf failed: RecursionError: maximum recursion depth exceeded"),
        (odd, Limits(), "a.pdf failed: KeyError: 'slot' (test_apart.py:"),
    ],
)
def test_what_does_not_is_named(function, limits, said):
    begun = time.monotonic()
    with pytest.raises(PressError) as caught:
        apart(function, limits=limits)
    (finding,) = caught.value.report.findings
    assert finding.message.startswith(said)
    assert (finding.check, finding.place) == ("worker-died", PLACE)
    assert finding.hint
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(("function", "error"), [(refuse, SourceError), (miss, FileNotFoundError)])
def test_what_is_said_there_is_said_here(function, error):
    with pytest.raises(error):
        apart(function)


def name_process(_shared: object, what: str) -> tuple[str, int]:
    if what == "breaks":
        raise AssertionError("broken")
    return what, os.getpid()


def test_tasks_are_shared_out_and_come_back_by_number():
    unsent = (lambda: None,)  # this could be handed over to nobody
    made = dict(share_out(name_process, unsent, ["a", "b", "c"], PLACE, Limits(seconds=60), jobs=2))
    assert [made[number][0] for number in range(3)] == ["a", "b", "c"]
    assert ({pid for _, pid in made.values()} == {os.getpid()}) is not can_fork()


def test_a_task_that_breaks_is_named():
    with pytest.raises(PressError, match="breaks failed: AssertionError: broken"):
        list(share_out(name_process, (None,), ["a", "breaks"], PLACE, Limits(seconds=60), jobs=1))
