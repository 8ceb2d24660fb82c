"""Join the lines of copy as its language does: tokens in, tokens out without the line ends that are nothing.

Between two characters of Chinese or Japanese a line end is nothing, beside Latin it is a space: CSS Text 3, segment
break transformation rules, https://www.w3.org/TR/css-text-3/#line-break-transform. Comments are left out before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from pressroom.typography.cells import fills_cell, is_shared_mark

_COMMENT = r"<!--(?:>|->|.*?-->)"
_COMMENTS = re.compile(rf"\s*(?:{_COMMENT}\s*)+", re.S)
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]+$")
_BREAK = "softbreak"


def use_joins(parser: MarkdownIt) -> None:
    """Teach a parser to leave comments out and to join lines."""
    parser.core.ruler.push("comments", _drop_comments)
    parser.core.ruler.push("joins", _join_lines)


def is_comment(text: str) -> bool:
    """Whether raw HTML is nothing but comments."""
    return _COMMENTS.fullmatch(text) is not None


def _drop_comments(state: StateCore) -> None:
    """Take out what editors write for each other."""
    state.tokens = [token for token in state.tokens if token.type != "html_block" or not is_comment(token.content)]
    for token in state.tokens:
        if token.children and any(child.type == "html_inline" for child in token.children):
            token.children = [
                child for child in token.children if child.type != "html_inline" or not is_comment(child.content)
            ]


def _join_lines(state: StateCore) -> None:
    """Take out the line ends that stand between Chinese."""
    for token in state.tokens:
        if token.children and any(child.type == _BREAK for child in token.children):
            token.children = _join(token.children)


def _join(children: Sequence[Token]) -> list[Token]:
    """Keep what is no line end, and line ends that are spaces."""
    return [
        child
        for at, child in enumerate(children)
        if child.type != _BREAK or not _is_nothing(_text_before(children, at), _text_behind(children, at))
    ]


def _is_nothing(before: str, behind: str) -> bool:
    """Whether a line end between two texts is nothing.

    Marks that Chinese shares with Latin go with what stands beyond them, ``”`` with the word it closes.
    """
    first, last = before[-1:], behind[:1]
    told = (fills_cell(first) or is_shared_mark(first)) and (fills_cell(last) or is_shared_mark(last))
    return told and (_is_chinese(reversed(before)) or _is_chinese(behind))


def _is_chinese(text: Iterable[str]) -> bool:
    """Whether the first character that tells is Chinese."""
    return fills_cell(next((letter for letter in text if not is_shared_mark(letter)), ""))


def _text_before(children: Sequence[Token], at: int) -> str:
    """The text before a line end, back to one before it."""
    parts: list[str] = []
    for child in reversed(children[:at]):
        if child.type in {_BREAK, "hardbreak"}:
            break
        parts.append(child.content if child.type != "footnote_ref" else "")
    return _SELECTOR.sub("", "".join(reversed(parts)).rstrip())


def _text_behind(children: Sequence[Token], at: int) -> str:
    """The text behind a line end, up to the next one."""
    parts: list[str] = []
    for child in children[at + 1 :]:
        if child.type in {_BREAK, "hardbreak"}:
            break
        parts.append(child.content if child.type != "footnote_ref" else "")
    return "".join(parts).lstrip()
