"""Tag a run: set pages in, a PDF out whose tree of tags says what each piece is and in which order it is read.

The engine's own tags break every paragraph at each line, column and page, take page furniture for text, and measure
pictures from the wrong corner. Here the tree follows the elements of the document: what is one there is one here, on
however many pages it stands. What says nothing (rules, backgrounds, running heads, pictures without words) is marked
as an artifact.
"""

from __future__ import annotations

from typing import Any

from pressroom.composer import patched
from pressroom.setting.tagging.links import Anchor, find_links
from pressroom.setting.tagging.readings import draw_readings_last
from pressroom.setting.tagging.tree import Tree
from pressroom.setting.tagging.writing import write_tree


def write_tagged(document: Any) -> bytes:
    """Write the pages of a laid-out document as a tagged PDF."""
    anchors: list[list[Anchor]] = []
    for page in document.pages:
        draw_readings_last(page._page_box)
        anchors.append(find_links(page))
        page.links = [(anchor.kind, anchor.target, anchor.rectangle, anchor) for anchor in anchors[-1]]

    def add_tags(_original: Any, pdf: Any, document: Any, _version: Any, streams: list[Any]) -> None:
        tree = Tree()
        for page, stream, links in zip(document.pages, streams, anchors, strict=True):
            tree.add_page(page, stream._tags, links)
        write_tree(pdf, tree, streams)

    with patched({"add_tags": add_tags}):
        data: bytes = document.write_pdf(pdf_tags=True, finisher=_crop_pages)
    return data


def _crop_pages(_document: Any, pdf: Any) -> None:
    """Show what is left when pages are trimmed; what lies beyond stays in the file, for the press."""
    for item in pdf.objects:
        if isinstance(item, dict) and "TrimBox" in item:
            item["MediaBox"] = item["BleedBox"] = item["TrimBox"]
