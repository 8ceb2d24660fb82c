"""Read what stands before the contents page: nameplate, number, date, masthead and editorial."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from pressroom.importers.ocr.blocks import set_blocks
from pressroom.importers.ocr.bylines import split_names
from pressroom.importers.ocr.text import (
    count_han,
    fold,
    halve,
    has_stop,
    is_finished,
    is_han_only,
    is_latin,
    measure,
    undress,
)
from pressroom.importers.ocr.values import Front
from pressroom.importers.ocr.words import ADDRESS_WORDS, MASTHEAD_ROLES, ROLES
from pressroom.importers.pages import SourceLine
from pressroom.importers.values import Doubt, Known, Notes, ScanArticle
from pressroom.issue import Credit, issn_digit
from pressroom.typography.normaliser import normalise

_DATE = re.compile(r"((?:19|20)\d{2})\s*[\\/年.\-·]\s*(\d{1,2})(?!\d)")
_NUMBER = re.compile(
    r"(?:N\s?[Oo]\s?[.．:]?|[Ii1][Ss][Ss][Uu][Ee]|[Vv]ol\.?)\s*(\d{1,4})|第\s*(\d{1,4})\s*期|总第\s*(\d{1,4})"
)
_ISSN = re.compile(r"ISSN\s*[:：]?\s*(\d{4}-\d{3}[\dXx])")
_CN = re.compile(r"CN\s*[:：]?\s*(\d{2}-\d{4}(?:/[A-Z]{1,2})?)")
_LABELS = (
    "卷首",
    "卷首语",
    "卷首語",
    "刊首语",
    "开卷",
    "开卷语",
    "编者的话",
    "編者的話",
    "主编寄语",
    "写在前面",
    "编者按",
)
_LONG = 36  # characters of a paragraph of an editorial, at least
_ROLE = "|".join(sorted((r"\s*".join(role) for role in (*MASTHEAD_ROLES, *ROLES)), key=len, reverse=True))
_ROLE_LINE = re.compile(rf"({_ROLE})\s*[:：/]?\s+(?=\S)|({_ROLE})\s*[:：/]\s*(?=\S)")


def read_front(
    lines: Sequence[SourceLine], back: Sequence[SourceLine], fallback: str, words: Mapping[str, str]
) -> tuple[Front, Notes]:
    """Read the lines before the contents page; ``back`` are the last lines of the scan, for what is missing."""
    start, end = _editorial_span(lines)
    head = lines[:start]
    doubts: list[Doubt] = []
    everything = [*lines, *back]
    title = _title(head) or (_title(_behind(back)) if not head else "") or _latin_title(everything)
    if not title:
        title = fallback
        doubts.append(
            Doubt(lines[0].number if lines else 1, "the magazine's name was not found", f"called it {fallback}")
        )
    date = next((found for line in everything if (found := _dated(line.text))), "")
    if not date:
        date = "2000-01"
        doubts.append(Doubt(1, "the date of the issue was not found", "wrote 2000-01"))
    number = next(
        (int(next(filter(None, match.groups()))) for line in everything if (match := _NUMBER.search(halve(line.text)))),
        0,
    )
    if not number:
        doubts.append(Doubt(1, "the number of the issue was not found", "wrote 0"))
    masthead, address = _masthead(head)
    joined = " ".join(halve(line.text) for line in everything)
    issn, cn = _ISSN.search(joined), _CN.search(joined)
    if issn and issn[1][-1].upper() != issn_digit(issn[1]):
        line = next((line.number for line in everything if issn[1] in halve(line.text)), 1)
        doubts.append(Doubt(line, f"the ISSN {issn[1]} has a wrong check digit: a misread figure", "left it out"))
        issn = None
    return Front(
        title=title,
        subtitle=_subtitle(head),
        number=str(number),
        date=date,
        cover_lines=_cover_lines(head, title),
        masthead=masthead,
        address=address,
        issn=issn[1].upper() if issn else "",
        cn=cn[1] if cn else "",
        editorial=_editorial(lines[start:end], words["imports-editorial"]),
        lines=tuple(lines),
    ), Notes(tuple(doubts))


def tell_front(front: Front, notes: Notes, known: Known) -> tuple[Front, Notes]:
    """Put what the archivist knows for what the lines tell."""
    told = {"name": bool(known.title), "date": bool(known.date), "number": bool(known.number)}
    front = replace(
        front,
        title=known.title or front.title,
        date=known.date or front.date,
        number=known.number or front.number,
    )
    kept = tuple(
        doubt
        for doubt in notes.doubts
        if not any(given and word in doubt.what and "was not found" in doubt.what for word, given in told.items())
    )
    return front, replace(notes, doubts=kept)


def _dated(text: str) -> str:
    """The year and the month, and the day if it is said, in a line that is no sentence."""
    found = _DATE.search(halve(text))
    if found and len(text) <= 40 and 1 <= int(found[2]) <= 12:
        return f"{found[1]}-{int(found[2]):02d}"
    if len(text) > _LONGEST_DATE:
        return ""
    named = _NAMED_DATE.search(text)
    if named is None:
        return ""
    month = _MONTHS.index((named["m1"] or named["m2"])[:3].lower()) + 1
    day = named["d1"] or named["d2"]
    return f"{named['year']}-{month:02d}" + (
        f"-{int(day):02d}" if day and 1 <= int(day) <= 28 + 3 * (month != 2) else ""
    )


_LONGEST_DATE = 80  # letters of a line with a date in words
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_DAY = r"(?P<d{}>\d{{1,2}})(?:st|nd|rd|th)?"
_NAMED_DATE = re.compile(
    rf"\b(?:(?P<m1>{_MONTH})\s+(?:{_DAY.format(1)},?\s+)?|{_DAY.format(2)}\s+(?P<m2>{_MONTH}),?\s+)"
    r"(?P<year>1[5-9]\d\d|20\d\d)\b",
    re.IGNORECASE,
)
_ISSUE_NUMBER = re.compile(r"[,.\s]*[-–—]*\s*\b(?:No|Nr|Vol|Number|Issue)\b\.?\s*[\dIVXLC]+.*$", re.IGNORECASE)


def _latin_title(lines: Sequence[SourceLine]) -> str:
    """The nameplate in an alphabet: the first line in capitals, or before a number, without what numbers it."""
    for line in lines:
        text = _ISSUE_NUMBER.sub("", line.text.strip()).strip(" .,")
        words = text.split()
        capital = text.upper() == text and bool(re.search("[A-Z]{3}", text))
        if is_latin(text) and 1 <= len(words) <= 7 and (capital or text != line.text.strip()) and not _dated(line.text):
            return (
                " ".join(_title_word(word, at) for at, word in enumerate(words)) if capital and len(words) > 1 else text
            )
    return ""


def _title_word(word: str, at: int) -> str:
    """A word of a title that was set in capitals."""
    small = word.lower() in ("of", "the", "and", "a", "an", "in", "for", "to", "on", "de", "la", "der", "und", "et")
    return word.lower() if small and at else word[:1] + word[1:].lower()


def _editorial_span(lines: Sequence[SourceLine]) -> tuple[int, int]:
    """Where the editorial begins and ends: the paragraphs before the contents page, and the headline above them."""
    first = next((i for i, line in enumerate(lines) if measure(line.text) >= _LONG and has_stop(line.text)), None)
    if first is None:
        return len(lines), len(lines)
    start = first
    while (
        start and first - start < 3 and _is_title_line(lines[start - 1]) and (start == first or lines[start].gap <= 2)
    ):
        start -= 1
    return start, len(lines)


def _is_title_line(line: SourceLine) -> bool:
    """Whether a line can be the headline of an editorial."""
    return (
        2 <= measure(line.text) <= 40
        and count_han(line.text) >= 2
        and not is_finished(line.text)
        and not _ROLE_LINE.search(line.text)
        and not re.search(r"\d{5,}", line.text)
        and not re.sub(r"\s", "", line.text).startswith(ADDRESS_WORDS)
    )


def _editorial(lines: Sequence[SourceLine], untitled: str) -> ScanArticle | None:
    """Set the editorial; ``untitled`` is the headline of one that has none."""
    heads: list[SourceLine] = []
    for line in lines:
        if not _is_title_line(line) or len(heads) == 3:
            break
        heads.append(line)
    setting = set_blocks(lines[len(heads) :])
    if not setting.blocks:
        return None
    label = ""
    if len(heads) > 1 and fold(undress(heads[0].text)) in _LABELS:
        label, heads = normalise(undress(heads[0].text)), heads[1:]
    headline = tuple(normalise(line.text) for line in heads) or (untitled,)
    return ScanArticle(
        headline, setting.blocks, tag=label, deck=setting.deck, bylines=setting.bylines, line=lines[0].number
    )


def _title(lines: Sequence[SourceLine]) -> str:
    """The nameplate: in book-title marks, or Han alone right before the date, or the first such line."""
    for line in lines:
        found = re.match(r"《([^》]{2,12})》(?=\s|$)", line.text.strip())
        if found:
            return found[1]
    dated = next((i for i, line in enumerate(lines) if _dated(line.text)), len(lines))
    near = [undress(line.text) for line in reversed(lines[:dated]) if is_han_only(undress(line.text), 2, 8)]
    return near[0] if near else ""


def _behind(back: Sequence[SourceLine]) -> list[SourceLine]:
    """The last short lines, behind all running text."""
    last = takewhile(lambda line: not is_finished(line.text) and measure(line.text) <= _LONG, reversed(back))
    return [*reversed([*last])]


def _subtitle(lines: Sequence[SourceLine]) -> str:
    """A line of the nameplate in Latin capitals."""
    return next((line.text.strip() for line in lines if re.fullmatch(r"[A-Z][A-Z &'.-]{6,60}", line.text.strip())), "")


def _cover_lines(lines: Sequence[SourceLine], title: str) -> tuple[str, ...]:
    """The lines on the cover: those in Han before the date."""
    dated = next((i for i, line in enumerate(lines) if _dated(line.text)), 0)
    found = [
        normalise(line.text) for line in lines[:dated] if 4 <= count_han(line.text) <= 24 and line.text.strip() != title
    ]
    return tuple(text for text in found if not re.search(r"[*A-Za-z]", text))[:4]


def _masthead(lines: Sequence[SourceLine]) -> tuple[tuple[Credit, ...], tuple[str, ...]]:
    """Read roles with their names, and the lines of the address."""
    credits: list[Credit] = []
    address: list[str] = []
    for text in _upright(lines):
        plain = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text)
        word = re.match(rf"({'|'.join(ADDRESS_WORDS)})\s*[:：]?\s*", plain)
        if word:
            address.append(f"{word[1]}：{normalise(plain[word.end() :])}")
            continue
        found = _read_roles(text) or _read_glued_roles(plain)
        credits += found
        if not found and credits and "/" in text and (names := split_names(text)):
            credits[-1] = Credit(credits[-1].role, (*credits[-1].names, *names))
    return tuple(credits), tuple(address)


def _upright(lines: Sequence[SourceLine]) -> list[str]:
    """Put roles together that the scan has down the page, a character a line: 主, 编, 甲乙 are ``主编：甲乙``."""
    made: list[str] = []
    role = ""
    for line in lines:
        text = re.sub(r"\s+", " ", line.text.strip())
        if re.fullmatch(r"[\u4e00-\u9fff](?: [\u4e00-\u9fff]){2,7}", text):
            text = text.replace(" ", "")
        if is_han_only(text, 1, 1):
            if not role and made and re.search(r"[/ ][\u4e00-\u9fff]$", made[-1]):
                made[-1] += text
            else:
                role += text
            continue
        names = split_names(text) or re.search(r"[/、 ][\u4e00-\u9fff]$", text)
        made.append(f"{role}：{text}" if role and names else text)
        role = ""
    return made


def _read_roles(text: str) -> list[Credit]:
    """Read a line of roles, each with its names behind it; a role from down the page is taken as it is."""
    upright = re.match(r"^([\u4e00-\u9fff]{1,6})：(.+)$", text)
    if upright and (names := split_names(upright[2])) and not _ROLE_LINE.search(upright[2]):
        return [Credit(upright[1], names)]
    marks = list(_ROLE_LINE.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    found = [(mark, split_names(text[mark.end() : end])) for mark, end in zip(marks, ends, strict=False)]
    return [Credit(re.sub(r"\s", "", mark[1] or mark[2]), names) for mark, names in found if names]


def _read_glued_roles(text: str) -> list[Credit]:
    """Read roles and names with nothing between: ``书记甲乙丙主任丁戊``."""
    pairs = re.fullmatch(rf"(?:(?:{_ROLE})[\u4e00-\u9fff]{{2,3}})+?", text)
    if pairs is None:
        return []
    found = re.findall(rf"({_ROLE})([\u4e00-\u9fff]{{2,3}}?)(?=(?:{_ROLE})|$)", text)
    said = "".join(role + name for role, name in found)
    return [Credit(role, (name,)) for role, name in found] if said == text else []
