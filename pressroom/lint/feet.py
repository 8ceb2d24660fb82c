"""Rules on how pages are made up: R19 to R21. Read off the finished page, with nothing of what made it.

The type area is where most pages have text: its foot is where most columns end. An article runs on from a page where
the next one goes on with text, and no headline stands above it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pressroom.lint.columns import Column, TextSetting
from pressroom.lint.letters import GlyphBox, Letter, LetterPage
from pressroom.lint.registry import Fault, rule

_HEADLINE = 1.9  # sizes of the text: letters that are larger are a headline
_DESCENT = 0.12  # em of a letter below its baseline
_SAME_EDGE = 3.0  # pt
_FEW = 3  # pages that share a foot
_MOSTLY = 0.45  # of a column's width or its own: what covers more stands in the column
_NEARLY = 0.2  # lines: what ends so much too high ends on the line
_LOW_HEAD = 2  # lines that a head has below it at least
_CLEAR = 2  # lines between text and what runs across below it: so many are a stub
_ACROSS = 1.5  # columns: what is wider runs across
_BACKGROUND = 0.7  # of the height of the type area: what is higher is the page's ground
_LOWEST = 2  # lines: what is lower is a rule
_HAIR = 0.02  # em: how much a head's letters are larger than those of the text, at least


@dataclass(frozen=True)
class _Place:
    """A column of a page, whether there is text in it or not: lengths in points, from the bottom left."""

    page: LetterPage
    left: float
    right: float
    size: float
    leading: float
    text: Column | None

    def holds(self, box: GlyphBox) -> bool:
        """Whether something stands in the column."""
        shared = min(self.right, box.right) - max(self.left, box.left)
        return shared > _MOSTLY * min(self.right - self.left, box.right - box.left)


@dataclass(frozen=True)
class _Area:
    """The type area: its top and its foot, from the bottom of the page."""

    top: float
    foot: float


@rule("R19", 0.03, "made-up pages: the feet of columns stand on one line, so that facing pages hold together")
def feet(setting: TextSetting) -> Iterator[Fault | None]:
    """A column that runs on ends on the last line of its page."""
    area = _find_area(setting)
    if area is None:
        return
    for place in _running_on(setting):
        lowest = _lowest(place, area)
        short = math.floor((lowest - area.foot) / place.leading + _NEARLY)
        yield _fault(place, lowest, f"ends {short} lines above the foot") if short > 0 else None


@rule("R20", 0.02, "text above a picture across the columns ends right above it")
def stubs(setting: TextSetting) -> Iterator[Fault | None]:
    """Columns above something that runs across end right above it."""
    area = _find_area(setting)
    if area is None:
        return
    for place in _places(setting):
        rows = [row.line.baseline for row in place.text.rows] if place.text else []
        for box in _across(place, area):
            ground = any(box.bottom < baseline < box.top for baseline in rows)
            if ground or _opens_below(place, box) or not any(baseline > box.top for baseline in rows):
                continue
            lowest = _lowest(place, area, box.top)
            gap = (lowest - box.top) / place.leading
            yield _fault(place, lowest, f"{gap:.1f} lines above what runs across") if gap >= _CLEAR else None


@rule("R21", 0.02, "a head belongs to the text below it")
def heads(setting: TextSetting) -> Iterator[Fault | None]:
    """A head has two lines of text below it in its column, and no second one stands so low on a spread."""
    area = _find_area(setting)
    if area is None:
        return
    low: Counter[int] = Counter()
    for place in _places(setting):
        for head in _heads(place):
            below = [row for row in place.text.rows if row.line.baseline < head.y] if place.text else []
            near = min((row.line.baseline for row in below), default=head.y) < area.foot + 2 * place.leading
            spread = (place.page.index + 1) // 2
            if near and len(below) == _LOW_HEAD:
                low[spread] += 1
            if near and len(below) < _LOW_HEAD:
                yield _fault(place, head.y, f"a head with {len(below)} lines below it")
            else:
                twice = near and len(below) == _LOW_HEAD and low[spread] > 1
                yield _fault(place, head.y, "a second head at a foot of this spread") if twice else None


def _find_area(setting: TextSetting) -> _Area | None:
    """Find the type area that most pages have; none where pages share no foot."""
    feet = Counter(round(min(_edges(one) for one in columns)) for columns in _by_page(setting).values())
    tops = Counter(round(max(one.rows[0].line.baseline + one.size for one in c)) for c in _by_page(setting).values())
    shared = {foot: sum(feet[foot + off] for off in (-1, 0, 1)) for foot in feet}
    if not shared or max(shared.values()) < _FEW:
        return None
    foot = max(shared, key=lambda foot: (shared[foot], feet[foot], -foot))
    return _Area(float(max(tops)), float(foot))


def _by_page(setting: TextSetting) -> dict[int, list[Column]]:
    """Sort columns by their pages."""
    found: dict[int, list[Column]] = {}
    for column in setting.columns:
        found.setdefault(column.page.index, []).append(column)
    return found


def _drop(column: Column | _Place) -> float:
    """What a line of text has below its baseline."""
    return (column.leading - column.size) / 2 + _DESCENT * column.size


def _edges(column: Column) -> float:
    """Where the last line of a column ends."""
    return column.rows[-1].line.baseline - _drop(column)


def _places(setting: TextSetting) -> Iterator[_Place]:
    """Give the columns of all pages; where a picture fills one, it is where other pages have it."""
    gap = _commonest_gap(setting)
    by_page = _by_page(setting)
    for columns in by_page.values():
        first = min(columns, key=lambda one: one.left)
        step = first.measure * first.size + (gap or 0.0)
        lefts = {round(one.left, 1): one for one in columns}
        known = [
            one.left for other in by_page.values() for one in other if other[0].page.index % 2 == first.page.index % 2
        ]
        for left in _lefts(first, step, known) if gap else [one.left for one in columns]:
            text = next((one for place, one in lefts.items() if abs(place - left) < _SAME_EDGE), None)
            yield _Place(first.page, left, left + first.measure * first.size, first.size, first.leading, text)


def _lefts(first: Column, step: float, known: Sequence[float]) -> Iterator[float]:
    """Give the left edges that columns of a page may have: a step apart, where other pages have columns too."""
    low, high = min(known), max(known)
    left = first.left - step * round((first.left - low) / step)
    while left < high + _SAME_EDGE:
        if any(abs(left - other) < _SAME_EDGE for other in known):
            yield left
        left += step


def _commonest_gap(setting: TextSetting) -> float | None:
    """Find the gap between columns that most pages have."""
    gaps: Counter[float] = Counter()
    for columns in _by_page(setting).values():
        ordered = sorted(columns, key=lambda one: one.left)
        for one, other in pairwise(ordered):
            if 0 < other.left - one.right < one.measure * one.size:
                gaps[round(other.left - one.right, 1)] += 1
    return gaps.most_common(1)[0][0] if gaps else None


def _running_on(setting: TextSetting) -> Iterator[_Place]:
    """Give the columns of pages whose text goes on at the next page."""
    by_page = _by_page(setting)
    goes_on = {
        index
        for index in by_page
        if index + 1 in by_page and not _opens(setting.pages[index + 1], by_page[index + 1][0])
    }
    for place in _places(setting):
        if place.page.index in goes_on:
            yield place


def _opens(page: LetterPage, column: Column) -> bool:
    """Tell whether an article opens on a page: a headline stands there."""
    return any(letter.size > _HEADLINE * column.size for letter in page.letters)


def _opens_below(place: _Place, box: GlyphBox) -> bool:
    """Tell whether a headline stands below something on its page: that belongs to another article, or opens it."""
    return any(letter.size > _HEADLINE * place.size and letter.y < box.bottom for letter in place.page.letters)


def _lowest(place: _Place, area: _Area, above: float | None = None) -> float:
    """Find where what stands in a column ends, or in the part of it that is above a height."""
    low, high = (area.foot if above is None else above) - _SAME_EDGE, area.top
    ends = [high]
    for letter in place.page.letters:
        bottom = letter.y - (_drop(place) if _is_text(letter, place) else _DESCENT * letter.size)
        if place.left - 1 <= letter.x <= place.right + 1 and low <= bottom <= high:
            ends.append(bottom)
    for box in place.page.drawn:
        if place.holds(box) and low <= box.bottom <= high and _is_a_thing(box, area):
            ends.append(box.bottom)
    return min(ends)


def _is_text(letter: Letter, place: _Place) -> bool:
    return abs(letter.size - place.size) < 0.5


def _is_a_thing(box: GlyphBox, area: _Area) -> bool:
    """Tell a picture or a rule from the ground of the page."""
    return box.top - box.bottom < _BACKGROUND * (area.top - area.foot)


def _across(place: _Place, area: _Area) -> Iterator[GlyphBox]:
    """Find the pictures on a page that run across its columns; a drawing is made of many things."""
    things = [
        box for box in place.page.drawn if area.foot < box.top and box.bottom < area.top and _is_a_thing(box, area)
    ]
    for box in _gather(things):
        wide = box.right - box.left > _ACROSS * (place.right - place.left)
        if wide and box.top - box.bottom > _LOWEST * place.leading:
            yield box


def _gather(things: Sequence[GlyphBox]) -> list[GlyphBox]:
    """Put together what overlaps."""
    gathered: list[GlyphBox] = []
    for box in sorted(things, key=lambda one: (one.left - one.right) * (one.top - one.bottom)):
        for number, other in enumerate(gathered):
            if box.left < other.right and other.left < box.right and box.bottom < other.top and other.bottom < box.top:
                gathered[number] = GlyphBox(
                    min(box.left, other.left),
                    min(box.bottom, other.bottom),
                    max(box.right, other.right),
                    max(box.top, other.top),
                )
                break
        else:
            gathered.append(box)
    return gathered


def _heads(place: _Place) -> Iterator[Letter]:
    """Find the first letters of heads in a column: lines a little larger than its text."""
    seen: set[int] = set()
    for letter in place.page.letters:
        larger = place.size * (1 + _HAIR) < letter.size < 1.25 * place.size
        if larger and abs(letter.x - place.left) < place.size and round(letter.y) not in seen:
            seen.add(round(letter.y))
            yield letter


def _fault(place: _Place, height: float, message: str) -> Fault:
    """A fault of a whole column."""
    rows = place.text.rows if place.text else ()
    text = rows[-1].line.text[:20] if rows else ""
    return Fault(place.page, GlyphBox(place.left, height, place.right, height + place.leading), text, message)
