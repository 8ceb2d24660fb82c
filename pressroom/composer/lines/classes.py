"""Sort characters into the classes that the composition of lines of Chinese and Japanese knows.

The classes follow clreq (W3C, Requirements for Chinese Text Layout) §3.1.1 and §3.1.2 and GB/T 15834-2011 §4 and §5.1;
those of kana JLREQ (W3C, Requirements for Japanese Text Layout) §3.9.1, cl-09 to cl-11.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from pressroom.typography.cells import is_selector

#: The languages whose lines are composed, as their tags begin.
COMPOSED = ("zh", "ja")

# Classes are plain strings, not an enumeration: they are compared a million times a magazine.
HAN = "han"
LATIN = "latin"
COMMA = "comma"
PERIOD = "period"
QUERY = "query"
CLOSE = "close"
OPEN = "open"
DOT = "dot"
DASH = "dash"
ELLIPSIS = "ellipsis"
SPACE = "space"
FIXED_SPACE = "fixed space"
NEWLINE = "newline"
ATOM = "atom"
PREFIX = "prefix"
SUFFIX = "suffix"
WIDE_SUFFIX = "wide suffix"
SMALL = "small kana"
CONNECTOR = "connector"
JOINER = "joiner"
BREAKER = "breaker"
SOFT_HYPHEN = "soft hyphen"
OTHER = "other"

#: Stands for a picture or a box in the line.
ATOM_CHARACTER = "\ufffc"

#: Marks (标点): they fill a cell of one em and carry blank inside it.
MARKS = frozenset({COMMA, PERIOD, QUERY, CLOSE, OPEN, DOT})
#: Marks that close: they never open a line (GB/T 15834 §5.1.1, §5.1.3).
CLOSING = frozenset({COMMA, PERIOD, QUERY, CLOSE})
#: Classes that Chinese text is made of; a paragraph without any of them is left alone.
CHINESE = frozenset({HAN, COMMA, PERIOD, CLOSE, OPEN})
#: What fills a cell of one em and may stand beside Latin letters: between both is a space.
SQUARE = frozenset({HAN, SMALL})
#: Classes that take no place.
INVISIBLE = frozenset({JOINER, BREAKER, SOFT_HYPHEN, NEWLINE})

_LISTED = {
    COMMA: "，、；：",
    PERIOD: "。．",
    QUERY: "？！",
    CLOSE: "）》〉】〕」』〗〙〛’”｝］｠",
    OPEN: "（《〈【〔「『〖〘〚‘“｛［｟",
    DOT: "·・‧•",
    DASH: "—⸺―",
    ELLIPSIS: "…⋯",
    SPACE: " ",
    FIXED_SPACE: "\u00a0\u202f\u2007\u2009\u200a\u2002\u2003",
    NEWLINE: "\n",
    ATOM: ATOM_CHARACTER,
    PREFIX: "$€£￥¥＄+−±#@№",
    SUFFIX: "%‰°′″",
    WIDE_SUFFIX: "％℃℉㎡㎥㎞㎏",
    SMALL: "々〻ゝゞヽヾーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ",
    CONNECTOR: "～–〜－＋",
    JOINER: "\u2060\ufeff\u200c\u200d",
    BREAKER: "\u200b",
    SOFT_HYPHEN: "\u00ad",
}
_CLASS_OF = {character: name for name, characters in _LISTED.items() for character in characters}

#: The blocks whose characters are set solid, one a cell.
_HAN_BLOCKS = (
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3040, 0x30FF),  # kana
    (0x3105, 0x312F),  # bopomofo
    (0x3190, 0x31FF),
    (0x3200, 0x33FF),  # enclosed and squared
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFF10, 0xFF19),  # full-width figures and letters
    (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A),
    (0x20000, 0x3FFFF),
)
_ENCLOSED = range(0x2460, 0x2500)


@cache
def class_of(character: str) -> str:
    """Tell the class of a character."""
    listed = _CLASS_OF.get(character)
    if listed:
        return listed
    point = ord(character)
    if any(first <= point <= last for first, last in _HAN_BLOCKS) or point in _ENCLOSED:
        return HAN
    if character.isalnum() or unicodedata.category(character) in ("Mn", "Mc"):
        return LATIN
    return OTHER


def tail_of(cluster: str) -> str:
    """Tell the class of the last character of a cluster that takes a place."""
    return class_of(next((letter for letter in reversed(cluster) if not is_selector(letter)), cluster[0]))


def has_chinese(text: str) -> bool:
    """Tell whether a text holds a Chinese character or mark."""
    return any(class_of(character) in CHINESE and character not in "’”‘“" for character in text)
