"""Offer cures: what a slot has too much, or what was found in, what a press of a button would do out."""

from __future__ import annotations

from typing import Any

from pressroom.desk.look import IssueLook, name_file
from pressroom.desk.sources import SourceShelf
from pressroom.galley import Galley
from pressroom.read.editing import set_inner_value, set_value
from pressroom.run import Run
from pressroom.typography.normaliser import apply_changes, find_changes

_FENCE = ":::"


def list_cures(look: IssueLook, index: int, shelf: SourceShelf) -> list[dict[str, Any]]:
    """What can be done about a slot that runs over or leaves pages blank, the plainest first."""
    slot, state = look.prepared.issue.flatplan[index], look.states.get(index)
    run = state.shown if state else None
    if not isinstance(run, Run) or slot.folio is None:
        return []
    if run.overset is None:
        blank = run.blank_pages - run.filled_pages
        if blank < 1 or run.set_pages < 1:
            return []
        pages = slot.pages - blank
        label = f"Take {'its blank page' if blank == 1 else f'its {blank} blank pages'} out"
        return [{"label": label, "change": {"what": "pages", "slot": index, "pages": pages}}]
    more = slot.pages + run.overset.pages
    label = f"Give it {run.overset.pages} more {'page' if run.overset.pages == 1 else 'pages'}: what follows moves on"
    cures: list[dict[str, Any]] = [{"label": label, "change": {"what": "pages", "slot": index, "pages": more}}]
    galleys = {galley.article.slug: galley for galley in look.prepared.galleys}
    for figure in run.figures:
        found = _find_galley(figure.block, [galleys[article.slug] for article in slot.articles])
        if found and figure.lines >= run.overset.lines:
            place = found.place(figure.block)
            name = name_file(place.file, shelf.magazine)
            label = f"Drop the figure in line {place.line} ({figure.lines} lines)"
            cures.append({"label": label, "drop": {"name": name, "line": place.line}})
    return cures


def _find_galley(block: str, galleys: list[Galley]) -> Galley | None:
    return next((galley for galley in galleys if any(one.ident == block for one in galley.blocks)), None)


def drop_block(text: str, line: int) -> str:
    """Take the directive that begins in a line (from 1) out of copy, with the empty line behind it.

    :raises ValueError: if none begins there.
    """
    lines = text.split("\n")
    if not 1 <= line <= len(lines) or not lines[line - 1].startswith(_FENCE):
        raise ValueError(f"no block begins in line {line}")
    fence = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip(":"))]
    end = next((number for number in range(line, len(lines)) if lines[number].strip() == fence), None)
    if end is None:
        raise ValueError(f"the block in line {line} is not closed")
    after = end + 1
    if after < len(lines) and not lines[after].strip():
        after += 1
    return "\n".join([*lines[: line - 1], *lines[after:]])


def allow_finding(text: str, check: str, file: str, reason: str) -> str:
    """Write into an issue's sheet that a check may pass for a file of the issue, or for all, and why.

    :raises EditError: if it cannot be written by place.
    """
    return set_inner_value(text, ("allow", check, file), reason) if file else set_value(text, ("allow", check), reason)


def list_marks(text: str) -> list[dict[str, Any]]:
    """What the rules of punctuation would change in copy, with the places of what is wrong."""
    return [
        {"line": change.line, "column": change.column, "before": change.before, "after": change.after}
        for change in find_changes(text)
    ]


def mend_marks(text: str) -> str:
    """Copy with the marks that the rules want."""
    return apply_changes(text, find_changes(text))
