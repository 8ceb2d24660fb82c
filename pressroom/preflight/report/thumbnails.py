"""Draw the pages of a finished file small, with what was found on them framed: for people who look at reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from pressroom.pictures.pages import draw_page, embed, open_document
from pressroom.preflight.pdf.inspecting import Detail, Inspection
from pressroom.preflight.pdf.marks.values import Box, Sheet
from pressroom.report import Severity

_WIDTH = 260  # pixels
_QUALITY = 60
_ROOM = 2.0  # points around what is framed


@dataclass(frozen=True)
class Thumbnail:
    """A page drawn small, as a drawing that stands in HTML by itself."""

    sheet: Sheet
    svg: str


def draw_thumbnails(inspection: Inspection, findings: Iterable[Detail]) -> tuple[Thumbnail, ...]:
    """Draw every page that something was found on, with all spots framed."""
    by_sheet: dict[int, list[Detail]] = {}
    for finding in findings:
        if finding.sheet >= 0:
            by_sheet.setdefault(finding.sheet, []).append(finding)
    sheets = inspection.file.sheets
    with open_document(inspection.file.file) as document:
        return tuple(
            Thumbnail(
                sheets[number],
                _frame(sheets[number], embed(draw_page(document, number, _WIDTH), "JPEG", _QUALITY), found),
            )
            for number, found in sorted(by_sheet.items())
        )


def _frame(sheet: Sheet, picture: str, findings: list[Detail]) -> str:
    """Lay frames over a page: red for what stops the press, amber for what should be looked at."""
    left, bottom, right, top = sheet.boxes.get("Crop") or sheet.boxes["Media"]
    width, height = right - left, top - bottom
    parts = [f'<image href="{picture}" width="{width:g}" height="{height:g}"/>']
    parts.append(_rectangle(sheet.trim, (left, top), "trim", "the edge that is cut"))
    for finding in findings:
        kind = "stop" if finding.severity is Severity.STOP else "query"
        said = f"{finding.check}: {finding.message}"
        parts += [_rectangle(box, (left, top), kind, said) for box in finding.boxes or (sheet.trim,)]
    return f'<svg viewBox="0 0 {width:g} {height:g}" role="img">{"".join(parts)}</svg>'


def _rectangle(box: Box, corner: tuple[float, float], kind: str, said: str) -> str:
    """A frame around a box; ``corner`` is the top left of the page."""
    room = 0 if kind == "trim" else _ROOM
    x, y = box[0] - corner[0] - room, corner[1] - box[3] - room
    width, height = box[2] - box[0] + 2 * room, box[3] - box[1] + 2 * room
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect class="{kind}" {place}><title>{escape(said)}</title></rect>'
