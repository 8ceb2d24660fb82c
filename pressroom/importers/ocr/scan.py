"""Read a scan: a text file in, lines without their Markdown marks out."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from pressroom.importers.ocr.values import Line, Scan
from pressroom.read.sheet import decode_text
from pressroom.report import Place, SourceError, stop

MOST_BYTES = 16 * 1024 * 1024
_MARK = re.compile(r"^\s*(?:(?P<list>[-*+•])\s+(?=\S)|(?P<head>#{1,6})\s+|(?P<quote>>)\s?)")
_RULE = re.compile(r"^\s*(?:\|?[\s:|-]*-{3,}[\s:|-]*\|?|[*_=]{3,})\s*$")
_ESCAPE = re.compile(r"\\([!#()*+\-.<>\[\]_`{|}~])")
_BREAK = re.compile(r"<br\s*/?>|&nbsp;", re.IGNORECASE)


def read_scan(file: Path) -> Scan:
    """Read the text of a scan: UTF-8 with any line ends.

    :raises SourceError: where it is missing, empty, not UTF-8, no text at all, or too large.
    """
    data = _read_bytes(file)
    lines = _read_lines(decode_text(data, file, "convert the scan's text to UTF-8"))
    if not lines:
        hint = "give the text that the scanner's OCR wrote"
        raise SourceError([stop("empty-scan", "there is no text in it", Place(file), hint)])
    return Scan(file, lines)


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


def _read_lines(text: str) -> tuple[Line, ...]:
    """Take the lines that hold text."""
    lines: list[Line] = []
    gap = 0
    for number, raw in enumerate(re.split(r"\r\n|\r|\n|\f|\u2028|\u2029", text), 1):
        line = _read_line(number, raw, gap)
        if line is None:
            gap += 1
            continue
        lines.append(line)
        gap = 0
    return tuple(lines)


def _read_line(number: int, raw: str, gap: int) -> Line | None:
    """Take the Markdown marks off one line; nothing is left of empty lines and of rules."""
    text = "".join("  " if letter == "\t" else letter for letter in raw if _is_printed(letter))
    if _RULE.match(text) or not text.strip():
        return None
    mark = ""
    while match := _MARK.match(text):
        mark = mark or ("#" if match["head"] else ">" if match["quote"] else "-")
        text = text[match.end() :]
    if re.match(r"^\s*[|｜].*[|｜]\s*$", text):
        mark = "|"
        text = "\t".join(cell.strip() for cell in re.split(r"[|｜]", text.strip()[1:-1]))
    text = _ESCAPE.sub(r"\1", _BREAK.sub(" ", text))
    text, bold = _read_bold(text.strip(" "))
    return Line(number, text, gap, mark, bold) if text.strip() else None


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
