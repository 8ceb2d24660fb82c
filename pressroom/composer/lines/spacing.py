"""Find the space that each cluster takes inside a line, and how much of it may be taken away or added.

The model is that of clreq §3.1.6 (adjustment of marks) and §3.2 (Han and Latin side by side); GB/T 15834-2011
§5.1.2 gives the widths of ？！ in twos and threes. It knows nothing of lines: what happens at their ends is `line`'s.
"""

from __future__ import annotations

from itertools import accumulate

from pressroom.composer.lines.classes import (
    ATOM,
    CLOSE,
    CLOSING,
    COMMA,
    CONNECTOR,
    DASH,
    DOT,
    ELLIPSIS,
    FIXED_SPACE,
    HAN,
    INVISIBLE,
    JOINER,
    LATIN,
    MARKS,
    NEWLINE,
    OPEN,
    OTHER,
    PERIOD,
    PREFIX,
    QUERY,
    SOFT_HYPHEN,
    SPACE,
    SQUARE,
    SUFFIX,
)
from pressroom.composer.lines.paragraph import Paragraph, Space
from pressroom.composer.lines.readings import make_room
from pressroom.composer.lines.style import ComposerStyle

#: The order in which blank is taken out of a line (clreq §3.5.3): word spaces, middle dots, brackets and quotes,
#: commas, spaces between Han and Latin, full stops.
WORD_SPACES, DOTS, BRACKETS, COMMAS, AUTOSPACES, STOPS = SQUEEZES = range(6)
_SQUEEZE_OF = {CLOSE: BRACKETS, OPEN: BRACKETS, COMMA: COMMAS, PERIOD: STOPS, QUERY: STOPS}
_SIDES = CLOSING | {OPEN}
_LETTERS = frozenset({LATIN, SUFFIX})
_WESTERN = frozenset({LATIN, SUFFIX, PREFIX, OTHER, CONNECTOR, JOINER, SOFT_HYPHEN})
_LONG = frozenset({DASH, ELLIPSIS})
_SPACES = frozenset({SPACE, FIXED_SPACE})
_DOT_CELL = 1.0  # a middle dot stands in a cell of one em (GB/T 15834 §5.1.8), squeezed to half an em

_DASH_BLANK = 0.07  # em: what stands on either side of a dash in its cell


def measure_space(text: Paragraph, style: ComposerStyle) -> Space:
    """Find the space that each cluster of a paragraph takes."""
    count = len(text)
    zero = [0.0] * count
    space = Space(list(text.widths), zero, zero[:], zero[:], zero[:], [], (), [], [])
    special = [i for i, name in enumerate(text.classes) if name is not HAN]
    for i in special:
        _find_blanks(text, space, i, style)
    for i in special:
        if text.classes[i] in _SIDES:
            _close_up(text, space, i)
        elif text.classes[i] is DASH:
            _join_dashes(text, space, i)
    if style.punctuation != "full":
        for i in special:
            _narrow(text, space, i, style.punctuation)
    if style.text_autospace:
        _space_letters(text, space, style, special)
    if text.readings:
        make_room(text, space)
    _sum(text, space, style)
    return space


def _find_blanks(text: Paragraph, space: Space, i: int, style: ComposerStyle) -> None:
    """Find the blank inside the cell of a mark."""
    name, width, em = text.classes[i], text.widths[i] - text.padding.get(i, 0.0), text.ems[i]
    if i in text.open_left or i in text.open_right or name not in MARKS:
        return  # a mark that touches the edge of a box keeps its cell
    if i in text.blanks:
        space.left[i], space.right[i] = text.blanks[i]
    elif name in CLOSING:
        space.right[i] = max(0.0, width - 0.5 * em)
        if name is not CLOSE and style.marks == "centre":
            space.left[i] = space.right[i] = 0.0 if name is QUERY else space.right[i] / 2
    elif name is OPEN:
        space.left[i] = max(0.0, width - 0.5 * em)
    elif name is DOT:
        cell = _DOT_CELL * em
        if width < 0.9 * em and _between_han(text, i):
            space.base[i], space.shift[i] = cell, (cell - width) / 2
        space.left[i] = space.right[i] = max(0.0, (space.base[i] - 0.5 * em) / 2)


def _between_han(text: Paragraph, i: int) -> bool:
    """Tell whether a middle dot stands in Chinese, as in a name."""
    return 0 < i < len(text) - 1 and not SQUARE.isdisjoint((text.tails[i - 1], text.classes[i + 1]))


def _close_up(text: Paragraph, space: Space, i: int) -> None:
    """Take half an em from the blank between a mark and the mark behind it (clreq §3.1.6.2)."""
    following = i + 1
    if following >= len(text) or i in text.open_right or following in text.open_left:
        return
    name, next_name = text.classes[i], text.classes[following]
    if following in text.raised and i not in text.raised and name in CLOSING:
        _trim_right(space, i, space.right[i])  # a note call hangs on the mark before it
        return
    if name is QUERY and next_name is QUERY:
        _close_up_queries(text, space, i)
    elif next_name in _SIDES and not (name is OPEN and next_name is not OPEN):
        wanted = 0.5 * text.ems[i]
        first = min(space.right[i], wanted)
        _trim_right(space, i, first)
        _trim_left(space, following, min(space.left[following], wanted - first))


