"""Letters measured and broken into lines, without opening a font: the widths of the press's own are known."""

from __future__ import annotations

import re
import unicodedata

SANS = "Pressroom Sans"
FIGURES = "Pressroom Figures"
LABEL = 7.5  # points

# Thousandths of an em. Text is placed by its left end, measured here: any other anchor makes WeasyPrint
# draw it in a transparency group of its own, in RGB, which a press must not get.
_SANS = {
    224: " \xa0", 270: "|", 275: "ij", 278: "',.:;", 284: "l", 293: "I", 323: "!", 325: "f", 338: "()[]{}", 347: "-",
    370: "°", 377: "t", 388: "r", 392: "/\\", 411: "²³", 467: "*", 468: "s", 474: '"?', 475: "z", 498: "x", 510: "c",
    521: "vy", 531: "Y", 535: "J", 536: "–", 543: "L", 552: "Fk", 554: "e", 555: "#$+0123456789<=>^~£¥€−", 559: "_",
    563: "a", 564: "g", 573: "X", 575: "V", 589: "E", 596: "S", 599: "T", 603: "Z", 606: "`o", 607: "hu", 608: "A",
    610: "n", 618: "b", 620: "dpq", 628: "µ", 633: "P", 635: "R", 638: "C", 646: "K", 657: "B", 680: "&", 688: "D",
    689: "G", 721: "U", 723: "N", 728: "H", 742: "OQ", 802: "w", 812: "M", 878: "W", 894: "—", 921: "%", 926: "m",
    946: "@",
}  # fmt: skip
_FIGURES = {
    237: " ", 302: ",.:;", 320: "-", 341: "/", 514: "–", 518: "$¥€", 519: "£", 529: "+0123456789<=>±×÷−", 932: "%",
    1313: "‰",
}  # fmt: skip
_WIDTHS = {
    family: {letter: width / 1000 for width, letters in table.items() for letter in letters}
    for family, table in ((SANS, _SANS), (FIGURES, _FIGURES))
}
_NOT_FIRST = frozenset("，。、；：！？）》〉」』】〕”’…—·～％‰℃,.;:!?)]}%°")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{￥¥$£€")


def measure(text: str, size: float, family: str = SANS) -> float:
    """The width of text in points, set at ``size`` points."""
    return size * sum(_width(letter, family) for letter in text)


def _width(letter: str, family: str) -> float:
    """The width of a letter in em; that of an unknown narrow letter is guessed from its base."""
    known = _WIDTHS[family].get(letter)
    if known is not None:
        return known
    if _is_wide(letter):
        return 1.0
    base = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS[SANS].get(base, 0.65)


def _is_wide(letter: str) -> bool:
    """Whether a letter takes a whole em and a line may break beside it."""
    return letter not in _WIDTHS[SANS] and unicodedata.east_asian_width(letter) in "WFA"


def break_lines(text: str, width: float, size: float = LABEL, family: str = SANS) -> tuple[str, ...]:
    """Break text into lines no wider than ``width`` points; marks stay with what they belong to."""
    lines: list[str] = []
    line = ""
    for unit in _split_units(text, width, size, family):
        if line and measure((line + unit).rstrip(), size, family) > width + 0.01:
            lines.append(line.rstrip())
            line = ""
        line += unit if line else unit.lstrip()
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)


def balance_lines(text: str, width: float, size: float = LABEL, family: str = SANS) -> tuple[str, ...]:
    """Break text into as few lines as it needs, of nearly equal length."""
    lines = break_lines(text, width, size, family)
    narrower = width
    while len(lines) > 1:
        narrower -= size / 4
        tried = break_lines(text, narrower, size, family)
        if len(tried) > len(lines) or _is_cut(text, narrower, size, family):
            break
        lines = tried
    return lines


def fits(text: str, width: float, most: int, size: float = LABEL, family: str = SANS) -> bool:
    """Whether text can be broken into at most so many lines without cutting a word."""
    return not _is_cut(text, width, size, family) and len(break_lines(text, width, size, family)) <= most


def _is_cut(text: str, width: float, size: float, family: str) -> bool:
    """Whether a word is wider than the line."""
    return any(measure(unit.strip(), size, family) > width + 0.01 for unit in _join_units(text))


def _split_units(text: str, width: float, size: float, family: str) -> list[str]:
    """The parts that a line is filled with; words wider than a line are cut into letters."""
    units: list[str] = []
    for unit in _join_units(text):
        units += list(unit) if measure(unit.strip(), size, family) > width + 0.01 else [unit]
    return units


def _join_units(text: str) -> list[str]:
    """The parts between which a line may break: Han one by one, words whole, marks and units with theirs."""
    units: list[str] = []
    for letter in re.sub(r"\s+", " ", text).strip():
        joins = units and (
            letter in _NOT_FIRST
            or letter == " "
            or units[-1][-1] in _NOT_LAST
            or (units[-1][-1].isdecimal() and units[-1][-1].isascii())
            or not (_is_wide(letter) or _is_wide(units[-1][-1]) or units[-1][-1] == " ")
        )
        if joins:
            units[-1] += letter
        else:
            units.append(letter)
    return units
