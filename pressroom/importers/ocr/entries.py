"""Read entries: the lines of a contents page in, entries with folio, department and part out.

What a line without a folio is, the contents page alone does not tell: the name of a department, a kicker, the rest of
a headline or an entry of its own. The body does: it says the lines of one entry in one place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from pressroom.importers.ocr.folios import Token, department_name
from pressroom.importers.ocr.text import fold, is_han_only, undress
from pressroom.importers.ocr.values import Entry, Line
from pressroom.typography.normaliser import HAN

NOTE = re.compile(r"[\s（(]*(等\s*(?:\d+|[一二三四五六七八九十]+)\s*[则篇条則個个种種件位][^）)]{0,2})[)）]?\s*$")
_DATES = re.compile(r"\s*([（(][^()（）]*\d[^()（）]*[)）])\s*$")
_PARTS = ("上篇", "中篇", "下篇", "上编", "下编", "序章", "尾声")
_SHORT_NAME = 4  # characters that the name of a department mostly has
_LONGEST = 100  # letters of a headline
_PARAGRAPH = "\n"  # stands for running text, which parts what stands before and behind it
_LINES_OF_ONE = 3  # lines of the body that say one entry


@dataclass
class _Reading:
    """Where the reading of a contents page stands."""

    body: tuple[str, ...]
    entries: list[Entry] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)
    department: str = ""
    part: str = ""
    fresh: bool = False  # a department was named and no entry has followed
    waiting: list[Token] = field(default_factory=list)  # words that belong to the folio behind them


def read_entries(tokens: Sequence[Token], body: Sequence[Line]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Read the entries; give them in page order, and the departments."""
    said = (fold(line.text) for line in body)
    reading = _Reading(tuple(text if len(text) <= _LONGEST else _PARAGRAPH for text in said))
    tokens = _drop_own_folio([token for token in tokens if fold(token.text) or token.folio])
    trailing = _is_trailing(tokens)
    for position, token in enumerate(tokens):
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        if token.folio is not None:
            _take_folio(reading, token, trailing)
        elif _is_blurb(token.text):
            _take_blurb(reading, token)
        elif name := _department(reading, token, following, trailing):
            _take_department(reading, name)
        else:
            _take_words(reading, token, trailing)
    entries = [_take_note(_take_part(entry)) for entry in reading.entries if entry.lines]
    return _in_order(entries), tuple(dict.fromkeys(reading.departments))


def _drop_own_folio(tokens: Sequence[Token]) -> list[Token]:
    """Leave out a bare number that is the contents page's own folio: lower than all others, where these have words."""
    named = [token.folio for token in tokens if token.folio is not None and fold(token.text)]
    if len(named) * 2 < sum(1 for token in tokens if token.folio is not None) or not named:
        return list(tokens)
    return [token for token in tokens if fold(token.text) or (token.folio or 0) >= min(named)]


def _is_trailing(tokens: Sequence[Token]) -> bool:
    """Whether folios stand behind their words."""
    named = [token for token in tokens if token.folio is not None and fold(token.text)]
    if len(named) * 2 > sum(1 for token in tokens if token.folio is not None):
        return sum(1 for token in named if "behind" in token.form) * 2 > len(named)
    before: list[Token] = []
    for token in tokens:
        if token.folio is not None:
            break
        before.append(token)
    if len(before) == 1 and department_name(before[0].line):
        return tokens[-1].folio is not None
    return bool(before)


def _own(token: Token) -> tuple[Line, ...]:
    """The words of an entry as a line of the scan without the folio."""
    text = token.text.strip()
    offset = max(token.line.text.find(text), 0)
    bold = tuple((max(a - offset, 0), b - offset) for a, b in token.line.bold if b > offset)
    return (replace(token.line, text=text, bold=bold),) if text else ()


def _take_folio(reading: _Reading, token: Token, trailing: bool) -> None:
    """Begin an entry at its folio; where folios stand behind, the words before it belong to it."""
    if token.form == "row" and token.department:
        reading.department = re.sub(r"\s", "", undress(token.department))
        reading.departments.append(reading.department)
    lines = _own(token)
    if trailing:
        lines = (*(line for waiting in reading.waiting for line in _own(waiting)), *lines)
        reading.waiting = []
    elif reading.waiting:
        _take_opener(reading, token)
        lines = (*(line for waiting in reading.waiting for line in _own(waiting)), *lines)
        reading.waiting = []
    letter = re.sub(r"\s", "", undress(token.text))
    if is_han_only(letter, 1, 1) or letter in _PARTS:
        reading.part = letter
    reading.entries.append(Entry(token.folio, lines, reading.department, reading.part, place=token.index))
    reading.fresh = False


def _take_opener(reading: _Reading, token: Token) -> None:
    """Words between a department and its first folio are an entry of their own, unless the body says them with it."""
    first = reading.waiting[0]
    if reading.waiting and token.text and _stand_together(reading.body, reading.waiting[-1].text, token.text):
        return
    lines = tuple(line for waiting in reading.waiting for line in _own(waiting))
    reading.entries.append(Entry(None, lines, reading.department, place=first.index, opens=reading.fresh))
    reading.waiting = []


def _take_blurb(reading: _Reading, token: Token) -> None:
    """An introduction belongs to the entry above it."""
    if reading.waiting:
        lines = tuple(line for waiting in reading.waiting for line in _own(waiting))
        first = reading.waiting[0]
        reading.entries.append(Entry(None, lines, reading.department, place=first.index, opens=reading.fresh))
        reading.waiting = []
    if reading.entries:
        last = reading.entries[-1]
        reading.entries[-1] = replace(last, blurb=(*last.blurb, token.line))