def _close_up_queries(text: Paragraph, space: Space, i: int) -> None:
    """Set ？！ in twos in one em, in threes in two (GB/T 15834 §5.1.2)."""
    _trim_right(space, i, space.right[i])
    _trim_left(space, i, space.left[i])
    second = i + 1
    before = i > 0 and text.classes[i - 1] is QUERY
    behind = i + 2 < len(text) and text.classes[i + 2] is QUERY
    if not before and not behind:
        _trim_right(space, second, space.right[second])
    _trim_left(space, second, space.left[second])


def _join_dashes(text: Paragraph, space: Space, i: int) -> None:
    """Draw both halves of a dash together where two boxes part them: —— is one rule (GB/T 15834 §4.13)."""
    following = i + 1
    if following == len(text) or text.classes[following] is not DASH or (i and text.classes[i - 1] is DASH):
        return
    if i not in text.open_right and following not in text.open_left:
        space.shift[i] += _DASH_BLANK * text.ems[i]
        space.shift[following] -= _DASH_BLANK * text.ems[following]


def _trim_right(space: Space, i: int, width: float) -> None:
    space.base[i] -= width
    space.right[i] -= width


def _trim_left(space: Space, i: int, width: float) -> None:
    space.base[i] -= width
    space.left[i] -= width
    space.shift[i] -= width


def _narrow(text: Paragraph, space: Space, i: int, punctuation: str) -> None:
    """Set marks half an em wide: all of them (半角式), or all but the stops that end a sentence (开明式)."""
    name = text.classes[i]
    if name in _SIDES and (punctuation == "half" or name not in (PERIOD, QUERY)):
        _trim_right(space, i, space.right[i])
        _trim_left(space, i, space.left[i])


def _space_letters(text: Paragraph, space: Space, style: ComposerStyle, special: list[int]) -> None:
    """Put a quarter of an em between Han and Latin letters or figures (clreq §3.2.2); a typed space becomes it."""
    last = len(text) - 1
    for i in special:
        name = text.classes[i]
        if name is SPACE and 0 < i < last and _is_border(text, i - 1, i + 1):
            space.base[i], space.gap[i] = 0.0, style.text_autospace * text.ems[i]
            continue
        if i and text.tails[i - 1] in SQUARE and _is_border(text, i - 1, i):
            space.gap[i - 1] = style.text_autospace * min(text.ems[i - 1], text.ems[i])
        if i < last and text.classes[i + 1] in SQUARE and _is_border(text, i, i + 1):
            space.gap[i] = style.text_autospace * min(text.ems[i], text.ems[i + 1])


def _is_border(text: Paragraph, i: int, following: int) -> bool:
    """Tell whether Han meets Latin between two clusters."""
    if i in text.raised or following in text.raised or i in text.open_right or following in text.open_left:
        return False
    tail, head = text.tails[i], text.classes[following]
    if head is PREFIX:  # a sign counts only before a number
        behind = following + 1
        head = LATIN if behind < len(text) and text.classes[behind] is LATIN else head
    return (tail in SQUARE and head is LATIN) or (tail in _LETTERS and head in SQUARE)


def _sum(text: Paragraph, space: Space, style: ComposerStyle) -> None:
    """Add up what lies before each cluster, so that a line is measured by subtraction."""
    count = len(text)
    takes: tuple[list[float], ...] = tuple([0.0] * count for _ in SQUEEZES)
    gives = [0.0] * count
    classes, ems = text.classes, text.ems
    for i, name in enumerate(classes):
        if name is SPACE and space.base[i]:
            takes[WORD_SPACES][i] = max(0.0, space.base[i] - style.word_space_least * ems[i])
            gives[i] = max(0.0, style.word_space_most * ems[i] - space.base[i])
        elif name is DOT:
            takes[DOTS][i] = space.left[i] + space.right[i]
        elif name in _SQUEEZE_OF and style.push_in:
            takes[_SQUEEZE_OF[name]][i] = space.left[i] + space.right[i]
        if space.gap[i]:
            share = space.gap[i] / style.text_autospace
            takes[AUTOSPACES][i] = max(0.0, space.gap[i] - style.autospace_least * share)
            gives[i] += max(0.0, style.autospace_most * share - space.gap[i])
    space.place = list(accumulate(map(float.__add__, space.base, space.gap), initial=0.0))
    nothing = [0.0] * (count + 1)
    space.squeezed = tuple(list(accumulate(take, initial=0.0)) if any(take) else nothing for take in takes)
    space.stretched = list(accumulate(gives, initial=0.0))
    space.joints = list(accumulate(_find_joints(text, space.gap), initial=0))


def _find_joints(text: Paragraph, gap: list[float]) -> list[int]:
    """Find where a line may be opened evenly: between clusters, never inside words, ——, …… or at spaces."""
    joints = [1] * len(text)
    joints[-1:] = [0] * bool(joints)
    classes, tails = text.classes, text.tails
    for i, name in enumerate(classes):
        if name is HAN or not i:
            continue
        before = tails[i - 1]
        if (
            (before in _WESTERN and name in _WESTERN)
            or (name in _LONG and before is name)
            or (name in _SPACES or before in _SPACES)
            or (name in INVISIBLE or name is NEWLINE)
            or (name is ATOM and before is ATOM)
            or (name is DOT or before is DOT)  # its own cell is wide enough
        ):
            joints[i - 1] = 0
    for i, width in enumerate(gap):
        if width:
            joints[i] = 0
    for i in text.glued:
        if tails[i] is not HAN:
            joints[i] = 0
    return joints
