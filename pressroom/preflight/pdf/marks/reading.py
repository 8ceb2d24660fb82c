"""Read a finished PDF: the file in; what it says of itself, its pages and all marks on them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from pressroom.preflight.pdf.marks.colours import tell_space
from pressroom.preflight.pdf.marks.fonts import FontReader
from pressroom.preflight.pdf.marks.state import EVERYWHERE, State
from pressroom.preflight.pdf.marks.tags import read_tags
from pressroom.preflight.pdf.marks.values import Box, Finished, Intent, PdfPage
from pressroom.preflight.pdf.marks.walking import Walker

_BOXES = ("Media", "Crop", "Bleed", "Trim", "Art")
_INHERITED = ("Media", "Crop")
#: What an action may do in a file that is only looked at.
_HARMLESS = ("/GoTo", "/URI", "/GoToR")
_ACTIVE_NOTES = ("/Widget", "/Movie", "/Screen", "/RichMedia", "/3D", "/Sound", "/FileAttachment")
_CLAIMS = {
    "pdfa": re.compile(rb"pdfaid:part(?:>|=[\"'])(\d)"),
    "pdfaLevel": re.compile(rb"pdfaid:conformance(?:>|=[\"'])([A-Z])"),
    "pdfua": re.compile(rb"pdfuaid:part(?:>|=[\"'])(\d)"),
    "pdfx": re.compile(rb"GTS_PDFXVersion(?:>|=[\"'])([^<\"']+)"),
}


def read_finished(file: Path, edition: str, marks: bool = True) -> Finished:
    """Read a file, its marks and fonts where they are wanted; one that is locked or torn says so and has no pages."""
    try:
        pdf = pikepdf.open(file)
    except pikepdf.PasswordError:
        return Finished(file, edition, (), encrypted=True, locked=True)
    except pikepdf.PdfError as error:
        return Finished(file, edition, (), torn=str(error).removeprefix(f"{file}: "))
    with pdf:
        readers: dict[tuple[int, int], FontReader] = {}
        sheets = tuple(_read_sheet(page, number, readers, marks) for number, page in enumerate(pdf.pages))
        root: Any = pdf.Root
        return Finished(
            file=file,
            edition=edition,
            sheets=sheets,
            fonts=tuple(sorted({reader.facts for reader in readers.values()}, key=lambda font: font.name)),
            intents=tuple(_read_intents(root)),
            claims=tuple(_read_claims(root)),
            actions=tuple(_find_actions(pdf)),
            attached=tuple(sorted(pdf.attachments)),
            layers=tuple(_read_layers(root)),
            encrypted=pdf.is_encrypted,
            tagged="/StructTreeRoot" in root and bool(root.get("/MarkInfo", Dictionary()).get("/Marked", False)),
            tags=tuple(read_tags(pdf)) if marks else (),
            language=str(root.get("/Lang", "")),
            title=str(pdf.docinfo.get("/Title", "")),
            version=pdf.pdf_version,
            trapped=str(pdf.docinfo.get("/Trapped", ""))[1:],
        )


def _read_layers(root: Any) -> Iterator[str]:
    """The names of its layers."""
    for layer in root.get("/OCProperties", Dictionary()).get("/OCGs", ()):
        yield str(layer.get("/Name", ""))


def _read_intents(root: Any) -> Iterator[Intent]:
    """What the file is meant for."""
    for intent in root.get("/OutputIntents", ()):
        profile = intent.get("/DestOutputProfile")
        inks = int(profile.get("/N", 0)) if profile is not None else 0
        yield Intent(str(intent.get("/S", ""))[1:], str(intent.get("/OutputConditionIdentifier", "")), inks)


def _read_claims(root: Any) -> Iterator[tuple[str, str]]:
    """What its metadata claims."""
    packet = root.get("/Metadata")
    data = packet.read_bytes() if isinstance(packet, pikepdf.Stream) else b""
    for name, pattern in _CLAIMS.items():
        if found := pattern.search(data):
            yield name, found[1].decode("utf-8", "replace")


def _find_actions(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What would happen by itself, or on a click, beside going elsewhere."""
    root = pdf.Root
    if isinstance(root.get("/OpenAction"), Dictionary):
        yield from _tell_action(root.OpenAction, "when it is opened")
    if "/AA" in root:
        yield "actions of the file"
    if "/JavaScript" in root.get("/Names", {}):
        yield "JavaScript among the names"
    if "/AcroForm" in root:
        yield "a form"
    for number, page in enumerate(pdf.pages, 1):
        if "/AA" in page:
            yield f"actions of page {number}"
        for note in page.get("/Annots", ()):
            if str(note.get("/Subtype")) in _ACTIVE_NOTES:
                yield f"{str(note.Subtype)[1:]} on page {number}"
            if "/A" in note:
                yield from _tell_action(note.A, f"on page {number}")


def _tell_action(action: Any, where: str) -> Iterator[str]:
    """Say what an action does, if it is not harmless."""
    kind = str(action.get("/S", ""))
    if kind not in _HARMLESS:
        yield f"{kind[1:]} {where}"


def _read_sheet(page: pikepdf.Page, number: int, readers: dict[tuple[int, int], FontReader], marks: bool) -> PdfPage:
    """Read a page."""
    boxes = dict(_read_boxes(page))
    walker = Walker(readers)
    walker.state = State(clip=boxes.get("Media", EVERYWHERE))
    torn = ""
    try:
        if marks:
            walker.walk(page, page.obj.get("/Resources", Dictionary()))
    except pikepdf.PdfError as error:
        torn = str(error)
    except (ValueError, TypeError, AttributeError, IndexError, KeyError):
        torn = "an operator has other values than it needs"
    blends = list(walker.blends)
    group = page.obj.get("/Group")
    if group is not None and "/CS" in group:
        space = tell_space(group.CS, page.obj.get("/Resources"))
        blends.append(("measured " if space.measured else "") + space.family)
    return PdfPage(
        number=number,
        label=page.label,
        boxes=boxes,
        marks=tuple(walker.marks),
        blends=tuple(sorted(set(blends))),
        transparent=walker.transparent,
        links=tuple(_box(note.Rect) for note in page.obj.get("/Annots", ()) if "/Rect" in note),
        turned=int(_inherited(page.obj, "/Rotate") or 0) % 360,
        unit=float(page.obj.get("/UserUnit", 1)),
        torn=torn,
    )


def _read_boxes(page: pikepdf.Page) -> Iterator[tuple[str, Box]]:
    """The boxes that a page has of its own, or of the tree of pages."""
    for name in _BOXES:
        key = f"/{name}Box"
        found = _inherited(page.obj, key) if name in _INHERITED else page.obj.get(key)
        if isinstance(found, Array) and len(found) == 4:
            yield name, _box(found)


def _inherited(item: Any, key: str) -> Any:
    """An entry of a page, or of what it hangs on."""
    while item is not None:
        if key in item:
            return item[key]
        item = item.get("/Parent")
    return None


def _box(values: Any) -> Box:
    """A box, its corners in order."""
    left, bottom, right, top = (float(value) for value in values)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
