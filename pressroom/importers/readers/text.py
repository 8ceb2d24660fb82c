"""Read plain text and Markdown, of people and of document models: a file in, lines without its marks out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pressroom.importers.emphasis import CALL, CALL_END
from pressroom.importers.pages import NOTE, PICTURE, Scan, SourceLine, SourcePicture
from pressroom.importers.readers.markup import read_markup, read_table, strip_tags
from pressroom.read.sheet import decode_text
from pressroom.report import Place, SourceError, stop

MOST_BYTES = 16 * 1024 * 1024
MOST_LETTERS = 200_000  # of one line
_LINE_END = re.compile(r"\r\n|\r|\n|\u2028|\u2029")
_MARK = re.compile(r"^\s*(?:(?P<list>[-*+•])\s+(?=\S)|(?P<head>#{1,6})\s+|(?P<quote>>)\s?)")
_RULE = re.compile(r"^\s*(?:\|?[\s:|-]*-{3,}[\s:|-]*\|?|[*_=~]{3,}|(?:[*·•_=~-]\s+){2,}[*·•_=~-])\s*$")
_PAGE = re.compile(
    r"^\s*(?:\{\d+\}-{3,}|<!--\s*(?:page|p\.|第)[^>]*-->|"
    r"<page[ _-]?(?:number|break|end)?[^>]*>(?:\s*\d*\s*</page[^>]*>)?|"
    r"-{2,}\s*(?:page|第)\s*\d+\s*(?:页)?\s*-{2,}|={2,}\s*(?:page|第)\s*\d+\s*(?:页)?\s*={2,}|\\newpage|\\pagebreak)\s*$",
    re.IGNORECASE,
)
_ILLUSTRATION = re.compile(
    r"^\s*\[(?:Illustration|Picture|Image|Figure|插图|插圖|图片|圖片)\s*[:：.]?\s*", re.IGNORECASE
)
_CREDITS = (
    re.compile(r"^\*\*\*\s*START OF TH(?:IS|E) PROJECT GUTENBERG EBOOK", re.IGNORECASE),
    re.compile(
        r"^\*\*\*\s*END OF TH(?:IS|E) PROJECT GUTENBERG EBOOK|^End of (?:the )?Project Gutenberg", re.IGNORECASE
    ),
)
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_COMMENT = re.compile(r"<!--.*?-->")


@dataclass
class _TextReading:
    """Where the reading of a text stands: the lines so far, and what is no text."""

    lines: list[SourceLine] = field(default_factory=list)
    left: list[tuple[SourceLine, str]] = field(default_factory=list)
    gap: int = 0
    page: int = 0


def read_scan(file: Path) -> Scan:
    """Read the text of a scan: UTF-8 with any line ends.

    :raises SourceError: where it is missing, empty, not UTF-8, no text at all, or too large.
    """
    text = unicodedata.normalize("NFC", decode_text(_read_bytes(file), file, "convert the scan's text to UTF-8"))
    return read_lines(text, file)


def read_lines(text: str, file: Path, reader: str = "text") -> Scan:
    """Read the lines of a text.

    :raises SourceError: where there are none, or one is too long.
    """
    raw = _LINE_END.split(text)
    _refuse_long(raw, file)
    reading = _TextReading(page=1 if "\f" in text else 0)
    first, last = _own_text(raw)
    for number, line in _join_tables(raw):
        if first <= number <= last:
            _take(reading, number, line)
        elif line.strip():
            reading.left.append((SourceLine(number, line.strip()), "of the publisher of the e-text"))
    reading.lines = _link_notes(reading.lines)
    if not reading.lines:
        hint = "give the text that the scanner's OCR wrote"
        raise SourceError([stop("empty-scan", "there is no text in it", Place(file), hint)])
    return Scan(file, tuple(reading.lines), left=tuple(reading.left), reader=reader)


_FOOTNOTE = re.compile(r"^\s*\[(?:Footnote|Note|注|註)\s*([0-9A-Z*]{1,3})\s*[:：.]\s*(.*?)\]?\s*$", re.DOTALL)


def _link_notes(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Make notes of lines such as ``[Footnote 1: …]``, and calls of the ``[1]`` before them that have none yet."""
    made = list(lines)
    for at, line in enumerate(made):
        found = _FOOTNOTE.match(line.text)
        if found is None:
            continue
        name = re.sub(r"\W", "x", found[1])
        made[at] = replace(line, text=f"{name} {found[2]}", mark=NOTE, bold=())
        for back in range(at - 1, max(-1, at - _FARTHEST_CALL), -1):
            call = f"[{found[1]}]"
            if call in made[back].text and made[back].mark != NOTE:
                sign = f"{CALL}{name}{CALL_END}"
                made[back] = replace(made[back], text=made[back].text.replace(call, sign, 1), bold=())
                break
    return made


_FARTHEST_CALL = 400  # lines between the call of a note and its text


def _read_bytes(file: Path) -> bytes:
    """Read a file that is there, is not too large, and is text."""
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            message = (
                f"{size / 2**20:.0f} MiB is too large for the text of one issue (at most {MOST_BYTES // 2**20} MiB)"
            )
            raise SourceError([stop("huge-scan", message, Place(file), "give the text of one issue, without pictures")])
        data = file.read_bytes()
    except OSError as error:
        hint = "name a text file"
        raise SourceError([stop("missing-file", f"cannot be read: {error.strerror}", Place(file), hint)]) from None
    if b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        hint = "give the text that the scanner's OCR wrote, as UTF-8; a picture or PDF must go through OCR first"
        raise SourceError([stop("not-text", "this is no text: it holds a zero byte", Place(file, line), hint)])
    return data


