"""Show what differs: differences and the two PDFs in; a page with both sides beside each other, or JSON, out."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from markupsafe import Markup

from pressroom.archive.comparing import Difference, FramedSpot
from pressroom.pictures.pages import OpenDocument, draw_page, embed, open_document
from pressroom.workshop.markup import escape, fill_template

_TEMPLATE = Path(__file__).with_name("review.html")
_WIDTH = 700  # pixels


@dataclass(frozen=True)
class FramedPage:
    """A page that is shown: its label, its picture, and boxes in per cent of it."""

    label: str
    picture: str
    boxes: tuple[tuple[float, float, float, float], ...]


def write_review(title: str, differences: Sequence[Difference], one: Path, other: Path) -> bytes:
    """Write a page that shows the changes on both sides."""
    with open_document(one) as before, open_document(other) as after:
        changes = [
            {
                "kind": change.kind,
                "title": change.title or change.kind,
                "told": change.told,
                "before": _colour(change.before),
                "after": _colour(change.after),
                "pages": list(zip_longest(_frame(before, change.here), _frame(after, change.there))),
            }
            for change in differences
        ]
    return fill_template(_TEMPLATE, title=title, changes=changes).encode("utf-8", "backslashreplace")


def _frame(document: OpenDocument, frames: Sequence[FramedSpot]) -> list[FramedPage]:
    """The pages that have something framed."""
    pages = []
    for number in dict.fromkeys(frame.page for frame in frames):
        with document.page(number) as page:
            width, height = page.get_size()
        boxes = tuple(
            (
                round(100 * (frame.box.left - 2) / width, 2),
                round(100 * (frame.box.top - 1) / height, 2),
                round(100 * (frame.box.right - frame.box.left + 4) / width, 2),
                round(100 * (frame.box.bottom - frame.box.top + 2) / height, 2),
            )
            for frame in frames
            if frame.page == number
        )
        label = document.raw.get_page_label(number) or str(number + 1)
        pages.append(FramedPage(label, embed(draw_page(document, number, _WIDTH), "JPEG", 75), boxes))
    return pages


def _colour(text: str) -> Markup:
    """Show the marks of words that differ."""
    safe = re.sub(r"\[-(.*?)-\]", r"<del>\1</del>", escape(text), flags=re.DOTALL)
    return Markup(re.sub(r"\{\+(.*?)\+\}", r"<ins>\1</ins>", safe, flags=re.DOTALL))


def list_differences(differences: Sequence[Difference]) -> str:
    """Write differences as JSON; pages are numbered from 1."""

    def spots(frames: Sequence[FramedSpot]) -> list[dict[str, Any]]:
        return [
            {"page": frame.page + 1, "box": [frame.box.left, frame.box.top, frame.box.right, frame.box.bottom]}
            for frame in frames
        ]

    rows = [
        {
            "kind": one.kind,
            "article": one.article,
            "title": one.title,
            "told": one.told,
            "before": one.before,
            "after": one.after,
            "here": spots(one.here),
            "there": spots(one.there),
        }
        for one in differences
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
