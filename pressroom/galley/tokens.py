"""Parse copy: Markdown in, tokens out. The only place that knows how the parser is set up."""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from pressroom.galley.flanking import ChineseInline
from pressroom.galley.furniture import guard_readings, use_furniture
from pressroom.galley.joins import use_joins
from pressroom.galley.languages import use_languages
from pressroom.galley.tables import align_decimals, drop_empty_heads, span_cells
from pressroom.issue import Article

DIRECTIVE_OPEN = "container_directive_open"
DIRECTIVE_CLOSE = "container_directive_close"
#: How deep blocks may stand in blocks; the parser leaves out what is deeper.
DEEPEST = 100


def _make_parser() -> MarkdownIt:
    """CommonMark with tables, strokes, notes, directives and Chinese signs; raw HTML is parsed to be refused."""
    parser = MarkdownIt("commonmark")
    parser.inline = ChineseInline()
    parser.configure("commonmark", {"html": True, "xhtmlOut": True, "maxNesting": DEEPEST})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    use_furniture(parser)
    use_languages(parser)
    use_joins(parser)
    parser.use(container_plugin, "directive", validate=lambda *_: True)
    for name in ("footnote_block_open", "footnote_ref", "footnote_anchor"):
        parser.add_render_rule(name, _RULES[name])
    return parser


def _note_section(_self: Any, _tokens: list[Token], _index: int, _options: Any, env: dict[str, Any]) -> str:
    return f'<section class="notes" role="doc-endnotes" id="{env["docId"]}-notes">\n<ol>\n'


def _note_call(_self: Any, tokens: list[Token], index: int, _options: Any, env: dict[str, Any]) -> str:
    number = int(tokens[index].meta["id"]) + 1
    again = int(tokens[index].meta.get("subId", 0))
    ident = f"{env['docId']}-call{number}" + (f"-{again}" if again else "")
    target = f"fn-{env['docId']}-{number}"
    return f'<sup class="note-call"><a role="doc-noteref" id="{ident}" href="#{target}">{number}</a></sup>'


def _note_back(_self: Any, tokens: list[Token], index: int, _options: Any, env: dict[str, Any]) -> str:
    number = int(tokens[index].meta["id"]) + 1
    again = int(tokens[index].meta.get("subId", 0))
    ident = f"{env['docId']}-call{number}" + (f"-{again}" if again else "")
    return f' <a role="doc-backlink" class="note-back" href="#{ident}">{number}</a>'


_RULES = {"footnote_block_open": _note_section, "footnote_ref": _note_call, "footnote_anchor": _note_back}
_PARSER = _make_parser()


def parse_copy(article: Article) -> tuple[list[Token], list[str]]:
    """Parse the copy of an article; give its tokens, and the labels of notes that nothing calls."""
    shared = environment(article)
    tokens = drop_empty_heads(_PARSER.parse(guard_readings(article.copy), shared))
    align_decimals(tokens)
    notes: dict[str, int] = shared.get("footnotes", {}).get("refs", {})
    return span_cells(tokens), [label.removeprefix(":") for label, number in notes.items() if number < 0]


def render_tokens(tokens: list[Token], article: Article) -> str:
    """Render tokens that hold no directive."""
    return str(_PARSER.renderer.render(tokens, _PARSER.options, environment(article)))


def environment(article: Article) -> dict[str, Any]:
    """What the parser and its rules share: ids begin with the article's slug."""
    return {"docId": article.slug}
