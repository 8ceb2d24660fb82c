"""Draw the pages of a finished file small, with what was found on them framed: for people who look at reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pressroom.pictures.pages import draw_page, embed, open_document
from pressroom.preflight.pdf.inspecting import Detail, Inspection
from pressroom.preflight.pdf.marks.values import Box, PdfPage
from pressroom.report import Severity

_WIDTH = 260  # pixels
_QUALITY = 60
_ROOM = 2.0  # points around what is framed


@dataclass(frozen=True)
class SpotFrame:
    """A frame on a page, in points from its top left, and what is said of it.

    Its kind is ``trim``, the edge that is cut, or how bad it is what was found there.
    """

    kind: str
    x: float
    y: float
    width: float
    height: float
    said: str


@dataclass(frozen=True)
class Thumbnail:
    """A page drawn small, as an address that holds its picture; its size in points, and its frames."""

    sheet: PdfPage
    picture: str
    width: float
    height: float
    frames: tuple[SpotFrame, ...]


def draw_thumbnails(inspection: Inspection, findings: Iterable[Detail]) -> tuple[Thumbnail, ...]:
    """Draw every page that something was found on, with all spots framed."""
    by_sheet: dict[int, list[Detail]] = {}
    for finding in findings:
        if finding.sheet >= 0:
            by_sheet.setdefault(finding.sheet, []).append(finding)
    sheets = inspection.file.sheets
    with open_document(inspection.file.file) as document:
        return tuple(
            _frame(sheets[number], embed(draw_page(document, number, _WIDTH), "JPEG", _QUALITY), found)
            for number, found in sorted(by_sheet.items())
        )


def _frame(sheet: PdfPage, picture: str, findings: list[Detail]) -> Thumbnail:
    """Lay frames over a page."""
    left, bottom, right, top = sheet.boxes.get("Crop") or sheet.boxes["Media"]
    frames = [_make_frame(sheet.trim, (left, top), "trim", "the edge that is cut")]
    for finding in findings:
        kind = "stop" if finding.severity is Severity.STOP else "query"
        said = f"{finding.check}: {finding.message}"
        frames += [_make_frame(box, (left, top), kind, said) for box in finding.boxes or (sheet.trim,)]
    return Thumbnail(sheet, picture, right - left, top - bottom, tuple(frames))


def _make_frame(box: Box, corner: tuple[float, float], kind: str, said: str) -> SpotFrame:
    """A frame around a box; ``corner`` is the top left of the page."""
    room = 0 if kind == "trim" else _ROOM
    x, y = box[0] - corner[0] - room, corner[1] - box[3] - room
    return SpotFrame(kind, x, y, box[2] - box[0] + 2 * room, box[3] - box[1] + 2 * room, said)
