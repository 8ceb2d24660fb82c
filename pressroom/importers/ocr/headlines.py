"""Reconcile headlines: what the contents page prints and what the article opens with; slips put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from pressroom.importers.ocr.bylines import read_byline
from pressroom.importers.ocr.text import fold, is_finished, split_segments, undress
from pressroom.importers.ocr.values import Doubt, Entry, Line, Mend, Notes
from pressroom.importers.ocr.words import LOOK_ALIKES
from pressroom.normaliser import normalise

_MOST_LINES = 4
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


def read_opening(entry: Entry, lines: Sequence[Line], names: set[str], scan_text: str) -> tuple[Opening, Notes]:
    """Read the opening of an entry's first article."""
    start, tag = _furniture(entry, lines, names)
    is_tag = bool(tag) and fold(tag) == fold(entry.text)
    size = _headline_size(lines[start:], entry, is_tag)
    opening = [line.text for line in lines[start : start + size]]
    if not opening:
        printed, kicker = _split_entry(entry, [])
        return Opening(_tidy(printed), kicker=kicker, tag=tag, taken=start), Notes()
    bold = _bold_part(lines[start : start + size])
    if is_tag:
        made = Opening(_tidy(_phrases(opening)), short_headline=tag, tag=tag, taken=start + size)
        return made, Notes()
    kicker, headline = _split_opening(entry, opening, bold)
    printed, printed_kicker = _split_entry(entry, opening)
    mended, notes = _mend(headline, printed, scan_text, lines[start].number, entry)
    headline, printed = mended
    short = " ".join(_tidy(printed))
    same = fold(short) == fold("".join(headline))
    return Opening(
        _tidy(headline),
        short_headline="" if same else short,
        kicker=" ".join(_tidy(split_segments(kicker or printed_kicker))),
        tag=tag,
        taken=start + size,
    ), notes


def _tidy(lines: Sequence[str]) -> tuple[str, ...]:
    """Normalise the lines of a headline."""
    return tuple(normalise(line) for line in lines if fold(line))


def _furniture(entry: Entry, lines: Sequence[Line], names: set[str]) -> tuple[int, str]:
    """Pass over department, part letter and section tag above a headline; give the tag."""
    start, tag = 0, ""
    for index, line in enumerate(lines[:3]):
        bare = fold(undress(line.text))
        if bare == fold(entry.text) and len(bare) <= 6 and _is_headline(lines[index + 1 : index + 2]):
            tag = normalise(undress(line.text))
        elif (bare not in names and bare != fold(entry.part)) or bare == fold(entry.text):
            break
        start += 1
    return start, tag


def _is_headline(lines: Sequence[Line]) -> bool:
    """Whether a line could be a headline below a tag: some words, no byline, no dates in brackets, no running text."""
    if not lines:
        return False
    text = lines[0].text.strip()
    running = "。" in text or (is_finished(text) and text[-1] not in '？?！!”"')
    return 6 <= len(fold(text)) <= 60 and not running and text[0] not in "(（[【" and not read_byline(text)


def _headline_size(lines: Sequence[Line], entry: Entry, is_tag: bool) -> int:
    """How many lines the headline takes: those that together are most like the entry, or up to the first paragraph."""
    usable = 0
    for line in lines[:_MOST_LINES]:
        if read_byline(line.text) or len(fold(line.text)) > 70 or ("。" in line.text and usable):
            break
        usable += 1
    if is_tag or not usable:
        first = lines[0] if lines else None
        return 1 if first and usable and (not is_finished(first.text) or first.text.rstrip()[-1] in "？?！!") else 0
    target = fold(entry.part + entry.text)
    likeness = [_alike(target, fold("".join(line.text for line in lines[:size]))) for size in range(1, usable + 1)]
    best = max(likeness)
    return likeness.index(best) + 1 if best >= 55 else 0


def _alike(target: str, text: str) -> float:
    """How alike an opening and an entry are; an opening may say more than the contents page."""
    return max(fuzz.ratio(target, text), fuzz.partial_ratio(target, text) - 12 if len(text) >= len(target) else 0.0)


def _bold_part(lines: Sequence[Line]) -> str:
    """The part of an opening that the scan set in bold, where only a part is."""
    parts = [line.text[a:b] for line in lines for a, b in line.bold]
    plain = fold("".join(line.text for line in lines))
    bold = fold("".join(parts))
    return " ".join(parts) if 4 <= len(bold) < len(plain) else ""


def _phrases(lines: Sequence[str]) -> list[str]:
    """The phrases of some lines; a line that ends with a colon goes on in the next."""
    joined: list[str] = []
    for line in lines:
        if joined and joined[-1].rstrip()[-1:] in "：:—-":
            joined[-1] += line
        else:
            joined.append(line)
    return [phrase for line in joined for phrase in split_segments(line)]


def _split_opening(entry: Entry, lines: Sequence[str], bold: str) -> tuple[str, list[str]]:
    """Tell the kicker of an opening from its headline."""
    lines = [line.removeprefix(f"{entry.part} ") if entry.part else line for line in lines]
    phrases = _phrases([line for line in lines if fold(line) != fold(entry.part)])
    texts = [fold(phrase) for phrase in phrases]
    if bold:
        first = next((i for i, text in enumerate(texts) if text and text in fold(bold)), 0)
        return " ".join(phrases[:first]), phrases[first:]
    printed, kicker = _split_entry(entry, lines)
    for first in range(len(phrases)):
        target, rest = fold("".join(printed)), "".join(texts[first:])
        if fuzz.ratio(target, rest[: len(target) + 1]) > 85 and rest:
            return " ".join(phrases[:first]), phrases[first:]
    return kicker, phrases


def _split_entry(entry: Entry, opening: Sequence[str]) -> tuple[list[str], str]:
    """Tell the kicker of an entry from its headline; lines that stand apart in either place are told apart."""
    lines = [line.text for line in entry.lines]
    if len(lines) == 1 and len(opening) > 1:
        return _split_by_body(lines[0], opening)
    if len(lines) > 1:
        head = _headline_lines(lines, opening)
        return _phrases(lines[head:]), " ".join(lines[:head])
    return _phrases(lines), ""


def _split_by_body(text: str, opening: Sequence[str]) -> tuple[list[str], str]:
    """Split a line of the contents page where the body breaks it: the first line of the body is the kicker."""
    phrases = _phrases([text])
    first = fold(opening[0])
    for count in range(1, len(phrases)):
        if fuzz.ratio(fold("".join(phrases[:count])), first) > 88:
            return phrases[count:], " ".join(phrases[:count])
    return phrases, ""


def _headline_lines(lines: Sequence[str], opening: Sequence[str]) -> int:
    """The index of the line of an entry where its headline begins: the last, or an earlier one that it continues."""
    at = len(lines) - 1
    last = fold(lines[-1])
    for text in opening:
        folded = fold(text)
        if last in folded and at and fold(lines[at - 1]) in folded and last[:1] in "在的暨与和并及为":
            at -= 1
    if last[:1] in "在的暨与和及" and at == len(lines) - 1 and at:
        at -= 1
    return at


def _mend(
    headline: list[str], printed: list[str], scan_text: str, number: int, entry: Entry
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
