"""Read the contents page: the lines of a scan in, its entries with folio, department and part out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pressroom.importers.ocr.text import count_han, fold, halve, is_han_only, undress
from pressroom.importers.ocr.values import Contents, Doubt, Entry, Line, Scan
from pressroom.normaliser import HAN
from pressroom.report import Place, SourceError, stop

_HEADING = re.compile(
    r"^(?:contents|tableofcontents|本期)?(?:目录|目錄|目次|要目|contents|内容提要)(?:contents)?$", re.IGNORECASE
)
_LEAD = re.compile(r"^[Pp]?\.?\s*(\d{1,3})(?:\s*[-–~～]\s*\d{1,3})?\s*([/|丨、:：.—\t]+|\s)\s*(?=\D|\d{2,}\D)(\S.*)$")
_BARE = re.compile(r"^[Pp]?\.?\s*(\d{1,3})\s*/?$")
_TRAIL = re.compile(r"^(.*\D)([/|丨:：.…·。・—_-][\s.…·。・/|_—-]*|\s+)[Pp]?\.?\s*(\d{1,3})$")
_NOTE = re.compile(r"[\s（(]*(等\s*(?:\d+|[一二三四五六七八九十]+)\s*[则篇条則个個种種件位][^）)]{0,2})[)）]?\s*$")
_DATES = re.compile(r"\s*([（(][^()（）]*\d[^()（）]*[)）])\s*$")
_LEADERS = " .…·。・/|_—-\t"
_FAR = 20  # lines between two entries of one contents page, at most
_LEAST = 3


@dataclass(frozen=True)
class _Item:
    """A line of the block: a folio with words or without, or words alone."""

    index: int
    line: Line
    folio: int | None
    text: str


def find_contents(scan: Scan) -> Contents:
    """Find the contents block and read its entries.

    :raises SourceError: where there is none, or it has no folios.
    """
    leading = _chain(scan, leading=True)
    trailing = _chain(scan, leading=False)
    chosen, is_leading = (leading, True) if len(leading) >= len(trailing) else (trailing, False)
    if len(chosen) < _LEAST:
        hint = "it needs a contents page with lines such as `06 / headline` or `headline …… 06`"
        raise SourceError([stop("no-contents", "no contents page was found", Place(scan.file), hint)])
    start = _block_start(scan, chosen)
    end = _block_end(scan, chosen, is_leading)
    items = _items(scan, start, end, {item.index: item for item in chosen})
    in_rows = sum(1 for item in chosen if "\t" in item.text) * 2 > len(chosen)
    read = _read_leading if is_leading and not in_rows else _read_trailing
    entries, departments, doubts = read(items)
    ordered = _in_order(entries)
    return Contents(start, end, ordered, tuple(departments), doubts=tuple(doubts))


def is_heading(line: Line) -> bool:
    """Whether a line is the heading of a contents page."""
    return _HEADING.match(re.sub(r"[\s|\\*#]", "", halve(line.text))) is not None


def _chain(scan: Scan, *, leading: bool) -> list[_Item]:
    """Find the longest run of lines near each other that name a folio, best where a heading stands before it.

    A folio with nothing but a space beside it is often no folio but a number in a sentence: such lines count only
    where there are far more of them than of the others.
    """
    found = [item for index, line in enumerate(scan.lines) if (item := _read_item(index, line, leading))]
    spaced = [item for item in found if item.text and item.line.mark != "|" and _is_spaced(item, leading)]
    sure = [item for item in found if item not in spaced]
    headings = [index for index, line in enumerate(scan.lines) if is_heading(line)]
    strict, loose = _best_chain(sure, headings), _best_chain(found, headings)
    return loose if _weight(loose, headings) > _weight(strict, headings) and len(loose) > 1.5 * len(strict) else strict


def _best_chain(items: Sequence[_Item], headings: Sequence[int]) -> list[_Item]:
    """The best run of lines with rising folios."""
    chains: list[list[_Item]] = []
    for item in items:
        last = chains[-1][-1] if chains else None
        if last and item.index - last.index <= _FAR and (item.folio or 0) > (last.folio or 0):
            chains[-1].append(item)
        elif not (last and item.index - last.index <= 2 and len(chains[-1]) > _LEAST):
            chains.append([item])
    return max(chains, key=lambda chain: _weight(chain, headings), default=[])


def _weight(chain: Sequence[_Item], headings: Sequence[int]) -> tuple[bool, int]:
    """How good a run is: under a heading, and long."""
    headed = bool(chain) and any(0 <= chain[0].index - index <= _FAR for index in headings)
    return headed and len(chain) >= _LEAST, sum(1 for item in chain if count_han(item.text) or not item.text)


def _is_spaced(item: _Item, leading: bool) -> bool:
    """Whether only a space stands between folio and words: often no folio at all but a number in a sentence."""
    text = halve(item.line.text).strip()
    match = (_LEAD if leading else _TRAIL).match(text)
    return match is not None and not match[2].strip() and text[:1] not in "Pp"


def _read_item(index: int, line: Line, leading: bool) -> _Item | None:
    """Read a line that names a folio."""
    text = halve(line.text).strip()
    if line.mark == "|":
        return _read_row(index, line, text)
    if text.startswith("|") and text.endswith("|"):
        return _read_row(index, line, text.strip("|").replace("|", "\t"))
    bare = _BARE.match(text)
    if bare:
        return _Item(index, line, int(bare[1]), "") if leading and int(bare[1]) else None
    match = (_LEAD if leading else _TRAIL).match(text)
    if match is None or len(text) > 90:
        return None
    folio, words = (int(match[1]), match[3]) if leading else (int(match[3]), match[1])
    words = words.strip() if leading else words.strip(_LEADERS)
    return _Item(index, line, folio, words) if folio and count_han(words) else None


def _read_row(index: int, line: Line, text: str) -> _Item | None:
    """Read a row of a table: one cell is the folio, the others are words."""
    cells = [cell.strip() for cell in text.split("\t") if cell.strip()]
    folios = [cell for cell in cells if re.fullmatch(r"[Pp]?\.?\d{1,3}", cell)]
    words = [cell for cell in cells if cell not in folios and count_han(cell)]
    if len(folios) != 1 or not words:
        return None
    return _Item(index, line, int(folios[0].lstrip("Pp.")), "\t".join(words))


def _block_start(scan: Scan, chain: Sequence[_Item]) -> int:
    """The block begins at its heading, or with the department before its first entry."""
    first = chain[0].index
    for index in range(first, max(first - _FAR, -1), -1):
        if is_heading(scan.lines[index]):
            return index
    start = first
    while start > 0 and first - start < 2 and _is_department(scan.lines[start - 1]):
        start -= 1
    return start


def _block_end(scan: Scan, chain: Sequence[_Item], is_leading: bool) -> int:
    """The block ends where the body begins: at a paragraph, or where a headline stands again."""
    last = chain[-1].index
    heads = [fold(item.text) for item in chain if len(fold(item.text)) >= 4]
    heads += [fold(scan.lines[item.index + 1].text) for item in chain if item.index + 1 < len(scan.lines)]
    index = last + 1
    most = last + (4 if is_leading else 1)
    while index < min(most, len(scan.lines)):
        text = fold(scan.lines[index].text)
        repeated = any(text in head or head in text for head in heads[: len(chain)] if len(text) >= 4)
        if (repeated and not (chain[-1].text == "" and index == last + 1)) or len(text) > 40:
            break
        if chain[-1].text and index > last and not _continues(scan.lines[index], chain):
            break
        index += 1
    return index


def _continues(line: Line, chain: Sequence[_Item]) -> bool:
    """Whether a line behind the last entry still belongs to it: the block has entries of several lines."""
    several = sum(1 for one, two in pairwise(chain) if two.index - one.index > 1)
    return several * 2 > len(chain) and line.gap <= 1 and len(fold(line.text)) <= 30


def _items(scan: Scan, start: int, end: int, folios: dict[int, _Item]) -> list[_Item]:
    """All lines of the block in order, without its heading."""
    items = []
    for index in range(start, end):
        line = scan.lines[index]
        if is_heading(line) or not fold(line.text):
            continue
        items.append(folios.get(index) or _Item(index, line, None, halve(line.text).strip()))
    return items


def _is_department(line: Line) -> bool:
    """Whether a line can be the name of a department: a few Han characters and nothing else."""
    return is_han_only(undress(halve(line.text)).replace(" ", ""), 2, 6) and line.mark in ("", "#")


def _is_blurb(item: _Item) -> bool:
    """Whether words are an introduction rather than an entry."""
    return item.folio is None and (len(fold(item.text)) > 42 or "。" in item.text)


def _read_leading(items: Sequence[_Item]) -> tuple[list[Entry], list[str], list[Doubt]]:
    """Read entries whose folio stands before their words."""
    entries: list[Entry] = []
    departments: list[str] = []
    doubts: list[Doubt] = []
    department = part = ""
    fresh = False  # a department was named and no entry has followed
    for position, item in enumerate(items):
        following = items[position + 1] if position + 1 < len(items) else None
        bare = bool(entries) and not entries[-1].lines and not entries[-1].part
        if item.folio is not None:
            letter = undress(item.text).replace(" ", "")
            if is_han_only(letter, 1, 1):
                part = letter
                entries.append(Entry(item.folio, (), department, part, place=item.index))
            else:
                words = _own(item)
                entries.append(Entry(item.folio, words, department, part, place=item.index))
            fresh = False
        elif _is_blurb(item):
            if entries:
                entries[-1] = replace(entries[-1], blurb=(*entries[-1].blurb, item.line))
        elif _names_department(item, following, bare):
            department, part, fresh = undress(item.text).replace(" ", ""), "", not bare
            departments.append(department)
            if bare:
                entries[-1] = replace(entries[-1], department=department, part="")
        elif fresh:
            entries.append(Entry(None, _own(item), department, place=item.index))
            doubts.append(Doubt(item.line.number, f"no folio is printed for {item.text}", "it opens its department"))
            fresh = False
        elif entries:
            entries[-1] = replace(entries[-1], lines=(*entries[-1].lines, *_own(item)))
    return [_take_note(entry) for entry in entries if entry.lines], list(dict.fromkeys(departments)), doubts


def _names_department(item: _Item, following: _Item | None, bare: bool) -> bool:
    """Whether words name a department: an entry follows, or they stand behind a folio without words of its own."""
    if not _is_department(item.line) or following is None:
        return False
    if bare:
        return following.folio is None
    return following.folio is not None or not _is_department(following.line)


def _own(item: _Item) -> tuple[Line, ...]:
    """The words of an entry as a line of the scan without the folio."""
    text = item.text.replace("\t", " ").strip()
    offset = max(item.line.text.find(text), 0)
    bold = tuple((max(a - offset, 0), b - offset) for a, b in item.line.bold if b > offset)
    return (replace(item.line, text=text, bold=bold),) if text else ()


def _read_trailing(items: Sequence[_Item]) -> tuple[list[Entry], list[str], list[Doubt]]:
    """Read entries whose folio stands behind their words, or in a table."""
    entries: list[Entry] = []
    departments: list[str] = []
    department = ""
    waiting: list[Line] = []
    for item in items:
        if item.folio is None:
            if _is_department(item.line) and not waiting:
                department = undress(item.text).replace(" ", "")
                departments.append(department)
            elif not _is_blurb(item):
                waiting.append(item.line)
            continue
        cells = item.text.split("\t")
        if len(cells) > 1 and is_han_only(cells[0].replace(" ", ""), 2, 6):
            department = cells[0].replace(" ", "")
            departments.append(department)
            cells = cells[1:]
        own = replace(item.line, text=re.sub(r"[\s/|丨]+$", "", " ".join(cells)), bold=())
        entries.append(Entry(item.folio, (*waiting, own), department, place=item.index))
        waiting = []
    return [_take_note(entry) for entry in entries], list(dict.fromkeys(departments)), []


def _take_note(entry: Entry) -> Entry:
    """Take 等10则, or the dates in brackets, from an entry's words."""
    if not entry.lines:
        return entry
    last = entry.lines[-1]
    found = _NOTE.search(last.text) or _DATES.search(last.text)
    if found is None or (not fold(last.text[: found.start()]) and len(entry.lines) == 1):
        return entry
    rest = last.text[: found.start()].rstrip()
    lines = (*entry.lines[:-1], replace(last, text=rest)) if rest else entry.lines[:-1]
    return replace(entry, lines=lines, note=re.sub(rf"(?<=[{HAN}\d])\s+(?=[{HAN}\d])", "", found[1]))


def _in_order(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Put entries in page order; one without a folio stays before the one that follows it."""
    keys: list[tuple[float, int]] = []
    following = 10**6
    for position in range(len(entries) - 1, -1, -1):
        folio = entries[position].folio
        keys.insert(0, ((folio if folio is not None else following - 0.5), position))
        following = folio if folio is not None else following
    return tuple(entries[position] for _, position in sorted(keys))
