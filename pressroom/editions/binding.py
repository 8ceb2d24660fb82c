"""Bind runs: the PDFs of all slots in, one tagged PDF with labels, bookmarks and links out."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, String

from pressroom.editions.faces import unite_faces
from pressroom.editions.places import label_pages, name_places, write_bookmarks
from pressroom.editions.sharing import share_pictures
from pressroom.editions.structure import Section, join_trees
from pressroom.fonts import Face
from pressroom.issue import Slot
from pressroom.proof import Proof


def bind(proof: Proof, faces: tuple[Face, ...]) -> bytes:
    """Bind a proof to one PDF, in memory.

    :raises PressError: with the links that lead nowhere.
    """
    buffer = io.BytesIO()
    _save(_bind_pages(proof, faces), buffer)
    return buffer.getvalue()


def bind_file(proof: Proof, faces: tuple[Face, ...], file: Path) -> None:
    """Bind a proof to one PDF file; ``faces`` are the fonts it was set in, each of which is embedded once.

    What is on the pages is copied, never drawn again.

    :raises PressError: with the links that lead nowhere.
    """
    _save(_bind_pages(proof, faces), file)


def _bind_pages(proof: Proof, faces: tuple[Face, ...]) -> pikepdf.Pdf:
    """Bind a proof to one document."""
    target = pikepdf.new()
    sections = [
        _add_run(target, run.pdf, pasteup.slot) for pasteup, run in zip(proof.pasteups, proof.runs, strict=True)
    ]
    join_trees(target, sections)
    unite_faces(target, faces)
    share_pictures(target)
    name_places(target, proof)
    label_pages(target, proof)
    write_bookmarks(target, proof)
    _describe(target, proof)
    return target


def _save(target: pikepdf.Pdf, out: Path | io.BytesIO) -> None:
    """Write a document: the same bytes wherever and whenever."""
    target.save(
        out,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
        linearize=False,
    )


def _add_run(target: pikepdf.Pdf, pdf: bytes, slot: Slot) -> Section:
    """Add the pages of a run, and its tree of tags."""
    first = len(target.pages)
    with pikepdf.open(io.BytesIO(pdf)) as source:
        target.add_pages_from(source, layers="ignore", outlines="ignore")
        root = target.copy_foreign(source.Root.StructTreeRoot)
    pages: tuple[Any, ...] = tuple(page.obj for page in list(target.pages)[first:])
    title = " ".join(word for word in (slot.department, slot.part, slot.labels[0] if slot.labels else "") if word)
    return Section(root, pages, title)


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
