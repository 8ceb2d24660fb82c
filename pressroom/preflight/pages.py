"""Checks on the pages of a proof."""

from __future__ import annotations

from collections.abc import Iterator

from pressroom.preflight.registry import check
from pressroom.proof import Proof
from pressroom.report import Finding, Severity, query, stop
from pressroom.run import overset_finding, underset_finding


@check(Severity.STOP)
def overset(proof: Proof) -> Iterator[Finding]:
    """Every slot fits the pages that the flatplan gives it.

    Folios never move: what does not fit would be lost, or push every article behind it off its folio.
    """
    for pasteup, run in zip(proof.pasteups, proof.runs, strict=True):
        if run.overset is None:
            continue
        galley = next((g for g in proof.galleys if run.overset.block.startswith(f"{g.article.slug}-b")), None)
        place = galley.place(run.overset.block) if galley else pasteup.slot.place
        yield overset_finding(pasteup, run, place)


@check(Severity.STOP)
def lost_text(proof: Proof) -> Iterator[Finding]:
    """Every character of an article stands on a page.

    Engines lose text: where columns are balanced around what spans them, where a box hides what overflows.
    """
    for run in proof.runs:
        for block, missing in run.lost:
            galley = next(galley for galley in proof.galleys if block.startswith(f"{galley.article.slug}-b"))
            message = f"{missing} characters of this paragraph are not printed"
            hint = "look for what hides or loses it in the style of this kind"
            yield stop("lost-text", message, galley.place(block), hint)


@check(Severity.QUERY)
def underset(proof: Proof) -> Iterator[Finding]:
    """Every slot fills its pages.

    Blank pages are set and marked, so that folios stay; but somebody should know.
    """
    for pasteup, run in zip(proof.pasteups, proof.runs, strict=True):
        if run.blank_pages:
            yield underset_finding(pasteup, run)


@check(Severity.STOP)
def off_folio(proof: Proof) -> Iterator[Finding]:
    """Every article that the contents page lists begins on the folio that it prints."""
    landings, pages = proof.landings, proof.pages
    for section in proof.contents:
        for entry in section.entries:
            landing = landings.get(entry.article.slug)
            where = pages[landing.page].label if landing else "no page"
            if where != entry.slot.labels[0]:
                message = f"{entry.headline!r} begins on {where}, the contents page prints {entry.slot.labels[0]}"
                hint = "see that the template of its kind shows the headline on the slot's first page"
                yield stop("off-folio", message, entry.slot.place, hint)


@check(Severity.STOP)
def lost_article(proof: Proof) -> Iterator[Finding]:
    """Every article of the flatplan stands on a page.

    A template that sets one article only, given two, would lose the second without a word.
    """
    for slot in proof.issue.flatplan:
        for article in slot.articles:
            if article.slug not in proof.landings:
                message = f"the template of {slot.kind!r} does not set {article.slug!r}"
                yield stop("lost-article", message, slot.place, "give it a slot of a kind that sets several articles")


@check(Severity.QUERY)
def broken_signature(proof: Proof) -> Iterator[Finding]:
    """The pages fold into signatures of four."""
    count = len(proof.pages)
    if count % 4:
        hint = f"add {4 - count % 4} pages or take {count % 4} out"
        yield query("broken-signature", f"{count} pages are no multiple of four", proof.issue.place, hint)
