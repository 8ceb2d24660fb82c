"""Rules on space: marks, edges, indents, gaps and the pitch of a line, R04 to R10, and the grid, R16."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from itertools import groupby, pairwise

from pressroom.lint import marks
from pressroom.lint.columns import Column, ColumnLine, TextSetting, slack
from pressroom.lint.letters import Letter
from pressroom.lint.lines import Line, is_centred
from pressroom.lint.registry import Fault, at, rule, whole

# In em.
_HALF_CELL = 0.78
_TRIMMED = 0.3
_INDENT = 0.06
_FLUSH = 0.04
#: What has a scheme, a host or several steps, and is written without a space.
_ADDRESS = re.compile(r"[!-~]*(?:://|@|/[!-~]*/)[!-~]*|[A-Za-z0-9-]{2,}(?:\.[A-Za-z0-9-]+)*\.[a-z]{2,}[!-~]*")
_GAP = (0.1, 0.52)
_SOLID = 0.006
_PITCHES = 4  # fewer say nothing about a line
_OFF_GRID = 0.15  # points


def _solid_lines(setting: TextSetting) -> Iterator[Line]:
    """Chinese lines in any size that are not letter-spaced on purpose."""
    for line in setting.lines:
        if line.han > 1 and (not line.pitches or 0.9 < statistics.median(line.pitches) < 1.2):
            yield line


def _meet(before: Letter, after: Letter) -> bool:
    """Whether two letters are marks with a blank between them that one of them has to give."""
    if before.size != after.size or after.after_space or is_centred(before):
        return False
    if before.char in marks.BLANK_RIGHT:
        return after.char in marks.MARKS
    return before.char in marks.OPENING and after.char in marks.OPENING


def _pairs(line: Line) -> Iterator[tuple[int, Letter, Letter, float]]:
    """Neighbours in a line with the pitch of the first in em, and its index."""
    for index, (before, after) in enumerate(pairwise(line.letters)):
        yield index, before, after, (after.x - before.x) / before.size


def _full_lines(setting: TextSetting) -> Iterator[tuple[Column, ColumnLine]]:
    """Lines of reading text whose paragraph goes on below."""
    for column in setting.columns:
        for row in column.rows:
            if row.goes_on:
                yield column, row


@rule("R04", 0, "GB/T 15834—2011 5.1.11; clreq 6.3.2 Punctuation width adjustment")
def adjacent_marks(setting: TextSetting) -> Iterator[Fault | None]:
    """Of two marks that meet, one gives up its blank half."""
    for line in _solid_lines(setting):
        for index, before, after, pitch in _pairs(line):
            if _meet(before, after) and before.char not in marks.ASKING:
                yield at(line, index, index + 1, f"{before.char} takes {pitch:.2f} em") if pitch > 0.75 else None


@rule("R04b", 0, "GB/T 15834—2011 5.1.2, 5.1.11")
def asking_marks(setting: TextSetting) -> Iterator[Fault | None]:
    """A question or exclamation mark that meets another mark gives up its blank half."""
    for line in _solid_lines(setting):
        for index, before, after, pitch in _pairs(line):
            if _meet(before, after) and before.char in marks.ASKING:
                yield at(line, index, index + 1, f"{before.char} takes {pitch:.2f} em") if pitch > 0.8 else None


@rule("R05", 0, "GB/T 15834—2011 5.1.10")
def mark_at_end(setting: TextSetting) -> Iterator[Fault | None]:
    """A mark at the end of a line takes half a cell."""
    for column, row in _full_lines(setting):
        mark = row.line.letters[-1]
        if mark.char in marks.BLANK_RIGHT and not is_centred(mark):
            room = (column.right - mark.x) / mark.size
            limit = 0.9 if mark.char in marks.ASKING else _HALF_CELL
            last = len(row.line.letters) - 1
            yield at(row.line, last, last, f"{mark.char} takes {room:.2f} em") if room > limit else None


@rule("R06", 0, "clreq 6.3.2 Punctuation width adjustment")
def mark_at_start(setting: TextSetting) -> Iterator[Fault | None]:
    """An opening mark at the start of a line stands at the edge, without its blank half."""
    for column in setting.columns:
        for row in column.rows:
            mark = row.line.letters[0]
            if row.follows and mark.char in marks.OPENING:
                blank = (mark.ink.left - column.left) / mark.size
                yield at(row.line, 0, 0, f"{mark.char} stands {blank:.2f} em in") if blank > _TRIMMED else None


@rule("R07", 0, "clreq 7.1 on paragraphs (段首缩排)")
def first_line_indent(setting: TextSetting) -> Iterator[Fault | None]:
    """Every paragraph is indented alike; an opening mark may stand half an em further left."""
    for column in setting.columns:
        for above, row in zip((None, *column.rows), column.rows, strict=False):
            inset = above is not None and abs(above.offset - row.offset) < _INDENT and above.line.han > 0
            if setting.indent is None or not row.opens or (inset and abs(row.offset - setting.indent) > _INDENT):
                continue
            steps = (0, 0.5) if row.line.letters[0].char in marks.OPENING else (0,)
            right = any(abs(row.offset - setting.indent + step) < _INDENT for step in steps)
            message = f"indented by {row.offset:.2f} em, the others by {setting.indent:g} em"
            yield None if right else at(row.line, 0, 0, message)


@rule("R08", 0.015, "clreq 6.3.3 Mixed text composition: a quarter em between Chinese and Latin")
def gap_to_latin(setting: TextSetting) -> Iterator[Fault | None]:
    """Between Chinese characters and Latin letters or figures stands a gap of 0.1 to 0.52 em."""
    for line in (row.line for column in setting.columns for row in column.rows if not row.line.tabular):
        for index, before, after, _ in _pairs(line):
            if before.size == after.size and abs(before.y - after.y) < 0.05 * before.size and _change(before, after):
                gap = (after.x - before.end) / before.size
                right = _GAP[0] <= round(gap, 2) <= _GAP[1]
                yield None if right else at(line, index, index + 1, f"the gap is {gap:.2f} em")


def _change(before: Letter, after: Letter) -> bool:
    """Whether the script changes between two letters."""
    if marks.is_han(before.char):
        return marks.is_latin(after.char)
    return marks.is_han(after.char) and (marks.is_latin(before.char) or before.char in "%℃°")


@rule("R09", 0, "clreq 6.2 Text alignment and justification: both edges of justified text are even")
def flush(setting: TextSetting) -> Iterator[Fault | None]:
    """A line that is not the last of its paragraph ends at the right edge.

    Before an address, or at a sign in it, it may end short.
    """
    for column, row in _full_lines(setting):
        if slack(row.line, column.right) > 0 and _turns_at_address(column, row):
            continue  # no case: addresses part at their signs alone, and Chinese is not opened to make up for it
        missing = slack(row.line, column.right)
        last = len(row.line.letters) - 1
        side = "short" if missing > 0 else "over"
        yield at(row.line, last, last, f"{abs(missing):.2f} em {side}") if abs(missing) > _FLUSH else None


def _turns_at_address(column: Column, row: ColumnLine) -> bool:
    """Whether a line ends before an address or at a sign in it."""
    following = column.rows[column.rows.index(row) + 1 :]
    above, below = row.line.text, following[0].line.text if following else ""
    for found in _ADDRESS.finditer(above + below):
        if found.start() <= len(above) < found.end():
            return found.start() == len(above) or above[-1] in "/-@" or below[0] in ".?#&=_~%"
    return False


def _pitched(setting: TextSetting) -> Iterator[tuple[Line, float]]:
    """Full lines with the median pitch of their Chinese characters in em."""
    for _, row in _full_lines(setting):
        if len(row.line.pitches) >= _PITCHES:
            yield row.line, statistics.median(row.line.pitches)


@rule("R10", 0.12, "clreq 6.2 Text alignment and justification: Chinese characters are set solid")
def solid(setting: TextSetting) -> Iterator[Fault | None]:
    """Nearly all lines are solid: 1 em from character to character."""
    for line, pitch in _pitched(setting):
        yield whole(line, f"the pitch is {pitch:.3f} em") if abs(pitch - 1) > _SOLID else None


@rule("R10a", 0.01, "clreq 6.2 Text alignment and justification")
def loose(setting: TextSetting) -> Iterator[Fault | None]:
    """Hardly a line is looser than 1.05 em from character to character."""
    for line, pitch in _pitched(setting):
        yield whole(line, f"the pitch is {pitch:.3f} em") if pitch > 1.05 else None


@rule("R10b", 0.002, "clreq 6.2 Text alignment and justification")
def very_loose(setting: TextSetting) -> Iterator[Fault | None]:
    """No line is looser than 1.10 em from character to character."""
    for line, pitch in _pitched(setting):
        yield whole(line, f"the pitch is {pitch:.3f} em") if pitch > 1.10 else None


@rule("R10c", 0, "clreq 6.2 Text alignment and justification: marks and gaps give way, characters never")
def squeezed(setting: TextSetting) -> Iterator[Fault | None]:
    """No Chinese characters are squeezed together."""
    for line, _ in _pitched(setting):
        least = min(line.pitches)
        yield whole(line, f"the least pitch is {least:.3f} em") if least < 0.985 else None


@rule("R10d", 0, "clreq 6.2 Text alignment and justification: all gaps of a line open alike")
def uneven(setting: TextSetting) -> Iterator[Fault | None]:
    """The pitch of Chinese characters is the same along a line."""
    for line, _ in _pitched(setting):
        spread = max(line.pitches) - min(line.pitches)
        yield whole(line, f"the pitch differs by {spread:.3f} em") if spread > 0.02 else None


@rule("R10e", 0.22, "clreq 6.2 Text alignment and justification: marks give way only where it is needed")
def squeezed_marks(setting: TextSetting) -> Iterator[Fault | None]:
    """Most marks that stand alone within a line keep their cell."""
    for _, row in _full_lines(setting):
        letters = row.line.letters
        for index, (before, mark, after) in enumerate(zip(letters, letters[1:], letters[2:], strict=False), 1):
            if mark.char in marks.STOPS and marks.is_han(before.char) and marks.is_han(after.char):
                pitch = (after.x - mark.x) / mark.size
                yield at(row.line, index, index, f"{mark.char} takes {pitch:.2f} em") if pitch < 0.95 else None


@rule("R16", 0, "the grid: baselines of all columns stand on one leading")
def grid(setting: TextSetting) -> Iterator[Fault | None]:
    """Every baseline of reading text stands on the grid of its page."""
    for _, columns in groupby(setting.columns, key=lambda column: column.page.index):
        found = list(columns)
        rows = [row for column in found for row in column.rows if row.follows or row.goes_on]
        leading = found[0].leading
        places = [row.line.baseline for row in rows]
        origin = max(
            places, key=lambda place: (sum(_off(other, place, leading) <= _OFF_GRID for other in places), place)
        )
        for row in rows:
            off = _off(row.line.baseline, origin, leading)
            yield whole(row.line, f"{off:.2f} pt off the grid") if off > _OFF_GRID else None


def _off(place: float, origin: float, leading: float) -> float:
    """How far a baseline is from the nearest line of the grid, in points."""
    return abs((place - origin + leading / 2) % leading - leading / 2)
