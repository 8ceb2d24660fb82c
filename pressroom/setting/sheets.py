"""Parse style sheets once: files in, what the engine makes of them and what it complains of out."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import weasyprint

from pressroom.fonts.matching import Faces
from pressroom.report import Finding, Place, stop
from pressroom.setting.complaints import listen_to_sheet
from pressroom.setting.fetcher import Fetcher
from pressroom.setting.fontmap import PrivateFonts
from pressroom.workshop.files import digest
from pressroom.workshop.sources import read_source
from pressroom.workshop.styles import list_references

_ADDRESS = re.compile(r"(?!data:)[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_KEPT = 4  # sets of sheets: those of a layout, and of one that is tried beside it


@dataclass(frozen=True)
class ParsedSheets:
    """Style sheets as the engine has them, its complaints at line and column, and the files they were read from."""

    fonts: PrivateFonts
    sheets: tuple[Any, ...]
    findings: tuple[Finding, ...]
    served: tuple[tuple[Path, str], ...]


class SheetShelf:
    """The style sheets that a worker has parsed; those of a file that was changed are parsed anew."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], ParsedSheets] = OrderedDict()

    def load(self, files: Sequence[Path], folders: tuple[Path, ...], faces: Faces) -> ParsedSheets:
        """Parse style sheets, to be set in some faces; ``folders`` is where all may read.

        :raises OSError: if one cannot be read.
        """
        key = (*map(_look_at, files), faces, folders)
        if key not in self._kept:
            self._kept[key] = _parse(files, folders, faces)
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]


def _look_at(file: Path) -> tuple[Path, int, int]:
    """A file and what tells that it was changed."""
    try:
        look = file.stat()
    except OSError:  # what is wrong with it is told when it is read
        return file, 0, 0
    return file, look.st_mtime_ns, look.st_size


def _parse(files: Sequence[Path], folders: tuple[Path, ...], faces: Faces) -> ParsedSheets:
    fonts, findings, sheets = PrivateFonts(faces), list[Finding](), list[Any]()
    fetcher = Fetcher(folders)
    for file in files:
        with listen_to_sheet(file, findings):
            data = read_source(file, fetcher.folders)
            fetcher.note(file.resolve(), digest(data))
            text = data.decode("utf-8").replace("\r\n", "\n")
            findings += _find_addresses(text, file)
            base = fetcher.hide(file.resolve().as_uri())
            sheets.append(weasyprint.CSS(string=text, base_url=base, font_config=fonts, url_fetcher=fetcher))
    return ParsedSheets(fonts, tuple(sheets), tuple(findings), tuple(fetcher.served.items()))


def _find_addresses(text: str, file: Path) -> Iterator[Finding]:
    """Find what a style sheet would fetch."""
    for found in list_references(text):
        if _ADDRESS.match(found.address.strip()):
            message = f"{found.address.strip()[:80]} is an address: nothing is ever fetched"
            place = Place(file, found.line, found.column)
            yield stop("remote-reference", message, place, "put the file beside the style sheet")
