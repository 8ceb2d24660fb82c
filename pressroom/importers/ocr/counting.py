"""Count what an import is judged by, and find the places of its doubts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pressroom.importers.ocr.chapters import UNLIKE
from pressroom.importers.ocr.order import GUESSED
from pressroom.importers.ocr.reading import ScanReading
from pressroom.importers.ocr.text import fold, is_finished, measure, undress
from pressroom.importers.ocr.words import BULLETS
from pressroom.importers.pages import Scan
from pressroom.importers.values import BlockKind, Doubt, LeftOver, ScanArticle, Sight
from pressroom.importers.verdict import Extent, Figures
from pressroom.typography.normaliser import HAN

_UNEXPLAINED = "stands nowhere"
_FRONT = 0.2  # of the text may stand before the first article
_COLUMNS = 0.004  # of the lines may stand beside others
_RUNNING = 45  # characters of a paragraph, at least


def count_figures(
    read: ScanReading, pieces: Mapping[str, ScanArticle], left: Sequence[LeftOver], doubts: Sequence[Doubt]
) -> Figures:
    """Count what an import is judged by."""
    letters = sum(len(fold(line.text)) for line in read.scan.lines) + sum(
        len(fold(line.text)) for line, _ in read.scan.left
    )
    left_letters = sum(len(fold(one.text)) for one in left)
    lost = sum(len(fold(one.text)) for one in left if one.reason == _UNEXPLAINED)
    found = [chapter for chapter in read.chapters if chapter.found]
    inside = sum(len(fold(line.text)) for chapter in found for line in chapter.lines)
    across = sum(1 for doubt in doubts if doubt.what.startswith("columns were read"))
    return Figures(
        printed=len(read.contents.entries),
        found=len(found),
        share=inside / max(_body(read, inside), 1),
        order=read.contents.agreement,
        letters=letters,
        taken=letters - left_letters,
        left=left_letters,
        lost=lost,
        language=read.scan.language,
        extents=tuple(_extents(read, pieces)),
        columns=across if across > 1 + _COLUMNS * len(read.scan.lines) else 0,
        misread=sum(1 for doubt in doubts if doubt.decision == "took it for an entry without a folio"),
        deserted=_deserted(read),
        vague=sum(1 for doubt in doubts if doubt.what.endswith(UNLIKE)),
        guessed=sum(1 for doubt in doubts if GUESSED in doubt.what and doubt.decision[5:].isdigit()),
        unlikely=tuple(doubt.what for doubt in doubts if doubt.what.endswith("its headline is missing")),
        hidden=sum(1 for doubt in doubts if doubt.what.startswith("a byline stands inside"))
        + _hidden_tags(read)
        + _hidden_parts(read),
        clashes=_clashes(read, doubts),
        missing=tuple(
            doubt.what.removesuffix(" was not found") for doubt in doubts if doubt.what.endswith("was not found")
        ),
    )


def _body(read: ScanReading, inside: int) -> int:
    """The letters that should stand in articles: all but contents page and furniture, and the front if it is short."""
    chapters = sum(len(fold(line.text)) for chapter in read.chapters for line in chapter.lines)
    front = sum(len(fold(line.text)) for line in read.front.lines)
    before = sum(len(fold(left.text)) for left in read.notes.left_over if left.reason == "before the first article")
    return chapters + before + (front if front > _FRONT * (inside + front) else 0)


_TAG = re.compile(rf"^[{BULLETS}]\s*[{HAN}]{{2,6}}\s*[{BULLETS}]$")
_TAGGED = 3  # articles that open with a tag in bullets, where that is the manner of the magazine


def _hidden_tags(read: ScanReading) -> int:
    """Tags in bullets inside articles, where others open with one: more articles than the contents page names."""
    own = [fold(chapter.entry.text) for chapter in read.chapters]
    tags = [[fold(line.text) for line in c.lines if _TAG.match(line.text.strip())] for c in read.chapters]
    if sum(1 for tag, some in zip(own, tags, strict=True) if tag in some) < _TAGGED:
        return 0
    return sum(1 for tag, some in zip(own, tags, strict=True) for one in some if one != tag)


def _hidden_parts(read: ScanReading) -> int:
    """Names of parts that stand alone inside an article of another part: the article that opens there is not known."""
    parts = {fold(chapter.entry.part) for chapter in read.chapters} - {""}
    return sum(
        1
        for chapter in read.chapters
        for line in chapter.lines[1:]
        if chapter.entry.part and fold(undress(line.text)) in parts - {fold(chapter.entry.part)}
    )


def _deserted(read: ScanReading) -> tuple[str, ...]:
    """Departments of the contents page without an entry: one of theirs was not read."""
    named = {chapter.entry.department for chapter in read.chapters}
    return tuple(name for name in read.contents.departments if name not in named)


def _clashes(read: ScanReading, doubts: Sequence[Doubt]) -> int:
    """Entries on a folio that is taken, where that is not the manner of the magazine."""
    taken = sum(1 for doubt in doubts if doubt.what.endswith("is taken already"))
    return taken if taken * 6 < len(read.contents.entries) else 0


def _extents(read: ScanReading, pieces: Mapping[str, ScanArticle]) -> Iterator[Extent]:
    """The length of each planned article, with its pages."""
    found = {chapter.entry.text: chapter.found for chapter in read.chapters}
    chapters = {chapter.pieces[0].headline: chapter for chapter in read.chapters if chapter.pieces}
    slots = [slot for slot in read.slots if slot.slugs]
    folios = [slot.values.get("folio") for slot in slots]
    for at, slot in enumerate(slots):
        own = [pieces[slug] for slug in slot.slugs if slug in pieces]
        chapter = chapters.get(own[0].headline) if own else None
        if chapter is None:
            continue
        here, there = folios[at], folios[at + 1] if at + 1 < len(folios) else None
        pages = there - here if isinstance(here, int) and isinstance(there, int) else 0
        texts = [
            text for piece in own for block in piece.blocks if block.kind is BlockKind.PARAGRAPH for text in block.texts
        ]
        running = [text for text in texts if measure(text) > _RUNNING]
        broken = sum(1 for text in running if not is_finished(text) and text.rstrip()[-1:] not in "：:—")
        yield Extent(
            " ".join(own[0].headline),
            sum(len(fold(text)) for piece in own for block in piece.blocks for text in block.texts),
            pages,
            found.get(chapter.entry.text, False),
            len(running),
            broken,
        )


def find_sights(doubts: Sequence[Doubt], scan: Scan, copies: Mapping[str, str]) -> Iterator[Sight]:
    """Find where each doubt stands: on the page of the source, and in the copy."""
    lines = {line.number: line for line in reversed(scan.lines)}
    labels = {page.number: page.label for page in scan.pages}
    folded = [
        (name, number, fold(text)) for name, copy in copies.items() for number, text in enumerate(copy.split("\n"), 1)
    ]
    for doubt in doubts:
        line = lines.get(doubt.line)
        if line is None:
            yield Sight(doubt)
            continue
        name, number = _find_copy(line.text, folded)
        yield Sight(doubt, line.text[:60], line.page, labels.get(line.page, ""), line.box, name, number)


def _find_copy(text: str, folded: Sequence[tuple[str, int, str]]) -> tuple[str, int]:
    """The file and the line that say what a line of the source says."""
    said = fold(text)
    for size in (24, 10):
        wanted = said[:size] or re.sub(r"\s", "", text)
        found = next(((name, number) for name, number, line in folded if len(wanted) > 1 and wanted in line), None)
        if found:
            return found
    return "", 0
