"""Mark a proof: a red box around what a slot has too much, with a note that says how much it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pressroom.editions.pdf.binding import bind_file
from pressroom.editions.pdf.metadata import write_metadata
from pressroom.proof import Proof
from pressroom.run import Tail
from pressroom.workshop import Workshop

_ROOM = 6.0  # points between the box and what it holds
_RED = (0.86, 0.08, 0.08)
_STROKE = 2.4
_NOTE = 4  # the annotation is printed: proofs are read on paper too


def mark_proof(proof: Proof, workshop: Workshop, file: Path) -> None:
    """Bind a proof with a red box around everything that is overset: nothing is lost, and nobody can miss it."""
    plain = workshop.bench / f"{file.name}.plain"
    bind_file(proof, plain)
    with pikepdf.open(plain) as pdf:
        for part in proof.parts:
            for tail in part.run.overset.tails if part.run.overset else ():
                _mark(pdf, pdf.pages[part.first + tail.page], tail, part.slot.name)
        write_metadata(pdf, proof.issue, "proof")  # the boxes are not tagged: it claims nothing
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)


def _mark(pdf: pikepdf.Pdf, page: pikepdf.Page, tail: Tail, name: str) -> None:
    """Put a box around what is too much on a page."""
    top = float(page.mediabox[3])
    left, upper, right, lower = tail.area
    box = [left - _ROOM, top - lower - _ROOM, right + _ROOM, top - upper + _ROOM]
    said = f"{name}: {tail.lines} lines ({tail.characters} characters) over"
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Square,
        Rect=Array([round(value, 2) for value in box]),
        C=Array(_RED),
        BS=Dictionary(W=_STROKE),
        F=_NOTE,
        T=String("Pressroom"),
        Contents=String(said),
        AP=Dictionary(N=_draw(pdf, box)),
    )
    notes: Any = page.get("/Annots", Array())
    notes.append(pdf.make_indirect(note))
    page.Annots = notes


def _draw(pdf: pikepdf.Pdf, box: list[float]) -> pikepdf.Stream:
    """Draw a box: a red frame on a breath of red."""
    width, height = box[2] - box[0], box[3] - box[1]
    red = " ".join(f"{part:g}" for part in _RED)
    half = _STROKE / 2
    frame = f"{half:g} {half:g} {width - _STROKE:.2f} {height - _STROKE:.2f} re"
    drawing = f"q {red} rg {red} RG {_STROKE:g} w /Breath gs {frame} f /Full gs {frame} S Q"
    return pdf.make_stream(
        drawing.encode("ascii"),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(width, 2), round(height, 2)]),
        Resources=Dictionary(
            ExtGState=Dictionary(Breath=Dictionary(ca=0.1), Full=Dictionary(ca=1)),
        ),
    )
