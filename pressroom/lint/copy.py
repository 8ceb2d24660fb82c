"""Compare set text with its source: does every paragraph stand on the pages, and which line did a snippet come from."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pressroom.lint.columns import TextSetting
from pressroom.lint.registry import Fault, Measure, at
from pressroom.report import Place

_PIECE = (
    6  # characters: a page that ends, or a hyphen at a break, cuts a paragraph to pieces; shorter ones are lost text
)
_SHORTEST = 4
_READING = re.compile(r"\{([^{}|｜\n]*)[|｜]{1,2}[^{}|｜\n]*\}|\{[._~]|[._~]\}")
_SILENT = re.compile(r"[\s*_`~\\#>|\u200b\u2060\ufeff]|(?<=\])\([^)\n]*\)|[\[\]]|\{[^}\n]*\}")


@dataclass(frozen=True)
class CopyIndex:
    """The characters of copy files, without white space and mark-up, and the line where each begins."""

    files: tuple[tuple[Path, str, tuple[int, ...]], ...]


def index_copy(copy: Mapping[Path, str]) -> CopyIndex:
    """Read files once, to find many snippets in them."""
    return CopyIndex(tuple((file, *_bare(text)) for file, text in copy.items()))


def _bare(text: str) -> tuple[str, tuple[int, ...]]:
    """A text without what is not set, and for each line how many characters stand before its end."""
    lines = [_SILENT.sub("", _READING.sub(r"\1", line)) for line in text.split("\n")]
    ends: list[int] = []
    for line in lines:
        ends.append((ends[-1] if ends else 0) + len(line))
    return "".join(lines), tuple(ends)


def find_line(snippet: str, copy: CopyIndex) -> Place | None:
    """Find the file and line of a snippet of set text; where the whole is not found, its middle is looked for.

    None where it is not there, or where its shortest piece is in several places.
    """
    bare = _SILENT.sub("", snippet)
    while len(bare) >= _SHORTEST:
        found = [(file, text.find(bare), ends) for file, text, ends in copy.files if bare in text]
        if found:
            alone = len(found) == 1 and sum(text.count(bare) for _, text, _ in copy.files) == 1
            return _place(*found[0], len(bare)) if alone or len(bare) == len(_SILENT.sub("", snippet)) else None
        bare = bare[1:-1]
    return None


def _place(file: Path, offset: int, ends: Sequence[int], length: int) -> Place:
    """The line in which the middle of a snippet stands."""
    return Place(file, bisect.bisect_right(ends, offset + length // 2) + 1)


def source_rule(paragraphs: Sequence[str]) -> Measure:
    """Make the measure of R18 for the paragraphs of a source."""

    def extracted_text(setting: TextSetting) -> Iterator[Fault | None]:
        """The text of the source is in the PDF, character by character."""
        text = "".join(line.text for line in setting.lines)
        for paragraph in paragraphs:
            bare = "".join(paragraph.split())
            if bare:
                lost = _first_lost(bare, text)
                yield None if lost is None else _lost_at(setting, bare, lost)

    return extracted_text


def _first_lost(paragraph: str, text: str) -> int | None:
    """Where a paragraph first differs from a text in which columns and pages may cut it; None where it does not."""
    start = 0
    while start < len(paragraph):
        length = _longest(paragraph[start:], text)
        if length < min(_PIECE, len(paragraph) - start):
            return start + length
        start += length
    return None


def _longest(paragraph: str, text: str) -> int:
    """How many characters of the beginning of a paragraph are in a text."""
    if paragraph in text:
        return len(paragraph)
    least, most = 0, len(paragraph) - 1
    while least < most:
        middle = (least + most + 1) // 2
        if paragraph[:middle] in text:
            least = middle
        else:
            most = middle - 1
    return least


def _lost_at(setting: TextSetting, paragraph: str, index: int) -> Fault:
    """A fault where the text before the difference stands; on the first page where there is none."""
    before = paragraph[max(0, index - _PIECE) : index]
    line = next((line for line in setting.lines if before and before in line.text), setting.lines[0])
    first = max(0, line.text.find(before))
    around = paragraph[max(0, index - 10) : index + 10]
    fault = at(line, first, min(len(line.letters) - 1, first + max(0, len(before) - 1)), "")
    return Fault(fault.page, fault.box, around, f"{paragraph[index]!r} of the source is not here")
