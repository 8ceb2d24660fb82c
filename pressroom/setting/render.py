"""Render a slot: a pasteup in, the numbered pages of one slot and the facts about them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.images import RasterImage

from pressroom.composer import call_with_room, composing, patched
from pressroom.fonts.matching import Faces
from pressroom.makeup.pasteup import Pasteup
from pressroom.report import Finding, PressError, stop
from pressroom.run import PRESS, Facts, PlacedPicture, Run
from pressroom.setting.columns.place import Columns, SlotNeeds
from pressroom.setting.complaints import ENGINE_ERRORS, listen_to_slot
from pressroom.setting.cutting import cut_face
from pressroom.setting.facts import find_breaks, find_heads, find_left_out, find_lost
from pressroom.setting.fetcher import Fetcher
from pressroom.setting.fill import find_figures, measure_fills, measure_overset, measure_room
from pressroom.setting.fontmap import PrivateFonts
from pressroom.setting.gradients import draw_gradient
from pressroom.setting.sheets import SheetShelf
from pressroom.setting.tagging import write_tagged
from pressroom.workshop.files import digest


@dataclass(frozen=True)
class Laid:
    """A slot that is laid out and not yet drawn: the engine's document, and the facts about it."""

    pasteup: Pasteup
    document: Any
    facts: Facts


class Renderer:
    """The engine at one slot: what it reads, and which files it was served."""

    def __init__(self, pasteup: Pasteup, faces: Faces, shelf: SheetShelf) -> None:
        self._fetcher = Fetcher(pasteup.folders)
        self._sheets = shelf.load(pasteup.stylesheets, (*pasteup.folders[1:],), faces)
        for path, value in self._sheets.served:
            self._fetcher.note(path, value)

    @property
    def served(self) -> Mapping[Path, str]:
        """All files that the slot was made from, with the digests of what was read."""
        return self._fetcher.served

    def lay_out(self, pasteup: Pasteup, optional: Sequence[str] = ()) -> Laid:
        """Lay the slot out, and take the facts; it is drawn when it is known to be the one wanted.

        Blocks of an ``optional`` class are not lost where they are left out whole.

        :raises PressError: if the engine cannot lay it out at all.
        """
        findings = list(self._sheets.findings)
        with _at_work(pasteup, findings, self._sheets.fonts) as columns:
            document, pictures = self._render(pasteup.html, pasteup, 0)
        blank_pages = max(pasteup.slot.pages - len(document.pages), 0)
        facts = Facts(len(document.pages), blank_pages, (), (), None, (), pictures=pictures, made_up=columns.made_up)
        return Laid(pasteup, document, _take_facts(document.pages, pasteup, optional, facts, findings))

    def draw(self, laid: Laid, file: Path) -> Run:
        """Draw what is laid out into a file, with blank pages or fillers up to the end of the slot.

        :raises PressError: if the engine cannot draw it.
        :raises OSError: where the disk is full.
        """
        pasteup, facts = laid.pasteup, laid.facts
        findings, pictures = list(facts.findings), list(facts.pictures)
        with _at_work(pasteup, findings, self._sheets.fonts):
            pages = list(laid.document.pages)
            for number in range(facts.blank_pages):
                html = pasteup.fillers[number] if number < len(pasteup.fillers) else pasteup.blank
                blank, own = self._render(html, pasteup, facts.set_pages + number)
                pages += blank.pages[:1]
                pictures += own
                if len(blank.pages) > 1:
                    findings.append(_too_long(pasteup, number))
            data = call_with_room(write_tagged, laid.document.copy(pages))
        file.write_bytes(data)
        known = replace(facts, findings=tuple(dict.fromkeys(findings)), pictures=tuple(sorted(set(pictures))))
        return Run.of(known, file, digest(data))

    def _render(self, html: str, pasteup: Pasteup, page: int) -> tuple[Any, tuple[PlacedPicture, ...]]:
        """Lay out HTML that begins on a page of the slot (from 0); give the bitmaps that it shows, too."""
        recto = pasteup.slot.recto == (page % 2 == 0)
        number = (pasteup.slot.folio or 1) + page
        tokens = "".join(f"--{name}:{value};" for name, value in pasteup.tokens)
        start = (
            f":root{{{tokens}}}@page{{size:{pasteup.width:g}mm {pasteup.height:g}mm;bleed:{pasteup.bleed:g}mm}}"
            f"@page:first{{counter-reset:page {number}}}html{{break-before:{'right' if recto else 'left'}}}"
        )
        fonts, images = self._sheets.fonts, dict[str, Any]()
        own = weasyprint.CSS(string=start, font_config=fonts, url_fetcher=self._fetcher)
        source = weasyprint.HTML(string=self._fetcher.hide(html), base_url=f"{PRESS}0/", url_fetcher=self._fetcher)
        sheets = [own, *self._sheets.sheets]
        document = call_with_room(source.render, font_config=fonts, stylesheets=sheets, cache=images)
        return document, tuple(self._name_pictures(images))

    def _name_pictures(self, images: Mapping[Any, Any]) -> Iterator[PlacedPicture]:
        """Say which file each bitmap comes from: print editions are made from the files themselves."""
        for address, image in images.items():
            if isinstance(image, RasterImage) and str(address).startswith(PRESS):
                yield PlacedPicture(image.id, *self._fetcher.name(address))


