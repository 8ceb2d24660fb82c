"""Find the contents page: the lines of a scan in, where it stands and what its entries are out."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from rapidfuzz import fuzz

from pressroom.importers.ocr.bylines import could_be_name, is_name, read_byline
from pressroom.importers.ocr.entries import NOTE, read_entries
from pressroom.importers.ocr.folios import FORMS, LONG_FORMS, Form, Token, is_plain_department, read_tokens
from pressroom.importers.ocr.headings import is_heading
from pressroom.importers.ocr.rows import Row, part_line, part_lines, unweave
from pressroom.importers.ocr.sayings import listen
from pressroom.importers.ocr.text import fold, halve, measure, undress
from pressroom.importers.ocr.values import Contents, ContentsEntry
from pressroom.importers.pages import Scan, SourceLine
from pressroom.report import Place, SourceError, stop

_MOST_WORDS = 9  # lines without a folio between two entries, at most
_MOST_LETTERS = 420  # and their letters
_LONG = 240  # letters of a line that is no part of a contents page
_LEAST = 3  # entries of a contents page
_FARTHEST = 1000  # lines of a contents page, at most
_RUNNING = 36  # letters of running text, at least
_OFTEN = 3  # times that a running head stands in a scan, at least
_MOST_FOLIO = 999  # in three figures
_AHEAD = 5  # lines that are looked at before a line without a folio ends a contents page
_FIRST = 4  # lines of a contents page that the body is likely to begin with


def find_contents(scan: Scan, given: Scan | None = None) -> Contents:
    """Find the contents page and read its entries; ``given`` is one that the archivist has typed.

    :raises SourceError: where there is none, or none of its entries is found.
    """
    own = _find_block(scan.lines)
    if given is not None:
        return _read_given(scan, given, own)
    if own is not None:
        read = read_entries(own.tokens, (*scan.lines[: own.start], *scan.lines[own.end :]))
        if len(read.entries) >= _LEAST - 1:
            return Contents(own.start, own.end, read.entries, read.departments, read.doubts, read.mends, read.share)
    if scan.reader in _HEADED and (led := _by_headings(scan)):
        return led
    headings = [line for line in scan.lines if is_heading(line)]
    place = Place(scan.file, headings[0].number) if headings else Place(scan.file)
    message = "the contents page names no folios" if headings else "no contents page was found"
    hint = "it needs a contents page with lines such as `06 / headline` or `headline …… 06`; type one: --contents FILE"
    raise SourceError([stop("no-contents", message, place, hint)])


_DEPARTMENT = 12  # characters of the name of one
_HEADED = ("office",)  # readers whose headings are those of the author


def _by_headings(scan: Scan) -> Contents | None:
    """The entries of a document without a contents page: its headings of the highest level that has several.

    Where headings of that level hold nothing but others, they are departments. Folios are those of printed pages, where
    the document marks them.
    """
    lines = scan.lines
    levels = Counter(line.level for line in lines if line.mark == "#" and line.level)
    level = next((one for one in sorted(levels) if levels[one] >= 2), 0)
    if not level:
        return None
    heads = [at for at, line in enumerate(lines) if line.mark == "#" and line.level == level]
    empty = [
        at for at in heads if at + 1 < len(lines) and lines[at + 1].mark == "#" and lines[at + 1].level == level + 1
    ]
    if len(empty) * 2 > len(heads):
        return _by_departments(lines, level)
    labels = {page.number: int(page.label) for page in scan.pages if page.label.isdigit()}
    above = Counter(lines[at - back].text for at in heads for back in (1, 2) if at >= back)
    common = {text for text, count in above.items() if count >= _LEAST and measure(text) <= _DEPARTMENT}
    entries = []
    for at in heads:
        department = next((line.text for line in reversed(lines[max(0, at - 2) : at]) if line.text in common), "")
        entries.append(ContentsEntry(labels.get(lines[at].page), (lines[at],), department, place=at))
    return Contents(
        0, 0, tuple(entries), tuple(dict.fromkeys(entry.department for entry in entries if entry.department))
    )


def _by_departments(lines: Sequence[SourceLine], level: int) -> Contents:
    """Entries below headings that are departments."""
    entries: list[ContentsEntry] = []
    departments: list[str] = []
    for at, line in enumerate(lines):
        if line.mark == "#" and line.level == level:
            departments.append(line.text)
        elif line.mark == "#" and line.level == level + 1:
            entries.append(ContentsEntry(None, (line,), departments[-1] if departments else "", place=at))
    return Contents(0, 0, tuple(entries), tuple(dict.fromkeys(departments)))


@dataclass(frozen=True)
class _Block:
    """Where the contents page stands in the lines of a scan, and its tokens."""

    start: int
    end: int
    tokens: tuple[Token, ...]


def _find_block(lines: Sequence[SourceLine]) -> _Block | None:
    """Find the contents page: below its heading, or where most entries stand, or what the body says again."""
    starts = [index for index, line in enumerate(lines) if is_heading(line)]
    found = max((_read_block(lines, start + 1) for start in starts), key=len, default=[])
    if len(found) < _LEAST:
        found = _densest(lines)
        found = found if _is_said(found, lines) else []
    if len(found) < _LEAST:
        found = max((_unnumbered(lines, start + 1) for start in starts), key=len, default=[])
    if len(found) < _LEAST - 1 or sum(1 for token in found if fold(token.text)) < _LEAST - 1:
        return None
    start, end = min(token.index for token in found), max(token.index for token in found) + 1
    while start and _belongs_above(lines, start, starts):
        start -= 1
    return _Block(start, end, tuple(found))


def _belongs_above(lines: Sequence[SourceLine], start: int, headings: Sequence[int]) -> bool:
    """Whether the line above a contents page belongs to it: its heading, a department, the head of its table."""
    return is_heading(lines[start - 1]) or _names_block(lines, start, headings) or _heads_table(lines, start)


_SAID = 0.3  # of the entries of a contents page without a heading that the body says again


def _is_said(tokens: Sequence[Token], lines: Sequence[SourceLine]) -> bool:
    """Whether the body says again what looks like a contents page: other lists have numbers too."""
    own = {token.index for token in tokens}
    said = listen([line for at, line in enumerate(lines) if at not in own])
    entries = [token for token in tokens if token.folio is not None and fold(token.text)]
    parts = [[token.text, *re.split(r"\s*[/|丨│…—（(]+\s*|\s{2,}", token.text)] for token in entries]
    again = sum(
        1 for some in parts if any(measure(part) >= _SHORTEST and said.likest(part) is not None for part in some)
    )
    return not entries or again >= _SAID * len(entries)


_SHORTEST = 2  # characters of a headline


def _heads_table(lines: Sequence[SourceLine], start: int) -> bool:
    """Whether the line above is the head of the table that a contents page is."""
    return lines[start - 1].mark == "|" and lines[start].mark == "|" and lines[start].gap <= 1


def _read_given(scan: Scan, given: Scan, own: _Block | None) -> Contents:
    """Read the entries of a contents page that was typed; the scan's own is no text of an article."""
    lines = given.lines
    tokens = _read_block(lines, 0) or [
        Token(i, line, None, line.text) for i, line in enumerate(lines) if not is_heading(line)
    ]
    start, end = (own.start, own.end) if own else (0, 0)
    body = (*scan.lines[:start], *scan.lines[end:])
    read = read_entries(tokens, body)
    if not read.entries:
        hint = "write `06 / headline / author` a line, or CSV with the columns folio, headline, author, department"
        raise SourceError(
            [stop("no-contents", "the contents page that was given has no entries", Place(given.file), hint)]
        )
    return Contents(start, end, read.entries, read.departments, read.doubts, read.mends, read.share)


