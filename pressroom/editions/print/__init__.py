"""Make the print edition: a proof in, one PDF out that is PDF/X-4 and PDF/A-2u, in the inks of the printer.

The pages are the runs that all editions show. They keep their bleed, their colours become inks, and what the printer
goes by stands around them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pressroom.editions.pdf.destinations import label_pages, name_places, write_bookmarks
from pressroom.editions.pdf.faces import unite_faces
from pressroom.editions.pdf.joining import joined
from pressroom.editions.pdf.matrix import matrix_of, multiply
from pressroom.editions.pdf.matrix import move as move_by
from pressroom.editions.pdf.metadata import Claims, write_metadata
from pressroom.editions.pdf.sharing import share_pictures
from pressroom.editions.print.inking import Inker
from pressroom.editions.print.inks import Palette
from pressroom.editions.print.marks import MM, Box, Boxes, at_origin, draw_marks, plan_boxes, registration, trim_of
from pressroom.editions.print.photos import PhotoBox
from pressroom.editions.print.slug import Slug
from pressroom.issue import Printer
from pressroom.pictures.separating import Separator
from pressroom.proof import Page, Proof
from pressroom.workshop import Workshop

CLAIMS = Claims(pdfa="2U", pdfx="PDF/X-4")
_VERSION = "1.6"  # what ISO 15930-7 builds on
_PROFILE = Path(__file__).with_name("FOGRA39L_coated.icc")
_SLUG_DOWN = 5.5 * MM  # from the bleed
_SLUG_IN = 1.5 * MM  # from the edge of the page


def make_print(proof: Proof, workshop: Workshop, file: Path) -> None:
    """Write the print edition of a proof.

    :raises PressError: with the links that lead nowhere.
    """
    with bound_sheets(proof, workshop) as target:
        save_sheets(target, file)


def save_sheets(target: pikepdf.Pdf, file: Path) -> None:
    """Write a document for the press: the same bytes wherever and whenever."""
    target.save(
        file,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
        force_version=_VERSION,
    )


@contextmanager
def bound_sheets(proof: Proof, workshop: Workshop, edition: str = "print") -> Iterator[pikepdf.Pdf]:
    """Bind a proof to one document for the press; it is to be written before this ends."""
    printer = proof.issue.magazine.printer
    with joined(proof) as (target, runs):
        _take_tags_out(target)
        unite_faces(target, proof.faces)
        share_pictures(target)
        name_places(target, proof, {name: place for run in reversed(runs) for name, place in run.names.items()})
        profile = read_profile(printer)
        palette = Palette(proof.layout.inks, Separator(profile, printer.ink_limit))
        photos = PhotoBox(target, palette.separator, proof, workshop)
        inker = Inker(target, palette, photos.ink_picture)
        for page in target.pages:
            inker.ink_page(page.obj)
        photos.finish()
        _dress_pages(target, proof, palette)
        label_pages(target, proof)
        write_bookmarks(target, proof)
        _describe(target, proof, profile, edition)
        yield target


def read_profile(printer: Printer) -> bytes:
    """The ICC profile of the printing condition: the printer's, or that of the house."""
    return (printer.profile or _PROFILE).read_bytes()


def _take_tags_out(target: pikepdf.Pdf) -> None:
    """Take out what leads from pages to tags: paper is read by nobody's machine."""
    for item in target.objects:
        if isinstance(item, (Dictionary, pikepdf.Stream)) and "/StructParents" in item:
            del item["/StructParents"]


def _dress_pages(target: pikepdf.Pdf, proof: Proof, palette: Palette) -> None:
    """Give every page its boxes, cut it off at its bleed, and set the marks around it."""
    pages = proof.pages
    texts = [_slug_of(proof, page, number) for number, page in enumerate(pages, 1)]
    slug = Slug(proof.faces, texts)
    font = slug.write_font(target)
    everywhere = registration(target)
    marks: dict[Box, Any] = {}
    for page, text in zip(target.pages, texts, strict=True):
        boxes, moved = at_origin(plan_boxes(trim_of(page.obj), proof.layout.bleed * MM))
        if boxes.trim not in marks:
            marks[boxes.trim] = draw_marks(target, boxes, palette.spots)
        line = slug.write_line(text, boxes.trim[0] + _SLUG_IN, boxes.bleed[1] - _SLUG_DOWN)
        own = target.make_stream(
            line.encode("ascii"),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=_array(boxes.media),
            Resources=Dictionary(ColorSpace=Dictionary(Registration=everywhere), Font=Dictionary(Slug=font)),
        )
        _move_patterns(target, page.obj, moved)
        _dress_page(target, page.obj, boxes, moved, marks[boxes.trim], own)


