"""Find furniture by place: lines at the edges of pages in; folios, running heads and the labels of pages out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pressroom.importers.ocr.text import fold, is_finished, measure
from pressroom.importers.pages import PICTURE, SourceLine
from pressroom.importers.places.blocks import usual_gap
from pressroom.importers.places.values import ScannedPage

_EDGE = 0.13  # of the page's height, above and below
_NEAR = 0.012  # of the page's height: lines of one band
_OFTEN = 3  # pages
_SHARE = 0.3  # of the pages of a band that has a running head
_LARGE = 1.15  # times the size of the text: a headline
_RARE = 0.1  # of the pages that have the most usual difference: figures of pictures and lists stand at edges too
_LONGEST = 60  # characters of a running head
_FOLIO = re.compile(r"^\W*(?:[Pp]\.?\s*)?(\d{1,4})\W*$|^\W*(\d{1,4})\s+\D.*$|^\D.*\D\s*?(\d{1,4})\W*$")
_BARE = re.compile(r"^\W*(?:[Pp]\.?\s*)?\d{1,4}\W*$")


@dataclass(frozen=True)
class Furniture:
    """The lines that are furniture, each with the reason, and the label of each page by its number."""

    lines: frozenset[SourceLine]
    left: tuple[tuple[SourceLine, str], ...]
    labels: dict[int, str]


def find_furniture(pages: Sequence[ScannedPage], body: float) -> Furniture:
    """Find what stands at the same place on many pages and is no text."""
    edges = [(page, line, _band(line, page)) for page in pages for line in page.lines if _at_edge(line, page)]
    labels = _label(edges)
    bands: defaultdict[int, list[tuple[ScannedPage, SourceLine]]] = defaultdict(list)
    for page, line, band in edges:
        for near in (band - 1, band, band + 1):
            bands[near].append((page, line))
    left: dict[SourceLine, str] = {}
    for page, line, band in edges:
        if _BARE.match(line.text) and _fits(line, page, labels):
            left[line] = "a page number"
        elif _is_running_head(line, page, bands[band], len(pages) if line.size <= _LARGE * body else 0):
            left[line] = "a running head"
    return Furniture(frozenset(left), tuple(left.items()), {number: str(label) for number, label in labels.items()})


def _at_edge(line: SourceLine, page: ScannedPage) -> bool:
    """Whether a line stands at the upper or lower edge of its page, with nothing but furniture beyond."""
    if line.box is None or line.mark == PICTURE or not page.page.height or measure(line.text) > _LONGEST:
        return False
    middle = (line.box.top + line.box.bottom) / 2 / page.page.height
    return middle < _EDGE or middle > 1 - _EDGE


def _band(line: SourceLine, page: ScannedPage) -> int:
    """The band of the page in which a line stands."""
    assert line.box is not None
    return round((line.box.top + line.box.bottom) / 2 / page.page.height / _NEAR)


def _label(edges: Iterable[tuple[ScannedPage, SourceLine, int]]) -> dict[int, int]:
    """Label pages: the difference between folio and place is the same on most of them."""
    found: list[tuple[int, int]] = []
    for page, line, _ in edges:
        match = _FOLIO.match(line.text.strip())
        if match:
            number = next(int(group) for group in match.groups() if group)
            found.append((page.page.number, number))
    offsets = Counter(number - place for place, number in found)
    labels: dict[int, int] = {}
    most = max(offsets.values(), default=0)
    good = {offset for offset, count in offsets.items() if count >= max(_OFTEN, _RARE * most)}
    for place, number in found:
        if number - place in good:
            labels[place] = number
    return _fill(labels)


def _fill(labels: dict[int, int]) -> dict[int, int]:
    """Label pages without a folio that stand between two with the same difference."""
    filled = dict(labels)
    places = sorted(labels)
    for one, two in pairwise(places):
        if labels[two] - labels[one] == two - one:
            filled |= {place: labels[one] + place - one for place in range(one, two)}
    if places:
        filled |= {
            place: labels[places[0]] - places[0] + place
            for place in range(max(1, places[0] - 3), places[0])
            if labels[places[0]] - places[0] + place > 0
        }
        filled |= {places[-1] + more: labels[places[-1]] + more for more in range(1, 4)}
    return filled


def _fits(line: SourceLine, page: ScannedPage, labels: dict[int, int]) -> bool:
    """Whether a number is the folio of its page, or no page has one and it stands alone."""
    number = int(re.sub(r"\D", "", line.text))
    return labels.get(page.page.number, number) == number or not labels


def _is_running_head(
    line: SourceLine, page: ScannedPage, band: Sequence[tuple[ScannedPage, SourceLine]], count: int
) -> bool:
    """Whether lines like it stand at its place on many pages, apart from the text."""
    others = {other.page.number for other, one in band if abs(one.size - line.size) < 0.6}
    said = re.sub(r"\d", "", fold(line.text))
    same = {other.page.number for other, one in band if re.sub(r"\d", "", fold(one.text)) == said}
    if not _stands_apart(line, page):
        return False
    if len(same) >= _OFTEN:
        return True
    return not is_finished(line.text) and (0 < _SHARE * count <= len(others) and len(others) >= _OFTEN)


def _stands_apart(line: SourceLine, page: ScannedPage) -> bool:
    """Whether there is room between a line and the text."""
    assert line.box is not None
    above = line.box.top < page.page.height / 2
    gaps = [
        (other.box.top - line.box.bottom if above else line.box.top - other.box.bottom)
        for other in page.lines
        if other is not line and other.box is not None and other.mark != PICTURE and _beyond(other, line, above)
    ]
    return min(gaps, default=4 * line.size) > max(0.7 * line.size, 1.6 * usual_gap(page.lines))


def _beyond(other: SourceLine, line: SourceLine, above: bool) -> bool:
    """Whether a line stands on the text's side of another, in its column."""
    assert other.box is not None
    assert line.box is not None
    inside = other.box.top >= line.box.bottom - 1 if above else other.box.bottom <= line.box.top + 1
    return inside and other.box.left < line.box.right and line.box.left < other.box.right
