"""Say what is bad about a column, in the units of the composer: half an em taken out of a comma costs about 20.

The figures are those of a study of 72 columns, weighed so that what a sub-editor would do first is the cheapest: move
a picture to the head of the next column, then give the opening picture a line, then a quotation, then let a
paragraph have a line more. A column that ends a line short is worse than all of these together.
"""

from __future__ import annotations

INFINITE = float("inf")
ORPHAN = 220.0  # the first line of a paragraph alone at a foot
WIDOW = 350.0  # the last one alone at a top
LATE = 35.0  # something has to wait for another place
STACKED = 260.0  # a thing at the top of a column right below one that runs across
UNDER_HEAD = 660.0  # a thing at the top of a column right below the opening of the article
ON_OPENING = 160.0  # a thing at the foot of the page that the article opens on
HEAD_LOW = 60.0  # a head with two lines at a foot
HEADS_LOW = 120.0  # each more on the same spread
HEAD_ALONE = 800.0  # one with nothing below it but what runs across
PAGE = 4000.0  # a page too many or too few
MORE_PAGES = 1500.0  # each page, where nobody has said how many there are to be
UNBALANCED = 120.0  # each line that the last column is shorter than its neighbours, after the first
LOPSIDED = 300.0  # a column that stays empty beside one with text, and each of its lines as above
SPARED = 3  # lines at the foot of the last page that may stay empty
EMPTY = 24.0  # each more
UNDERSET = 300.0  # the last page is less full than the layout wants it: copyfit would have to depart from the layout
UNFILLED = 60.0  # each that stays empty though the layout wants it filled
GAP = 80.0  # each line between the text of the last page and what stands at its foot
STAYS = 90.0  # something that runs across stands in the midst of a page, with columns above and below
LEAST_TEXT = 4  # lines of text that a column has at least beside its floats
LEAST_BAND = 6  # the same for a page with one that runs across
NEAR_FOOT = 4  # lines

_RECOUNTED = 15.0
_LINES_SHARE = 0.6  # a loose line is less to a page than a short column
_UGLY = 700.0
_SHORT = (0.0, 600.0, 1400.0, 2300.0)
_SHORTER = 700.0
_AWAY = (25.0, 60.0, 160.0)  # columns from home
_PAGES_LATE = (20.0, 60.0, 260.0)
_PAGE_EARLY = 120.0
LEAST_AWAY = min(_AWAY[0], _PAGES_LATE[0], _PAGE_EARLY)  # what anything costs at least that stands elsewhere
LEAST_LATE = _AWAY[1]  # the same for what has to wait for the next column


_STRETCHED = {"figure": (60.0, 180.0), "lead": (70.0, 140.0, 240.0), "head": (110.0,), "chart": (90.0,)}
_STRETCHED_ELSE = (90.0, 260.0)


def stretched(kind: str, lines: int) -> float:
    """Say what it costs that a thing is so many lines higher or lower than it would be."""
    known = _STRETCHED.get(kind, _STRETCHED_ELSE)
    return known[abs(lines) - 1] if abs(lines) <= len(known) else known[-1] * (abs(lines) - len(known) + 1)


def recounted(worse: float) -> float:
    """Say what it costs that a paragraph has a line more or less; its plan is worse by so much than the best one."""
    return max(_RECOUNTED, _LINES_SHARE * worse) if worse < _UGLY else INFINITE


def short(lines: int) -> float:
    """Say what a column costs that ends so many lines above its foot."""
    return _SHORT[lines] if lines < len(_SHORT) else _SHORT[-1] + _SHORTER * (lines - len(_SHORT) + 1)


def empty_columns(columns: int, lines: int) -> float:
    """Say what it costs that so many columns stay empty beside others that are so many lines deep."""
    return columns * (LOPSIDED + UNBALANCED * max(0, lines - 1))


def away(columns: int) -> float:
    """Say what it costs that a thing stands so many columns from its anchor, to either side."""
    columns = abs(columns)
    return _AWAY[columns] if columns < len(_AWAY) else INFINITE


def pages_away(pages: int) -> float:
    """Say what it costs that a thing across all columns stands so many pages behind its anchor; below 0, before it."""
    if pages < 0:
        return _PAGE_EARLY if pages == -1 else INFINITE
    return _PAGES_LATE[pages] if pages < len(_PAGES_LATE) else INFINITE
