"""Checks on the pages of a proof."""

from __future__ import annotations

from collections.abc import Iterator

from pressroom.preflight.registry import check
from pressroom.proof import Proof
from pressroom.report import Finding, Place, Severity, query, stop
from pressroom.typography.normaliser import find_changes, find_doubts


@check(Severity.STOP)
def lost_text(proof: Proof) -> Iterator[Finding]:
    """Every character of an article stands on a page.

    Engines lose text: where columns are balanced around what spans them, where a box hides what overflows.
    """
    for part in proof.parts:
        for block, missing in part.run.lost:
            galley = next(galley for galley in proof.galleys if block.startswith(f"{galley.article.slug}-b"))
            message = f"{missing} characters of this paragraph are not printed"
            hint = "look for what hides or loses it in the style of this kind"
            yield stop("lost-text", message, galley.place(block), hint)


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
    """The pages fold into whole signatures.

    Printers fold sheets of four, eight or sixteen pages; issue.yaml may name another number, or 1.
    """
    count, of = len(proof.pages), proof.issue.signature
    if count % of:
        hint = f"add {of - count % of} pages, or take {count % of} out"
        yield query("broken-signature", f"{count} pages are no multiple of {of}", proof.issue.place, hint)


@check(Severity.QUERY)
def not_normalised(proof: Proof) -> Iterator[Finding]:
    """Copy in Chinese has the marks of GB/T 15834.

    Half-width commas, straight quotes and spaces between Chinese characters come from typing and from scanners. A build
    never changes them; `pressroom normalise` shows what it would write.
    """
    if not proof.issue.magazine.language.startswith("zh"):
        return
    for article in proof.issue.articles:
        for change in find_changes(article.copy):
            line = article.copy_line + change.line - 1
            place = Place(article.place.file, line, change.column)
            start = max(change.column - 9, 0)
            shown = f"{change.before[start : start + 24]} → {change.after[start : start + 24]}"
            yield query("not-normalised", shown, place, "`pressroom normalise ISSUE --write` puts it right")
        for doubt in find_doubts(article.copy):
            place = Place(article.place.file, article.copy_line + doubt.line - 1, doubt.column)
            yield query("not-normalised", "a straight quote that may open or close", place, "write “ or ” there")