def _unnumbered(lines: Sequence[SourceLine], start: int) -> list[Token]:
    """Read a contents page without folios: lines that the body says again, one behind the other."""
    tokens: list[Token] = []
    said = listen(lines[start:])
    for index in range(start, min(start + _FARTHEST, len(lines))):
        line = lines[index]
        text = halve(line.text).strip()
        if tokens and fold(text) == fold(tokens[0].text):
            break
        parts = [text, *re.split(r"\s*[/|丨│…—]+\s*|\s{2,}", text)]
        again = any(place + start > index for part in parts if measure(part) >= 3 for place in said.find(part))
        if not again and not is_plain_department(line) and measure(text) > _RUNNING:
            break
        tokens.append(Token(index, line, None, text, form="alone" if again else ""))
    while tokens and not tokens[-1].form:
        tokens.pop()
    return tokens if sum(1 for token in tokens if token.form) >= _LEAST else []


def _names_block(lines: Sequence[SourceLine], start: int, headings: Sequence[int]) -> bool:
    """Whether the line above belongs to a contents page without a heading: the department of its first entry."""
    return not headings and is_plain_department(lines[start - 1]) and lines[start - 1].gap > 0


def _densest(lines: Sequence[SourceLine]) -> list[Token]:
    """Find the contents page where it has no heading: the place with the most entries, each with words of its own."""
    rows = next((index for index, line in enumerate(lines) if line.mark == "|"), None)
    best = _walk(_rows(lines, rows), ()) if rows is not None else []
    for manner in _manners(FORMS):
        last = -1
        sure = [form for form in manner if form.is_sure and form.name != "bare"]
        for index, line in enumerate(lines) if sure else ():
            if index <= last or not any(form.read(index, part) for part in part_line(line) for form in sure):
                continue
            start = index - 1 if index and is_plain_department(lines[index - 1]) else index
            tokens = _walk(_rows(lines, start), manner)
            last = max((token.index for token in tokens), default=last)
            if _count(tokens) > _count(best):
                best = tokens
    return best if _count(best) > _LEAST else []


