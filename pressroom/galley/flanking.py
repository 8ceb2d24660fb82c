"""Emphasis as Chinese is written: without spaces, and with marks of a whole cell beside the stars.

CommonMark asks for a space or a mark outside where a mark stands inside, ``**「甲」**乙``, which Chinese has not. Marks
and characters that fill a cell are letters here where CommonMark looks for marks in the way, and marks where it looks
for marks that help. See https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md
"""

from __future__ import annotations

import unicodedata
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token

from pressroom.typography.cells import fills_cell, is_selector


class ChineseInline(ParserInline):
    """The parser of what stands inside lines, with the rule of Chinese emphasis."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Parse one block of text; give its tokens."""
        state = _FlankingState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _FlankingState(StateInline):
    """The state of the parser, which looks at what stands beside stars."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 (the parser's names)
        """See whether a row of stars may open and close emphasis."""
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before, behind = _letter_before(self.src, start), self.src[end] if end < self.posMax else " "
        opens = not _is_space(behind) and (not _hinders(behind) or _is_space(before) or _helps(before))
        closes = not _is_space(before) and (not _hinders(before) or _is_space(behind) or _helps(behind))
        can_open = opens and (canSplitWord or not closes or _is_mark(before))
        can_close = closes and (canSplitWord or not opens or _is_mark(behind))
        return Scanned(can_open, can_close, end - start)


def _letter_before(source: str, start: int) -> str:
    """The character before a place, without its variation selector; a space where there is none."""
    at = start - 1
    if at > 0 and is_selector(source[at]):
        at -= 1
    return source[at] if at >= 0 else " "


def _is_space(character: str) -> bool:
    return isWhiteSpace(ord(character))


def _is_mark(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def _hinders(character: str) -> bool:
    """Whether a mark inside the stars needs a space or a mark outside."""
    return _is_mark(character) and not _is_chinese(character)


def _helps(character: str) -> bool:
    """Whether a character outside the stars lets a mark stand inside."""
    return _is_mark(character) or _is_chinese(character)


def _is_chinese(character: str) -> bool:
    """Whether a character fills a cell; the spec counts Hangul here."""
    return fills_cell(character) or unicodedata.name(character, "").startswith("HANGUL")
