"""The editions that an issue appears in.

To add one, write a function that makes a file of a proof, and give it a line in :data:`EDITIONS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressroom.proof import Proof
    from pressroom.workshop import Workshop


@dataclass(frozen=True)
class Edition:
    """A product: its name, the ending of its file, and what makes it.

    One that is ``for_the_desk`` is made of issues that preflight stops, too, and only when it is asked for, as those
    ``on_request`` are.
    """

    name: str
    ending: str
    make: Callable[[Proof, Workshop, Path], None]
    for_the_desk: bool = False
    on_request: bool = False


@dataclass(frozen=True)
class Draft:
    """The file of an edition before it is released."""

    edition: str
    path: Path


def _bind(proof: Proof, _workshop: Workshop, file: Path) -> None:
    from pressroom.editions.pdf.binding import bind_file  # the libraries take long to load

    bind_file(proof, file)


def _make_print(proof: Proof, workshop: Workshop, file: Path) -> None:
    from pressroom.editions.print import make_print

    make_print(proof, workshop, file)


def _make_booklet(proof: Proof, workshop: Workshop, file: Path) -> None:
    from pressroom.editions.booklet import make_booklet

    make_booklet(proof, workshop, file)


def _make_cover(proof: Proof, workshop: Workshop, file: Path) -> None:
    from pressroom.editions.cover import make_cover

    make_cover(proof, workshop, file)


def _make_epub(proof: Proof, workshop: Workshop, file: Path) -> None:
    from pressroom.editions.epub import make_epub

    file.write_bytes(make_epub(proof, workshop))


def _make_fixed_epub(proof: Proof, _workshop: Workshop, file: Path) -> None:
    from pressroom.editions.epub.fixed import make_fixed_epub

    file.write_bytes(make_fixed_epub(proof))


def _mark_proof(proof: Proof, workshop: Workshop, file: Path) -> None:
    from pressroom.editions.proof import mark_proof

    mark_proof(proof, workshop, file)


EDITIONS: dict[str, Edition] = {
    "screen": Edition("screen", "screen.pdf", _bind),
    "print": Edition("print", "print.pdf", _make_print),
    "cover": Edition("cover", "cover.pdf", _make_cover, on_request=True),
    "epub": Edition("epub", "epub", _make_epub),
    "epub-fixed": Edition("epub-fixed", "fixed.epub", _make_fixed_epub, on_request=True),
    "proof": Edition("proof", "proof.pdf", _mark_proof, for_the_desk=True),
    "booklet": Edition("booklet", "booklet.pdf", _make_booklet, for_the_desk=True),
}


def draft(name: str, proof: Proof, workshop: Workshop, folder: Path) -> Draft:
    """Write one edition into a folder."""
    edition = EDITIONS[name]
    path = folder / f"{proof.issue.slug}.{edition.ending}"
    edition.make(proof, workshop, path)
    return Draft(name, path)
