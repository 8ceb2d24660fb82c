"""The registry of checks on finished files.

As with proofs, a check is a generator function: its name is its id, the first line of its docstring the rule as a true
sentence, the rest says why. It yields spots; where they come from in the sources is found afterwards.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pressroom.preflight.pdf.look import Look
from pressroom.preflight.pdf.marks.values import Box
from pressroom.preflight.registry import CHECKS, name_of, summary_of
from pressroom.report import Severity


@dataclass(frozen=True)
class Spot:
    """One place that breaks a rule: what is there, what was expected, and how to mend it.

    ``sheet`` is the number of the page from 0, -1 for the whole file; without a box all of the page is meant. ``text``
    is what stands there, ``pixels`` the size of the picture that does and ``bits`` those of each of its samples,
    ``drawn`` tells that it is part of a figure: they help to find the source.
    """

    message: str
    hint: str = ""
    sheet: int = -1
    box: Box | None = None
    value: str = ""
    limit: str = ""
    text: str = ""
    pixels: tuple[int, int] | None = None
    drawn: bool = False
    severity: Severity | None = None
    bits: int = 0


Rule = Callable[[Look], Iterator[Spot]]


@dataclass(frozen=True)
class FileCheck:
    """A registered rule on finished files: how bad it is to break it, where it comes from, and for which editions.

    A ``quick`` one needs no marks of pages and no drawings: it is run in every build.
    """

    id: str
    severity: Severity
    source: str
    editions: tuple[str, ...]
    quick: bool
    rule: Rule

    @property
    def summary(self) -> str:
        """The rule in one line."""
        return summary_of(self.rule)

    @property
    def reason(self) -> str:
        """Why there is such a rule."""
        return " ".join((inspect.getdoc(self.rule) or "").partition("\n")[2].split())

    def __call__(self, look: Look) -> Iterator[Spot]:
        """Run on a file."""
        return self.rule(look)


FILE_CHECKS: dict[str, FileCheck] = {}
BOTH = ("print", "screen")
EVERY = ("print", "cover", "screen")
PRINT = ("print",)
PRESS = ("print", "cover")
COVER = ("cover",)
SCREEN = ("screen",)


def check_file(
    severity: Severity, source: str, editions: tuple[str, ...] = BOTH, quick: bool = False
) -> Callable[[Rule], Rule]:
    """Register a function as a check on the finished files of some editions."""

    def register(rule: Rule) -> Rule:
        name = name_of(rule, FILE_CHECKS, CHECKS)
        FILE_CHECKS[name] = FileCheck(name, severity, source, editions, quick, rule)
        return rule

    return register
