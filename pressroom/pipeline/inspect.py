"""Inspect what was made: a proof and the drafts of its editions in; one report, without what the issue allows, out."""

from __future__ import annotations

from collections.abc import Sequence

from pressroom.editions import EDITIONS, Draft
from pressroom.pipeline.orders import Scrutiny
from pressroom.preflight import allow, inspect_proof
from pressroom.preflight.accounting import inspect_drafts, write_reports
from pressroom.proof import Proof
from pressroom.read.profile import read_profile
from pressroom.report import Finding, Report
from pressroom.workshop import Workshop


class Inspector:
    """Gathers what is found on one issue, from its proof to its finished files."""

    def __init__(self, proof: Proof, scrutiny: Scrutiny, workshop: Workshop) -> None:
        self._proof, self._scrutiny = proof, scrutiny
        self._profile = read_profile(workshop.config.profiles, scrutiny.profile)
        self._found = inspect_proof(proof)

    def wanted(self, editions: Sequence[str]) -> list[str]:
        """The editions that are worth making: where the proof stops the press, those for the desk alone."""
        clear = allow(self._found, self._proof.issue).clear
        return [name for name in editions if clear or EDITIONS[name].for_the_desk]

    def look_at(self, drafts: Sequence[Draft]) -> Report:
        """Look at finished files too, and say of the whole issue what was found; reports are written of it."""
        inspected = inspect_drafts(self._proof, drafts, self._profile, self._scrutiny.deep)
        found: list[Finding] = [*self._found, *inspected.findings]
        report = allow(found, self._proof.issue, inspected.unasked)
        write_reports(self._proof, report, inspected.inspections, self._scrutiny.reports)
        return report