def _move_patterns(target: pikepdf.Pdf, page: Any, moved: tuple[float, float]) -> None:
    """Move the patterns of a page: they stand on it whatever is moved there (ISO 32000-1, 8.7.3)."""
    patterns = page.Resources.get("/Pattern", {})
    own = {}
    for name, pattern in patterns.items():
        values = {key: value for key, value in pattern.items() if key not in ("/Length", "/Filter", "/DecodeParms")}
        values["/Matrix"] = Array([round(value, 6) for value in multiply(matrix_of(pattern), move_by(*moved))])
        stream = isinstance(pattern, pikepdf.Stream)
        own[name] = target.make_stream(pattern.read_bytes(), values) if stream else Dictionary(values)
    if own:
        page.Resources = Dictionary(page.Resources)
        page.Resources.Pattern = Dictionary(own)


def _dress_page(
    target: pikepdf.Pdf, page: Any, boxes: Boxes, moved: tuple[float, float], marks: Any, slug: Any
) -> None:
    """Give a page its boxes and marks; what stands on it is moved to where they are."""
    page.MediaBox, page.BleedBox, page.TrimBox = _array(boxes.media), _array(boxes.bleed), _array(boxes.trim)
    for key in ("/CropBox", "/ArtBox", "/Annots", "/Tabs", "/Rotate", "/UserUnit"):
        if key in page:
            del page[key]
    page.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, I=True, K=False)
    left, bottom, right, top = boxes.bleed
    page.Resources = Dictionary(page.Resources)
    page.Resources.XObject = Dictionary(
        {**dict(page.Resources.get("/XObject", {})), "/Marks": marks, "/SlugLine": slug}
    )
    clip = f"q {left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re W n\n"
    clip += f"1 0 0 1 {moved[0]:.4f} {moved[1]:.4f} cm\n"
    page.Contents = Array(
        [
            target.make_stream(clip.encode("ascii")),
            page.Contents,
            target.make_stream(b"\nQ q /Marks Do Q q /SlugLine Do Q"),
        ]
    )


def _slug_of(proof: Proof, page: Page, number: int) -> str:
    """What the slug of a page says: the issue, its date, the page, and which of how many it is."""
    issue = proof.issue
    count = len(proof.pages)
    printing = f"   r{issue.revision.number} {issue.revision.date}" if issue.revision.number > 1 else ""
    sheet = f"p. {page.label}   {number}/{count}"
    return f"{issue.title}   {issue.date}{printing}   {sheet}   {issue.magazine.printer.condition}   {digest_of(proof)}"


def digest_of(proof: Proof) -> str:
    """Eight figures that tell one state of an issue from every other: of the digests of all its runs."""
    runs = "".join(part.run.digest for part in proof.parts)
    return hashlib.sha256(runs.encode("ascii")).hexdigest()[:8]


def _describe(target: pikepdf.Pdf, proof: Proof, profile: bytes, edition: str) -> None:
    """Write what the file is, what it keeps, and the condition that it is made for (ISO 15930-7, 6.2)."""
    issue, printer, root = proof.issue, proof.issue.magazine.printer, target.Root
    for key in ("/Names", "/StructTreeRoot", "/MarkInfo", "/AcroForm"):
        if key in root:
            del root[key]
    root.Lang = String(issue.magazine.language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    stream = target.make_stream(profile, N=4, Alternate=Name.DeviceCMYK)
    root.OutputIntents = Array(
        [
            target.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=purpose,
                    OutputConditionIdentifier=String(printer.condition),
                    OutputCondition=String(printer.described),
                    RegistryName=String(printer.registry),
                    Info=String(printer.described),
                    DestOutputProfile=stream,
                )
            )
            for purpose in (Name.GTS_PDFX, Name.GTS_PDFA1)
        ]
    )
    write_metadata(target, issue, edition, CLAIMS)


def _array(box: Box) -> Array:
    return Array([round(value, 4) for value in box])
