"""Tell what is written in cells, as Chinese and Japanese are, from what is written in letters."""

from __future__ import annotations

import unicodedata

_EMOJI = range(0x1F000, 0x20000)
_HANGUL = (range(0x1100, 0x1200), range(0x3130, 0x3190), range(0xA960, 0xA980), range(0xAC00, 0xD800))


def fills_cell(character: str) -> bool:
    """Whether a character of Chinese or Japanese fills a cell by itself: wide by UAX #11, no Hangul, no emoji.

    Halfwidth katakana count as well. Quotation marks, dashes and dots do not tell: they are both.
    """
    if not character or unicodedata.east_asian_width(character) not in "WFH":
        return False
    return ord(character) not in _EMOJI and not any(ord(character) in block for block in _HANGUL)


def is_shared_mark(character: str) -> bool:
    """Whether a character is a mark or sign that Chinese shares with Latin, “ ” … — · among them."""
    return (
        bool(character)
        and not character.isascii()
        and unicodedata.category(character)[0] in "PS"
        and unicodedata.east_asian_width(character) == "A"
    )


def is_selector(character: str) -> bool:
    """Tell whether a character chooses the form of the one before it, and takes no place."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
