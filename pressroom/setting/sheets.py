"""Parse style sheets once: files in, what the engine makes of them and what it complains of out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from pressroom.report import Finding, Place, stop
from pressroom.setting.complaints import _listen_to_sheet
from pressroom.setting.fetcher import Fetcher, note_served, serving
from pressroom.workshop.files import digest

_ADDRESS = re.compile(
    r"(?:url\(|@import)\s*['\"]?(?:url\(\s*['\"]?)?((?!data:)[A-Za-z][A-Za-z0-9+.-]*:[^'\")\s]*|//[^'\")\s]*)"
)


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
