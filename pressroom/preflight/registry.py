"""The registry of checks.

A check is a generator function. Its name is its id; the first line of its docstring is the rule as a true sentence,
the rest says why.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pressroom.proof import Proof
from pressroom.report import Finding, Severity

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
        return (inspect.getdoc(self.rule) or "").partition("\n")[0]

    def __call__(self, proof: Proof) -> Iterator[Finding]:
        """Run on a proof."""
        return self.rule(proof)


CHECKS: dict[str, Check] = {}


def check(severity: Severity) -> Callable[[Rule], Rule]:
    """Register a function as a check."""

    def register(rule: Rule) -> Rule:
        name = rule.__name__.replace("_", "-")
        assert name not in CHECKS, f"two checks named {name}"
        assert rule.__doc__, f"{name} needs a docstring"
        CHECKS[name] = Check(name, severity, rule)
        return rule

    return register