def _rows(lines: Sequence[SourceLine], start: int) -> list[Row]:
    """The lines from one on, those that hold several entries parted."""
    near = islice(part_lines(lines, start), _FARTHEST)
    return [(index, part) for index, parts in near for part in parts]


def _count(tokens: Sequence[Token]) -> int:
    """How many different folios some tokens name."""
    return len({token.folio for token in tokens if token.folio is not None})


def _read_block(lines: Sequence[SourceLine], start: int) -> list[Token]:
    """Read the block below a heading in the manner that gives the most entries; slips count where there are too few."""
    rows = _rows(lines, start)
    best = _best_manner(rows, slips=False)
    if _count(best) < _LEAST:
        best = _best_manner(rows, slips=True)
    if _count(best) < _LEAST:
        return []
    found = {token.form for token in best}
    return _read_again(lines, start, best, [form for form in (*FORMS, *LONG_FORMS) if form.name in found])


def _best_manner(rows: Sequence[Row], *, slips: bool) -> list[Token]:
    """Read rows in every manner, and take the one that gives the most entries."""
    best: list[Token] = []
    score = 0.0
    for forms, weight in ((FORMS, 1.0), (LONG_FORMS, 0.95)):
        for manner in _manners(forms):
            tokens = _walk(rows, manner, slips=slips)
            made = _count(tokens) * weight * (1.0 if manner[0].is_sure else 0.9 if manner[0].is_strong else 0.6)
            if made > score:
                best, score = tokens, made
    return best


def _read_again(lines: Sequence[SourceLine], start: int, best: list[Token], forms: Sequence[Form]) -> list[Token]:
    """Read a block once more in the forms that were found in it: with slips mended, and column after column."""
    long = any((token.folio or 0) > _MOST_FOLIO for token in best)
    kept = [form for form in forms if form in (LONG_FORMS if long else FORMS)]
    if all(form.leads for form in kept):
        kept += [form for form in (LONG_FORMS if long else FORMS) if form.name == "bare" and form not in kept]
    end = max(token.index for token in best) + 1
    parted = list(islice(part_lines(lines, start), end - start))
    rows = unweave([(index, part) for index, parts in parted for part in parts], parted)
    again = _walk([*rows, *_rows(lines, end)] if len(rows) else rows, kept, slips=True)
    return again if _count(again) >= _count(best) else best


def _manners(forms: Sequence[Form]) -> tuple[tuple[Form, ...], ...]:
    """The manners of writing entries: one form alone, or one with bare folios between."""
    bare = next(form for form in forms if form.name == "bare")
    lead = tuple(form for form in forms if form.leads and form.is_strong and form is not bare)
    trail = tuple(form for form in forms if not form.leads and form.is_strong)
    weak = tuple((form, bare) for form in forms if not form.is_strong and form.name != "bare in a fence")
    fenced = next(form for form in forms if form.name == "bare in a fence")
    return ((*lead, bare), trail, *weak, (bare,), (fenced,))


def _walk(rows: Sequence[Row], forms: Sequence[Form], *, slips: bool = False) -> list[Token]:
    """Walk down the rows as long as entries follow; then take what still belongs to the last of them."""
    tokens: list[Token] = []
    end = 0  # of the tokens, behind the last that names a folio
    words = letters = 0
    read = (token for token in read_tokens(rows, forms, slips=slips) if not is_heading(token.line))
    for token, following in _look_ahead(read, _AHEAD):
        if token.folio is None:
            words, letters = words + 1, letters + measure(token.text)
            if words > _MOST_WORDS or letters > _MOST_LETTERS or measure(token.text) > _LONG:
                break
            near, ahead = _goes_on(following[:2]), _goes_on(following)
            if not near and (_repeats(token, tokens[:_FIRST]) or (not ahead and _repeats(token, tokens))):
                break
        else:
            words = letters = 0
        tokens.append(token)
        end = len(tokens) if token.folio is not None else end
    rest = tokens[end:]
    return tokens[:end] + _tail(tokens[:end], rest, [line for _, line in rows])


