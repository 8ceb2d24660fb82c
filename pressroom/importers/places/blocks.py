"""Put the lines of a page into blocks, and blocks into reading order: down the columns, from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pressroom.importers.pages import PICTURE, Region, SourceLine, SourcePage
from pressroom.importers.places.values import ScannedPage

_GAP = 0.95  # of a line's size between two lines of one block, at most
_AIRY = 1.25  # times the usual white between the lines of a page
_WIDEST = 2.2  # of a line's size: more white parts blocks always
_ALIKE = 1.2  # sizes of lines of one block
_OVERLAP = 0.5  # of the narrower line


@dataclass(frozen=True)
class TextBlock:
    """Lines that stand below each other in one column."""

    lines: tuple[SourceLine, ...]
    box: Region

    @property
    def size(self) -> float:
        """The size of its letters."""
        return max(line.size for line in self.lines)


def _box(line: SourceLine) -> Region:
    """The place of a line."""
    return line.box or Region(0, 0, 0, 0)


def order_blocks(lines: Sequence[SourceLine], page: SourcePage) -> list[TextBlock]:
    """Gather the lines of a page into blocks, in reading order."""
    blocks = [*_gather([line for line in lines if line.mark != PICTURE])]
    blocks += [TextBlock((line,), _box(line)) for line in lines if line.mark == PICTURE]
    return _cut([block for block in blocks if block.box.width < 3 * (page.width or 1e9)])


def given_blocks(page: ScannedPage) -> list[TextBlock]:
    """The blocks of a page whose reader knows their order; blocks of a line each are put together where they belong."""
    usual = usual_gap(page.lines)
    groups: list[list[SourceLine]] = []
    before = -1
    for line, own in zip(page.lines, page.blocks, strict=True):
        shown = line.mark == PICTURE or (groups and groups[-1][0].mark == PICTURE)
        if groups and not shown and (own == before or _belongs(groups[-1], line, usual)):
            groups[-1].append(line)
        else:
            groups.append([line])
        before = own
    return [TextBlock(tuple(group), _around(group)) for group in groups]


def _gather(lines: Sequence[SourceLine]) -> list[TextBlock]:
    """Gather lines: each joins the block above it whose last line is close, alike and in the same column."""
    blocks: list[list[SourceLine]] = []
    usual = usual_gap(lines)
    for line in sorted(_join_rows(lines), key=lambda one: (_box(one).top, _box(one).left)):
        fitting = [block for block in blocks if _belongs(block, line, usual)]
        if fitting:
            min(fitting, key=lambda block: _box(line).top - _box(block[-1]).bottom).append(line)
        else:
            blocks.append([line])
    return [TextBlock(tuple(block), _around(block)) for block in blocks]


def _join_rows(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Put pieces of one printed line together: on one baseline, hardly a letter's width apart."""
    made: list[SourceLine] = []
    for line in sorted(lines, key=lambda one: (round(_box(one).bottom), _box(one).left)):
        before = made[-1] if made else None
        if before is not None and _same_row(before, line):
            space = " " if before.text[-1:].isascii() and line.text[:1].isascii() else ""
            made[-1] = replace(before, text=before.text + space + line.text, box=_box(before) | _box(line))
        else:
            made.append(line)
    return made


def _same_row(one: SourceLine, two: SourceLine) -> bool:
    """Whether two pieces are one line."""
    size = max(one.size, two.size)
    close = -0.2 * size <= _box(two).left - _box(one).right <= 0.6 * size
    return (
        close
        and abs(_box(one).bottom - _box(two).bottom) < 0.3 * size
        and max(one.size, two.size) < 1.3 * min(one.size, two.size)
    )


def _belongs(block: Sequence[SourceLine], line: SourceLine, usual: float) -> bool:
    """Whether a line goes on a block."""
    last = block[-1]
    size = max(last.size, line.size)
    gap = _box(line).top - _box(last).bottom
    most = max(_GAP * size, min(_AIRY * usual, _WIDEST * size))
    if not -0.5 * size <= gap <= most or size > _ALIKE * min(last.size, line.size):
        return False
    if bool(last.bold) != bool(line.bold) and size > 1.05 * min(last.size, line.size):
        return False
    shared = min(_box(last).right, _box(line).right) - max(_box(last).left, _box(line).left)
    column = _around(block)
    inside = _box(line).left >= column.left - 3 * size and _box(line).right <= column.right + 3 * size
    return shared >= _OVERLAP * min(_box(last).width, _box(line).width) and (inside or len(block) == 1)


