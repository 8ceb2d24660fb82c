"""Pull a run: a pasteup in, the numbered pages of one slot and the facts about them out."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from pressroom.composer import composing
from pressroom.makeup import Pasteup
from pressroom.report import Finding, Place, PressError, query, stop
from pressroom.runfacts import Break, Head, Overset, count_printed, find_breaks, find_heads, measure_overset

_POSITION = re.compile(r" at (\d+):(\d+)")
_ADDRESS = re.compile(
    r"(?:url\(|@import)\s*['\"]?(?:url\(\s*['\"]?)?((?!data:)[A-Za-z][A-Za-z0-9+.-]*:[^'\")\s]*|//[^'\")\s]*)"
)
_PRESS = "file:///press/"
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
class Run:
    """The pages of one slot, set: a PDF and facts. It travels between processes.

    ``set_pages`` are the pages that the copy took, ``blank_pages`` those added to fill the slot. ``breaks`` say what
    each page begins with, ``heads`` where each article begins. ``lost`` are blocks that print fewer characters than
    they have, and how many are missing: the engine has lost them.
    """

    pdf: bytes
    set_pages: int
    blank_pages: int
    heads: tuple[Head, ...]
    breaks: tuple[Break, ...]
    overset: Overset | None
    findings: tuple[Finding, ...]
    lost: tuple[tuple[str, int], ...] = ()
    fit: str = ""


@dataclass(frozen=True)
class Faces:
    """The style sheet of the fonts, and the folders that their files lie in."""

    css: str
    folders: tuple[Path, ...]


def pull_run(pasteup: Pasteup, faces: Faces) -> Run:
    """Set one slot on its own pages, starting on its folio and side.

    :raises PressError: if the engine cannot set it at all.
    """
    findings: list[Finding] = []
    fetcher = _Fetcher((*pasteup.folders, *faces.folders))
    fonts, sheets, complaints = _style_sheets(pasteup, faces)
    findings += complaints
    try:
        with composing(), _listen(pasteup, findings):
            document = _render(pasteup.html, pasteup, fonts, sheets, fetcher, 0)
            set_pages = len(document.pages)
            blank_pages = max(pasteup.slot.pages - set_pages, 0)
            pages = list(document.pages)
            for number in range(blank_pages):
                blank = _render(pasteup.blank, pasteup, fonts, sheets, fetcher, set_pages + number)
                pages += blank.pages[:1]
            pdf = document.copy(pages).write_pdf()
    except _ENGINE_ERRORS as error:
        message = f"the engine cannot set this slot: {type(error).__name__}: {error}"
        raise PressError(
            [stop("engine", message, pasteup.slot.place, "look for what is odd in its copy or style")]
        ) from error
    idents = [ident for ident, _ in pasteup.blocks]
    overset = measure_overset(document.pages, pasteup.slot.pages, idents) if set_pages > pasteup.slot.pages else None
    return Run(
        pdf=pdf,
        set_pages=set_pages,
        blank_pages=blank_pages,
        heads=find_heads(document.pages, pasteup.slugs),
        breaks=find_breaks(document.pages, pasteup.slugs, idents),
        overset=overset,
        lost=_find_lost(document.pages, pasteup),
        findings=tuple(dict.fromkeys(findings)),
    )


def set_page(file: Path, faces: Faces) -> tuple[bytes, tuple[Finding, ...]]:
    """Set any HTML file with the composer; give the PDF, and what the engine complains of.

    The faces of the house may be named in its style sheets. Only files below its own folder are read.

    :raises PressError: if the engine cannot set it at all.
    """
    folder = file.resolve().parent
    fetcher = _Fetcher((folder, *faces.folders))
    fonts = FontConfiguration()
    with composing(), _hear() as ear:
        try:
            sheet = weasyprint.CSS(string=faces.css, font_config=fonts, url_fetcher=fetcher)
            text = fetcher.hide(file.read_text(encoding="utf-8"))
            document = weasyprint.HTML(string=text, base_url=f"{_PRESS}0/", url_fetcher=fetcher)
            pdf: bytes = document.write_pdf(font_config=fonts, stylesheets=[sheet])
        except _ENGINE_ERRORS as error:
            message = f"the engine cannot set this file: {type(error).__name__}: {error}"
            raise PressError([stop("engine", message, Place(file), "look for what is odd in it")]) from error
    said = (words for words in ear.said if not words.startswith(_NOT_OURS))
    return pdf, tuple(query("engine-complaint", words, Place(file), "mend the file") for words in said)


def _render(
    html: str, pasteup: Pasteup, fonts: FontConfiguration, sheets: Sequence[Any], fetcher: _Fetcher, page: int
) -> Any:
    """Lay out HTML that begins on a page of the slot (from 0)."""
    recto = pasteup.slot.recto == (page % 2 == 0)
    number = (pasteup.slot.folio or 1) + page
    tokens = "".join(f"--{name}:{value};" for name, value in pasteup.tokens)
    start = (
        f":root{{{tokens}}}@page{{size:{pasteup.width:g}mm {pasteup.height:g}mm}}"
        f"@page:first{{counter-reset:page {number}}}html{{break-before:{'right' if recto else 'left'}}}"
    )
    own = weasyprint.CSS(string=start, font_config=fonts, url_fetcher=fetcher)
    document = weasyprint.HTML(string=fetcher.hide(html), base_url=f"{_PRESS}0/", url_fetcher=fetcher)
    return document.render(font_config=fonts, stylesheets=[own, *sheets])


def _find_lost(pages: Sequence[Any], pasteup: Pasteup) -> tuple[tuple[str, int], ...]:
    """Find the blocks that the engine did not print whole."""
    printed = count_printed(pages, [ident for ident, _ in pasteup.blocks])
    return tuple(
        (ident, length - printed.get(ident, 0)) for ident, length in pasteup.blocks if printed.get(ident, 0) < length
    )


def _style_sheets(pasteup: Pasteup, faces: Faces) -> tuple[FontConfiguration, list[Any], list[Finding]]:
    """Parse the style sheets once in a process; give what the engine complains of with file, line and column."""
    key = tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in pasteup.stylesheets)
    folders = (*pasteup.folders[1:], *faces.folders)
    return _parse_sheets(key, faces.css, folders)


@lru_cache(maxsize=4)
def _parse_sheets(
    files: tuple[tuple[Path, int, int], ...], css: str, folders: tuple[Path, ...]
) -> tuple[FontConfiguration, list[Any], list[Finding]]:
    fonts = FontConfiguration()
    fetcher = _Fetcher(folders)
    findings: list[Finding] = []
    sheets = [weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher)]
    for file, _, _ in files:
        with _listen_to_sheet(file, findings):
            text = file.read_text(encoding="utf-8")
            findings += _find_addresses(text, file)
            base = fetcher.hide(file.resolve().as_uri())
            sheets.append(weasyprint.CSS(string=text, base_url=base, font_config=fonts, url_fetcher=fetcher))
    return fonts, sheets, findings


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


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Reads regular files below given folders, and nothing else: no network, no way out.

    The engine derives names inside the PDF from addresses, so it is given ``file:///press/0/…`` for the first folder
    and so on: the bytes must not hang on where the folders lie.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self.folders = [folder.resolve() for folder in folders]

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Give the bytes of a file; the engine reports what is refused."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
            raise ValueError(f"{url[:100]} is an address: nothing is ever fetched")
        path = Path(url2pathname(urlsplit(self._show(url)).path)).resolve()
        if not any(path.is_relative_to(folder) for folder in self.folders):
            raise ValueError(f"{path.name} lies outside the issue, its layout and the fonts")
        return super().fetch(path.as_uri(), headers)

    def hide(self, text: str) -> str:
        """Put the engine's addresses in place of the folders' own."""
        for number, folder in enumerate(self.folders):
            text = text.replace(f"{folder.as_uri()}/", f"{_PRESS}{number}/")
        return text

    def _show(self, url: str) -> str:
        """Put a folder's own address back."""
        number, slash, rest = url.removeprefix(_PRESS).partition("/")
        known = url.startswith(_PRESS) and slash and number.isdigit() and int(number) < len(self.folders)
        return f"{self.folders[int(number)].as_uri()}/{rest}" if known else url


def overset_finding(pasteup: Pasteup, run: Run, place: Place) -> Finding:
    """Say how much of a slot is over, as an editor would."""
    assert run.overset is not None
    over, planned = run.overset, pasteup.slot.pages
    lines = f"{over.lines} lines, {over.characters} characters" if over.lines else "its last pages"
    pages = f"{planned} page{'s' if planned > 1 else ''}"
    message = f"{pasteup.slot.name}: {lines} over: {run.set_pages} pages set, {pages} planned"
    hint = f"cut about {over.characters} characters, or give the slot {run.set_pages - planned} more"
    return stop("overset", message, place, hint)


def underset_finding(pasteup: Pasteup, run: Run) -> Finding:
    """Say which pages of a slot stay blank."""
    labels = pasteup.slot.labels[run.set_pages :]
    message = f"{pasteup.slot.name}: p. {'–'.join(dict.fromkeys((labels[0], labels[-1])))} left blank"
    return query(
        "underset", message, pasteup.slot.place, "add copy or pictures, or give the next slot an earlier folio"
    )