def _take_department(reading: _Reading, name: str) -> None:
    """A department begins; behind a folio without words it is that entry's."""
    bare = _waits(reading)
    reading.department, reading.part = name, ""
    reading.departments.append(name)
    reading.fresh = not bare
    if bare:
        reading.entries[-1] = replace(reading.entries[-1], department=name, part="")


def _take_words(reading: _Reading, token: Token, trailing: bool) -> None:
    """Words go on with the entry above, wait for the folio below, or are an entry without a folio."""
    if trailing or (reading.fresh and not _waits(reading)) or not reading.entries:
        reading.waiting.append(token)
        return
    last = reading.entries[-1]
    alone = bool(last.lines) and not _is_part(last) and _is_entry_alone(reading.body, last, token)
    if alone:
        reading.entries.append(Entry(None, _own(token), reading.department, reading.part, place=token.index))
        return
    reading.entries[-1] = replace(last, lines=(*last.lines, *_own(token)))


def _waits(reading: _Reading) -> bool:
    """Whether the last entry has a folio and no words yet."""
    return bool(reading.entries) and not reading.entries[-1].lines and reading.entries[-1].folio is not None


def _is_part(entry: Entry) -> bool:
    """Whether an entry has only the letter of its part so far."""
    return bool(entry.part) and len(entry.lines) == 1 and fold(entry.lines[0].text) == fold(entry.part)


def _is_blurb(text: str) -> bool:
    """Whether words are an introduction rather than an entry."""
    return len(fold(text)) > 50 or ("。" in text and len(fold(text)) > 14)


def _department(reading: _Reading, token: Token, following: Token | None, trailing: bool) -> str:
    """The name of the department that words are; empty where they are part of an entry."""
    name = department_name(token.line)
    if not name or following is None:
        return ""
    if name in reading.departments:
        return name
    last = reading.entries[-1] if reading.entries else None
    if reading.fresh and len(name) > _SHORT_NAME and fold(token.text) in reading.body:
        return ""
    if trailing:
        if reading.waiting or _stand_together(reading.body, token.text, following.text, lines=1):
            return ""
        return "" if following.folio is not None and not fold(following.text) and not _heads(reading, token) else name
    if last and _is_part(last):
        return ""
    if _waits(reading):
        together = following.folio is None and _stand_together(reading.body, token.text, following.text, lines=1)
        return "" if following.folio is not None or together else name
    if last and last.lines and _stand_together(reading.body, last.lines[-1].text, token.text):
        return ""
    return name


def _heads(reading: _Reading, token: Token) -> bool:
    """Whether a line in a page of bare folios is a department: the body never says it as a line of its own."""
    return fold(token.text) not in reading.body


def _stand_together(body: Sequence[str], one: str, two: str, lines: int = _LINES_OF_ONE) -> bool:
    """Whether the body says two texts in one place, one behind the other, within some lines."""
    first, second = fold(undress(one)), fold(undress(NOTE.sub("", two)))
    if not first or not second:
        return False
    for index in range(len(body)):
        said = "".join(body[index : index + lines])
        at = said.find(first)
        end = at + len(first)
        if at < 0 and len(first) > 5:
            found = fuzz.partial_ratio_alignment(first, said, score_cutoff=88)
            if found is None:
                continue
            at, end = found.dest_start, found.dest_end
        rest = said[end : end + len(second) + 1]
        if at >= 0 and rest and (rest.startswith(second) or (len(second) > 3 and fuzz.ratio(second, rest) >= 85)):
            return True
    return False


def _is_entry_alone(body: Sequence[str], last: Entry, token: Token) -> bool:
    """Whether words below an entry are an entry of their own: the body says them alone, elsewhere."""
    text = fold(undress(token.text))
    if len(text) < 5 or text not in body:
        return False
    return not _stand_together(body, last.lines[-1].text, token.text)


def _take_part(entry: Entry) -> Entry:
    """Take the letter of its part from an entry's words."""
    if _is_part(entry) or (entry.part and entry.lines and fold(entry.lines[0].text) == fold(entry.part)):
        return replace(entry, lines=entry.lines[1:] or entry.lines)
    return entry


def _take_note(entry: Entry) -> Entry:
    """Take 等10则, or the dates in brackets, from an entry's words."""
    last = entry.lines[-1]
    found = NOTE.search(last.text) or _DATES.search(last.text)
    if found is None or (not fold(last.text[: found.start()]) and len(entry.lines) == 1):
        return entry
    rest = last.text[: found.start()].rstrip()
    lines = (*entry.lines[:-1], replace(last, text=rest)) if fold(rest) else entry.lines[:-1]
    return replace(entry, lines=lines, note=re.sub(rf"(?<=[{HAN}\d])\s+(?=[{HAN}\d])", "", found[1]))


def _in_order(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Put entries in page order; one without a folio stays before the one that follows it, or behind the one above."""
    keys: list[tuple[float, int]] = []
    for position, entry in enumerate(entries):
        if entry.folio is not None:
            keys.append((entry.folio, position))
            continue
        later = (other.folio for other in entries[position:] if other.folio is not None)
        earlier = (other.folio for other in reversed(entries[:position]) if other.folio is not None)
        before, after = next(earlier, 0), next(later, None)
        keys.append((after - 0.5 if entry.opens and after else before + 0.5, position))
    return tuple(entries[position] for _, position in sorted(keys))