def _around(lines: Sequence[SourceLine]) -> Region:
    """The box around some lines."""
    box = _box(lines[0])
    for line in lines[1:]:
        box = box | _box(line)
    return box


def _cut(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Order blocks by cutting the page at white bands again and again, as the recursive X-Y cut does.

    A gutter that runs through all blocks parts columns. Where none does, the page is cut across so that one runs
    through what is below (a headline over columns), or above (a foot under them), else at the widest band.
    """
    if len(blocks) < 2:
        return list(blocks)
    gutters = _bands(blocks, along=True)
    if gutters:
        first, second = max(gutters, key=lambda cut: cut[0])[1]
        return _cut(first) + _cut(second)
    bands = _bands(blocks, along=False)
    if not bands:
        return sorted(blocks, key=lambda block: (block.box.top, block.box.left))
    below = next((cut for cut in bands if _bands(cut[1][1], along=True)), None)
    above = next((cut for cut in reversed(bands) if _bands(cut[1][0], along=True)), None)
    first, second = (below or above or max(bands, key=lambda cut: cut[0]))[1]
    return _cut(first) + _cut(second)


Cut = tuple[float, tuple[list[TextBlock], list[TextBlock]]]


def _bands(blocks: Sequence[TextBlock], *, along: bool) -> list[Cut]:
    """The white bands that run along or across some blocks: how wide each is, and the blocks on its two sides."""
    spans = [(one.box.left, one.box.right) if along else (one.box.top, one.box.bottom) for one in blocks]
    order = sorted(range(len(blocks)), key=lambda at: spans[at])
    reach = spans[order[0]][1] if order else 0
    found: list[Cut] = []
    for position, at in enumerate(order[1:], 1):
        gap = spans[at][0] - reach
        if gap > 0.5:
            sides = [blocks[one] for one in order[:position]], [blocks[one] for one in order[position:]]
            found.append((gap, sides))
        reach = max(reach, spans[at][1])
    return found


def usual_gap(lines: Sequence[SourceLine]) -> float:
    """The white between two lines of the text of a page."""
    boxes = sorted((one.box for one in lines if one.box is not None and one.mark != PICTURE), key=lambda box: box.top)
    gaps: list[float] = []
    for at, box in enumerate(boxes):
        below = (other.top - box.bottom for other in boxes[at + 1 : at + 40] if _same_column(box, other))
        gap = next((one for one in below if one > -0.3 * box.height), None)
        gaps += [] if gap is None or gap > _WIDEST * box.height else [gap]
    return median(gaps) if gaps else 0


def _same_column(one: Region, two: Region) -> bool:
    """Whether two lines stand above each other."""
    return one.left < two.right and two.left < one.right


def rows_of(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The rows of a contents page: what stands on one height is one line, its pieces as far apart as printed."""
    rows: list[list[SourceLine]] = []
    for line in sorted((one for one in lines if one.mark != PICTURE), key=lambda one: _box(one).top + _box(one).bottom):
        middle = (_box(line).top + _box(line).bottom) / 2
        row = next((row for row in rows[-4:] if _on_row(row, middle, line)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    made: list[SourceLine] = []
    for row in rows:
        pieces = sorted(row, key=lambda one: _box(one).left)
        text = pieces[0].text
        for one, two in pairwise(pieces):
            text += " " * max(1, round((_box(two).left - _box(one).right) / (0.6 * max(one.size, 1)))) + two.text
        made.append(replace(pieces[0], text=text, gap=1, box=_around(pieces), bold=()))
    return made


def _on_row(row: Sequence[SourceLine], middle: float, line: SourceLine) -> bool:
    """Whether a line stands on the height of a row."""
    first = row[0]
    return abs((_box(first).top + _box(first).bottom) / 2 - middle) < 0.45 * min(first.size, line.size) + 0.1 * max(
        first.size, line.size
    )
