"""Repertoires: which characters a prepared face holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

CHINESE, HANGUL, WHOLE = "chinese", "hangul", "whole"
GENERAL_STANDARD = Path("characters", "general-standard.txt")

_SYMBOLS: tuple[tuple[int, int], ...] = (
    (0x0020, 0x007E),
    (0x00A0, 0x017F),  # Latin-1 and Latin Extended-A
    (0x01CD, 0x01DC),  # letters of pinyin with tones
    (0x01F8, 0x01F9),
    (0x0251, 0x0251),
    (0x0261, 0x0261),
    (0x02B9, 0x02DD),
    (0x0300, 0x0304),
    (0x030C, 0x030C),
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x045F),  # Cyrillic
    (0x1E3E, 0x1E3F),
    (0x1EBE, 0x1EC1),
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),
    (0x20A0, 0x20BF),
    (0x2100, 0x218B),  # letterlike symbols, fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2300, 0x23FF),
    (0x2460, 0x24FF),  # circled and bracketed numbers
    (0x2500, 0x25FF),  # lines, blocks, geometric shapes
    (0x2600, 0x26FF),
    (0x2700, 0x27BF),
    (0x2E3A, 0x2E3B),
    (0x3000, 0x303F),  # Chinese punctuation
    (0x3040, 0x312F),  # kana and bopomofo
    (0x31C0, 0x31E3),  # strokes
    (0x3200, 0x33FF),  # enclosed characters and units
    (0xFE10, 0xFE19),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFF60),  # full-width forms
    (0xFFE0, 0xFFE6),
)
_LATIN: tuple[tuple[int, int], ...] = (
    (0x0020, 0x007E),
    (0x00A0, 0x024F),
    (0x0250, 0x02FF),
    (0x0300, 0x036F),
    (0x0370, 0x03FF),
    (0x0400, 0x04FF),
    (0x1E00, 0x1EFF),
    (0x2000, 0x218B),
    (0x2212, 0x2212),
    (0x2260, 0x2265),
)
_FIGURES: tuple[tuple[int, int], ...] = (
    (0x0020, 0x0020),
    (0x0024, 0x0025),
    (0x002B, 0x003E),
    (0x00A0, 0x00A0),
    (0x00A2, 0x00A5),
    (0x00B1, 0x00B1),
    (0x00D7, 0x00D7),
    (0x00F7, 0x00F7),
    (0x2007, 0x2009),
    (0x2012, 0x2013),
    (0x202F, 0x202F),
    (0x2030, 0x2030),
    (0x20AC, 0x20AC),
    (0x2212, 0x2212),
)
# What a Latin face sets when it stands before a Chinese one. “ ” ‘ ’ … — · are left out: in Chinese they are
# full-width and belong to the Chinese face.
_LATIN_BOUNDS: tuple[tuple[int, int], ...] = (
    (0x0020, 0x007E),
    (0x00A0, 0x00B6),
    (0x00B8, 0x02FF),
    (0x0300, 0x036F),
    (0x0370, 0x03FF),
    (0x0400, 0x04FF),
    (0x1E00, 0x1EFF),
    (0x2007, 0x200A),
    (0x2010, 0x2013),
    (0x202F, 0x202F),
    (0x2030, 0x2030),
    (0x2044, 0x2044),
    (0x2070, 0x209F),
    (0x20A0, 0x20BF),
    (0x2150, 0x215E),
    (0x2212, 0x2212),
)
#: Letters of Latin, Greek and Cyrillic scripts, their marks, and the signs that belong to them.
_LETTERS: tuple[tuple[int, int], ...] = (
    (0x0020, 0x007E),
    (0x00A0, 0x036F),
    (0x0370, 0x052F),
    (0x1AB0, 0x1ABD),
    (0x1C80, 0x1C88),
    (0x1D00, 0x1FFF),
    (0x2010, 0x205E),
    (0x2070, 0x209C),
    (0x20A0, 0x20C0),
    (0x2100, 0x214F),
    (0x2150, 0x218B),
    (0x2C60, 0x2C7F),
    (0x2DE0, 0x2DFF),
    (0xA640, 0xA69F),
    (0xA720, 0xA7CA),
    (0xFB00, 0xFB06),
)
#: Arrows and the signs of mathematics.
_SIGNS: tuple[tuple[int, int], ...] = (
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x2300, 0x23FF),
    (0x25A0, 0x25FF),
    (0x27C0, 0x27FF),
    (0x2900, 0x29FF),
    (0x2A00, 0x2AFF),
    (0x2B00, 0x2B73),
)
#: Letters of Korean that syllables are made of, and circled ones; see :func:`korean_characters`.
_HANGUL: tuple[tuple[int, int], ...] = (
    (0x1100, 0x1112),
    (0x1161, 0x1175),
    (0x11A8, 0x11C2),
    (0x3131, 0x318E),
    (0x3200, 0x321E),
    (0x3260, 0x327F),
)
#: Every face has them: a space is set in the face of the letter before it, whatever that one lacks.
SPACES = frozenset({0x0020, 0x00A0, 0x3000})
_REPERTOIRES = {
    CHINESE: _SYMBOLS,
    "latin": _LATIN,
    "figures": _FIGURES,
    "letters": _LETTERS,
    "signs": _SIGNS,
    HANGUL: _HANGUL,
}
_BOUNDS = {"latin": _LATIN_BOUNDS, "figures": _FIGURES}


def bounds_of(repertoire: str) -> tuple[tuple[int, int], ...]:
    """The ranges of code points, first and last, that a face is asked for in a mixed line; none means all."""
    return _BOUNDS.get(repertoire, ())


@cache
def gb2312_characters() -> frozenset[int]:
    """The 7445 characters of GB 2312, as code points; its dash and dot as Unicode text writes them too."""
    return frozenset({0x2014, 0x00B7, *_decode_rows("gb2312", range(0xA1, 0xF8))})


@cache
def korean_characters() -> frozenset[int]:
    """The 2350 syllables of KS X 1001, which Korean of today is written in, as code points."""
    return frozenset(_decode_rows("euc_kr", range(0xB0, 0xC9)))


def _decode_rows(encoding: str, rows: range) -> Iterator[int]:
    """The code points of some rows of a standard of 94 cells a row; cells that are empty are passed over."""
    for row in rows:
        for cell in range(0xA1, 0xFF):
            with suppress(UnicodeDecodeError):
                yield ord(bytes((row, cell)).decode(encoding))


@cache
def general_standard_characters(folder: Path) -> frozenset[int]:
    """The 8105 characters of 通用规范汉字表, as code points; ``folder`` is the folder of fonts."""
    lines = (folder / GENERAL_STANDARD).read_text(encoding="utf-8").splitlines()
    return frozenset(ord(character) for line in lines if not line.startswith("#") for character in line.strip())


def required_characters(folder: Path) -> frozenset[int]:
    """The characters that every Chinese face must hold."""
    return gb2312_characters() | general_standard_characters(folder)


def repertoire_characters(repertoire: str, folder: Path) -> frozenset[int] | None:
    """The characters that a face of this repertoire is cut down to; None where it keeps all that it has."""
    if repertoire == WHOLE:
        return None
    characters = spread_ranges(_REPERTOIRES[repertoire])
    if repertoire == HANGUL:
        return characters | korean_characters()
    return characters | required_characters(folder) if repertoire == CHINESE else characters


def spread_ranges(ranges: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Every code point of some ranges, first and last included."""
    return frozenset(code for first, last in ranges for code in range(first, last + 1))
