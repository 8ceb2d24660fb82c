"""Find the contents page: the lines of a scan in, where it stands and what its entries are out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from rapidfuzz import fuzz

from pressroom.importers.ocr.entries import NOTE, read_entries
from pressroom.importers.ocr.folios import FORMS, Form, Token, is_plain_department, read_tokens
from pressroom.importers.ocr.text import fold, halve, undress
from pressroom.importers.ocr.values import Contents, Line, Scan
from pressroom.report import Place, SourceError, stop

_HEADING = re.compile(
    r"^(?:contents|tableofcontents|本期|本刊)?(?:目录|目錄|目次|要目|contents|内容提要)(?:contents)?$", re.IGNORECASE
)
_MOST_WORDS = 9  # lines without a folio between two entries, at most
_MOST_LETTERS = 420  # and their letters
_LONG = 240  # letters of a line that is no part of a contents page
_LEAST = 3  # entries of a contents page
_FARTHEST = 1000  # lines of a contents page, at most
_RUNNING = 36  # letters of running text, at least
_OFTEN = 3  # times that a running head stands in a scan, at least
_FIRST = 4  # lines of a contents page that the body is likely to begin with


def find_contents(scan: Scan) -> Contents:
    """Find the contents page and read its entries.

    :raises SourceError: where there is none, or it has no folios.
    """
    starts = [index for index, line in enumerate(scan.lines) if is_heading(line)]
    found = max((_read_block(scan.lines, start + 1) for start in starts), key=len, default=[])
    if len(found) < _LEAST:
        found = _densest(scan.lines)
    if len(found) < _LEAST:
        place = Place(scan.file, scan.lines[starts[0]].number) if starts else Place(scan.file)
        message = "the contents page names no folios" if starts else "no contents page was found"
        hint = "it needs a contents page with lines such as `06 / headline` or `headline …… 06`"
        raise SourceError([stop("no-contents", message, place, hint)])
    start, end = found[0].index, found[-1].index + 1
    while start and (is_heading(scan.lines[start - 1]) or _names_block(scan.lines, start, starts)):
        start -= 1
    body = (*scan.lines[:start], *scan.lines[end:])
    entries, departments = read_entries(found, body)
    return Contents(start, end, entries, departments)


def is_heading(line: Line) -> bool:
    """Whether a line is the heading of a contents page."""
    return _HEADING.match(re.sub(r"[\W_]", "", halve(line.text))) is not None


def _names_block(lines: Sequence[Line], start: int, headings: Sequence[int]) -> bool:
    """Whether the line above belongs to a contents page without a heading: the department of its first entry."""
    return not headings and is_plain_department(lines[start - 1]) and lines[start - 1].gap > 0


def _densest(lines: Sequence[Line]) -> list[Token]:
    """Find the contents page where it has no heading: the place with the most entries, each with words of its own."""
    rows = next((index for index, line in enumerate(lines) if line.mark == "|"), None)
    best = _walk(lines, rows, ()) if rows is not None else []
    for manner in _manners():
        last = -1
        for index, line in enumerate(lines):
            sure = [form for form in manner if form.is_strong and form.name != "bare"]
            if index <= last or not any(form.read(index, line) for form in sure):
                continue
            start = index - 1 if index and is_plain_department(lines[index - 1]) else index
            tokens = _walk(lines, start, manner)
            last = tokens[-1].index if tokens else last
            if _count(tokens) > _count(best):
                best = tokens
    return best if _count(best) > _LEAST else []


def _count(tokens: Sequence[Token]) -> int:
    """How many different folios some tokens name."""
    return len({token.folio for token in tokens if token.folio is not None})


def _read_block(lines: Sequence[Line], start: int) -> list[Token]:
    """Read the block below a heading in the manner that gives the most entries."""
    best: list[Token] = []
    score = 0.0
    for manner in _manners():
        tokens = _walk(lines, start, manner)
        made = _count(tokens) * (1.0 if manner[0].is_strong else 0.6)
        if made > score:
            best, score = tokens, made
    return best if _count(best) >= _LEAST else []


def _manners() -> tuple[tuple[Form, ...], ...]:
    """The manners of writing entries: one form alone, or one with bare folios between."""
    bare = next(form for form in FORMS if form.name == "bare")
    lead = tuple(form for form in FORMS if form.leads and form.is_strong)
    trail = tuple(form for form in FORMS if not form.leads and form.is_strong and form is not bare)
    weak = tuple((form, bare) for form in FORMS if not form.is_strong)
    return ((*lead, bare), trail, *weak, (bare,))


def _walk(lines: Sequence[Line], start: int, forms: Sequence[Form]) -> list[Token]:
    """Walk down from a line as long as entries follow; then take what still belongs to the last of them."""
    tokens: list[Token] = []
    end = 0  # of the tokens, behind the last that names a folio
    words = letters = 0
    read = list(islice(read_tokens(lines, start, forms), _FARTHEST))
    for position, token in enumerate(read):
        if token.folio is None:
            words, letters = words + 1, letters + len(fold(token.text))
            if words > _MOST_WORDS or letters > _MOST_LETTERS or len(fold(token.text)) > _LONG:
                break
            near, ahead = (_goes_on(read[position + 1 : position + size]) for size in (3, 6))
            if not near and (_repeats(token, tokens[:_FIRST]) or (not ahead and _repeats(token, tokens))):
                break
        else:
            words = letters = 0
        tokens.append(token)
        end = len(tokens) if token.folio is not None else end
    rest = tokens[end:]
    return tokens[:end] + _tail(tokens[:end], rest, lines)


def _goes_on(tokens: Sequence[Token]) -> bool:
    """Whether a folio follows before any running text."""
    for token in tokens:
        if token.folio is not None:
            return True
        if len(fold(token.text)) > _RUNNING:
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


def _tail(block: Sequence[Token], rest: Sequence[Token], lines: Sequence[Line]) -> list[Token]:
    """What behind the last folio belongs to its entry: words that the body says again, or all it has."""
    tail: list[Token] = []
    if not block or not rest or block[-1].form == "row":
        return tail
    bare = not block[-1].text
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


def _bare_leads(block: Sequence[Token]) -> bool:
    """Whether bare folios stand above their words: no words but a department's stand before the first entry."""
    first = next(index for index, token in enumerate(block) if token.folio is not None)
    before = [token for token in block[:first] if fold(token.text)]
    return len(before) <= 1 and all(is_plain_department(token.line) for token in before)


def _stands_again(token: Token, lines: Sequence[Line]) -> bool:
    """Whether a short line further down says the words again; what many say is a running head."""
    text = fold(NOTE.sub("", token.text))
    later = [fold(line.text) for line in lines[token.index + 1 :]]
    times = sum(1 for other in later if text in other and len(other) <= 100)
    return len(text) >= 3 and 0 < times < _OFTEN
