"""Import one issue as it is ordered: sources and what the archivist knows in, an issue folder out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pressroom.importers.facsimile import keep_pages
from pressroom.importers.folder import refuse_taken
from pressroom.importers.keeping import holds_import, write_or_merge
from pressroom.importers.ocr import make_issue_folder
from pressroom.importers.ocr.folios import read_header
from pressroom.importers.pages import Scan, SourceLine
from pressroom.importers.readers.text import read_lines
from pressroom.importers.sources import Settings, read_sources
from pressroom.importers.values import ImportResult, Known
from pressroom.read.sheet import read_text

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class ImportOrder:
    """What the archivist knows, a contents page that was typed, which OCR, and whether page images are kept."""

    known: Known = field(default_factory=Known)
    contents: Path | None = None
    engine: str = ""
    facsimile: bool = False


def import_issue(
    sources: Sequence[Path], out: Path, order: ImportOrder | None = None, progress: Progress | None = None
) -> ImportResult:
    """Import one issue; into a folder that an import made before, what has been corrected there is kept.

    :raises SourceError: where the sources cannot be read, or the folder holds something else.
    """
    order = order or ImportOrder()
    step = progress or (lambda *_: None)
    if not holds_import(out):
        refuse_taken(out)
    settings = Settings(
        order.engine, order.known.language, out.parent / f".{out.name}.pages" if order.facsimile else None, step
    )
    scan = read_sources(sources, settings)
    given = read_contents(order.contents) if order.contents else None
    result = make_issue_folder(scan, out, known=order.known, given=given, progress=step, write=write_or_merge)
    if settings.keep is not None:
        keep_pages(result, scan, settings.keep)
    return result


def read_contents(file: Path) -> Scan:
    """Read a contents page that was typed: CSV with a head, or a line an entry.

    :raises SourceError: where it cannot be read.
    """
    text = read_text(file)
    rows = [
        row for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text)) if any(cell.strip() for cell in row)
    ]
    if rows and len(rows[0]) > 1 and len(read_header([cell.strip() for cell in rows[0]])) >= _COLUMNS:
        cells = [tuple(cell.strip() for cell in row) for row in rows]
        lines = tuple(SourceLine(at, "\t".join(row), 0, "|", rows=(row,)) for at, row in enumerate(cells, 1))
        return Scan(file, lines)
    return read_lines(text, file)


_COLUMNS = 2  # of a head that is one


def _delimiter(text: str) -> str:
    """What parts the cells of a table: a tab, a semicolon or a comma."""
    first = text.partition("\n")[0]
    return max("\t;,", key=first.count)
