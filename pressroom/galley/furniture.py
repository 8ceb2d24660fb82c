"""Read the signs of Chinese pages in copy: readings, emphasis dots, lines under names and titles.

Each stands in braces with a sign that pictures it: ``{汉|hàn}`` a reading, ``{.要点.}`` dots, ``{_鲁迅_}`` a line,
``{~呐喊~}`` a wave. No rule of flanking applies, so a mark may stand on either side without a space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from pressroom.galley.html import wrap
from pressroom.report import Finding, Place, query, stop
from pressroom.workshop.markup import escape

RUBY = "ruby"
_READING = re.compile(r"\{([^{}|｜\n]*)(\|\||｜｜|\||｜)([^{}|｜\n]*)\}")
_ROW = re.compile(r"^[ >]*\|.*$", re.M)
#: The sign inside the braces, the element that it sets and its class: what HTML has for each.
_LINES = {".": ("em", "stress"), "_": ("u", "proper"), "~": ("cite", "work")}
#: Signs that were not understood, and print as they stand.
STRAY = r"\{[._~](?!\})|(?<!\{)[._~]\}|\{[^{}|｜\n]*[|｜]"
_BRACE = re.compile(r"[{}\\]")
_WHOLE = "furniture"  # where the text of a paragraph is kept while its parts are read
_LONGEST = 12  # characters that a reading of a word may stand over: they are never parted


def use_furniture(parser: MarkdownIt) -> None:
    """Teach a parser the signs."""
    parser.inline.ruler.before("emphasis", "furniture", _read)
    parser.add_render_rule(RUBY, _render_ruby)


def guard_readings(copy: str) -> str:
    """Keep the bars of readings from parting the cells of tables."""
    if "{" not in copy:
        return copy
    return _ROW.sub(lambda row: _READING.sub(lambda found: found[0].replace("|", "｜"), row[0]), copy)


def _read(state: StateInline, silent: bool) -> bool:
    """Read one sign where the parser stands."""
    if state.src[state.pos] != "{":
        return False
    return _read_line(state, silent) or _read_ruby(state, silent)


def _read_line(state: StateInline, silent: bool) -> bool:
    """Read words between a brace with a sign and the sign with a brace."""
    start = state.pos
    sign = state.src[start + 1 : start + 2]
    if sign not in _LINES or not sign:
        return False
    whole = state.env.get(_WHOLE, "")
    if not whole.startswith(state.src):
        whole = state.env[_WHOLE] = state.src
    close = _pair_braces(whole).get(start, -1)
    if not 0 <= close < len(state.src) or not state.src[start + 2 : close].strip():
        return False
    if not silent:
        tag, name = _LINES[sign]
        before = state.tokens[-1] if state.tokens and not state.pending else None
        token = state.push(f"{name}_open", tag, 1)
        beside = before is not None and before.type == f"{name}_close"
        token.attrs = {"class": f"{name} beside" if beside else name}
        source, most = state.src, state.posMax
        state.src, state.pos, state.posMax = source[:close], start + 2, close  # rules may look beyond posMax
        state.md.inline.tokenize(state)
        state.src, state.posMax = source, most
        state.push(f"{name}_close", tag, -1)
    state.pos = close + 2
    return True


@lru_cache(maxsize=8)
def _pair_braces(text: str) -> Mapping[int, int]:
    """Map each brace with a sign to the same sign with a brace that closes it; other braces are paired as well."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    skipped = -1
    for found in _BRACE.finditer(text):
        place = found.start()
        if place == skipped:
            continue
        if text[place] == "\\":
            skipped = place + 1
        elif text[place] == "{":
            stack.append(place)
        elif stack:
            start = stack.pop()
            if place - start > 3 and text[place - 1] == text[start + 1]:
                pairs[start] = place - 1
    return pairs


def _read_ruby(state: StateInline, silent: bool) -> bool:
    """Read words and how they are read."""
    found = _READING.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push(RUBY, RUBY, 0)
        token.content, token.markup = found[1].strip(), found[0]
        token.meta = {"pairs": _pair(token.content, found[3].strip(), whole=len(found[2]) == 2)}
    state.pos = found.end()
    return True


def _pair(base: str, reading: str, *, whole: bool) -> tuple[tuple[str, str], ...]:
    """Give each character its reading where there are as many; else all of them one."""
    letters, readings = split_letters(base), reading.split()
    if whole or len(letters) != len(readings):
        return ((base, " ".join(readings)),)
    return tuple(zip(letters, readings, strict=True))


def split_letters(text: str) -> list[str]:
    """Split a text into letters, each with the accents and variation selectors behind it."""
    letters: list[str] = []
    for character in text:
        if letters and unicodedata.category(character) in ("Mn", "Mc", "Me"):
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def _render_ruby(_self: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    pairs = tokens[index].meta["pairs"]
    inner = "".join(f"{escape(base)}<rt>{escape(reading)}</rt>" for base, reading in pairs)
    return wrap("ruby", inner, class_="word" if len(pairs) == 1 and len(split_letters(pairs[0][0])) > 1 else "")


def check_ruby(token: Token, place: Place) -> Finding | None:
    """Look at a reading: both halves are there, and there are as many syllables as characters."""
    pairs: tuple[tuple[str, str], ...] = token.meta["pairs"]
    base, readings = token.content, " ".join(reading for _, reading in pairs).split()
    if not base or not readings:
        message = f"{token.markup} lacks {'its reading' if base else 'what is read'}"
        return stop("bad-reading", message, place, "write it as {汉字|hàn zì}, or \\{ for a brace")
    if len(pairs) > 1:
        return None
    letters = len(split_letters(base))
    if letters > _LONGEST:
        hint = "give each word its own: {词语|cíyǔ}{注音|zhùyīn}"
        return query("long-reading", f"one reading over {letters} characters, which no line can part", place, hint)
    meant = "||" in token.markup or "｜｜" in token.markup
    if meant or len(readings) < 2 or not any(_has_tone(reading) for reading in readings):
        return None
    message = f"{len(readings)} readings for {letters} characters: set as one over all"
    return query("uneven-readings", message, place, "write as many as there are characters, or || for one over all")


def _has_tone(reading: str) -> bool:
    """Tell whether a reading has a mark of tone, as pinyin has."""
    return any(mark in unicodedata.normalize("NFD", reading) for mark in "\u0304\u0301\u030c\u0300")
