"""Preflight: look at everything that was made, and give one report."""

from __future__ import annotations

from pressroom.preflight.allowances import allow
from pressroom.preflight.proof import fit, imprint, languages, names, pages  # noqa: F401  their checks register themselves
from pressroom.preflight.registry import CHECKS, Check, run_check
from pressroom.proof import Proof
from pressroom.report import Finding, Severity


def inspect_proof(proof: Proof) -> list[Finding]:
    """Run every check on a proof, and put in what galleys noted; allowances are not looked at."""
    found = [finding for galley in proof.galleys for finding in galley.queries]
    for check in CHECKS.values():
        found += run_check(check.id, lambda check=check: check(proof), proof.issue.place)  # type: ignore[misc]
    return found


__all__ = ["CHECKS", "Check", "Severity", "allow", "inspect_proof"]
