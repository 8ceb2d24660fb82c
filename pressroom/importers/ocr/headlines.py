"""Reconcile headlines: what the contents page prints and what the article opens with; slips put right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from pressroom.importers.ocr.bylines import read_byline
from pressroom.importers.ocr.text import fold, has_stop, is_finished, is_unbalanced, measure, split_segments, undress
from pressroom.importers.ocr.values import ContentsEntry
from pressroom.importers.ocr.words import BULLETS, LOOK_ALIKES
from pressroom.importers.pages import SourceLine
from pressroom.importers.values import Doubt, Mend, Notes
from pressroom.typography.normaliser import normalise

_MOST_LINES = 4
_SHORTEST = 6  # characters of a headline below a tag
_TAGGED = re.compile(rf"^[{BULLETS}]\s*\S.*\S\s*[{BULLETS}]$")
_LOOKS = {letter: set(group) for group in LOOK_ALIKES for letter in group}


@dataclass(frozen=True)
class Opening:
    """How an article opens: its headline and furniture, and how many lines that took."""

    headline: tuple[str, ...]
    short_headline: str = ""
    kicker: str = ""
    tag: str = ""
    deck: str = ""
    taken: int = 0


def read_opening(
    entry: ContentsEntry, lines: Sequence[SourceLine], names: set[str], scan_text: str
) -> tuple[Opening, Notes]:
    """Read the opening of an entry's first article."""
    start, tag = _furniture(entry, lines, names)
    is_tag = bool(tag) and fold(tag) == fold(entry.text)
    size = _as_large(lines[start:], _headline_size(lines[start:], entry, is_tag))
    opening = _without_part(lines[start : start + size], entry.part)
    if is_tag and opening:
        headline = _tidy([phrase.text for phrase in phrases_of(opening)])
        return Opening(headline, short_headline=tag, tag=tag, taken=start + size), Notes()
    printed = phrases_of(entry.lines)
    said = phrases_of(opening) if opening else printed
    first = _first_of_headline(printed, opening, said)
    kicker, headline_texts = [p.text for p in said[:first]], [p.text for p in said[first:]]
    cut = _cut_kicker(printed, kicker) if opening else first
    printed_texts = [phrase.text for phrase in printed[cut:]]
    number = opening[0].number if opening else 0
    (headline_texts, printed_texts), notes = _mend(headline_texts, printed_texts, scan_text, number, entry)
    short = " ".join(_tidy(printed_texts))
    same = fold(short) == fold("".join(headline_texts))
    if same and opening and _TAGGED.match(opening[0].text.strip()):
        headline_texts = [undress(text) for text in headline_texts]
        what = f"only the tag {opening[0].text.strip()} opens the article: its headline is missing"
        notes += Notes((Doubt(number, what, "took the tag for the headline"),))
    return Opening(
        _tidy(headline_texts),
        short_headline="" if same else short,
        kicker=" ".join(_tidy(kicker)),
        tag=tag,
        taken=start + size,
    ), notes


def _tidy(lines: Sequence[str]) -> tuple[str, ...]:
    """Normalise the lines of a headline."""
    return tuple(normalise(line) for line in lines if fold(line))


def _furniture(entry: ContentsEntry, lines: Sequence[SourceLine], names: set[str]) -> tuple[int, str]:
    """Pass over department, part letter and section tag above a headline; give the tag."""
    start, tag = 0, ""
    for index, line in enumerate(lines[:3]):
        bare = fold(undress(line.text))
        if bare == fold(entry.text) and len(bare) <= 6 and _is_headline(lines[index + 1 : index + 3]):
            tag = normalise(undress(line.text))
        elif (bare not in names and bare != fold(entry.part)) or bare == fold(entry.text):
            break
        start += 1
    return start, tag


def _is_headline(lines: Sequence[SourceLine]) -> bool:
    """Whether a line could be a headline below a tag: some words, no byline, no dates in brackets, no running text."""
    if not lines:
        return False
    text = lines[0].text.strip()
    if measure(text) < _SHORTEST and len(lines) > 1 and lines[1].gap <= 1:
        text += lines[1].text.strip()
    running = has_stop(text) or (is_finished(text) and text[-1] not in '？?！!”"')
    return (
        _SHORTEST <= measure(text) <= 60 and not running and text[:1] not in tuple("(（[【") and not read_byline(text)
    )


