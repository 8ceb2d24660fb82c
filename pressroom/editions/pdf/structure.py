"""Join the trees of tags of runs: one document, in it one section for each slot, in the order of the flatplan.

What a run's tree says stays as it is, and so do the marks in its pages; only the numbers by which pages, groups and
links find their branches are counted on from run to run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String


@dataclass(frozen=True)
class RunTree:
    """The tree of one run in the bound file: its root, its pages, and what its slot is called."""

    root: Any
    pages: tuple[Any, ...]
    title: str


def join_trees(target: pikepdf.Pdf, sections: list[RunTree]) -> None:
    """Join the trees of all runs to one."""
    document = target.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
    numbers: list[Any] = []
    kids: list[Any] = []
    names: dict[bytes, Any] = {}
    following = 0
    for section in sections:
        start = following
        for key, branches in _pairs(section.root.ParentTree.Nums):
            numbers += [start + key, branches]
            following = max(following, start + key + 1)
        _count_on(section.pages, start)
        if "/IDTree" in section.root:
            names |= _names(section.root.IDTree.Names)
        top = section.root.K[0]
        top.S, top.P, top.T = Name.Sect, document, String(section.title)
        kids.append(top)
    document.K = Array(kids)
    root = target.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([document])))
    document.P = root
    root.ParentTree = target.make_indirect(Dictionary(Nums=Array(numbers)))
    root.ParentTreeNextKey = following
    if names:
        flat = [item for name, branch in sorted(names.items()) for item in (String(name), branch)]
        root.IDTree = target.make_indirect(Dictionary(Names=Array(flat)))
    target.Root.StructTreeRoot = root
    target.Root.MarkInfo = Dictionary(Marked=True)


def _pairs(flat: Any) -> Iterator[tuple[int, Any]]:
    """The keys of a number tree, and what they lead to."""
    items = list(flat)
    yield from zip(map(int, items[::2]), items[1::2], strict=True)


def _names(flat: Any) -> dict[bytes, Any]:
    """The names of a name tree, and the branches that they lead to."""
    items = list(flat)
    return dict(zip(map(bytes, items[::2]), items[1::2], strict=True))


def _count_on(pages: tuple[Any, ...], start: int) -> None:
    """Count on the keys of pages, of the links on them, and of the groups that they are drawn with."""
    groups: dict[tuple[int, int], Any] = {}
    for page in pages:
        page.StructParents = int(page.StructParents) + start
        for annotation in page.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation.StructParent = int(annotation.StructParent) + start
        _find_groups(page.Resources, groups)
    for group in groups.values():
        if "/StructParents" in group:
            group.StructParents = int(group.StructParents) + start


def _find_groups(resources: Any, groups: dict[tuple[int, int], Any]) -> None:
    """Find the groups that are drawn with some resources, and those within them."""
    for item in resources.get("/XObject", {}).values():
        if item.get("/Subtype") == Name.Form and item.objgen not in groups:
            groups[item.objgen] = item
            _find_groups(item.get("/Resources", {}), groups)
