"""Checks on how copy fits: what is over, what is short, in lines and characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pressroom.galley import Galley
from pressroom.makeup.pasteup import Pasteup
from pressroom.preflight.registry import check
from pressroom.proof import Proof
from pressroom.report import Finding, Place, Severity, query, stop
from pressroom.run import Run, Tail

_NEARLY_EMPTY = 0.25  # of a page: a headline, a deck and a line or two


@check(Severity.STOP)
def overset(proof: Proof) -> Iterator[Finding]:
    """Every slot fits the pages that the flatplan gives it.

    Folios never move: what does not fit would be lost, or push every article behind it off its folio.
    """
    for part in proof.parts:
        pasteup, run = part.pasteup, part.run
        if run.overset is None:
            continue
        if not run.overset.tails or not any(tail.block for tail in run.overset.tails):
            message = f"{pasteup.slot.name}: {_count(run.set_pages, 'page')} set, {pasteup.slot.pages} planned"
            hint = f"give it {_count(run.overset.pages, 'page')} more, or mend its template"
            yield stop("overset", message, pasteup.slot.place, hint)
        for tail in _join([tail for tail in run.overset.tails if tail.block]):
            yield _over(proof, pasteup, run, tail)


def _join(tails: Sequence[Tail]) -> list[Tail]:
    """Join what is over on pages that follow one another: it is one text."""
    joined: list[Tail] = []
    pages = 0
    for tail in tails:
        if joined and tail.page == joined[-1].page + pages:
            last = joined.pop()
            lines, characters = last.lines + tail.lines, last.characters + tail.characters
            joined.append(replace(last, lines=lines, characters=characters, figures=last.figures + tail.figures))
            pages += 1
        else:
            joined.append(tail)
            pages = 1
    return joined


def _over(proof: Proof, pasteup: Pasteup, run: Run, tail: Tail) -> Finding:
    """Say how much of an article is over, where that begins, and what would mend it."""
    galley = _galley_of(proof, tail.block)
    place = _find_offset(galley, tail.block, tail.offset) if galley else pasteup.slot.place
    tightest = " at the tightest" if run.departures else ""
    text = f"{_count(tail.lines, 'line')} ({_count(tail.characters, 'character')}) over{tightest}"
    pages = f"{_count(run.set_pages, 'page')} set, {pasteup.slot.pages} planned"
    ways = [f"cut about {_count(tail.characters, 'character')}"] if tail.characters else []
    ways += [f"give it p. {label} too" for label in _next_labels(proof, pasteup)]
    ways += [f"drop {name}" for name in _droppable(proof, run, tail, galley)]
    return stop("overset", f"{pasteup.slot.name}: {text}: {pages}", place, ", or ".join(ways))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _galley_of(proof: Proof, block: str) -> Galley | None:
    """Find the galley that a block is of."""
    return next((galley for galley in proof.galleys if any(block == known.ident for known in galley.blocks)), None)


def _find_offset(galley: Galley, block: str, offset: int) -> Place:
    """Find the line and column of copy where so many characters of a block have passed; marks of markup are none."""
    place = galley.place(block)
    lines = galley.article.place.file.read_text(encoding="utf-8-sig").split("\n")
    left = offset
    for number, line in enumerate(lines[place.line - 1 :], place.line):
        for column, char in enumerate(line, 1):
            if char.isspace() or char in "*_`\\":
                continue
            if not left:
                return Place(place.file, number, column)
            left -= 1
    return place


def _next_labels(proof: Proof, pasteup: Pasteup) -> Iterator[str]:
    """The page behind a slot, which another slot would have to give up."""
    last = pasteup.slot.labels[-1]
    if last.isdigit() and str(int(last) + 1) in proof.issue.labels:
        yield str(int(last) + 1)


def _droppable(proof: Proof, run: Run, tail: Tail, galley: Galley | None) -> Iterator[str]:
    """The figure of the article that frees enough lines, and the fewest."""
    if galley is None:
        return
    enough = [
        figure for figure in run.figures if figure.lines >= tail.lines and _galley_of(proof, figure.block) is galley
    ]
    if enough:
        least = min(enough, key=lambda figure: figure.lines)
        number = [figure.block for figure in run.figures if _galley_of(proof, figure.block) is galley].index(
            least.block
        )
        yield f"figure {number + 1} (line {galley.place(least.block).line})"


@check(Severity.QUERY)
def underset(proof: Proof) -> Iterator[Finding]:
    """Every slot fills its pages.

    Blank pages are set and marked, so that folios stay; but somebody should know.
    """
    for part in proof.parts:
        pasteup, run = part.pasteup, part.run
        fit, slot = proof.layout.fit, pasteup.slot
        if run.blank_pages > run.filled_pages:
            labels = slot.labels[run.set_pages + run.filled_pages :]
            message = f"{slot.name}: p. {'–'.join(dict.fromkeys((labels[0], labels[-1])))} left blank"
            hint = "add copy or pictures, let a filler stand there, or give the next slot an earlier folio"
            yield query("underset", message, slot.place, hint)
        elif slot.kind not in fit.unfilled and _is_short(run, fit.fill):
            yield _under(pasteup, run, fit.fill)


def _is_short(run: Run, wanted: float) -> bool:
    """Whether the last page of a slot holds text, but too little."""
    return run.overset is None and not run.blank_pages and bool(run.room.lines) and run.fills[-1] < wanted


def _under(pasteup: Pasteup, run: Run, wanted: float) -> Finding:
    """Say how much the last page of a slot is short of."""
    slot, room, fill = pasteup.slot, run.room, run.fills[-1]
    lines = max(1, round((wanted - fill) * room.lines))
    message = f"{slot.name}: p. {slot.labels[-1]} is {fill:.0%} full: {_count(lines, 'line')} short of {wanted:.0%}"
    hint = f"add about {_count(round(lines * room.characters), 'character')}, or a picture of {_count(lines, 'line')}"
    return query("underset", message, slot.place, hint)


@check(Severity.STOP)
def wide_table(proof: Proof) -> Iterator[Finding]:
    """Every table stands in the room that it has.

    One that is too wide for a column runs across all of them and is set smaller; one that is too wide even so would
    cover what stands beside it, or leave the page.
    """
    for part in proof.parts:
        for block, over in part.run.wide:
            galley = _galley_of(proof, block)
            place = galley.place(block) if galley else part.pasteup.slot.place
            message = f"{part.pasteup.slot.name}: the table is {over:g} mm wider than its room"
            hint = "part it in two, turn rows into columns, shorten its longest words, or leave a column out"
            yield stop("wide-table", message, place, hint)


@check(Severity.QUERY)
def nearly_empty_page(proof: Proof) -> Iterator[Finding]:
    """Every page of a text that goes on holds more than its headline.

    What does not part, a box or a picture as high as a column, takes the words before it along to the next page.
    """
    for part in proof.parts:
        pasteup, run = part.pasteup, part.run
        if pasteup.slot.kind in proof.layout.fit.unfilled or not run.room.lines or pasteup.slot.spread:
            continue
        for number, fill in enumerate(run.fills[:-1]):
            block = next((start.block for start in run.breaks if start.page == number + 1), "")
            galley = _galley_of(proof, block)
            if 0 < fill < _NEARLY_EMPTY and number < len(pasteup.slot.labels) and galley and not _is_shown(run, number):
                label = pasteup.slot.labels[number]
                message = f"{pasteup.slot.name}: p. {label} is {fill:.0%} full, and its text goes on behind it"
                hint = "part the box, table or picture that comes next, make it lower, or move it further down"
                yield query("nearly-empty-page", message, galley.place(block), hint)


def _is_shown(run: Run, page: int) -> bool:
    """Whether a page begins with a block that is no headline, as one with a picture over all of it does."""
    start = next((start.block for start in run.breaks if start.page == page), "")
    return bool(start) and page > 0 and not start.endswith("-headline")
