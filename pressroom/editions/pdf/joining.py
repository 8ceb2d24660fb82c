"""Join runs: the PDFs of all slots in, one document with all their pages out.

What the pages draw with stays in the files of the runs until the document is written, so that a long issue takes no
more memory than a short one. (pikepdf's own way from document to document copies it at once.)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from pressroom.proof import Proof

_RUN = "/PressroomRun"  # what pressroom.tagging writes on the last page of a run: all that the run says besides
_WHOLE = "--remove-unreferenced-resources=no"  # the pages of a run have theirs in common


@dataclass(frozen=True)
class Joined:
    """The pages of one run in a document, their tree of tags, and what their own links lead to, by name."""

    pages: tuple[Any, ...]
    tree: Any
    names: dict[str, Any]


@contextmanager
def joined(proof: Proof) -> Iterator[tuple[pikepdf.Pdf, tuple[Joined, ...]]]:
    """Join the pages of all runs; the document is to be written before this ends.

    :raises OSError: if the file of a run cannot be read.
    """
    try:
        names = [str(part.run.file.resolve()) for part in proof.parts]
        target = pikepdf.Job(["pressroom", "--empty", _WHOLE, "--pages", *names, "--", "-"]).create_pdf()
    except (pikepdf.PdfError, RuntimeError) as error:
        raise OSError(f"the runs cannot be joined: {error}") from error
    with target:
        pages = [page.obj for page in target.pages]
        yield target, tuple(_take(pages))


def _take(pages: list[Any]) -> Iterator[Joined]:
    """Tell the pages of the runs apart: the last one of each has what the run says."""
    first = 0
    for number, page in enumerate(pages, 1):
        if _RUN in page:
            run = page[_RUN]
            del page[_RUN]
            own = tuple(pages[first:number])
            _lead_back(run.StructTreeRoot, own)
            yield Joined(own, run.StructTreeRoot, _names(run, own))
            first = number


def _lead_back(tree: Any, pages: tuple[Any, ...]) -> None:
    """Point the branches of links to the links on the pages: these are copies of those that the tree came with."""
    items = list(tree.ParentTree.Nums)
    branches = dict(zip(map(int, items[::2]), items[1::2], strict=True))
    for link in (link for page in pages for link in page.get("/Annots", ()) if "/StructParent" in link):
        kids = branches[int(link.StructParent)].K
        for kid in kids if isinstance(kids, Array) else (kids,):
            if isinstance(kid, Dictionary) and "/Obj" in kid and kid.Obj.StructParent == link.StructParent:
                kid.Obj = link


def _names(run: Any, pages: tuple[Any, ...]) -> dict[str, Any]:
    """The names that links on the pages of a run lead to, and their places in it."""
    tree = run.Names.get("/Dests") if "/Names" in run else None
    wanted = {str(link.Dest) for page in pages for link in page.get("/Annots", ()) if "/Dest" in link}
    return {name: place for name, place in pikepdf.NameTree(tree).items() if name in wanted} if tree is not None else {}