def _headline_size(lines: Sequence[SourceLine], entry: ContentsEntry, is_tag: bool) -> int:
    """How many lines the headline takes: those that together are most like the entry, or up to the first paragraph."""
    usable = 0
    for line in lines[:_MOST_LINES]:
        if read_byline(line.text) or measure(line.text) > 70 or (has_stop(line.text) and usable):
            break
        usable += 1
    if is_tag or not usable:
        first = lines[0] if lines else None
        if not first or not usable or (is_finished(first.text) and first.text.rstrip()[-1] not in "？?！!"):
            return 0
        parted = measure(first.text) < _SHORTEST and usable > 1 and lines[1].gap <= 1
        return 2 if parted and not is_finished(lines[1].text) else 1
    target = fold(entry.part + entry.text)
    likeness = [_alike(target, fold("".join(line.text for line in lines[:size]))) for size in range(1, usable + 1)]
    best = max(likeness)
    return likeness.index(best) + 1 if best >= 55 else 0


def _as_large(lines: Sequence[SourceLine], size: int) -> int:
    """Take in the lines below a headline that are set as large as it, where the source knows sizes."""
    while 0 < size < min(len(lines), _MOST_LINES):
        before, line = lines[size - 1], lines[size]
        large = line.mark == before.mark == "#" and line.size > 0 and abs(line.size - before.size) < 0.08 * before.size
        if not large or line.page != before.page or line.gap > 1 or read_byline(line.text):
            break
        size += 1
    return size


def _alike(target: str, text: str) -> float:
    """How alike an opening and an entry are; an opening may say more than the contents page."""
    return max(fuzz.ratio(target, text), fuzz.partial_ratio(target, text) - 12 if len(text) >= len(target) else 0.0)


@dataclass(frozen=True)
class Phrase:
    """A phrase of a headline: which line it stands on, and whether the scan set it in bold."""

    text: str
    line: int
    bold: bool
    mark: str


def _without_part(lines: Sequence[SourceLine], part: str) -> list[SourceLine]:
    """Leave the letter of the part out of an opening: ``山 山里的冬天``."""
    if not part:
        return list(lines)
    kept: list[SourceLine] = []
    for line in lines:
        text = re.sub(rf"^{re.escape(part)}[\s/|·]+", "", line.text)
        if fold(text) and fold(undress(text)) != fold(part):
            kept.append(replace(line, text=text, bold=() if text != line.text else line.bold))
    return kept


def phrases_of(lines: Sequence[SourceLine]) -> list[Phrase]:
    """The phrases of some lines; a line that ends with a colon goes on in the next."""
    phrases: list[Phrase] = []
    for number, line in enumerate(lines):
        at = 0
        for text in split_segments(line.text):
            at = max(line.text.find(text[:4], at), at)
            bold = any(start <= at + 1 < end for start, end in line.bold)
            goes_on = phrases and phrases[-1].text.rstrip()[-1:] in "：:—-" and phrases[-1].line != number
            if goes_on:
                phrases[-1] = replace(phrases[-1], text=phrases[-1].text + text, line=number)
            else:
                phrases.append(Phrase(text, number, bold, line.mark))
            at += len(text)
    return phrases


def _first_of_headline(printed: Sequence[Phrase], opening: Sequence[SourceLine], said: Sequence[Phrase]) -> int:
    """The index of the phrase where the headline begins; what stands before it is the kicker.

    The evidence, best first: bold type, lines that stand apart in the body, words that the contents page leaves out,
    an item mark on the contents page, the name of a place or company alone on a line there.
    """
    if opening:
        bold = next((index for index, phrase in enumerate(said) if phrase.bold), 0)
        if bold and all(phrase.bold for phrase in said[bold:]):
            return bold
        if said[-1].line > said[0].line:
            return _start_of_last_line(said)
        left_out = _left_out(printed, said)
        if left_out:
            return left_out
    if printed[-1].line == printed[0].line:
        return 0
    last = next(index for index, phrase in enumerate(printed) if phrase.line == printed[-1].line)
    marked = printed[last].mark == "-" and printed[0].mark != "-"
    before = fold("".join(phrase.text for phrase in printed[:last]))
    after = fold("".join(phrase.text for phrase in printed[last:]))
    named = len(before) <= 8 and len(after) >= 2 * len(before)
    if not marked and not named:
        return 0
    if not opening:
        return last
    return next((i for i in range(len(said)) if fuzz.ratio(fold("".join(p.text for p in said[:i])), before) > 85), 0)


