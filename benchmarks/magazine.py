"""Make an illustrated issue to be timed: an issue of the house and a number of pages in, an issue folder out.

The slots of the issue come again and again until the pages are full, each time with their sentences in another order
and with other pictures. Pictures that open an article, a part or a page become photos: every third has 12 megapixels,
the others 3. Everything is the same each time.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from benchmarks.fitting import paragraphs
from benchmarks.reading import read_bench_issue
from benchmarks.texts import OWN, ROOT
from pressroom.issue import Issue, Listing, Slot

PAGES_OF_CONTENTS = 104  # numbered pages of an issue for which two pages list what is in it
_LARGE, _SMALL = (4000, 3000), (2048, 1536)
_LARGE_EVERY = 3
_QUALITY = 85
_ART = re.compile(r"art/([\w-]+)\.(?:svg|jpg)")
_LINK = re.compile(r"\[([^\]]+)\]\(([a-z0-9-]+)\)")
_SENTENCE = re.compile(r"[^。！？]*[。！？][”’）]*|[^。！？]+$")
_MARKUP = re.compile(r"[*_~{}\[\]`“”‘’]")


@dataclass(frozen=True)
class Part:
    """A slot of the issue that is copied, and how often it was copied before."""

    slot: Slot
    turn: int

    def rename(self, name: str) -> str:
        """The name that a copy of a text or a picture has."""
        return f"{name}-{self.turn + 1}" if self.turn else name


def make_magazine(folder: Path, pages: int, photos: Path, layout: str = "base", source: Path = OWN) -> int:
    """Make an issue of so many numbered pages in a folder; give the number of its photos, which are kept in another."""
    issue = read_bench_issue(source)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "copy").mkdir(parents=True)
    (folder / "art").mkdir()
    shutil.copyfile(source.parent / "magazine.yaml", folder.parent / "magazine.yaml")
    parts = plan_parts(issue, pages)
    known = {part.rename(article.slug) for part in parts for article in part.slot.articles}
    shown = _find_photos(issue)
    count = 0

    def place(name: str, part: Part) -> str:
        nonlocal count
        if name not in shown:
            (drawn,) = (source / "art").glob(f"{name}.*")
            link(drawn, folder / "art" / drawn.name)
            return f"art/{drawn.name}"
        target = folder / "art" / f"{part.rename(name)}.jpg"
        if not target.exists():
            count += 1
            link(keep_photo(photos, count), target)
        return f"art/{target.name}"

    for part in parts:
        for article in part.slot.articles:
            text = article.place.file.read_text(encoding="utf-8")
            text = _ART.sub(lambda found, part=part: place(found[1], part), turn_text(text, part.turn))  # type: ignore[misc]
            text = _LINK.sub(lambda found: found[0] if found[2] in known else found[1], text)
            (folder / "copy" / f"{part.rename(article.slug)}.md").write_text(text, encoding="utf-8")
    sheet = _write_sheet(issue, parts, pages, layout, place)
    (folder / "issue.yaml").write_text(sheet, encoding="utf-8")
    return count


def plan_parts(issue: Issue, pages: int) -> list[Part]:
    """Choose slots for so many numbered pages: covers and front as they are, then all others in turns."""
    flatplan = [slot if slot.folio else replace(slot, articles=()) for slot in issue.flatplan]  # covers: pictures only
    front = [slot for slot in flatplan if slot.folio is None or slot.kind in _FRONT]
    behind = [slot for slot in front if int(slot.labels[0].removeprefix("C")) > 2 and slot.folio is None]
    body = [slot for slot in flatplan if slot not in front and not slot.spread and slot.pages]
    left = pages - sum(_pages_of(slot, pages) for slot in front if slot.folio is not None)
    parts = [Part(slot, 0) for slot in front if slot not in behind]
    turn = 0
    while left > 0:
        taken = False
        for slot in body:
            if slot.pages <= left and (slot.kind != "ad" or left <= _FILLED_BY_ADS):
                parts.append(Part(slot, turn))
                left -= slot.pages
                taken = True
        turn += 1
        if not taken:
            raise ValueError(f"the issue has no slots for the last {left} of {pages} pages")
    return [*parts, *(Part(slot, 0) for slot in behind)]


_FRONT = {"masthead", "editorial", "contents"}
_FILLED_BY_ADS = 3  # pages at the end


def _pages_of(slot: Slot, pages: int) -> int:
    """How many pages a slot of the front takes: a long issue has a long list of contents."""
    return slot.pages * -(-pages // PAGES_OF_CONTENTS) if slot.kind == "contents" else slot.pages


def _write_sheet(
    issue: Issue, parts: Sequence[Part], pages: int, layout: str, place: Callable[[str, Part], str]
) -> str:
    """Write issue.yaml; JSON is YAML."""
    slots = []
    folio = 1
    for part in parts:
        slot = part.slot
        values: dict[str, object] = {"kind": _kind_in(layout, slot.kind)}
        if slot.folio is not None:
            values["folio"] = folio
            folio += _pages_of(slot, pages) if slot.kind in _FRONT else slot.pages
        values |= {"department": slot.department} if slot.department else {}
        values |= {"part": slot.part} if slot.part else {}
        if slot.articles:
            values["copy"] = [part.rename(article.slug) for article in slot.articles]
        if slot.listing is Listing.UNNUMBERED:
            values["contents"] = "unnumbered"
        values |= {"note": slot.note} if slot.note else {}
        if slot.art:
            values |= {"art": place(slot.art.file.stem, part), "art_alt": slot.art.alt}
        slots.append(values)
    head = {"number": issue.number, "date": issue.date, "layout": layout, "theme": issue.theme, "pages": pages}
    lines = ",\n".join(json.dumps(values, ensure_ascii=False) for values in slots)
    return f'{json.dumps(head, ensure_ascii=False)[:-1]},\n"flatplan": [\n{lines}\n]}}\n'


def _kind_in(layout: str, kind: str) -> str:
    """The kind that a layout has in place of one that only another has, as `feature` for `feature-over`."""
    known = {file.stem for name in ("base", layout) for file in (ROOT / "layouts" / name / "kinds").glob("*.html")}
    while kind not in known and "-" in kind:
        kind = kind.rpartition("-")[0]
    return kind


def turn_text(text: str, turn: int) -> str:
    """Let plain paragraphs of copy begin with another of their sentences."""
    lines = text.split("\n")
    for number, line in paragraphs(text) if turn else ():
        sentences = _SENTENCE.findall(line)
        if len(sentences) > 1 and not _MARKUP.search(line):
            first = turn % len(sentences)
            lines[number] = "".join((*sentences[first:], *sentences[:first]))
    return "\n".join(lines)


def _find_photos(issue: Issue) -> set[str]:
    """The pictures that become photos: those of slots and articles, and all of photo essays; not of covers."""
    names = {slot.art.file.stem for slot in issue.flatplan if slot.art and slot.folio is not None}
    for slot in issue.flatplan:
        names |= {article.lead.file.stem for article in slot.articles if article.lead}
        if slot.kind == "photo-essay":
            for article in slot.articles:
                names |= set(_ART.findall(article.copy))
    return names


def keep_photo(folder: Path, number: int) -> Path:
    """A photo by its number; made where it is not there yet."""
    size = _LARGE if number % _LARGE_EVERY == 1 else _SMALL
    file = folder / f"{number:04}-{size[0]}.jpg"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".new")
        make_photo(size, number).save(beside, "JPEG", quality=_QUALITY)
        beside.replace(file)
    return file


def make_photo(size: tuple[int, int], number: int) -> Image.Image:
    """A picture of gradients, of spots of all sizes and of grain, like a photo to a decoder: about 2 bits a pixel."""
    chance = random.Random(number)
    width, height = size
    photo = Image.frombytes("RGB", (4, 3), chance.randbytes(36)).resize(size, Image.Resampling.BICUBIC)
    for cells, share in ((16, 0.35), (128, 0.25), (700, 0.15)):
        across, down = cells, cells * height // width
        spots = Image.frombytes("L", (across, down), chance.randbytes(across * down))
        spots = spots.resize(size, Image.Resampling.BILINEAR)
        photo = Image.blend(photo, Image.merge("RGB", (spots, spots, spots)), share)
    grain = Image.frombytes("L", size, chance.randbytes(width * height))
    return Image.blend(photo, Image.merge("RGB", (grain, grain, grain)), 0.1)


def link(source: Path, target: Path) -> None:
    """Have a file in a second place, without a copy where the disk can do that."""
    if target.exists():
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def edit_article(folder: Path, pages: int, turn: int) -> Path:
    """Change the text of the first article of a slot of so many pages: its first paragraph begins with what it did not.

    :raises ValueError: where the issue has no such slot.
    """
    issue = read_bench_issue(folder)
    slots = (slot for slot in issue.flatplan if slot.pages == pages and len(slot.articles) == 1 and slot.department)
    slot = next(slots, None)
    if slot is None:
        raise ValueError(f"the issue has no article of {pages} pages")
    file = slot.articles[0].place.file
    lines = file.read_text(encoding="utf-8").split("\n")
    number, line = next(iter(paragraphs("\n".join(lines))))
    lines[number] = f"{'今昔春夏秋冬早晚'[turn % 8]}日，{line.partition('日，')[2] or line}"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
