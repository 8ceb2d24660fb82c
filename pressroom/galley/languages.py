"""Read the language of a passage: ``[mot]{lang=fr}`` of words in a line, a line ``{lang=fr}`` of the block below it."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_MARK = re.compile(r"\{lang=([^{}\s]*)\}")
_BLOCKS = frozenset(
    {"paragraph_open", "heading_open", "bullet_list_open", "ordered_list_open", "blockquote_open", "table_open"}
)
#: A line that says a language, and is followed by nothing that it could be of.
LONE = "lone_language"
#: What looks like a mark of a language and is none.
STRAY = r"\]\{\w+=[^{}]*\}?|\{lang=?[^{}]*\}"


def use_languages(parser: MarkdownIt) -> None:
    """Teach a parser the marks of languages."""
    parser.inline.ruler.before("link", "language", _read_words)
    parser.block.ruler.before("code", "language", _read_line)
    parser.core.ruler.after("block", "language", _mark_blocks)
    parser.add_render_rule(LONE, lambda *_: "")


def _read_words(state: StateInline, silent: bool) -> bool:
    """Read words in brackets with their language behind them."""
    if state.src[state.pos] != "[" or "{lang=" not in state.src:
        return False
    start, end, most = state.pos + 1, state.md.helpers.parseLinkLabel(state, state.pos), state.posMax
    found = _MARK.match(state.src, end + 1, most) if end >= 0 else None
    if found is None:
        return False
    if not silent:
        state.push("language_open", "span", 1).attrs = {"lang": found[1]}
        state.pos, state.posMax = start, end
        state.md.inline.tokenize(state)
        state.push("language_close", "span", -1)
    state.pos, state.posMax = found.end(), most
    return True


def _read_line(state: StateBlock, line: int, _last: int, silent: bool) -> bool:
    """Read a line that says the language of the block below it."""
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
    found = _MARK.fullmatch(text)
    if found is None or state.is_code_block(line):
        return False
    if not silent:
        token = state.push(LONE, "", 0)
        token.map, token.meta = [line, line + 1], {"lang": found[1]}
        state.line = line + 1
    return True


def _mark_blocks(state: StateCore) -> None:
    """Give the blocks below such lines their language; in a tight list it is that of the item."""
    kept: list[Token] = []
    said: Token | None = None
    for token in state.tokens:
        if said is not None and token.type in _BLOCKS and _is_right_below(token, said):
            holder = kept[-1] if token.hidden and kept else token
            holder.attrSet("lang", str(said.meta["lang"]))
        elif said is not None:
            kept.append(said)
        said = token if token.type == LONE else None
        kept += [token] if said is None else []
    state.tokens = [*kept, *([said] if said else [])]


def _is_right_below(block: Token, line: Token) -> bool:
    """Whether a block begins on the line below another one."""
    return bool(block.map and line.map and block.map[0] == line.map[1])
