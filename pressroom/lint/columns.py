"""Find how text is set from where its lines stand: size, leading, indent, columns, which line goes on from which."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pressroom.lint.letters import LetterPage
from pressroom.lint.lines import Line, read_lines, stack_lines
from pressroom.lint.marks import BULLETS, OPENING, SENTENCE_ENDS, is_han

# All in em unless a leading is named.
_BODY_SIZES = (0.84, 1.19)  # shares of the document's size that a page may set its text in
_AT_LEFT = 0.6
_DEEPEST_INDENT = 3.3
_NEARLY_FULL = 3.0
_ONE_EDGE = 1.2
_SAME_EDGE = 0.05
_SAME_LEADING = 0.3  # of the leading
_ROUNDED = 0.06  # of the leading
_SMALLEST_COLUMN = 4  # lines
_FULL_LINES = 3
_NARROWEST = 6.0


@dataclass(frozen=True)
class ColumnLine:
    """A line in its column.

    The offset from the column's left edge is in em. It follows where the paragraph of the line above goes on in it,
    goes on where its own paragraph does in the next. Both are said only where there is no doubt.
    """

    line: Line
    offset: float
    follows: bool
    goes_on: bool

    @property
    def opens(self) -> bool:
        """Whether a paragraph of several lines certainly begins here."""
        return self.goes_on and not self.follows and self.offset > _AT_LEFT


@dataclass(frozen=True)
class Column:
    """Lines of reading text with one left and one right edge; lengths in points."""

    page: LetterPage
    left: float
    right: float
    size: float
    leading: float
    rows: tuple[ColumnLine, ...]

    @property
    def measure(self) -> float:
        """Its width in em."""
        return (self.right - self.left) / self.size


@dataclass(frozen=True)
class TextSetting:
    """How the text of a document is set, as far as its pages show; size, leading and indent are the commonest."""

    pages: tuple[LetterPage, ...]
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    size: float = 0
    leading: float = 0
    indent: float | None = None
    faces: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _ColumnFrame:
    """A column whose lines are not yet told apart."""

    left: float
    right: float
    lines: tuple[Line, ...]


def find_setting(pages: Sequence[LetterPage]) -> TextSetting:
    """Find how a document is set; one without Chinese text has lines and no columns."""
    by_page = [(page, read_lines(page)) for page in pages]
    lines = tuple(line for _, found in by_page for line in found)
    size = _commonest_size(lines)
    found = [column for page, on_page in by_page for column in _find_columns(page, on_page, size)] if size else []
    columns = tuple(column for column in (_steady(one, found) for one in found) if _is_read(column))
    faces = Counter(letter.font for line in lines for letter in line.letters if is_han(letter.char))
    leadings = Counter(round(column.leading, 2) for column in columns for _ in column.rows)
    leading = leadings.most_common(1)[0][0] if leadings else 0
    return TextSetting(tuple(pages), lines, columns, round(size, 2), leading, _find_indent(columns), frozenset(faces))


def _commonest_size(lines: Sequence[Line]) -> float:
    """The size that most Chinese characters have; 0 where there are none."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.em, 1)] += line.han
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes.total() else 0


def _find_columns(page: LetterPage, lines: Sequence[Line], size: float) -> Iterator[Column]:
    """Find the columns of a page: in the size that the page sets most of its text in."""
    near = [line for line in lines if _BODY_SIZES[0] * size <= line.em <= _BODY_SIZES[1] * size]
    stacks = [stack for stack in stack_lines(near) if len(stack) > 1 and sum(line.han for line in stack) > len(stack)]
    em = _commonest_size([line for stack in stacks for line in stack])
    body = [stack for stack in stacks if abs(stack[0].em - em) <= 0.03 * em] if em else []
    leading = _find_leading(body)
    for frame in _find_frames(body, em):
        if len(frame.lines) >= _SMALLEST_COLUMN and frame.right - frame.left >= _NARROWEST * em and leading:
            yield Column(page, frame.left, frame.right, em, leading, _find_rows(frame, em, leading))


def _find_leading(stacks: Sequence[Sequence[Line]]) -> float:
    """The commonest distance of baselines; 0 where there are no two lines.

    A press that rounds baselines to pixels has several distances; their mean is the leading.
    """
    distances = [a.baseline - b.baseline for stack in stacks for a, b in pairwise(stack)]
    if not distances:
        return 0
    rounded = Counter(round(distance, 1) for distance in distances)
    common = max(rounded, key=lambda distance: (rounded[distance], -distance))
    exact = [distance for distance in distances if abs(distance - common) < 0.08]
    near = [distance for distance in distances if abs(distance - common) < _ROUNDED * common]
    return statistics.fmean(exact if len(exact) > 0.7 * len(near) else near)


