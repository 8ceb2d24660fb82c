"""Pull a run: a pasteup in, the numbered pages of one slot and the facts about them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from pressroom.composer import composing
from pressroom.composer.weasy import call_with_room, patched
from pressroom.fonts.catalogue import Faces
from pressroom.makeup.pasteup import Pasteup
from pressroom.report import Finding, PressError, stop
from pressroom.run import PRESS, Run
from pressroom.setting.columns.place import Columns, SlotNeeds
from pressroom.setting.complaints import _listen
from pressroom.setting.facts import find_breaks, find_heads, find_left_out, find_lost
from pressroom.setting.fetcher import Fetcher
from pressroom.setting.fill import find_figures, measure_fills, measure_overset, measure_room
from pressroom.setting.gradients import gradients_for_all
from pressroom.setting.sheets import load_sheets
from pressroom.setting.tagging import write_tagged

#: What the engine raises where a document is too odd for it.
_ENGINE_ERRORS = (
    RecursionError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    ValueError,
    TypeError,
    KeyError,
    OSError,
)


@dataclass(frozen=True)
class Laid:
    """A slot that is laid out and not yet drawn: the engine's document, and a run that has no PDF."""

    pasteup: Pasteup
    document: Any
    run: Run


def pull_run(pasteup: Pasteup, faces: Faces, optional: Sequence[str] = ()) -> Run:
    """Set one slot on its own pages, starting on its folio and side: lay it out and draw it.

    :raises PressError: if the engine cannot set it at all.
    """
    return draw_run(lay_out_run(pasteup, faces, optional), faces)


def lay_out_run(pasteup: Pasteup, faces: Faces, optional: Sequence[str] = ()) -> Laid:
    """Lay one slot out on its own pages, and take the facts; it is drawn when it is known to be the one wanted.

    Blocks of an ``optional`` class are not lost where they are left out whole.

    :raises PressError: if the engine cannot lay it out at all.
    """
    findings: list[Finding] = []
    fetcher = Fetcher((*pasteup.folders, *faces.folders))
    fonts, sheets, complaints = _style_sheets(pasteup, faces)
    findings += complaints
    with _at_work(pasteup, findings) as columns:
        document = _render(pasteup.html, pasteup, fonts, sheets, fetcher, 0)
    blank_pages = max(pasteup.slot.pages - len(document.pages), 0)
    run = Run(len(document.pages), blank_pages, (), (), None, (), made_up=columns.made_up)
    return Laid(pasteup, document, _take_facts(document.pages, pasteup, optional, run, findings))


def draw_run(laid: Laid, faces: Faces) -> Run:
    """Draw what is laid out, with blank pages or fillers up to the end of the slot.

    :raises PressError: if the engine cannot draw it.
    """
    pasteup, run = laid.pasteup, laid.run
    findings = list(run.findings)
    fetcher = Fetcher((*pasteup.folders, *faces.folders))
    fonts, sheets, _ = _style_sheets(pasteup, faces)
    with _at_work(pasteup, findings):
        pages = list(laid.document.pages)
        for number in range(run.blank_pages):
            html = pasteup.fillers[number] if number < len(pasteup.fillers) else pasteup.blank
            blank = _render(html, pasteup, fonts, sheets, fetcher, run.set_pages + number)
            pages += blank.pages[:1]
            if len(blank.pages) > 1:
                findings.append(_too_long(pasteup, number))
        pdf = call_with_room(write_tagged, laid.document.copy(pages))
    return replace(run, data=pdf, findings=tuple(dict.fromkeys(findings)))


@contextmanager
def _at_work(pasteup: Pasteup, findings: list[Finding]) -> Iterator[Columns]:
    """Compose and make up, and hear what the engine says; what it dies of stops the slot.

    :raises PressError: in place of what the engine raises.
    """
    slot = pasteup.slot
    needs = SlotNeeds(pasteup.leeway, slot.pages if len(slot.articles) == 1 else 0, slot.recto)
    try:
        with composing() as session, gradients_for_all(), _listen(pasteup, findings):
            columns = Columns(needs, session)
            with patched(columns.hooks):
                yield columns
    except _ENGINE_ERRORS as error:
        message = f"the engine cannot set this slot: {type(error).__name__}: {error}"
        hint = "look for what is odd in its copy or style"
        raise PressError([stop("engine", message, pasteup.slot.place, hint)]) from error


def _too_long(pasteup: Pasteup, number: int) -> Finding:
    """Say that a filler is longer than the page that it stands in for."""
    message = f"{pasteup.slot.name}: filler {number + 1} is longer than the one blank page it would take"
    return stop("filler", message, pasteup.slot.place, "cut it to a page")


def _take_facts(
    pages: Sequence[Any], pasteup: Pasteup, optional: Sequence[str], run: Run, findings: Sequence[Finding]
) -> Run:
    """Read the facts about a run off its pages."""
    idents = [ident for ident, _ in pasteup.blocks]
    heads, breaks = find_heads(pages, pasteup.slugs), find_breaks(pages, pasteup.slugs, idents)
    room = measure_room(pages, idents)
    planned = pasteup.slot.pages
    over = measure_overset(pages, planned, idents, heads, breaks, room) if len(pages) > planned else None
    lost = find_lost(pages, pasteup.blocks)
    left_out = find_left_out(lost, pasteup.html, pasteup.blocks, optional)
    return replace(
        run,
        heads=heads,
        breaks=breaks,
        overset=over,
        lost=tuple((ident, count) for ident, count in lost if ident not in left_out),
        findings=tuple(dict.fromkeys(findings)),
        fills=measure_fills(pages),
        room=room,
        figures=find_figures(pages, idents, room) if over else (),
        left_out=left_out,
        filled_pages=min(run.blank_pages, len(pasteup.fillers)),
    )


def _render(
    html: str, pasteup: Pasteup, fonts: FontConfiguration, sheets: Sequence[Any], fetcher: Fetcher, page: int
) -> Any:
    """Lay out HTML that begins on a page of the slot (from 0)."""
    recto = pasteup.slot.recto == (page % 2 == 0)
    number = (pasteup.slot.folio or 1) + page
    tokens = "".join(f"--{name}:{value};" for name, value in pasteup.tokens)
    start = (
        f":root{{{tokens}}}@page{{size:{pasteup.width:g}mm {pasteup.height:g}mm;bleed:{pasteup.bleed:g}mm}}"
        f"@page:first{{counter-reset:page {number}}}html{{break-before:{'right' if recto else 'left'}}}"
    )
    own = weasyprint.CSS(string=start, font_config=fonts, url_fetcher=fetcher)
    document = weasyprint.HTML(string=fetcher.hide(html), base_url=f"{PRESS}0/", url_fetcher=fetcher)
    return call_with_room(document.render, font_config=fonts, stylesheets=[own, *sheets])


def _style_sheets(pasteup: Pasteup, faces: Faces) -> tuple[FontConfiguration, list[Any], list[Finding]]:
    """Parse the style sheets once in a process; give what the engine complains of with file, line and column."""
    return load_sheets(pasteup.stylesheets, (*pasteup.folders[1:], *faces.folders), faces.css)
