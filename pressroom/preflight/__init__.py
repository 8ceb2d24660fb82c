"""Preflight: look at everything that was made, and give one report."""

from __future__ import annotations

from pressroom.preflight.allowances import allow
from pressroom.preflight.proof import fit, imprint, pages  # noqa: F401  their checks register themselves
from pressroom.preflight.registry import CHECKS, Check
from pressroom.proof import Proof
from pressroom.report import Report, Severity


def inspect_proof(proof: Proof) -> Report:
    """Run every check on a proof; put in what galleys noted; leave out what the issue allows.

    Allowances for checks on finished files are not asked for here.
    """
    noted = [finding for galley in proof.galleys for finding in galley.queries]
    found = [finding for check in CHECKS.values() for finding in check(proof)]
    return allow(Report.of([*noted, *found]), proof.issue)


__all__ = ["CHECKS", "Check", "Severity", "allow", "inspect_proof"]