def _refuse_long(raw: Sequence[str], file: Path) -> None:
    """Refuse a text with a line that no page holds."""
    for number, line in enumerate(raw, 1):
        if len(line) > MOST_LETTERS:
            message = f"a line of {len(line)} letters: at most {MOST_LETTERS} are read"
            hint = "this is no text of pages: break it into its paragraphs"
            raise SourceError([stop("long-line", message, Place(file, number), hint)])


def _own_text(raw: Sequence[str]) -> tuple[int, int]:
    """The first and the last line between the notices that a publisher of e-texts puts around a text."""
    start = next((number for number, line in enumerate(raw, 1) if _CREDITS[0].match(line)), 0)
    ends = (number for number, line in enumerate(raw, 1) if number > start and _CREDITS[1].match(line))
    return start + 1, (next(ends, len(raw) + 1) if start else len(raw) + 1) - 1


def _join_tables(raw: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give the lines with their numbers; the lines of one HTML table, comment or illustration are one."""
    waiting: list[str] = []
    closer = ""
    for number, line in enumerate(raw, 1):
        waiting.append(line)
        lowered = line.lower()
        if not closer:
            closer = _closer(line, lowered)
        if closer and closer not in lowered and len(waiting) < _MOST_ROWS and number < len(raw):
            continue
        yield number - len(waiting) + 1, " ".join(waiting)
        waiting, closer = [], ""


_MOST_ROWS = 400  # lines of one table in HTML


def _closer(line: str, lowered: str) -> str:
    """What ends a thing that begins on a line and may go on over the next."""
    if "<table" in lowered:
        return "</table>"
    if "<!--" in lowered:
        return "-->"
    return "]" if _ILLUSTRATION.match(line) or re.match(r"\s*\[(?:Footnote|Note)\b", line) else ""


def _take(reading: _TextReading, number: int, raw: str) -> None:
    """Take one line into the reading: as text, as a picture, as the rows of a table, or as no text."""
    if "\f" in raw:
        reading.page += raw.count("\f")
        raw = raw.replace("\f", " ")
    if _PAGE.match(raw):
        reading.left.append((SourceLine(number, raw.strip()), "a page mark"))
        reading.gap += 1
        return
    raw = _COMMENT.sub("", raw)
    shown = "".join(letter for letter in raw if _is_printed(letter))
    if not shown.strip() or _RULE.match(shown) or _FENCE.match(shown):
        reading.gap += 1
        return
    for line in _read_line(number, shown, reading):
        reading.lines.append(replace(line, gap=reading.gap, page=reading.page))
        reading.gap = 0


def _read_line(number: int, raw: str, reading: _TextReading) -> Iterator[SourceLine]:
    """Read one line: its pictures, its table, or its words."""
    if "<table" in raw.lower():
        yield from (SourceLine(number, "\t".join(cells), mark="|", rows=(cells,)) for cells in read_table(raw))
        return
    illustration = _ILLUSTRATION.match(raw)
    if illustration:
        words = raw[illustration.end() :].strip().removesuffix("]").strip(" \"'")
        yield SourceLine(number, _plain(words), mark=PICTURE, picture=SourcePicture(""))
        return
    marks = read_markup(raw)
    for picture in marks.pictures:
        yield SourceLine(number, "", mark=PICTURE, picture=picture)
    for dropped in marks.dropped:
        reading.left.append((SourceLine(number, dropped), "a call of a note that is not in the scan"))
    line = _read_words(number, marks.text)
    if line is not None:
        yield replace(line, mark="caption") if marks.centred and not line.mark else line


def _plain(raw: str) -> str:
    """The words of a line without any mark."""
    line = _read_words(0, read_markup(raw).text)
    return line.text if line else ""


def _read_words(number: int, raw: str) -> SourceLine | None:
    """Take the Markdown marks off one line; nothing is left of empty lines and of rules."""
    text = raw.replace("\t", "  ")
    indent = _indent(text)
    mark = ""
    while match := _MARK.match(text):
        mark = mark or ("#" if match["head"] else ">" if match["quote"] else "-")
        text = text[match.end() :]
    rows: tuple[tuple[str, ...], ...] = ()
    if re.match(r"^\s*[|｜].*[|｜]\s*$", text):
        mark = "|"
        rows = (tuple(cell.strip() for cell in re.split(r"[|｜]", text.strip()[1:-1])),)
        text = "\t".join(rows[0])
    text, bold = _read_bold(strip_tags(text).strip(" "))
    return SourceLine(number, text, 0, mark, bold, indent=indent, rows=rows) if text.strip() else None


def _indent(text: str) -> float:
    """How many letters of space stand before a line."""
    space = text[: len(text) - len(text.lstrip())]
    return sum(1 if letter == "\u3000" else 0.5 for letter in space)


def _is_printed(letter: str) -> bool:
    """Whether a character can be seen or is space: no controls, no zero-width marks."""
    return letter == "\t" or unicodedata.category(letter) not in ("Cc", "Cf")


def _read_bold(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Take ``**`` off; say which spans of the rest stood between them."""
    parts = re.split(r"\*\*|__", text)
    plain, bold = "", []
    for index, part in enumerate(parts):
        if index % 2 and part.strip() and index < len(parts) - 1:
            bold.append((len(plain), len(plain) + len(part)))
        plain += part
    return plain, tuple(bold)
