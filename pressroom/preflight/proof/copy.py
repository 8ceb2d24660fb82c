"""Checks on the copy of a proof."""

from __future__ import annotations

from collections.abc import Iterator

from pressroom.preflight.registry import check
from pressroom.proof import Proof
from pressroom.report import Finding, Place, Severity, query
from pressroom.typography.normaliser import find_changes, find_doubts


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
