"""Read entries: the lines of a contents page in, entries with folio, department and part out.

What a line without a folio is, the contents page alone does not tell: the name of a department, a kicker, the rest of
a headline or an entry of its own. The body does: it says the lines of one entry in one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from pressroom.importers.ocr.bylines import could_be_name, is_name, read_byline
from pressroom.importers.ocr.dissect import dissect_entries, name_people
from pressroom.importers.ocr.folios import Token, department_name
from pressroom.importers.ocr.order import EntryOrder, settle_folios
from pressroom.importers.ocr.sayings import Sayings, listen
from pressroom.importers.ocr.text import fold, has_stop, is_han_only, is_latin, measure, undress
from pressroom.importers.ocr.values import ContentsEntry
from pressroom.importers.ocr.words import BULLETS
from pressroom.importers.pages import SourceLine
from pressroom.importers.values import Doubt, Mend
from pressroom.typography.normaliser import HAN

NOTE = re.compile(r"[\s（(]*(等\s*(?:\d+|[一二三四五六七八九十]+)\s*[则篇条則個个种種件位][^）)]{0,2})[)）]?\s*$")
_DATES = re.compile(r"\s*([（(][^()（）]*\d[^()（）]*[)）])\s*$")
_PARTS = ("上篇", "中篇", "下篇", "上编", "下编", "序章", "尾声")
_SHORT_NAME = 4  # characters that the name of a department mostly has
_PARAGRAPH = "\n"  # stands for running text, which parts what stands before and behind it
_LINES_OF_ONE = 3  # lines of the body that say one entry


@dataclass(frozen=True)
class ReadEntries:
    """Entries in page order, the departments, what was doubtful, and which share of the folios the body agrees with."""

    entries: tuple[ContentsEntry, ...]
    departments: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()
    mends: tuple[Mend, ...] = ()
    share: float = 1


@dataclass
class _Reading:
    """Where the reading of a contents page stands."""

    body: tuple[str, ...]
    entries: list[ContentsEntry] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)
    department: str = ""
    part: str = ""
    fresh: bool = False  # a department was named and no entry has followed
    waiting: list[Token] = field(default_factory=list)  # words that belong to the folio behind them


def read_entries(tokens: Sequence[Token], body: Sequence[SourceLine]) -> ReadEntries:
    """Read the entries; give them in page order, with the departments."""
    said = listen(body)
    reading = _Reading(tuple(text or _PARAGRAPH for text in said.lines))
    tokens = _drop_own_folio([token for token in tokens if fold(token.text) or token.folio])
    trailing = _is_trailing(tokens)
    tokens = _mark_people(_settle_columns(tokens, said), trailing)
    if not any(token.folio for token in tokens):
        _take_all(reading, tokens, said)
    for position, token in enumerate(tokens if not reading.entries else ()):
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        if token.folio is not None:
            _take_folio(reading, token, trailing)
        elif _is_blurb(token.text) and not (trailing and is_latin(token.text)):
            _take_blurb(reading, token)
        elif name := _department(reading, token, following, trailing):
            _take_department(reading, name)
        else:
            _take_words(reading, token, trailing)
    listed, twice = _drop_doubled([entry for entry in reading.entries if entry.lines])
    entries = dissect_entries([_take_note(_take_part(entry)) for entry in listed], said)
    order = settle_folios(entries, said)
    departments = dict.fromkeys([*reading.departments, *(e.department for e in entries if e.department)])
    doubts = (*_misread(tokens), *twice, *order.doubts)
    mends = tuple(Mend(token.line.number, token.misread, str(token.folio)) for token in tokens if token.misread)
    return ReadEntries(_in_order(order), tuple(departments), doubts, mends, order.share)


def _drop_doubled(entries: Sequence[ContentsEntry]) -> tuple[list[ContentsEntry], list[Doubt]]:
    """Leave out entries that stand there already, folio and words: a line that was scanned twice."""
    kept: list[ContentsEntry] = []
    doubts: list[Doubt] = []
    for entry in entries:
        words = fold("".join(line.text for line in entry.lines))
        others = ["".join(fold(line.text) for line in one.lines) for one in kept if one.folio == entry.folio]
        if entry.folio is not None and any(_is_twin(words, other) for other in others):
            what = f"{entry.text!r} stands on the contents page twice"
            doubts.append(Doubt(entry.lines[0].number, what, "took it once"))
            continue
        kept.append(entry)
    return kept, doubts


def _is_twin(one: str, two: str) -> bool:
    """Whether two entries of one folio say the same, or one of them the other and more."""
    shorter, longer = sorted((one, two), key=len)
    return one == two or (len(shorter) >= _SURE and longer.startswith(shorter))


_SURE = 5  # letters that two entries do not share by chance


def _take_all(reading: _Reading, tokens: Sequence[Token], said: Sayings) -> None:
    """Each line is an entry where none has a folio; a short one that the body never says is a department."""
    for token in tokens:
        name = department_name(token.line)
        parts = re.split(r"\s*[/|丨│…—]+\s*|\s{2,}|,\s+[Bb]y\s+", token.text)
        if name and token.form != "alone" and not any(said.likest(part) is not None for part in parts):
            reading.department = name
            reading.departments.append(name)
        elif fold(token.text):
            people = name_people(token.people) if token.people else ()
            reading.entries.append(
                ContentsEntry(None, _own(token), reading.department, people=people, place=token.index)
            )


def _misread(tokens: Sequence[Token]) -> Iterator[Doubt]:
    """Say where letters were read as figures."""
    for token in tokens:
        if token.misread:
            yield Doubt(token.line.number, f"the folio is printed {token.misread!r}", f"took {token.folio}")


def _settle_columns(tokens: Sequence[Token], said: Sayings) -> list[Token]:
    """Tell what the columns of a table without a head are: the body says which one holds the headlines."""
    rows = [token for token in tokens if token.cells]
    columns = sorted({at for token in rows for at, _ in token.cells})
    if len(columns) < 2:
        return list(tokens)
    meanings = {
        at: _meaning([text for token in rows for one, text in token.cells if one == at], said) for at in columns
    }
    if "headline" not in meanings.values():
        longest = max(
            columns, key=lambda at: sum(measure(text) for token in rows for one, text in token.cells if one == at)
        )
        meanings[longest] = "headline"
    settled: list[Token] = []
    department = ""
    for token in tokens:
        if token.cells:
            token = _by_columns(token, meanings)
            department = token.department or (department if token.form == "row" else "")
            token = replace(token, department=token.department or department)
        settled.append(token)
    return settled


def _meaning(cells: Sequence[str], said: Sayings) -> str:
    """What a column holds: headlines that the body says, names, or departments, which are short and come again."""
    found = sum(1 for cell in cells if said.likest(cell) is not None and measure(cell) >= 2)
    named = sum(1 for cell in cells if is_name(cell) or read_byline(cell))
    if named * 2 > len(cells):
        return "people"
    return "headline" if found * 2 >= len(cells) and sum(map(measure, cells)) >= 4 * len(cells) else "department"


def _by_columns(token: Token, meanings: dict[int, str]) -> Token:
    """Read a row by what its columns hold."""
    by_meaning = {
        meaning: "  ".join(text for at, text in token.cells if meanings.get(at) == meaning)
        for meaning in ("headline", "people", "department")
    }
    text = by_meaning["headline"] or by_meaning["department"]
    department = by_meaning["department"] if by_meaning["headline"] else ""
    return replace(token, text=text, people=by_meaning["people"], department=department)


def _mark_people(tokens: Sequence[Token], trailing: bool) -> list[Token]:
    """Give the lines between entries that name authors to their entries: as many as entries, each beside one."""
    entries = [at for at, token in enumerate(tokens) if token.folio is not None and fold(token.text)]
    if not entries and any(token.folio is not None for token in tokens):
        return _mark_below_words(tokens, trailing)
    step = -1 if trailing and not _stand_below(tokens, entries) else 1
    beside = [at + step for at in entries if 0 <= at + step < len(tokens)]
    names = [at for at in beside if _names(tokens[at])]
    sure = sum(1 for at in names if is_name(tokens[at].text) or read_byline(tokens[at].text))
    first = next((token for token in tokens if fold(token.text)), None)
    if len(names) * 3 < len(entries) * 2 or len(names) < 2 or sure * 2 < len(names):
        return list(tokens)
    if not trailing and first is not None and first.folio is None and is_name(first.text) and len(names) < len(entries):
        return list(tokens)  # names stand above their entries: departments, or authors that stand before
    taken = {at: at - step for at in names}
    people = {entry: tokens[at].text for at, entry in taken.items()}
    return [replace(t, people=people.get(at, t.people)) for at, t in enumerate(tokens) if at not in taken]


def _mark_below_words(tokens: Sequence[Token], trailing: bool) -> list[Token]:
    """Folios stand on lines of their own: the last of the lines that belong to one may name the author."""
    folios = [at for at, token in enumerate(tokens) if token.folio is not None]
    ends = [*folios[1:], len(tokens)]
    groups = [(at, range(at + 1, end)) for at, end in zip(folios, ends, strict=True)]
    if trailing:
        groups = [(at, range(start, at)) for at, start in zip(folios, [0, *(one + 1 for one in folios)], strict=False)]
    named = {group[-1]: at for at, group in groups if len(group) >= _LEAST_LINES and _names(tokens[group[-1]])}
    sure = sum(1 for at in named if is_name(tokens[at].text) or read_byline(tokens[at].text))
    if len(named) * 3 < len(groups) * 2 or sure * 3 < len(groups) * 2:
        return list(tokens)
    people = {folio: tokens[at].text for at, folio in named.items()}
    return [replace(t, people=people.get(at, t.people)) for at, t in enumerate(tokens) if at not in named]


_LEAST_LINES = 2  # of an entry that names its author on the last


def _stand_below(tokens: Sequence[Token], entries: Sequence[int]) -> bool:
    """Whether names stand below their entries rather than above: the last entry has one below, the first none above."""
    if not entries:
        return False
    below = entries[-1] + 1 < len(tokens) and _names(tokens[entries[-1] + 1])
    above = entries[0] > 0 and _names(tokens[entries[0] - 1])
    return below and not above


def _names(token: Token) -> bool:
    """Whether a line without a folio can name an author."""
    return token.folio is None and bool(read_byline(token.text) or could_be_name(token.text.strip(f" {BULLETS}（）()")))


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


def _own(token: Token) -> tuple[SourceLine, ...]:
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
    people = name_people(token.people) if token.people else ()
    made = ContentsEntry(token.folio, lines, reading.department, reading.part, people=people, place=token.index)
    reading.entries.append(made)
    reading.fresh = False


def _take_opener(reading: _Reading, token: Token) -> None:
    """Words between a department and its first folio are an entry of their own, unless the body says them with it."""
    first = reading.waiting[0]
    if reading.waiting and token.text and _stand_together(reading.body, reading.waiting[-1].text, token.text):
        return
    lines = tuple(line for waiting in reading.waiting for line in _own(waiting))
    reading.entries.append(ContentsEntry(None, lines, reading.department, place=first.index, opens=reading.fresh))
    reading.waiting = []


def _take_blurb(reading: _Reading, token: Token) -> None:
    """An introduction belongs to the entry above it."""
    if reading.waiting:
        lines = tuple(line for waiting in reading.waiting for line in _own(waiting))
        first = reading.waiting[0]
        reading.entries.append(ContentsEntry(None, lines, reading.department, place=first.index, opens=reading.fresh))
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
        reading.entries.append(ContentsEntry(None, _own(token), reading.department, reading.part, place=token.index))
        return
    reading.entries[-1] = replace(last, lines=(*last.lines, *_own(token)))


def _waits(reading: _Reading) -> bool:
    """Whether the last entry has a folio and no words yet."""
    return bool(reading.entries) and not reading.entries[-1].lines and reading.entries[-1].folio is not None


def _is_part(entry: ContentsEntry) -> bool:
    """Whether an entry has only the letter of its part so far."""
    return bool(entry.part) and len(entry.lines) == 1 and fold(entry.lines[0].text) == fold(entry.part)


def _is_blurb(text: str) -> bool:
    """Whether words are an introduction rather than an entry."""
    return measure(text) > 50 or (has_stop(text) and measure(text) > 14)


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


def _is_entry_alone(body: Sequence[str], last: ContentsEntry, token: Token) -> bool:
    """Whether words below an entry are an entry of their own: the body says them alone, elsewhere."""
    text = fold(undress(token.text))
    if len(text) < 5 or text not in body:
        return False
    return not _stand_together(body, last.lines[-1].text, token.text)


def _take_part(entry: ContentsEntry) -> ContentsEntry:
    """Take the letter of its part from an entry's words."""
    if _is_part(entry) or (entry.part and entry.lines and fold(entry.lines[0].text) == fold(entry.part)):
        return replace(entry, lines=entry.lines[1:] or entry.lines)
    return entry


