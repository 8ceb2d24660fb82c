"""Join printed lines to paragraphs: a scan with a line for every printed line in, one line a paragraph out.

Whether a text is so is measured first: where most lines that another follows have one length, the lines are printed
lines. Then a line that fills its measure goes on in the next; an empty line, an indent or a short line ends a
paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pressroom.importers.ocr.bylines import read_byline
from pressroom.importers.ocr.headings import is_heading
from pressroom.importers.ocr.numbers import HAN_NUMBER
from pressroom.importers.ocr.text import ends_with_pause, fold, halve, is_finished, is_latin
from pressroom.importers.ocr.weaving import group_lines, unweave_groups, unweave_lines
from pressroom.importers.ocr.words import BULLETS
from pressroom.importers.pages import Scan, SourceLine
from pressroom.importers.values import Doubt
from pressroom.typography.normaliser import HAN

_LEAST = 4  # pairs of lines that a measure is taken from
_MOST = 140  # columns of a printed line
_NARROWEST = 12  # columns of a printed line
_COUNTED = 0.9  # of the lines that have one number of letters
_SHARE = 0.55  # of the lines that have one length
_SLACK = 5  # columns by which a full line may be short: marks that may not begin a line, a word that did not fit
_ENTRY = re.compile(
    r"^\s*(?:\d{1,4}\s*$|[-*+•◆●■□◎○▲★※]\s|\d{1,4}\s*(?:[/|丨│∕…]|[.·]{2})|\d{1,3}\s+[^\d\s年月日时分秒个家名位%万亿号岁余多天次种人元条项平公米里度倍]|[Pp]\.?\s?\d{1,3}\b|第\s?\d{1,3}\s?页|[（(\[【〔]\s?\d{1,4}\s?[）)\]】〕]|"
    r"[①-⑳]|\d{1,2}[.、．]\s?\D|[一二三四五六七八九十]{1,3}、)"
)
_FOLIO_BEHIND = re.compile(
    rf"(?:[….·]{{2,}}|\s{{2,}}|/|[（(\[【〔])\s*(?:[Pp]\.?)?(?:\d{{1,4}}|{HAN_NUMBER})\s?[）)\]】〕]?$|"
    r"\s(?:[Pp]\.?)?\d{1,4}$|[·—-]\d{1,4}[·—-]$|第?\d{1,4}页$"
)
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐\u00ad]$")


@dataclass(frozen=True)
class Measure:
    """How wide printed lines are, in columns of half a character, and in letters where all have the same number."""

    width: float
    text: bool
    letters: int = 0


def columns(text: str) -> int:
    """How many columns a text takes: a Chinese character two, a letter one."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text.strip())


def unwrap(scan: Scan) -> tuple[Scan, tuple[Doubt, ...]]:
    """Join the printed lines of a scan where it has such; readers that know the places of lines have done it."""
    if scan.printed or not scan.lines:
        return scan, ()
    lines, doubts = unweave_lines(scan.lines)
    lines, more = unweave_groups(lines)
    return replace(scan, lines=tuple(_join(lines, take_measure(lines)))), (*doubts, *more)


def take_measure(lines: Sequence[SourceLine]) -> Measure | None:
    """Measure the printed lines of a text; nothing where its lines are paragraphs."""
    widths = [columns(one.text) for one, two in pairwise(lines) if _are_neighbours(one, two)]
    running = [width for width in widths if width >= _NARROWEST]
    if len(running) < _LEAST:
        return None
    full = _full_width(running)
    near = sum(1 for width in running if full - 2 * _SLACK <= width <= full + _SLACK)
    if full > _MOST or near < _SHARE * len(running):
        return None
    return Measure(full, text=True, letters=_letters(lines))


def _letters(lines: Sequence[SourceLine]) -> int:
    """How many letters each printed line has, where a program has cut the text by counting them; else 0."""
    sizes = Counter(len(one.text.strip()) for one, two in pairwise(lines) if _are_neighbours(one, two))
    size = max(sizes, key=lambda one: (sizes[one], one))
    near = sum(sizes[one] for one in (size, size - 1))
    return size if near >= _COUNTED * sizes.total() else 0


def _full_width(widths: Sequence[int]) -> float:
    """The width that a full line has: most lines end within a few columns of it."""
    counts = Counter(widths)
    best = max(sorted(counts), key=lambda width: (sum(counts[width - back] for back in range(_SLACK + 1)), width))
    return best


def _are_neighbours(one: SourceLine, two: SourceLine) -> bool:
    """Whether two lines are of the same kind with nothing between."""
    plain = not one.mark and not two.mark and not two.indent
    return not two.gap and plain and not _ENTRY.match(halve(two.text)) and not _FOLIO_BEHIND.search(halve(one.text))


def _join(lines: Sequence[SourceLine], measure: Measure | None) -> Iterable[SourceLine]:
    """Join each line to the one before where that goes on."""
    made: list[list[SourceLine]] = []
    contents = _contents_zone(lines)
    hyphenated = _words_with_hyphens(lines)
    letters = measure.letters if measure else 0
    for group in group_lines(lines):
        width = _width_of(group, measure)
        for position, line in enumerate(group):
            before = made[-1][-1] if made else None
            whole = line.number in contents
            if before is not None and position and width and not whole and _goes_on(group, position, width, letters):
                made[-1].append(line)
            else:
                made.append([line])
    return [_glue(parts, hyphenated) for parts in made]


