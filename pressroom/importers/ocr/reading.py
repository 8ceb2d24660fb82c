"""Everything that was read off a source, before it is written."""

from __future__ import annotations

from dataclasses import dataclass

from pressroom.importers.ocr.plan import PlannedSlot
from pressroom.importers.ocr.values import Chapter, Contents, Front
from pressroom.importers.pages import Scan
from pressroom.importers.values import Notes


@dataclass(frozen=True)
class ScanReading:
    """Everything that was read off a scan."""

    scan: Scan
    contents: Contents
    front: Front
    chapters: tuple[Chapter, ...]
    slots: tuple[PlannedSlot, ...]
    notes: Notes
    first_folio: int = 1