def _take_note(entry: ContentsEntry) -> ContentsEntry:
    """Take 等10则, or the dates in brackets, from an entry's words."""
    last = entry.lines[-1]
    found = NOTE.search(last.text) or _DATES.search(last.text)
    if found is None or (not fold(last.text[: found.start()]) and len(entry.lines) == 1):
        return entry
    rest = last.text[: found.start()].rstrip()
    lines = (*entry.lines[:-1], replace(last, text=rest)) if fold(rest) else entry.lines[:-1]
    return replace(entry, lines=lines, note=re.sub(rf"(?<=[{HAN}\d])\s+(?=[{HAN}\d])", "", found[1]))


def _in_order(order: EntryOrder) -> tuple[ContentsEntry, ...]:
    """Put entries in page order; one without a folio stays before the one that follows it, or behind the one above.

    Those of one page stand as the body has them; where no entry has a folio, all do.
    """
    entries = order.entries
    if not any(entry.folio for entry in entries):
        return _as_body(order)
    keys: list[tuple[float, float, int]] = []
    for position, entry in enumerate(entries):
        place = order.places[position]
        along = position if place is None else _place_among(order, position, entry)
        if entry.folio is not None or entry.near:
            keys.append((entry.folio or entry.near, along, position))
            continue
        later = (other.folio for other in entries[position:] if other.folio is not None)
        earlier = (other.folio for other in reversed(entries[:position]) if other.folio is not None)
        before, after = next(earlier, 0), next(later, None)
        keys.append((after - 0.5 if entry.opens and after else before + 0.5, along, position))
    return tuple(entries[position] for *_, position in sorted(keys))


def _place_among(order: EntryOrder, position: int, entry: ContentsEntry) -> float:
    """Where an entry stands among those of its folio: as the body has them, if it has all of them."""
    same = [at for at, other in enumerate(order.entries) if other.folio == entry.folio]
    places = [order.places[at] for at in same]
    return float(order.places[position] or 0) if None not in places and len(same) > 1 else position


def _as_body(order: EntryOrder) -> tuple[ContentsEntry, ...]:
    """Entries without folios as the body has them; one that it does not have stays behind the one above it."""
    place = 0
    keys: list[tuple[int, int]] = []
    for position in range(len(order.entries)):
        found = order.places[position]
        place = place if found is None else found
        keys.append((place, position))
    return tuple(order.entries[position] for _, position in sorted(keys))