def _contents_zone(lines: Sequence[SourceLine]) -> frozenset[int]:
    """The numbers of the lines below the heading of a contents page, up to the first running text: none goes on."""
    zone: set[int] = set()
    for at, line in enumerate(lines):
        if is_heading(line):
            for one in lines[at + 1 : at + _LONGEST_CONTENTS]:
                running = is_latin(one.text) and columns(one.text) > _ROW_IN_LETTERS
                if running or "。" in one.text or columns(one.text) > _MOST:
                    break
                zone.add(one.number)
    return frozenset(zone)


_LONGEST_CONTENTS = 160  # lines
_ROW_IN_LETTERS = 45  # columns of a row in an alphabet that is no running text


def _width_of(group: Sequence[SourceLine], measure: Measure | None) -> float:
    """How wide the lines of one group are printed; 0 where they are no printed lines.

    A group beside a picture is narrower than the page's column; one in a text of paragraphs is printed lines only where
    several lines have just one length and the last is shorter.
    """
    widths = [columns(line.text) for line in group]
    if len(group) < 2:
        return 0
    widest = max(widths[:-1])
    alike = [width for width in widths[:-1] if widest - _SLACK <= width]
    if measure is not None:
        if widest >= measure.width - 2 * _SLACK:
            return min(widest, measure.width + _SLACK)
        enough = len(group) >= 3 and len(alike) >= 0.8 * (len(group) - 1) and widest >= _NARROWEST
        return widest if enough and is_finished(group[-1].text) else 0
    even = len(group) >= 4 and max(widths[:-1]) - min(widths[:-1]) <= _SLACK and widths[-1] <= widest + 1
    sentence = is_finished(group[-1].text) and not any(is_finished(line.text) for line in group[:-1])
    return widest if even and sentence and _NARROWEST <= median(widths) <= _MOST else 0


def _goes_on(group: Sequence[SourceLine], position: int, width: float, letters: int) -> bool:
    """Whether a line goes on with the one before it."""
    before, line = group[position - 1], group[position]
    if line.mark or before.mark in ("#", "|", "picture", "caption"):
        return False
    if letters and letters - 1 <= len(before.text.strip()) <= letters and not is_finished(before.text):
        return True
    if _ENTRY.match(halve(line.text)):
        return False
    if _FOLIO_BEHIND.search(halve(before.text)) or read_byline(before.text):
        return False
    if line.indent >= 1 and line.indent > before.indent + 0.5:
        return False
    said = columns(before.text) + 2 * before.indent * (before.indent < 4)
    if is_latin(before.text):
        first = line.text.split()[0] if line.text.split() else ""
        return (
            said + 1 + len(first) > width - 1
            or bool(_HYPHEN.search(before.text))
            or _is_open(before, line, said, width)
        )
    return said >= width - _SLACK or _is_open(before, line, said, width)


def _is_open(before: SourceLine, line: SourceLine, said: float, width: float) -> bool:
    """Whether a line that is not full is yet no end: it is long, ends in a comma, or the next begins small."""
    if is_finished(before.text) or said < 0.6 * width:
        return False
    small = re.match("[a-z]", line.text.lstrip()) is not None
    return ends_with_pause(before.text) or small or (said >= 0.8 * width and line.text[:1] not in BULLETS)


def _words_with_hyphens(lines: Sequence[SourceLine]) -> frozenset[str]:
    """Words that the text writes with a hyphen inside a line: these keep it at the end of one."""
    return frozenset(
        word.lower() for line in lines for word in re.findall(r"[^\W\d_]+-[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
    )


def _glue(parts: Sequence[SourceLine], hyphenated: frozenset[str]) -> SourceLine:
    """Put printed lines together: Chinese with nothing between, words with a space, a broken word whole."""
    first = parts[0]
    text, bold = first.text, list(first.bold)
    for part in parts[1:]:
        text = join_texts(text, part.text, hyphenated)
        at = len(text) - len(part.text.lstrip())
        bold += [(at + start, at + end) for start, end in part.bold]
    return replace(first, text=text, bold=tuple(bold)) if len(parts) > 1 else first


def join_texts(one: str, two: str, hyphenated: frozenset[str] = frozenset()) -> str:
    """Join two printed lines."""
    one, two = one.rstrip(), two.lstrip()
    if _HYPHEN.search(one) and re.match(r"[^\W\d_]", two):
        head = re.split(r"[\s—]", one)[-1][:-1]
        tail = re.match(r"[^\W\d_]+", two)
        whole = f"{head}-{tail[0] if tail else ''}".lower()
        if not re.match(f"[{HAN}]", two):
            keeps = whole in hyphenated or not two[0].islower() or one.endswith("--")
            return one + two if keeps else one[:-1] + two
    wide = re.search(rf"[{HAN}\u3000-\u30ff\uff00-\uffef“”‘’—…\"]$", one) or re.match(
        rf"[{HAN}\u3000-\u30ff\uff00-\uffef”’—…]", two
    )
    return one + two if wide or not fold(one) else f"{one} {two}"
