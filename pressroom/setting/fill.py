"""Measure how full set pages are: the fill of each page, and what stands on pages that a slot does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from weasyprint.formatting_structure import boxes

from pressroom.run import Break, Figure, Head, Overset, Room, Tail
from pressroom.setting.facts import count_characters, walk_boxes, walk_texts

_LEAVES = (boxes.LineBox, boxes.ReplacedBox, boxes.TableBox)


def measure_fills(pages: Sequence[Any]) -> tuple[float, ...]:
    """Measure how much of each page is used, from 0 to 1: from its top to the lowest thing in the flow.

    Columns count by their mean, so that two half-filled columns are half a page, and so are one full and one empty.
    """
    return tuple(round(_fill(page._page_box), 4) for page in pages)


def _fill(page: Any) -> float:
    """Measure one page."""
    top = page.content_box_y()
    bottom = top
    for child in page.children:
        if not isinstance(child, boxes.MarginBox):
            bottom = max(bottom, _bottom(child, bottom))
    used = float(bottom - top)
    return min(max(used / page.height, 0.0), 1.0) if page.height else 0.0


def _bottom(box: Any, lowest: float) -> float:
    """Find the lowest edge of what stands in a box; what is lifted out of the flow does not count."""
    box = getattr(box, "_box", box)
    if not (box.is_in_normal_flow() or box.is_floated()):
        return lowest
    if isinstance(box, _LEAVES):
        height = box.height if isinstance(box, boxes.LineBox) else box.margin_height()
        return max(lowest, float(box.position_y + height))
    columns = _columns(box)
    for child in getattr(box, "children", ()) or ():
        if child not in columns:
            lowest = _bottom(child, lowest)
    for top, row in _rows(columns).items():
        count = max(len(row), _column_count(box))
        used = sum(max((_bottom(child, top) for child in column.children), default=top) - top for column in row)
        lowest = max(lowest, float(top + used / count))
    return lowest


def _columns(box: Any) -> list[Any]:
    """The columns of a box; the engine makes each of the same element."""
    style = box.style
    if box.element is None or (style["column_count"] == "auto" and style["column_width"] == "auto"):
        return []
    return [child for child in box.children if getattr(child, "element", None) is box.element]


def _rows(columns: Sequence[Any]) -> dict[float, list[Any]]:
    """Put columns that begin at one height together: what spans all columns parts them."""
    rows: dict[float, list[Any]] = {}
    for column in columns:
        rows.setdefault(round(column.position_y, 1), []).append(column)
    return rows


def _column_count(box: Any) -> int:
    """How many columns a box has (CSS Multi-column Layout 1, § 3.4): no more than it asks for, nor than find room."""
    count, width, gap = (box.style[name] for name in ("column_count", "column_width", "column_gap"))
    if width == "auto":
        return int(count)
    apart = box.style["font_size"] if gap == "normal" else gap.value * (box.width / 100 if gap.unit == "%" else 1)
    fitting = max(1, int((box.width + apart) // (width + apart)))
    return fitting if count == "auto" else min(int(count), fitting)


def measure_room(pages: Sequence[Any], blocks: Sequence[str]) -> Room:
    """Measure what a full page holds, by the lines that are set: their commonest height, and their mean length."""
    known = set(blocks)
    heights: dict[float, int] = {}
    widths: dict[float, int] = {}
    lines = characters = 0
    for page in pages:
        for box, block in walk_boxes(page._page_box, known):
            if block and isinstance(box, boxes.LineBox):
                height = round(box.height, 1)
                heights[height] = heights.get(height, 0) + 1
                lines += 1
            elif block and isinstance(box, boxes.TextBox):
                characters += count_characters(box.text)
            for column in _columns(box) if isinstance(box, boxes.BlockBox) else ():
                widths[round(column.width)] = widths.get(round(column.width), 0) + 1
    if not lines:
        return Room()
    page = pages[0]._page_box
    height = max(heights, key=lambda value: (heights[value], value))
    column = max(widths, key=lambda value: (widths[value], value)) if widths else page.width
    count = max(1, int((page.width + column * 0.15) // column)) if column else 1
    return Room(int(page.height / height + 0.05) * count, round(characters / lines, 2), height, float(column))


def measure_overset(
    pages: Sequence[Any],
    planned: int,
    blocks: Sequence[str],
    heads: Sequence[Head],
    breaks: Sequence[Break],
    room: Room,
) -> Overset:
    """Find what has to go so that pages fit: of all articles that begin a page, the ends that are the shortest."""
    ends = _spans(len(pages), heads, breaks)
    tails: list[Tail] = []
    measured: dict[int, Tail] = {}
    for _ in range(len(pages) - planned):
        lasts = [(first, last) for first, last in ends.items() if last >= first]
        if not lasts:
            break
        for _, last in lasts:
            if last not in measured:
                measured[last] = _measure_tail(pages[last], breaks[last], blocks, room)
        first, last = min(lasts, key=lambda span: (span[0] == span[1], measured[span[1]].lines, -span[1]))
        tails.append(measured[last])
        ends[first] = last - 1
    return Overset(len(pages) - planned, tuple(sorted(tails, key=lambda tail: tail.page)))


def _spans(count: int, heads: Sequence[Head], breaks: Sequence[Break]) -> dict[int, int]:
    """The first and last pages of articles that begin a page, with those that run on behind them."""
    starts = {0}
    for head in heads:
        begun = breaks[head.page]
        if begun.offset == 0 and begun.block in (head.slug, f"{head.slug}-headline"):
            starts.add(head.page)
    ordered = sorted(starts)
    return {first: last - 1 for first, last in zip(ordered, [*ordered[1:], count], strict=True)}


def _measure_tail(page: Any, begun: Break, blocks: Sequence[str], room: Room) -> Tail:
    """Measure what stands on a page that is too much."""
    known = set(blocks)
    lines = sum(1 for box, block in walk_boxes(page._page_box, known) if block and isinstance(box, boxes.LineBox))
    characters = sum(count_characters(text) for _, text in walk_texts(page, known))
    figures = tuple(_figures(page, known, room))
    block = begun.block if begun.block in known else next((block for block, _ in walk_texts(page, known)), "")
    offset = begun.offset if begun.block in known else 0
    lines += sum(figure.lines for figure in figures)
    return Tail(begun.page, block, offset, lines, characters, figures, _find_area(page, known))


def _find_area(page: Any, known: set[str]) -> tuple[float, float, float, float]:
    """Find where lines and pictures stand: left, top, right and bottom in points from the page's top left."""
    places = [
        (box.position_x, box.position_y, box.position_x + box.width, box.position_y + box.height)
        for box, block in walk_boxes(page._page_box, known)
        if block and isinstance(box, _LEAVES)
    ]
    lefts, tops, rights, bottoms = (
        zip(*places, strict=True) if places else ((0.0,), (0.0,), (page.width,), (page.height,))
    )
    return tuple(round(value * 0.75, 2) for value in (min(lefts), min(tops), max(rights), max(bottoms)))


def find_figures(pages: Sequence[Any], blocks: Sequence[str], room: Room) -> tuple[Figure, ...]:
    """Find the pictures of a run in reading order."""
    return tuple(figure for page in pages for figure in _figures(page, set(blocks), room))


def _figures(page: Any, known: set[str], room: Room) -> Iterator[Figure]:
    """Find the pictures of a page that stand in known blocks, with the lines that they take the place of."""
    for box, block in walk_boxes(page._page_box, known):
        picture = block and isinstance(box, boxes.ReplacedBox) and room.leading and room.column
        if picture and box.margin_height() > room.leading:  # else it is a sign in a line
            across = max(1, round(box.margin_width() / room.column))
            yield Figure(block, max(1, round(box.margin_height() / room.leading)) * across)
