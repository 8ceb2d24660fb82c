"""Bind runs: the PDFs of all slots in, one tagged PDF with labels, bookmarks and links out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, String

from pressroom.editions.pdf.destinations import label_pages, name_places, write_bookmarks
from pressroom.editions.pdf.faces import unite_faces
from pressroom.editions.pdf.joining import joined
from pressroom.editions.pdf.metadata import write_metadata
from pressroom.editions.pdf.screen import SCREEN, mend_pages, name_colours
from pressroom.editions.pdf.sharing import share_pictures
from pressroom.editions.pdf.structure import RunTree, join_trees
from pressroom.issue import Slot
from pressroom.proof import Proof


def bind_file(proof: Proof, file: Path) -> None:
    """Bind a proof to one PDF file; each face is embedded once.

    What is on the pages is copied, never drawn again.

    :raises PressError: with the links that lead nowhere.
    """
    with _bound(proof) as target:
        _save(target, file)


@contextmanager
def _bound(proof: Proof) -> Iterator[pikepdf.Pdf]:
    """Bind a proof to one document; it is to be written before this ends."""
    with joined(proof) as (target, runs):
        titles = (_title(part.slot) for part in proof.parts)
        join_trees(target, [RunTree(run.tree, run.pages, title) for run, title in zip(runs, titles, strict=True)])
        unite_faces(target, proof.faces)
        share_pictures(target)
        name_places(target, proof, {name: place for run in reversed(runs) for name, place in run.names.items()})
        label_pages(target, proof)
        write_bookmarks(target, proof)
        _describe(target, proof)
        yield target


def _save(target: pikepdf.Pdf, file: Path) -> None:
    """Write a document: the same bytes wherever and whenever."""
    target.save(
        file,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
        linearize=False,
    )


def _title(slot: Slot) -> str:
    """What the section of a slot is called."""
    return " ".join(word for word in (slot.department, slot.part, slot.labels[0] if slot.labels else "") if word)


def _describe(target: pikepdf.Pdf, proof: Proof) -> None:
    """Write what the file is and keeps, its language and colours, and how a reader should open it."""
    issue, root = proof.issue, target.Root
    root.Lang = String(issue.magazine.language)
    root.PageMode = Name.UseOutlines
    root.PageLayout = Name.TwoPageRight
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    mend_pages(target)
    name_colours(target)
    write_metadata(target, issue, "screen", SCREEN)
