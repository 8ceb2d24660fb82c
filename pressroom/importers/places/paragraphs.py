"""Set paragraphs: the blocks of a page in reading order in; lines that are paragraphs, headlines or captions out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pressroom.importers.ocr.text import is_finished, is_latin, measure
from pressroom.importers.ocr.wrapping import join_texts
from pressroom.importers.pages import PICTURE, Region, SourceLine
from pressroom.importers.places.blocks import TextBlock

_HEADLINE = 1.25  # times the size of the text
_INDENT = (0.7, 4.5)  # letters
_SHORT = 1.6  # letters that a line may be short and still be full
_WIDE = 1.8  # sizes of white that part blocks as two empty lines do


def set_paragraphs(blocks: Sequence[TextBlock], body: float) -> Iterator[SourceLine]:
    """Join the lines of blocks to paragraphs; lines of headlines stay apart."""
    before: Region | None = None
    for block in blocks:
        gap = 1 if before is None or 0 <= block.box.top - before.bottom < _WIDE * body else 2
        for position, line in enumerate(_lines_of(block, body)):
            yield replace(line, gap=1 if position else gap)
        before = block.box


def _lines_of(block: TextBlock, body: float) -> Iterator[SourceLine]:
    """The lines of a block: each of a headline, or its paragraphs."""
    if block.lines[0].mark == PICTURE:
        yield from block.lines
        return
    large = block.size >= _HEADLINE * body
    if large and measure("".join(line.text for line in block.lines)) <= 90:
        yield from (replace(line, mark="#") for line in block.lines)
        return
    waiting: list[SourceLine] = []
    for line in block.lines:
        if waiting and _begins(waiting[-1], line, block):
            yield _join(waiting)
            waiting = []
        waiting.append(line)
    if waiting:
        yield _join(waiting)


def _begins(before: SourceLine, line: SourceLine, block: TextBlock) -> bool:
    """Whether a line begins a paragraph: it is indented, or the one before is short and ends a sentence."""
    assert before.box is not None
    assert line.box is not None
    size = max(line.size, 1)
    indent = (line.box.left - block.box.left) / size
    was = (before.box.left - block.box.left) / size
    if _INDENT[0] <= indent <= _INDENT[1] and was < indent - 0.5:
        return True
    short = (block.box.right - before.box.right) / size
    if short > _SHORT * (3 if is_latin(before.text) else 1) and (is_finished(before.text) or short > 6):
        return True
    return bool(before.bold) != bool(line.bold) and short > _SHORT


def _join(lines: Sequence[SourceLine]) -> SourceLine:
    """Put the lines of a paragraph together."""
    text, box = lines[0].text, lines[0].box or Region(0, 0, 0, 0)
    for line in lines[1:]:
        text = join_texts(text, line.text)
        box = box | (line.box or box)
    whole = all(line.bold for line in lines)
    sure = min(line.confidence for line in lines)
    return replace(lines[0], text=text, box=box, bold=((0, len(text)),) if whole else (), confidence=sure)
