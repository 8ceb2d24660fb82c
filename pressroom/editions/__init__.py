"""The editions that an issue appears in.

To add one, write a function that turns a proof and its fonts into bytes, and give it a line in :data:`EDITIONS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pressroom.editions.binding import bind
from pressroom.editions.epub import make_epub
from pressroom.fonts import Face
from pressroom.proof import Proof


@dataclass(frozen=True)
class Edition:
    """A product: its name, the ending of its file, and what makes it."""

    name: str
    ending: str
    make: Callable[[Proof, tuple[Face, ...]], bytes]


@dataclass(frozen=True)
class Draft:
    """The file of an edition before it is released."""

    edition: str
    path: Path


EDITIONS: dict[str, Edition] = {
    "screen": Edition("screen", "screen.pdf", bind),
    "epub": Edition("epub", "epub", make_epub),
}


def draft(name: str, proof: Proof, faces: tuple[Face, ...], folder: Path) -> Draft:
    """Write one edition into a folder."""
    edition = EDITIONS[name]
    path = folder / f"{proof.issue.slug}.{edition.ending}"
    path.write_bytes(edition.make(proof, faces))
    return Draft(name, path)