def _start_of_last_line(said: Sequence[Phrase]) -> int:
    """The headline is the last line; with the line above, where it only goes on with that."""
    first = next(index for index, phrase in enumerate(said) if phrase.line == said[-1].line)
    text = "".join(phrase.text for phrase in said[first:])
    goes_on = text[:1] in "在的暨与和及并" or measure(text) < 5 or is_unbalanced(said[first - 1].text)
    if first and goes_on:
        line = said[first - 1].line
        first = next(index for index, phrase in enumerate(said) if phrase.line == line)
    return first


def _left_out(printed: Sequence[Phrase], said: Sequence[Phrase]) -> int:
    """How many phrases stand before the words of the contents page."""
    target = fold("".join(phrase.text for phrase in printed))
    for first in range(1, len(said)):
        rest = fold("".join(phrase.text for phrase in said[first:]))
        if rest and fuzz.ratio(target, rest[: len(target) + 1]) > 85:
            return first
    return 0


def _cut_kicker(printed: Sequence[Phrase], kicker: Sequence[str]) -> int:
    """How many phrases of an entry are the kicker that the body prints."""
    wanted = fold("".join(kicker))
    if not wanted:
        return 0
    for count in range(len(printed) - 1, 0, -1):
        if fuzz.ratio(fold("".join(phrase.text for phrase in printed[:count])), wanted) > 85:
            return count
    return 0


def _mend(
    headline: list[str], printed: list[str], scan_text: str, number: int, entry: ContentsEntry
) -> tuple[tuple[list[str], list[str]], Notes]:
    """Where the two readings of a headline differ in a look-alike, take what the scan reads more often elsewhere."""
    one, two = "".join(headline), "".join(printed)
    mends: list[Mend] = []
    doubts: list[Doubt] = []
    for code, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if code != "replace" or b - a != d - c:
            continue
        for left, right in zip(range(a, b), range(c, d), strict=True):
            if two[right] not in _LOOKS.get(one[left], ()):
                continue
            votes_one, votes_two = _votes(one, left, scan_text), _votes(two, right, scan_text)
            more_one = (votes_one, scan_text.count(one[left])) > (votes_two, scan_text.count(two[right]))
            wrong, kept = (two[right], one[left]) if more_one else (one[left], two[right])
            line = entry.lines[0].number if wrong == two[right] else number
            mends.append(Mend(line, wrong, kept))
            doubts.append(
                Doubt(
                    line, f"{one[max(0, left - 3) : left + 4]} or {two[max(0, right - 3) : right + 4]}", f"took {kept}"
                )
            )
            headline = _put(headline, left, kept)
            printed = _put(printed, right, kept)
    return (headline, printed), Notes(tuple(doubts), mends=tuple(mends))


def _votes(text: str, at: int, scan_text: str) -> int:
    """How often the surroundings of a character stand in the scan."""
    votes = 0
    for before, after in ((1, 1), (2, 0), (0, 2), (1, 0), (0, 1), (2, 1), (1, 2)):
        context = text[max(0, at - before) : at + after + 1]
        votes += scan_text.count(context) * (before + after) if len(context) > 1 else 0
    return votes


def _put(lines: Sequence[str], at: int, letter: str) -> list[str]:
    """Put a character at a place of the joined lines."""
    out: list[str] = []
    for line in lines:
        out.append(line[:at] + letter + line[at + 1 :] if 0 <= at < len(line) else line)
        at -= len(line)
    return out
