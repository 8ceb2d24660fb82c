"""Pull a run: a pasteup in, the numbered pages of one slot and the facts about them out."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from pressroom.composer import composing
from pressroom.makeup.pasteup import Pasteup
from pressroom.read.sheet import decode_text
from pressroom.report import Finding, Place, PressError, query, stop
from pressroom.run import PRESS, Faces, Run
from pressroom.setting.facts import find_breaks, find_heads, find_left_out, find_lost
from pressroom.setting.fetcher import Fetcher, note_served, serving
from pressroom.setting.fill import find_figures, measure_fills, measure_overset, measure_room
from pressroom.setting.gradients import gradients_for_all
from pressroom.setting.tagging import write_tagged
from pressroom.workshop.files import digest

_POSITION = re.compile(r" at (\d+):(\d+)")
_ADDRESS = re.compile(
    r"(?:url\(|@import)\s*['\"]?(?:url\(\s*['\"]?)?((?!data:)[A-Za-z][A-Za-z0-9+.-]*:[^'\")\s]*|//[^'\")\s]*)"
)
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
_NOT_OURS = ("Using fontTools instead of HarfBuzz", "No anchor #", "Anchor defined twice")


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
    with _at_work(pasteup, findings):
        document = _render(pasteup.html, pasteup, fonts, sheets, fetcher, 0)
    blank_pages = max(pasteup.slot.pages - len(document.pages), 0)
    run = Run(len(document.pages), blank_pages, (), (), None, ())
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
        pdf = write_tagged(laid.document.copy(pages))
    return replace(run, data=pdf, findings=tuple(dict.fromkeys(findings)))


@contextmanager
def _at_work(pasteup: Pasteup, findings: list[Finding]) -> Iterator[None]:
    """Compose, and hear what the engine says; what it dies of stops the slot.

    :raises PressError: in place of what the engine raises.
    """
    try:
        with composing(), gradients_for_all(), _listen(pasteup, findings):
            yield
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


def set_page(file: Path, faces: Faces) -> tuple[bytes, tuple[Finding, ...]]:
    """Set any HTML file with the composer; give the PDF, and what the engine complains of.

    The faces of the house may be named in its style sheets. Only files below its own folder are read.

    :raises PressError: if the engine cannot set it at all.
    :raises SourceError: if it is not UTF-8.
    """
    folder = file.resolve().parent
    fetcher = Fetcher((folder, *faces.folders))
    fonts = FontConfiguration()
    with composing(), _hear() as ear:
        try:
            sheet = weasyprint.CSS(string=faces.css, font_config=fonts, url_fetcher=fetcher)
            text = fetcher.hide(decode_text(file.read_bytes(), file, "save the file as UTF-8 in your editor"))
            document = weasyprint.HTML(string=text, base_url=f"{PRESS}0/", url_fetcher=fetcher)
            pdf: bytes = document.write_pdf(font_config=fonts, stylesheets=[sheet])
        except _ENGINE_ERRORS as error:
            message = f"the engine cannot set this file: {type(error).__name__}: {error}"
            raise PressError([stop("engine", message, Place(file), "look for what is odd in it")]) from error
    said = (words for words in ear.said if not words.startswith(_NOT_OURS))
    return pdf, tuple(query("engine-complaint", words, Place(file), "mend the file") for words in said)


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
    return document.render(font_config=fonts, stylesheets=[own, *sheets])


def _style_sheets(pasteup: Pasteup, faces: Faces) -> tuple[FontConfiguration, list[Any], list[Finding]]:
    """Parse the style sheets once in a process; give what the engine complains of with file, line and column."""
    return load_sheets(pasteup.stylesheets, (*pasteup.folders[1:], *faces.folders), faces.css)


def load_sheets(
    files: Sequence[Path], folders: tuple[Path, ...], css: str
) -> tuple[FontConfiguration, list[Any], list[Finding]]:
    """Parse style sheets once in a process; ``css`` is that of the fonts, ``folders`` is where all may read."""
    key = tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
    fonts, sheets, findings, served = _parse_sheets(key, css, folders)
    for path, value in served:
        note_served(path, value)
    return fonts, sheets, findings


@lru_cache(maxsize=4)
def _parse_sheets(
    files: tuple[tuple[Path, int, int], ...], css: str, folders: tuple[Path, ...]
) -> tuple[FontConfiguration, list[Any], list[Finding], tuple[tuple[Path, str], ...]]:
    fonts = FontConfiguration()
    fetcher = Fetcher(folders)
    findings: list[Finding] = []
    with serving() as served:
        sheets = [weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher)]
        for file, _, _ in files:
            with _listen_to_sheet(file, findings):
                data = file.read_bytes()
                note_served(file.resolve(), digest(data))
                text = data.decode("utf-8").replace("\r\n", "\n")
                findings += _find_addresses(text, file)
                base = fetcher.hide(file.resolve().as_uri())
                sheets.append(weasyprint.CSS(string=text, base_url=base, font_config=fonts, url_fetcher=fetcher))
    return fonts, sheets, findings, tuple(served.items())


def _find_addresses(text: str, file: Path) -> Iterator[Finding]:
    """Find what a style sheet would fetch."""
    for found in _ADDRESS.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        place = Place(file, line, found.start() - text.rfind("\n", 0, found.start()))
        message = f"{found[1][:80]} is an address: nothing is ever fetched"
        yield stop("remote-reference", message, place, "put the file beside the style sheet")


class _Ear(logging.Handler):
    """Keeps what the engine says."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.said.append(record.getMessage())


@contextmanager
def _hear() -> Iterator[_Ear]:
    """Listen to the engine, and keep it from the terminal."""
    logger, ear = logging.getLogger("weasyprint"), _Ear()
    handlers, propagates = list(logger.handlers), logger.propagate
    logger.handlers, logger.propagate = [ear], False
    try:
        yield ear
    finally:
        logger.handlers, logger.propagate = handlers, propagates


@contextmanager
def _listen(pasteup: Pasteup, findings: list[Finding]) -> Iterator[None]:
    """Turn what the engine says of a slot into findings."""
    with _hear() as ear:
        yield
    for said in ear.said:
        if said.startswith(_NOT_OURS):
            continue
        check = "missing-glyph" if ".notdef" in said else "engine-complaint"
        message = f"{pasteup.slot.name}: {said}"
        hint = "mend the template, the style or the copy of this slot"
        findings.append(stop(check, message, pasteup.slot.place, hint))


@contextmanager
def _listen_to_sheet(file: Path, findings: list[Finding]) -> Iterator[None]:
    """Turn what the engine says of a style sheet into findings at line and column."""
    with _hear() as ear:
        try:
            yield
        except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
            ear.said.append(f"cannot be read: {error}")
    for said in ear.said:
        found = _POSITION.search(said)
        place = Place(file, int(found[1]), int(found[2])) if found else Place(file)
        findings.append(stop("css", _POSITION.sub("", said), place, "mend the style sheet"))