def _find_frames(stacks: Sequence[Sequence[Line]], em: float) -> list[_ColumnFrame]:
    """Gather stacks to columns: the longest first, and what stands inside one joins it."""
    frames: list[_ColumnFrame] = []
    for stack in sorted(stacks, key=len, reverse=True):
        left, right = _left_edge(stack, em), _right_edge(stack, em)
        for index, frame in enumerate(frames):
            inside = -0.2 * em < left - frame.left < _DEEPEST_INDENT * em and right < frame.right + 0.6 * em
            if inside and (right - left) > 0.5 * (frame.right - left) - 3 * em:
                frames[index] = _ColumnFrame(frame.left, frame.right, (*frame.lines, *stack))
                break
        else:
            frames.append(_ColumnFrame(left, right, tuple(stack)))
    return [_settle(frame, em) for frame in frames]


def _settle(frame: _ColumnFrame, em: float) -> _ColumnFrame:
    """Put lines in order and look at the right edge again, now that all lines are there."""
    lines = tuple(sorted(frame.lines, key=lambda line: -line.baseline))
    return _ColumnFrame(frame.left, _right_edge(lines, em), lines)


def _left_edge(lines: Sequence[Line], em: float) -> float:
    """The leftmost place where at least two lines begin; lines that begin with an opening mark do not count."""
    lefts = [line.left for line in lines if line.letters[0].char not in OPENING] or [line.left for line in lines]
    shared = [left for left in lefts if sum(abs(left - other) < 0.12 * em for other in lefts) > 1]
    return min(shared or lefts)


def _steady(column: Column, columns: Sequence[Column]) -> Column:
    """Give a column in which fewer than three lines are full the commonest measure that holds it."""
    em, lines = column.size, tuple(row.line for row in column.rows)
    if _support(lines, column.right, em) >= _FULL_LINES:
        return column
    measures = Counter(round(other.measure, 1) for other in columns if other.size == em for _ in other.rows)
    holding = [m for m in measures if -0.1 < m - column.measure < _ONE_EDGE]
    right = column.left + max(holding, key=lambda m: (measures[m], m)) * em
    rows = _find_rows(_ColumnFrame(column.left, right, lines), em, column.leading)
    return Column(column.page, column.left, right, em, column.leading, rows)


def _is_read(column: Column) -> bool:
    """Whether a column holds paragraphs, one of three lines among them; a list or a table of contents does not."""
    joined = sum(row.follows or row.goes_on for row in column.rows)
    return joined >= 0.4 * len(column.rows) and any(row.follows and row.goes_on for row in column.rows)


def _right_edge(lines: Sequence[Line], em: float) -> float:
    """The place where most lines end, of those near the rightmost; marks may be whole or half.

    Of ends that are all but one, the middle one: a line that stands out a little does not move the edge.
    """
    furthest = max(line.ends[0] for line in lines if line.han or len(lines) < _SMALLEST_COLUMN)
    places = sorted(end for line in lines for end in line.ends[:2] if end > furthest - _ONE_EDGE * em)
    best = max(places, key=lambda place: (_support(lines, place, em), place))
    return statistics.median_low(place for place in places if abs(place - best) < _SAME_EDGE * em)


def _support(lines: Sequence[Line], place: float, em: float) -> int:
    """How many lines end at a place."""
    return sum(any(abs(end - place) < _SAME_EDGE * em for end in line.ends[:2]) for line in lines)


def slack(line: Line, right: float) -> float:
    """How far a line ends before the right edge, in em; below 0 it runs over."""
    return min(((right - end) / line.em for end in line.ends), key=abs)


def _find_rows(frame: _ColumnFrame, em: float, leading: float) -> tuple[ColumnLine, ...]:
    """Tell which line goes on from which."""
    offsets = [(line.left - frame.left) / em for line in frame.lines]
    follows = [False] * len(offsets)
    indented = any(_AT_LEFT < offset < _DEEPEST_INDENT for offset in offsets)
    for index in range(1, len(offsets)):
        above, line = frame.lines[index - 1], frame.lines[index]
        near = abs(above.baseline - line.baseline - leading) < _SAME_LEADING * leading
        begun = -_AT_LEFT < offsets[index - 1] < _DEEPEST_INDENT
        if near and begun and abs(offsets[index]) < _AT_LEFT:
            follows[index] = _is_continued(above, frame.right, indented) and _may_continue(line)
    goes_on = [*follows[1:], False]
    return tuple(ColumnLine(*values) for values in zip(frame.lines, offsets, follows, goes_on, strict=True))


def _is_continued(line: Line, right: float, indented: bool) -> bool:
    """Whether a line is so full that its paragraph goes on below."""
    missing = slack(line, right)
    if line.tabular or missing > _NEARLY_FULL:
        return False
    ends_sentence = line.letters[-1].char in SENTENCE_ENDS
    return not ends_sentence or missing < (1.1 if indented else 0.05)


def _may_continue(line: Line) -> bool:
    """Whether a line can be the middle of a paragraph: it is no row of a table and no item of a list."""
    return not line.tabular and line.letters[0].char not in BULLETS


def _find_indent(columns: Sequence[Column]) -> float | None:
    """The commonest indent of paragraphs in em; None where there is none."""
    offsets = Counter(
        round(row.offset * 20) / 20
        for column in columns
        for row in column.rows
        if row.opens and row.line.letters[0].char not in OPENING
    )
    return offsets.most_common(1)[0][0] if offsets else None
