"""Bind runs: the PDFs of all slots in, one PDF with labels, bookmarks and links out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from pressroom.editions.faces import unite_faces
from pressroom.fonts import Face
from pressroom.issue import Slot
from pressroom.proof import Landing, Proof

_LINK = "pressroom:"


def bind(proof: Proof, faces: tuple[Face, ...]) -> bytes:
    """Bind a proof to one PDF; ``faces`` are the fonts it was set in, each of which is embedded once."""
    target = pikepdf.new()
    for run in proof.runs:
        with pikepdf.open(io.BytesIO(run.pdf)) as source:
            target.add_pages_from(source, outlines="ignore")
    _join_links(target, proof.landings)
    unite_faces(target, faces)
    _label_pages(target, proof)
    _write_bookmarks(target, proof)
    _describe(target, proof)
    target.remove_unreferenced_resources()
    buffer = io.BytesIO()
    target.save(
        buffer,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
        linearize=False,
    )
    return buffer.getvalue()


def _links(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Walk the links on all pages."""
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") == Name.Link:
                yield annotation


def _join_links(target: pikepdf.Pdf, landings: dict[str, Landing]) -> None:
    """Point the links between articles at the pages on which these begin."""
    for annotation in _links(target):
        address = str(annotation.get("/A", {}).get("/URI", ""))
        landing = landings.get(address.removeprefix(_LINK)) if address.startswith(_LINK) else None
        if landing is not None:
            del annotation["/A"]
            annotation.Dest = _destination(target, landing)


def _destination(target: pikepdf.Pdf, landing: Landing) -> Array:
    """The place on a page where an article begins, in PDF terms."""
    page = target.pages[landing.page]
    top = float(page.mediabox[3])
    return Array([page.obj, Name.XYZ, round(max(landing.x - 6, 0), 2), round(min(top - landing.y + 12, top), 2), 0])


def _label_pages(target: pikepdf.Pdf, proof: Proof) -> None:
    """Label the pages C1, C2, 1, 2, …: a new range wherever the count does not simply go on."""
    ranges: list[Any] = []
    expected = ""
    for index, page in enumerate(proof.pages):
        if page.label != expected:
            ranges += [index, _label(page.label)]
        expected = _next_label(page.label)
    target.Root.PageLabels = target.make_indirect(Dictionary(Nums=Array(ranges)))


def _split(label: str) -> tuple[str, int]:
    """Split a label into its prefix and its number."""
    digits = len(label) - len(label.rstrip("0123456789"))
    return (label[: len(label) - digits], int(label[-digits:])) if digits else (label, 0)


def _label(label: str) -> Dictionary:
    prefix, number = _split(label)
    entry = Dictionary(S=Name.D, St=number) if number else Dictionary()
    if prefix:
        entry.P = String(prefix)
    return entry


def _next_label(label: str) -> str:
    prefix, number = _split(label)
    return f"{prefix}{number + 1}" if number else ""


def _write_bookmarks(target: pikepdf.Pdf, proof: Proof) -> None:
    """Write the bookmarks: department, part, article; what stands under no department stands for itself."""
    landings = proof.landings
    first = 0
    department, part = OutlineItem(""), OutlineItem("")
    with target.open_outline() as outline:
        for pasteup, run in zip(proof.pasteups, proof.runs, strict=True):
            slot, start = pasteup.slot, first
            first += max(run.set_pages, slot.pages)
            if not slot.department:
                outline.root += [_bookmark(target, title, at) for title, at in _entries(slot, start, landings, proof)]
                continue
            if department.title != slot.department:
                department = _bookmark(target, slot.department, Landing(start, 0, 0))
                part = OutlineItem("")
                outline.root.append(department)
            if slot.part and part.title != slot.part:
                part = _bookmark(target, slot.part, Landing(start, 0, 0))
                department.children.append(part)
            parent = part if slot.part else department
            parent.children += [_bookmark(target, title, at) for title, at in _entries(slot, start, landings, proof)]


def _entries(slot: Slot, start: int, landings: dict[str, Landing], proof: Proof) -> Iterator[tuple[str, Landing]]:
    """What a slot puts among the bookmarks: its articles, or the words of its kind."""
    for article in slot.articles:
        tag = f"{article.short_headline} " if article.short_headline else ""
        yield f"{tag}{article.title}", landings.get(article.slug, Landing(start, 0, 0))
    words = dict(proof.layout.words)
    if not slot.articles and slot.kind in words:
        yield words[slot.kind], Landing(start, 0, 0)


def _bookmark(target: pikepdf.Pdf, title: str, landing: Landing) -> OutlineItem:
    """One bookmark."""
    return OutlineItem(title, _destination(target, landing))


def _describe(target: pikepdf.Pdf, proof: Proof) -> None:
    """Write title, language and dates, and how a reader should open the file."""
    issue, root = proof.issue, target.Root
    root.Lang = String(issue.magazine.language)
    root.PageMode = Name.UseOutlines
    root.PageLayout = Name.TwoPageRight
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with target.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = issue.title
        metadata["dc:language"] = [issue.magazine.language]
        metadata["pdf:Producer"] = "Pressroom"
        metadata["xmp:CreateDate"] = issue.timestamp
        metadata["xmp:ModifyDate"] = issue.timestamp
        if issue.magazine.publisher:
            metadata["dc:publisher"] = [issue.magazine.publisher]
    stamp = datetime.strptime(issue.timestamp, "%Y-%m-%dT%H:%M:%SZ").strftime("D:%Y%m%d%H%M%SZ")
    target.docinfo["/Title"] = String(issue.title)
    target.docinfo["/Producer"] = String("Pressroom")
    target.docinfo["/CreationDate"] = String(stamp)
    target.docinfo["/ModDate"] = String(stamp)
