"""Show scan and copy side by side: an imported issue and the images of its pages in, one HTML page out.

Where the issue has been set since, the set pages stand beside the scanned ones. Doubts are framed on both.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pressroom.importers.ocr.text import fold
from pressroom.importers.pages import Region, Scan
from pressroom.importers.values import ImportResult
from pressroom.pictures.pages import embed, open_document, picture_pages
from pressroom.workshop.files import write_file
from pressroom.workshop.markup import escape

FOLDER = "facsimile"
_PAGES = f"{FOLDER}/pages.json"
_SHOWN = 620  # pixels of the width of a set page
_LETTERS = 12  # of a line that is sought
_STYLE = """
body{font:15px/1.6 sans-serif;margin:1rem 2rem;color:#222;background:#f4f3f0}
nav{columns:3;margin-bottom:2rem}nav a{display:block;color:inherit}
section{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem;margin-bottom:2rem}
section{border-top:1px solid #bbb;padding-top:1rem}
.page{position:relative;background:#fff;box-shadow:0 1px 4px #0003;align-self:start}
.page img{width:100%;display:block}
.frame{position:absolute;border:2px solid #d11;background:#d112}
.copy{background:#fff;padding:0 1rem;max-height:60rem;overflow:auto}.copy small{color:#777}mark{background:#fbb}
"""


@dataclass(frozen=True)
class Said:
    """A line of the source: its page and place, and the file and line of the copy that say it."""

    page: int
    box: Region | None
    text: str
    file: str
    line: int
    doubt: str = ""


def keep_pages(result: ImportResult, scan: Scan, images: Path) -> None:
    """Keep the images of an import's pages in its folder, with what stands where, and show them."""
    folder = result.folder / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    pages = []
    for page in scan.pages:
        if page.image is not None and page.image.is_file():
            shutil.move(page.image, folder / page.image.name)
            size = {"width": page.width, "height": page.height}
            pages.append({"number": page.number, "label": page.label, "image": page.image.name, **size})
    shutil.rmtree(images, ignore_errors=True)
    said = [asdict(one) for one in _find_said(result, scan)]
    write_file(result.folder / _PAGES, json.dumps({"pages": pages, "said": said}, ensure_ascii=False).encode())
    write_facsimile(result.folder)


def _find_said(result: ImportResult, scan: Scan) -> Iterator[Said]:
    """Find the copy of each line of the source."""
    doubts = {sight.doubt.line: f"{sight.doubt.what} → {sight.doubt.decision}" for sight in result.sights}
    copies = [
        (f"copy/{file.name}", number, fold(text))
        for file in sorted((result.folder / "copy").glob("*.md"))
        for number, text in enumerate(file.read_text(encoding="utf-8").split("\n"), 1)
    ]
    for line in scan.lines:
        wanted = fold(line.text)[:_LETTERS]
        found = next(((f, n) for f, n, text in copies if len(wanted) > 1 and wanted in text), ("", 0))
        yield Said(line.page, line.box, line.text, found[0], found[1], doubts.get(line.number, ""))


def write_facsimile(issue: Path, proof: Path | None = None) -> Path:
    """Write the page that shows scan and copy, or scan and setting where there is a proof, side by side.

    :raises FileNotFoundError: where the issue was not imported with its page images.
    """
    values: dict[str, Any] = json.loads((issue / _PAGES).read_text(encoding="utf-8"))
    sets = _set_pages(proof, values["said"]) if proof is not None else {}
    said: dict[int, list[dict[str, Any]]] = {}
    for one in values["said"]:
        said.setdefault(one["page"], []).append(one)
    parts = [_section(page, said.get(page["number"], []), sets) for page in values["pages"]]
    name, links = escape(issue.name), "".join(_links(values["said"]))
    head = f'<head><meta charset="utf-8"><title>{name}</title><style>{_STYLE}</style></head>'
    body = f"<body><h1>{name}</h1><nav>{links}</nav>{''.join(parts)}</body>"
    html = f"<!DOCTYPE html><html>{head}{body}</html>\n"
    write_file(issue / "facsimile.html", html.encode())
    return issue / "facsimile.html"


def _links(said: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A link to the page on which each file of copy begins: the first of those that say most of it.

    Covers and the contents page say a few of its words too.
    """
    for file in sorted({one["file"] for one in said} - {""}):
        own = [one for one in said if one["file"] == file]
        counts = Counter(one["page"] for one in own)
        page = min(number for number, count in counts.items() if 2 * count >= max(counts.values()))
        text = next(one["text"] for one in own if one["page"] == page)
        yield f'<a href="#page-{page}">{escape(f"{file}: {text[:30]}")}</a>'


def _section(page: dict[str, Any], said: Sequence[dict[str, Any]], sets: dict[str, str]) -> str:
    """One page of the scan, and beside it what was made of it."""
    frames = "".join(_frame(one["box"], page, one["doubt"]) for one in said if one["doubt"] and one["box"])
    scan = f'<div class="page"><img src="{FOLDER}/{escape(page["image"])}" alt="">{frames}</div>'
    beside = sets.get(page["label"]) or f'<div class="copy">{"".join(_copy(said))}</div>'
    return f'<section id="page-{page["number"]}">{scan}{beside}</section>'


def _frame(box: dict[str, float], page: dict[str, Any], doubt: str) -> str:
    """A frame around a place of a page."""
    wide, high = page["width"] or 1, page["height"] or 1
    left, top = 100 * box["left"] / wide, 100 * box["top"] / high
    width, height = 100 * box["right"] / wide - left, 100 * box["bottom"] / high - top
    place = f"left:{left:.2f}%;top:{top:.2f}%;width:{width:.2f}%;height:{height:.2f}%"
    return f'<div class="frame" style="{place}" title="{escape(doubt)}"></div>'


def _copy(said: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The copy that a page became, doubts marked."""
    for one in said:
        text = escape(one["text"])
        doubt = escape(one["doubt"])
        text = f'<mark title="{doubt}">{text}</mark>' if doubt else text
        place = f" <small>{escape(one['file'])}:{one['line']}</small>" if one["file"] else ""
        yield f"<p>{text}{place}</p>"


def _set_pages(proof: Path, said: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Draw the set pages by their labels, with the doubts framed where their words stand."""
    labels, frames = [], []
    with open_document(proof) as document:
        for number in range(document.pages):
            with document.page(number) as page:
                labels.append(document.raw.get_page_label(number))
                frames.append(_frames(page, said))
    drawn = picture_pages(proof.read_bytes(), range(len(labels)), _SHOWN)
    made: dict[str, str] = {}
    for label, picture, framed in zip(labels, drawn, frames, strict=True):
        made[label] = f'<div class="page"><img src="{embed(picture, "JPEG")}" alt="">{framed}</div>'
    return made


def _frames(page: Any, said: Sequence[dict[str, Any]]) -> str:
    """The frames of a set page: around the words of each doubt that stands on it."""
    width, height = page.get_size()
    frames = ""
    with closing(page.get_textpage()) as text:
        for one in (one for one in said if one["doubt"] and one["text"].strip()):
            for left, low, right, high in _find_words(text, one["text"].strip()[:_LETTERS]):
                box = {"left": left, "top": height - high, "right": right, "bottom": height - low}
                frames += _frame(box, {"width": width, "height": height}, one["doubt"])
    return frames


def _find_words(text: Any, words: str) -> Iterator[tuple[float, float, float, float]]:
    """Where words stand on a page, the first time: a place for each line."""
    with closing(text.search(words)) as search:
        found = search.get_next()
    if found is not None:
        for at in range(text.count_rects(*found)):
            yield text.get_rect(at)
