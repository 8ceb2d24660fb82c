"""The registry of checks.

A check is a generator function. Its name is its id; the first line of its docstring is the rule as a true sentence,
the rest says why. There is one way to run a check of any kind: one that breaks is itself a finding.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import Any

from pressroom.proof import Proof
from pressroom.report import Finding, Place, PressroomError, Severity, stop

Rule = Callable[[Proof], Iterator[Finding]]


@dataclass(frozen=True)
class Check:
    """A registered rule and how bad it is to break it."""

    id: str
    severity: Severity
    rule: Rule

    @property
    def summary(self) -> str:
        """The rule in one line."""
        return summary_of(self.rule)

    def __call__(self, proof: Proof) -> Iterator[Finding]:
        """Run on a proof."""
        return self.rule(proof)


CHECKS: dict[str, Check] = {}


def summary_of(rule: Callable[..., Any]) -> str:
    """What a rule says in one line."""
    return (inspect.getdoc(rule) or "").partition("\n")[0]


def name_of(rule: Callable[..., Any], *registries: Mapping[str, Any]) -> str:
    """What a rule is known by: no other in any of the registries is, and it says what it is."""
    name = rule.__name__.replace("_", "-")
    assert not any(name in known for known in registries), f"two checks named {name}"
    assert rule.__doc__, f"{name} needs a docstring"
    return name


def check(severity: Severity) -> Callable[[Rule], Rule]:
    """Register a function as a check."""

    def register(rule: Rule) -> Rule:
        name = name_of(rule, CHECKS)
        CHECKS[name] = Check(name, severity, rule)
        return rule

    return register


def run_check(name: str, look: Callable[[], Iterable[Finding]], place: Place) -> list[Finding]:
    """Run a check on whatever it looks at, lying at a place; where it breaks, what it found before stays."""
    found: list[Finding] = []
    try:
        for finding in look():
            found.append(finding)
    except PressroomError as error:
        found += error.report.findings
    except Exception as error:
        frame = extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        message = f"the check {name} broke: {type(error).__name__}: {error} ({where})"
        found.append(stop("check-failed", message, place, "please report this with the issue"))
    return found