@contextmanager
def _at_work(pasteup: Pasteup, findings: list[Finding], fonts: PrivateFonts) -> Iterator[Columns]:
    """Compose and make up, and hear what the engine says; what it dies of stops the slot.

    :raises PressError: in place of what the engine raises.
    """
    slot = pasteup.slot
    needs = SlotNeeds(pasteup.leeway, slot.pages if len(slot.articles) == 1 else 0, slot.recto)
    try:
        with composing() as session, fonts.in_charge(), listen_to_slot(pasteup, findings):
            columns = Columns(needs, session)
            with patched({"draw_gradient": draw_gradient, "cut_face": cut_face, **columns.hooks}):
                yield columns
    except ENGINE_ERRORS as error:
        message = f"the engine cannot set this slot: {type(error).__name__}: {error}"
        hint = "look for what is odd in its copy or style"
        raise PressError([stop("engine", message, pasteup.slot.place, hint)]) from error


def _too_long(pasteup: Pasteup, number: int) -> Finding:
    """Say that a filler is longer than the page that it stands in for."""
    message = f"{pasteup.slot.name}: filler {number + 1} is longer than the one blank page it would take"
    return stop("filler", message, pasteup.slot.place, "cut it to a page")


def _take_facts(
    pages: Sequence[Any], pasteup: Pasteup, optional: Sequence[str], facts: Facts, findings: Sequence[Finding]
) -> Facts:
    """Read the facts about a run off its pages."""
    idents = [ident for ident, _ in pasteup.blocks]
    heads, breaks = find_heads(pages, pasteup.slugs), find_breaks(pages, pasteup.slugs, idents)
    room = measure_room(pages, idents)
    planned = pasteup.slot.pages
    over = measure_overset(pages, planned, idents, heads, breaks, room) if len(pages) > planned else None
    lost = find_lost(pages, pasteup.blocks)
    left_out = find_left_out(lost, pasteup.html, pasteup.blocks, optional)
    return replace(
        facts,
        heads=heads,
        breaks=breaks,
        overset=over,
        lost=tuple((ident, count) for ident, count in lost if ident not in left_out),
        findings=tuple(dict.fromkeys(findings)),
        fills=measure_fills(pages),
        room=room,
        figures=find_figures(pages, idents, room) if over else (),
        left_out=left_out,
        filled_pages=min(facts.blank_pages, len(pasteup.fillers)),
    )
