"""Read a contents page by place: its pieces and the labels of all pages in, lines that say `folio / words` out.

A contents page is designed: folios stand left, right, above or below their headlines. Which headline belongs to a folio
is told by the page that has this folio: the headline stands there again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from rapidfuzz import fuzz

from pressroom.importers.ocr.folios import department_name
from pressroom.importers.ocr.headings import is_heading
from pressroom.importers.ocr.text import fold, measure
from pressroom.importers.pages import PICTURE, Region, SourceLine
from pressroom.importers.places.blocks import order_blocks
from pressroom.importers.places.values import ScannedPage

_LIKE = 82  # of 100: a piece of the contents page and a line of the page that it leads to
_LONGEST = 60  # characters of a headline
_MOST_DISTANCE = 0.35  # of the page between a folio and the first words of its entry
_SHARE = 0.6  # of the folios that lead to their words
_LEAST = 3
_COMMON = 3  # pages that say the name of a department
_DEPARTMENT = 12  # letters of such a name
_UNPRINTED = 6  # characters of an entry without a folio, at least
_NUMBER = re.compile(r"^(?:[Pp]\.?\s*)?0*(\d{1,4})$")
_LEADING = re.compile(r"^(?:[Pp]\.?\s*)?0*(\d{1,4})\s*[/|丨.…·]*\s+(\D.*)$")
_TRAILING = re.compile(r"^(.*\D)[\s.…·/|]+0*(\d{1,4})$")


@dataclass(frozen=True)
class _Piece:
    """A piece of a contents page: its words, and the folio it has itself."""

    line: SourceLine
    words: str
    folio: int | None


@dataclass(frozen=True)
class Led:
    """A contents page as it was led by the pages: its lines in page order, and what of it is no entry."""

    lines: tuple[SourceLine, ...]
    rest: tuple[SourceLine, ...]


def read_contents_pages(
    pages: Sequence[ScannedPage], numbers: frozenset[int], labels: Mapping[int, int]
) -> dict[int, Led]:
    """Read the contents pages of an issue whose pages have labels, by page; none where that tells too little."""
    others = [page for page in pages if page.page.number not in numbers]
    sayings = {page.page.number: _sayings(page) for page in others}
    said: dict[int, list[str]] = {}
    for page in others:
        label = labels.get(page.page.number)
        for folio in (label, (label or 0) - 1) if label else ():
            said.setdefault(folio or 0, []).extend(sayings[page.page.number])
    counts = Counter(text for some in sayings.values() for text in set(some))
    common = frozenset(text for text, count in counts.items() if count >= _COMMON and len(text) <= _DEPARTMENT)
    read: dict[int, Led] = {}
    led = known = 0
    found = {
        page.page.number: _read_page(page, said, common, frozenset(counts))
        for page in pages
        if page.page.number in numbers
    }
    for number, (pieces, taken, folios) in found.items():
        kept = _rarest(found, number, counts)
        read[number] = _write(pieces, kept, said, common)
        led, known = led + len({id(folio) for folio in taken.values()}), known + folios
    return read if led >= _LEAST and led >= _SHARE * known else {}


def _sayings(page: ScannedPage) -> list[str]:
    """What a page says in short lines, and in two or three that follow each other."""
    lines = [
        line
        for block in order_blocks([one for one in page.lines if one.mark != PICTURE], page.page)
        for line in block.lines
    ]
    texts = [fold(line.text) for line in lines]
    said: list[str] = []
    for at in range(len(texts)):
        for size in (1, 2, 3):
            joined = "".join(texts[at : at + size])
            if joined and len(joined) <= _LONGEST * 2 and measure(lines[at].text) <= _LONGEST:
                said.append(joined)
    return said


def _read_page(
    page: ScannedPage, said: Mapping[int, Sequence[str]], common: frozenset[str], sayings: frozenset[str]
) -> tuple[list[_Piece], dict[int, _Piece], int]:
    """Read one contents page: its pieces, the folio that each piece belongs to, and how many folios there are."""
    blocks = order_blocks(page.lines, page.page)
    lines = [line for block in blocks for line in _join_lines(block.lines, sayings) if line.mark != PICTURE]
    pieces = [_piece(line) for line in lines]
    folios = [piece for piece in pieces if piece.folio is not None and piece.folio in said]
    taken: dict[int, _Piece] = {id(folio): folio for folio in folios if folio.words}
    for folio in folios:
        near = sorted((p for p in pieces if p.words and p.folio is None), key=lambda p: _distance(p.line, folio.line))
        close = [p for p in near[:12] if _distance(p.line, folio.line) < _MOST_DISTANCE * max(page.page.height, 1)]
        leading = [piece for piece in close if _leads(piece.words, said[folio.folio or 0])]
        named = [piece for piece in leading if fold(piece.words) not in common]
        beside = [piece for piece in leading if _on_row(piece.line, folio.line)]
        for piece in named or ([] if folio.words else (beside or leading)[:1]):
            holder = taken.get(id(piece))
            if holder is None or _distance(piece.line, folio.line) < _distance(piece.line, holder.line):
                taken[id(piece)] = folio
    for name in _names_above(pieces, taken):
        del taken[id(name)]
    led = {id(folio) for folio in taken.values()}
    for folio in folios:
        row = [p for p in pieces if p.words and p.folio is None and id(p) not in taken and _on_row(p.line, folio.line)]
        if id(folio) not in led and row:
            taken[id(min(row, key=lambda p: _distance(p.line, folio.line)))] = folio
    return pieces, taken, len(folios)


def _names_above(pieces: Sequence[_Piece], taken: Mapping[int, _Piece]) -> list[_Piece]:
    """Names of departments that were taken for words of the folio below them.

    They stand flush with the folio, above it, while other words of it stand beside it, further in.
    """
    found: list[_Piece] = []
    for piece in pieces:
        folio = taken.get(id(piece))
        box, own = piece.line.box, folio.line.box if folio else None
        if folio is None or box is None or own is None or piece is folio or box.bottom > own.top + 0.3 * own.height:
            continue
        beside = [p for p in pieces if p.words and taken.get(id(p)) in (folio, None) and _on_row(p.line, folio.line)]
        inside = bool(folio.words) or any(p.line.box and p.line.box.left > own.right for p in beside)
        if inside and abs(box.left - own.left) < _FLUSH and department_name(piece.line):
            found.append(piece)
    return found


_FLUSH = 4  # points


def _rarest(
    found: Mapping[int, tuple[list[_Piece], dict[int, _Piece], int]], number: int, counts: Mapping[str, int]
) -> dict[int, _Piece]:
    """The pieces that are the words of their folios, on one contents page or on two.

    A piece that could be the name of a department, and stands on many pages, is one, if its folio has other words; of
    several such the one that is said least often is the entry.
    """
    weights: dict[int, list[int]] = {}
    for pieces, taken, _ in found.values():
        for piece in pieces:
            folio = taken.get(id(piece))
            if folio is not None and piece.words:
                weights.setdefault(folio.folio or 0, []).append(_weight(piece, counts))
    own = {id(piece): piece for piece in found[number][0]}
    return {
        key: folio
        for key, folio in found[number][1].items()
        if key not in own or _weight(own[key], counts) <= min(weights.get(folio.folio or 0, [0]))
    }


def _weight(piece: _Piece, counts: Mapping[str, int]) -> int:
    """How often a piece is said, if it could be the name of a department and is said often; else 0."""
    count = counts.get(fold(piece.words), 0)
    return count if count >= _COMMON and department_name(replace(piece.line, text=piece.words)) else 0


def _join_lines(lines: Sequence[SourceLine], sayings: frozenset[str]) -> list[SourceLine]:
    """Put the lines of a headline together that goes on in the next: the body says them as one."""
    made: list[SourceLine] = []
    at = 0
    while at < len(lines):
        size = next((size for size in _SIZES if _are_one(lines[at : at + size], size, sayings)), 1)
        parts = lines[at : at + size]
        box = reduce(or_, (line.box for line in parts if line.box)) if size > 1 else parts[0].box
        made.append(replace(parts[0], text="".join(line.text for line in parts), box=box) if size > 1 else parts[0])
        at += size
    return made


_SIZES = (4, 3, 2)  # lines of a headline on the contents page


def _are_one(lines: Sequence[SourceLine], size: int, sayings: frozenset[str]) -> bool:
    """Whether some lines are one headline, as the body says it."""
    if len(lines) < size or not all(line.box and line.mark != PICTURE for line in lines):
        return False
    whole = _bare("".join(line.text for line in lines))
    return whole in sayings and not all(_bare(line.text) in sayings for line in lines[1:])


def _bare(text: str) -> str:
    """A text as it is compared: without its folio and its note."""
    return re.sub(r"^\d{1,4}(?=\D)|等\d+[则篇条]$", "", fold(text))


def _write(
    pieces: Sequence[_Piece], taken: Mapping[int, _Piece], said: Mapping[int, Sequence[str]], common: frozenset[str]
) -> Led:
    """Write the entries in the order of their folios, each department before the first of its own."""
    entries: dict[int, list[_Piece]] = {}
    for piece in pieces:
        folio = taken.get(id(piece))
        number = folio.folio if folio is not None else _unprinted(piece, said, common)
        if number is not None and piece.words:
            entries.setdefault(number, []).append(piece)
    used = {id(piece) for some in entries.values() for piece in some} | {id(folio) for folio in taken.values()}
    loose = [piece for piece in pieces if id(piece) not in used and piece.words]
    heads = [piece for piece in loose if fold(piece.words) in common or department_name(piece.line)]
    lines: list[SourceLine] = [piece.line for piece in loose if is_heading(piece.line)]
    before: _Piece | None = None
    for number in sorted(entries):
        head = _head_of(entries[number][0], [piece for piece in heads if not is_heading(piece.line)])
        if head is not None and head is not before:
            lines.append(replace(head.line, mark="#", gap=1, bold=()))
        before = head or before
        for at, piece in enumerate(entries[number]):
            text = piece.words if at else f"{number:02d} / {piece.words}"
            lines.append(replace(piece.line, text=text, mark="", gap=0 if at else 1, bold=()))
    written = {id(line) for line in lines}
    rest = [piece.line for piece in pieces if id(piece) not in used and id(piece.line) not in written]
    return Led(tuple(lines), tuple(rest))


def _unprinted(piece: _Piece, said: Mapping[int, Sequence[str]], common: frozenset[str]) -> int | None:
    """The folio of an entry that is printed without one: the only page that opens with its words."""
    wanted = fold(piece.words)
    if piece.folio is not None or measure(piece.words) < _UNPRINTED or wanted in common:
        return None
    pages = [label for label, texts in said.items() if any(wanted == text for text in texts)]
    return max(pages) if 0 < len(pages) <= 2 else None


def _head_of(piece: _Piece, heads: Sequence[_Piece]) -> _Piece | None:
    """The department that stands over an entry, or left of it: the nearest."""
    box = piece.line.box or Region(0, 0, 0, 0)
    above = [
        head
        for head in heads
        if head.line.box is not None
        and head.line.box.top <= box.top + 0.6 * box.height
        and (head.line.box.left <= box.right)
    ]
    return min(above, key=lambda head: _reach(head.line.box or box, box), default=None)


def _reach(head: Region, box: Region) -> float:
    """How far down and aside a department is from an entry."""
    along = max(0.0, box.left - head.right, head.left - box.right)
    return max(0.0, box.top - head.bottom) + 3 * along


def _piece(line: SourceLine) -> _Piece:
    """Read one piece of a contents page."""
    text = line.text.strip()
    if found := _NUMBER.match(text):
        return _Piece(line, "", int(found[1]))
    if found := _LEADING.match(text):
        return _Piece(line, found[2], int(found[1]))
    if found := _TRAILING.match(text):
        return _Piece(line, found[1].strip(" .…·/|"), int(found[2]))
    return _Piece(line, text, None)


def _leads(words: str, said: Sequence[str]) -> bool:
    """Whether the page that a folio leads to says the words."""
    wanted = re.sub(r"等\d+[则篇条]$", "", fold(words))
    if len(wanted) < 2:
        return False
    return any(
        wanted == text
        or (len(wanted) > 3 and fuzz.ratio(wanted, text) >= _LIKE)
        or (len(wanted) > 6 and wanted in text)
        for text in said
    )


def _on_row(one: SourceLine, two: SourceLine) -> bool:
    """Whether two pieces stand on one height."""
    a, b = one.box or Region(0, 0, 0, 0), two.box or Region(0, 0, 0, 0)
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5 * min(a.height, b.height)


def _distance(one: SourceLine, two: SourceLine) -> float:
    """How far two pieces are from each other: the white between them, down counted a little more than along."""
    a, b = one.box or Region(0, 0, 0, 0), two.box or Region(0, 0, 0, 0)
    along = max(0.0, a.left - b.right, b.left - a.right)
    down = max(0.0, a.top - b.bottom, b.top - a.bottom)
    return along + 1.5 * down
