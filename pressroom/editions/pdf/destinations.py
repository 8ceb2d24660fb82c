"""Name the places of a bound file and lead to them: named destinations, links, page labels and bookmarks.

Every article has its slug for a name, every page ``p.`` and its label: ``issue.pdf#metro``, ``issue.pdf#p.28``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from pressroom.issue import Article, Slot
from pressroom.proof import Landing, Proof
from pressroom.report import Finding, PressError, stop

_LINK = "pressroom:"
_ABOVE = 12  # points of room above a headline, and half as much before it


def name_places(target: pikepdf.Pdf, proof: Proof, carried: Mapping[str, Any]) -> None:
    """Name articles and pages, beside what links within articles lead to; point the links at them.

    ``carried`` are the names that came with the runs.

    :raises PressError: with the links that lead nowhere.
    """
    names = dict(carried)
    pages = [page.obj for page in target.pages]
    names |= {slug: _destination(pages, landing) for slug, landing in proof.landings.items()}
    for index, page in enumerate(proof.pages):
        names[f"p.{page.label}"] = Array([pages[index], Name.Fit])
    _join_links(pages, proof, names)
    flat = [item for name, place in sorted(names.items(), key=_by_bytes) for item in (String(name), place)]
    if "/Names" not in target.Root:
        target.Root.Names = target.make_indirect(Dictionary())
    target.Root.Names.Dests = target.make_indirect(Dictionary(Names=Array(flat)))


def _by_bytes(named: tuple[str, Any]) -> bytes:
    """What a name tree is sorted by."""
    return bytes(String(named[0]))


def _join_links(pages: list[Any], proof: Proof, names: dict[str, Any]) -> None:
    """Point the links between articles at these; look whether any leads nowhere."""
    findings: list[Finding] = []
    for page, planned in zip(pages, proof.pages, strict=True):
        for annotation in page.get("/Annots", ()):
            address = str(annotation.get("/A", {}).get("/URI", ""))
            if address.startswith(_LINK):
                del annotation["/A"]
                annotation.Dest = String(address.removeprefix(_LINK))
            wanted = annotation.get("/Dest")
            if isinstance(wanted, String) and str(wanted) not in names:
                if proof.partial:
                    del annotation["/Dest"]
                    continue
                message = f"p. {planned.label}: a link leads to {str(wanted)!r}, which stands on no page"
                hint = "give that article a slot of the flatplan, or take the link out"
                findings.append(stop("dangling-link", message, planned.slot.place, hint))
    if findings:
        raise PressError(list(dict.fromkeys(findings)))


def _destination(pages: list[Any], landing: Landing) -> Array:
    """The place on a page where an article begins, in PDF terms."""
    page = pages[landing.page]
    left, _, _, top = (float(value) for value in page.get("/TrimBox", page.MediaBox))
    across = round(left + max(landing.x - _ABOVE / 2, 0), 2)
    return Array([page, Name.XYZ, across, round(min(top - landing.y + _ABOVE, top), 2), 0])


def label_pages(target: pikepdf.Pdf, proof: Proof) -> None:
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


def write_bookmarks(target: pikepdf.Pdf, proof: Proof) -> None:
    """Write the bookmarks: department, part, article; what stands under no department stands for itself."""
    landings = proof.landings
    pages = [page.obj for page in target.pages]
    department, section = OutlineItem(""), OutlineItem("")
    with target.open_outline() as outline:
        for part in proof.parts:
            slot, start = part.slot, part.first
            entries = [_bookmark(pages, title, at) for title, at in _entries(slot, start, landings, proof)]
            if not slot.department:
                outline.root += entries
                continue
            if department.title != slot.department:
                department = _bookmark(pages, slot.department, Landing(start, 0, 0))
                section = OutlineItem("")
                outline.root.append(department)
            if slot.part and section.title != slot.part:
                section = _bookmark(pages, slot.part, Landing(start, 0, 0))
                department.children.append(section)
            (section if slot.part else department).children += entries


def _entries(slot: Slot, start: int, landings: dict[str, Landing], proof: Proof) -> Iterator[tuple[str, Landing]]:
    """What a slot puts among the bookmarks: its articles, or the words of its kind."""
    for article in slot.articles:
        yield _bookmark_title(article), landings.get(article.slug, Landing(start, 0, 0))
    words = dict(proof.issue.words)
    if not slot.articles and slot.kind in words:
        yield words[slot.kind], Landing(start, 0, 0)


def _bookmark_title(article: Article) -> str:
    """What a bookmark says: the headline, behind what the contents page prints where that says something else."""
    short, title = article.short_headline, article.title
    if "".join(short.split()) in "".join(title.split()):
        return title
    return f"{short} {title}"


def _bookmark(pages: list[Any], title: str, landing: Landing) -> OutlineItem:
    """One bookmark."""
    return OutlineItem(title, _destination(pages, landing))
