"""Read folios as they are printed: figures, Chinese numerals, and figures that the scanner took for letters."""

from __future__ import annotations

import re

HAN_NUMBER = "[〇零○一二三四五六七八九十百廿卅卌]{1,7}"
_DIGITS = {**{letter: value for value, letter in enumerate("零一二三四五六七八九")}, "〇": 0, "○": 0}
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
#: Letters that scanners read for figures.
SLIPS = str.maketrans("OoQDIl|!iSsBZzqg", "0000111115582299")
SLIP = "[0-9OoQDIl|!iSsBZzqg]"
#: Figures that scanners take for one another.
_TWINS = {
    "0": "689",
    "1": "74",
    "2": "7",
    "3": "85",
    "4": "19",
    "5": "36",
    "6": "058",
    "7": "12",
    "8": "0369",
    "9": "047",
}


def read_number(text: str) -> int | None:
    """Read a whole number in figures or in Chinese: 22, 二十二, 二二, 廿二, 一百零四, 一〇四."""
    if text.isascii() and text.isdigit():
        return int(text)
    text = "".join(_TENS.get(letter, letter) for letter in text)
    if not text or not re.fullmatch(HAN_NUMBER, text):
        return None
    if "十" not in text and "百" not in text:
        return int("".join(str(_DIGITS[letter]) for letter in text))
    hundreds, mark, rest = text.rpartition("百")
    value = 100 * (_digit(hundreds, 1) if mark else 0)
    tens, mark, ones = rest.rpartition("十")
    return value + (10 * _digit(tens.strip("零〇"), 1) if mark else 0) + _digit(ones.strip("零〇"), 0)


def _digit(text: str, empty: int) -> int:
    """One figure in Chinese; ``empty`` where there is none."""
    return _DIGITS.get(text[-1:], empty) if text else empty


def twins_of(number: int, least: int, most: int) -> tuple[int, ...]:
    """The numbers between two that a scanner may have taken for another: a figure misread, lost or read twice."""
    text = str(number)
    found = {text[:at] + twin + text[at + 1 :] for at, figure in enumerate(text) for twin in _TWINS[figure]}
    found |= {text[:at] + text[at + 1 :] for at in range(len(text))}
    found |= {text[:at] + figure + text[at:] for at in range(len(text) + 1) for figure in "0123456789"}
    numbers = {int(one) for one in found if one and one[0] != "0"}
    return tuple(sorted(one for one in numbers if least <= one <= most and one != number))
