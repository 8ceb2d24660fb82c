"""Sort characters into the classes that the rules speak of.

The classes are those of GB/T 15834—2011 (marks and where they may stand) and of clreq,
Requirements for Chinese Text Layout, https://www.w3.org/TR/clreq/.
"""

from __future__ import annotations

#: Stops within a sentence and at its end, whose cell is blank on the right; centred in the cell in traditional setting.
STOPS = frozenset("，。、；：．")
ASKING = frozenset("？！")
CLOSING = frozenset("）》〉】〕」』’”")
OPENING = frozenset("（《〈【〔「『‘“")
BLANK_RIGHT = STOPS | ASKING | CLOSING
MARKS = BLANK_RIGHT | OPENING

QUOTES = frozenset("“”‘’")
DASHES = frozenset("—⸺")
DOTS = frozenset("…⋯")
MIDDLE_DOTS = frozenset("·・‧")

#: Never opens a line, wherever it stands.
NEVER_FIRST = BLANK_RIGHT
#: Does not open a line that goes on from the line before; a list or a table may begin with it.
NOT_FIRST = frozenset("·・‧%％‰℃~～–")
NEVER_LAST = OPENING | frozenset("￥$€£")
CURRENCIES = frozenset("￥¥$€£")
AFTER_NUMBER = frozenset("%％‰℃°")
#: Words of measure that a number does not leave behind.
MEASURES = frozenset("年月日时分秒元万亿岁届号层楼座米里倍个名项次家人条部期")
SENTENCE_ENDS = frozenset("。！？…”’」』）：；")
#: A line that begins with one of these begins an item, whatever its indent.
BULLETS = frozenset("•●○◆◇■□▲△▶►★☆※✓→·・-–")


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x3FFFF
        or 0xF900 <= code <= 0xFAFF
        or char == "〇"
    )


def is_latin(char: str) -> bool:
    """Whether a character is a Latin letter or a figure."""
    return char.isascii() and char.isalnum()


def counts_as_character(char: str) -> bool:
    """Whether a reader counts a character when a last line looks too short: marks do not count."""
    return char not in MARKS and char not in DASHES and char not in DOTS