def _look_ahead(tokens: Iterator[Token], size: int) -> Iterator[tuple[Token, tuple[Token, ...]]]:
    """Give each token with those that follow it: reading goes on only as far as somebody walks."""
    window = deque(islice(tokens, size + 1))
    while window:
        token = window.popleft()
        yield token, tuple(window)
        window.extend(islice(tokens, 1))


def _goes_on(tokens: Sequence[Token]) -> bool:
    """Whether a folio follows before any running text."""
    for token in tokens:
        if token.folio is not None:
            return True
        if measure(token.text) > _RUNNING:
            return False
    return False


def _repeats(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether words stand in the block already: then the body begins."""
    text = fold(undress(NOTE.sub("", token.text)))
    if len(text) < 2:
        return False
    for other in tokens:
        known = fold(undress(NOTE.sub("", other.text)))
        if text == known:
            return True
        if len(text) >= 6 and len(known) >= 6 and (fuzz.ratio(text, known) >= 88 or (known in text and len(known) > 8)):
            return True
    return False


def _tail(block: Sequence[Token], rest: Sequence[Token], lines: Sequence[SourceLine]) -> list[Token]:
    """What behind the last folio belongs to its entry: words that the body says again, or all it has."""
    tail: list[Token] = []
    if not block or not rest or block[-1].form == "row":
        return tail
    bare = not block[-1].text
    followers = _followers(block)
    if followers and not bare and all(could_be_name(token.text) for token in rest[:followers]):
        return list(rest[:followers])
    if bare and _bare_leads(block) and len(rest) >= _NAMED and _end_in_names(block) and could_be_name(rest[1].text):
        return list(rest[:_NAMED])
    opened_by_bare = bare and _bare_leads(block)
    for token in rest:
        text = fold(NOTE.sub("", token.text)) or fold(token.text)
        if len(text) > 60 or (token.line.gap > 2 and tail) or _repeats(token, block):
            break
        wanted = opened_by_bare and not tail
        note = re.fullmatch(r"等\d+[则則篇条條]|\d{4}年.{0,12}月", text) is not None
        near = token.line.gap <= 1 and (not bare or opened_by_bare)
        if not (wanted or note or (near and _stands_again(token, lines))):
            break
        tail.append(token)
    return tail


def _followers(block: Sequence[Token]) -> int:
    """How many lines of names follow every entry of a block but the last; 0 where it is not the same everywhere."""
    places = [at for at, token in enumerate(block) if token.folio is not None]
    counts = {two - one - 1 for one, two in pairwise(places)}
    names = [token for token in block[: places[-1]] if token.folio is None]
    if len(counts) != 1 or len(places) < _LEAST or not all(could_be_name(token.text) for token in names):
        return 0
    named = sum(1 for token in names if is_name(token.text) or read_byline(token.text))
    return counts.pop() if named * 2 > len(names) and block[0].folio is not None else 0


_NAMED = 2  # lines of an entry below a bare folio: headline and author


def _end_in_names(block: Sequence[Token]) -> bool:
    """Whether a headline and a name stand below every folio of a block but the last."""
    places = [at for at, token in enumerate(block) if token.folio is not None]
    lasts = [block[two - 1] for one, two in pairwise(places) if two - one == _NAMED + 1]
    named = sum(1 for token in lasts if is_name(token.text) or read_byline(token.text))
    return len(lasts) == len(places) - 1 and named * 3 >= 2 * len(lasts)


def _bare_leads(block: Sequence[Token]) -> bool:
    """Whether bare folios stand above their words: no words but a department's stand before the first entry."""
    first = next(index for index, token in enumerate(block) if token.folio is not None)
    before = [token for token in block[:first] if fold(token.text)]
    return len(before) <= 1 and all(is_plain_department(token.line) for token in before)


def _stands_again(token: Token, lines: Sequence[SourceLine]) -> bool:
    """Whether a short line further down says the words again; what many say is a running head."""
    text = fold(NOTE.sub("", token.text))
    later = [fold(line.text) for line in lines if line.number > token.line.number]
    times = sum(1 for other in later if text in other and len(other) <= 100)
    return len(text) >= 3 and 0 < times < _OFTEN
