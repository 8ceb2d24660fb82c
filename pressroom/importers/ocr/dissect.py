"""Dissect entries: the words of an entry in; its headline, its authors, its department and its blurb out.

A contents page puts the author in any place and behind any sign. The body tells what is what: it says the headline as a
line of its own, and the name beside it. Where it says nothing, an entry is read as most entries of its page are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pressroom.importers.ocr.bylines import (
    AUTHOR,
    LATIN_AUTHOR,
    could_be_name,
    is_name,
    read_byline,
    split_latin_names,
    split_names,
)
from pressroom.importers.ocr.sayings import Sayings
from pressroom.importers.ocr.text import fold, is_latin, measure
from pressroom.importers.ocr.values import ContentsEntry
from pressroom.importers.ocr.words import BULLETS
from pressroom.importers.pages import SourceLine
from pressroom.issue import Credit
from pressroom.typography.normaliser import HAN

_SIGN = re.compile(
    rf"\s*(?:[/|丨│∕‖\t]|[…⋯]+|[·.・_]{{2,}}|—+|–|--+|[:：,，]|[{BULLETS}◎])\s*|\s+|(?=[（(\[【〔])|(?<=[）)\]】〕])"
)
_EDGES = " \t\u3000/|丨│∕‖…⋯—–-:：,，._" + BULLETS + "◎"
_FENCES = re.compile(r"^[（(\[【〔〈<]\s*(.*?)\s*[）)\]】〕〉>]$")
_SEGMENT = re.compile(r"\s*(?:[.,;]?\s?-{2,}|[.,;]?\s?[—–]+)\s*")
_SURE = 5  # of a reading's weight
_NUMERAL = re.compile(r"^\s*[IVXLC]{1,7}\.\s+")
_NEAR = 3  # lines of the body between a headline and the name of its author


@dataclass(frozen=True)
class _EntryReading:
    """One way to read an entry: which lines are its headline, who is named, on which side, and what speaks for it."""

    lines: tuple[SourceLine, ...]
    people: str
    side: str
    weight: int
    likely: int


def dissect_entries(entries: Sequence[ContentsEntry], said: Sayings) -> tuple[ContentsEntry, ...]:
    """Find the authors that entries name, and take them off the headlines."""
    entries = _part_segments(entries, said)
    readings = [list(_readings(entry, said)) if not entry.people else [] for entry in entries]
    best = [max(options, key=lambda one: one.weight, default=None) for options in readings]
    sides = Counter(one.side for one in best if one and one.weight >= _SURE)
    if not sides:
        return tuple(entries)
    side, count = sides.most_common(1)[0]
    many = count * 2 >= len([entry for entry in entries if entry.lines])
    if count < 2 and not many:
        return tuple(entries)
    return tuple(_settle(entry, options, side, many) for entry, options in zip(entries, readings, strict=True))


def _settle(entry: ContentsEntry, options: Sequence[_EntryReading], side: str, many: bool) -> ContentsEntry:
    """Take the best reading of an entry: a sure one, or where most name an author on one side, a likely one there."""
    sure = [one for one in options if one.weight >= _SURE]
    likely = [one for one in options if many and one.side == side and one.likely > 0]
    best = max(sure or likely, key=lambda one: (one.weight, one.side == side), default=None)
    if best is None:
        return entry
    return replace(entry, lines=best.lines, people=name_people(best.people))


def name_people(text: str) -> tuple[Credit, ...]:
    """The people that some words name."""
    words = _bare(text)
    found = read_byline(text) or read_byline(words)
    if found:
        return found
    names = split_latin_names(words) if is_latin(words) else split_names(re.sub(r"\s*等$", "", words))
    role = LATIN_AUTHOR if is_latin(words) else AUTHOR
    return (Credit(role, names or (words,)),) if words else ()


def _bare(text: str) -> str:
    """A text without the signs around it."""
    words = text.strip(_EDGES)
    fenced = _FENCES.match(words)
    return fenced[1] if fenced else words


def _readings(entry: ContentsEntry, said: Sayings) -> Iterator[_EntryReading]:
    """All ways to part an entry into headline and people."""
    if not entry.lines or _says_whole(entry, said):
        return
    last, first = entry.lines[-1], entry.lines[0]
    if len(entry.lines) > 1:
        yield from _weigh(entry.lines[:-1], last.text, "line below", said)
        yield from _weigh(entry.lines[1:], first.text, "line above", said)
    for left, right in _cuts(last.text):
        yield from _weigh((*entry.lines[:-1], _shorten(last, left)), right, "behind", said)
    for left, right in _cuts(first.text):
        yield from _weigh((_shorten(first, right), *entry.lines[1:]), left, "before", said)
    if len(entry.lines) == 1:
        yield from _glued(entry, said)


def _glued(entry: ContentsEntry, said: Sayings) -> Iterator[_EntryReading]:
    """A name that stands right behind a headline, with nothing between."""
    text = entry.lines[0].text.strip()
    for size in (3, 2, 4):
        head, name = text[:-size], text[-size:]
        if is_name(name) and len(head) >= 2 and re.search(f"[{HAN}？！]$", head) and said.find(head):
            yield from _weigh((_shorten(entry.lines[0], head),), name, "behind", said)


def _says_whole(entry: ContentsEntry, said: Sayings) -> bool:
    """Whether the body says the whole entry as one line: then it is all headline."""
    whole = "".join(line.text for line in entry.lines)
    wanted = fold(whole)
    return any(said.lines[place] == wanted for place in said.find(whole))


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """The two sides of a text at each of its signs."""
    for found in _SIGN.finditer(text):
        left, right = text[: found.start()].strip(_EDGES), text[found.end() :].strip()
        if found.group().strip() in (*BULLETS, "◎") and found.group().strip():
            right = found.group().strip() + right
        if fold(left) and fold(right):
            yield left, right


def _shorten(line: SourceLine, text: str) -> SourceLine:
    """A line of which only a part is left."""
    text = text.strip(_EDGES)
    at = max(line.text.find(text), 0)
    bold = tuple((max(a - at, 0), min(b - at, len(text))) for a, b in line.bold if b > at and a - at < len(text))
    return replace(line, text=text, bold=bold)


def _weigh(lines: Sequence[SourceLine], people: str, side: str, said: Sayings) -> Iterator[_EntryReading]:
    """Weigh one way to read an entry."""
    words = _bare(people)
    marked = bool(read_byline(people.strip(" ·")) or read_byline(words)) and not is_latin(words[:1])
    marked = marked or (is_latin(words) and bool(read_byline(words)))
    named = marked or (bool(words) and all(is_name(part) for part in re.split(r"[、，,;；&\s]+", words) if part))
    if is_latin(words):
        named = marked or (is_name(words) or len(split_latin_names(words)) > 1)
    if not marked and not could_be_name(words):
        return
    headline = "".join(line.text for line in lines)
    if measure(headline) < 2:
        return
    place = said.likest(headline)
    beside = place is not None and _stands_beside(words, place, said)
    weight = (4 if marked else 3 if named else 0) + (2 if place is not None else 0) + (3 if beside and named else 0)
    likely = 1 if marked or named or beside or measure(words) <= 4 else 0
    yield _EntryReading(tuple(lines), people, side, weight, likely)


def _stands_beside(words: str, place: int, said: Sayings) -> bool:
    """Whether the body says a name close to a headline."""
    names = [fold(part) for part in re.split(r"[、，,;；/&\s]+", words) if fold(part)]
    near = said.lines[max(0, place - 2) : place + 2 + _NEAR]
    return any(name in text for name in names for text in near if 0 < len(text) <= 60)


def _part_segments(entries: Sequence[ContentsEntry], said: Sayings) -> tuple[ContentsEntry, ...]:
    """Part entries in an alphabet at their dashes: ``II. CHEMISTRY.--Headline.--By A. WRITER.--What it is about``."""
    made: list[ContentsEntry] = []
    department = ""
    for entry in entries:
        text = " ".join(line.text for line in entry.lines)
        segments = [one for one in _SEGMENT.split(_NUMERAL.sub("", text)) if one.strip()]
        if not is_latin(text) or (len(segments) < 2 and not department):
            made.append(entry)
            continue
        if _heads(segments, text):
            department, segments = segments[0].strip(" ."), segments[1:]
        made.append(_read_segments(entry, segments, department, said))
    return tuple(made)


def _heads(segments: Sequence[str], text: str) -> bool:
    """Whether the first segment is a department: in capitals, or behind a numeral, and more follows."""
    capitals = segments[0].upper() == segments[0] and segments[1:2] != [] and segments[1].upper() != segments[1]
    return len(segments) > 1 and (capitals or _NUMERAL.match(text) is not None) and len(segments[0].split()) <= 5


def _read_segments(entry: ContentsEntry, segments: Sequence[str], department: str, said: Sayings) -> ContentsEntry:
    """Read the segments of an entry: the headline is what the body says, or the first."""
    if not segments:
        return entry
    people = [one for one in segments if read_byline(one)]
    rest = [one for one in segments if one not in people]
    at = next((index for index, one in enumerate(rest) if said.likest(one) is not None), 0) if rest else 0
    headline = (rest[at] if rest else segments[0]).strip()
    first = entry.lines[0]
    blurb = tuple(replace(first, text=one.strip()) for index, one in enumerate(rest) if index != at and fold(one))
    credits = tuple(credit for one in people for credit in read_byline(one))
    named = replace(first, text=headline.rstrip(",;*"), bold=())
    return replace(entry, lines=(named,), blurb=blurb, people=credits, department=department or entry.department)
