"""Walk the tokens of copy: check what they ask for, give blocks their ids, and render them."""

from __future__ import annotations

import re
from html import unescape
from itertools import accumulate

from markdown_it.token import Token

from pressroom.galley.directives import set_directive
from pressroom.galley.furniture import RUBY, STRAY, check_ruby
from pressroom.galley.html import figure_html
from pressroom.galley.languages import LONE
from pressroom.galley.languages import STRAY as STRAY_LANGUAGE
from pressroom.galley.options import Options, read_options
from pressroom.galley.plain import query_options, query_words
from pressroom.galley.setter import Setter
from pressroom.galley.tokens import DEEPEST, DIRECTIVE_CLOSE, DIRECTIVE_OPEN, render_tokens
from pressroom.pictures import check_reference
from pressroom.report import Finding, nearest, query, stop
from pressroom.typography.normaliser import HAN
from pressroom.workshop.markup import escape

_WITH_ID = {
    "paragraph_open",
    "heading_open",
    "list_item_open",
    "bullet_list_open",
    "ordered_list_open",
    "blockquote_open",
    "table_open",
    "tr_open",
}
_CURES = {
    "$": "write a formula as a picture; or write \\$ for the sign",
    "_": "write *甲*, or {_鲁迅_} for a name; or write \\_ for the sign",
    "~": "no space stands inside the strokes: ~~删去~~; or write \\~ for the sign",
    "<": "close the comment: <!-- … -->",
    "^": "write ² and ₂ themselves, and a formula as a picture",
    "[": "a note is called and written by one label: [^1]; boxes to tick are ☐ and ☑",
    "!": "write it as ![what it shows](art/a.jpg)",
    "|": "a table has a head, a line of |---|---| with as many cells below it, and an empty line before it",
    ":": "a directive stands on a line of its own; a term and its meaning are a list: - **甲**：乙",
}
_HOLDING = {"blockquote_open", "list_item_open", DIRECTIVE_OPEN}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_REFERENCE = re.compile(r"&#?\w{1,32};")
#: Marks of other kinds of Markdown, and what an editor meant and no rule read.
_OTHER = r"==(?=\S)[^=\n]+==|\$(?=[^\s$\d])[!-~ ]*?[^\s$]\$(?!\w)|(?<!\w)_(?=[^\W\d_])\w+_(?!\w)|<!--"
_OTHER += r"|(?<=[^\W_])(?P<raised>[~^])[0-9A-Za-z+-]{1,4}(?P=raised)|\[\[|(?<!\w):[a-z][a-z_]+:(?!\w)|^: |^\|(?=.*\|$)"
_OTHER += rf"|(?<![0-9A-Za-z_])(?P<under>__?)(?=[{HAN}])[{HAN}\w]+?(?P=under)(?![0-9A-Za-z_])"
_STRAY = re.compile(rf"\*\*|~~|:::|!\[|\[\^|{STRAY}|{STRAY_LANGUAGE}|{_OTHER}")
_TASK = re.compile(r"\[[ xX]\](?= )")
_WEB = re.compile(r"(?:https?://|mailto:|tel:)[^\s]", re.I)


def set_tokens(setter: Setter, tokens: list[Token]) -> str:
    """Render tokens, directives included."""
    parts: list[str] = []
    plain: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == DIRECTIVE_OPEN:
            parts.append(render_tokens(plain, setter.article))
            plain = []
            end = _find_close(tokens, position)
            parts.append(set_directive(setter, _read(setter, token), tokens[position + 1 : end], _line(token)))
            position = end + 1
            continue
        figure = _lone_image(setter, tokens, position)
        if figure is not None:
            parts.append(render_tokens(plain, setter.article) + figure)
            plain = []
            position += 3
            continue
        _visit(setter, token)
        plain.append(token)
        position += 1
    return "".join([*parts, render_tokens(plain, setter.article)])


def refuse_notes(setter: Setter, labels: list[str]) -> None:
    """Refuse notes that nothing calls: the parser leaves their words out."""
    for label in labels:
        hint = f"put [^{label}] where the note belongs, or take the note out"
        message = f"nothing calls the note [^{label}]"
        setter.findings.append(stop("uncalled-note", message, setter.place(0, f"[^{label}]:"), hint))


def refuse_depth(setter: Setter, tokens: list[Token]) -> None:
    """Refuse what stands so deep in quotations or lists that the parser leaves its words out."""
    deep = (token for token in tokens if token.type in _HOLDING and token.level >= DEEPEST - 1)
    if token := next(deep, None):
        message = f"quotations or lists stand {DEEPEST} deep in each other"
        setter.findings.append(stop("too-deep", message, setter.place(_line(token)), "take some of the > or - out"))
    for token in tokens:
        if token.children and max(accumulate(child.nesting for child in token.children)) > DEEPEST:
            message = f"marks of emphasis or links stand more than {DEEPEST} deep in each other"
            setter.findings.append(stop("too-deep", message, setter.place(_line(token)), "take some of the marks out"))


def refuse_controls(setter: Setter, html: str) -> None:
    """Refuse characters that no text may hold and that references such as ``&#12;`` bring in."""
    if _CONTROL.search(html) is None:
        return
    found = [
        stop("control-character", f"{match[0]} is a control character", setter.place(number, match[0]), "take it out")
        for number, line in enumerate(setter.lines)
        for match in _REFERENCE.finditer(line)
        if _CONTROL.match(unescape(match[0]))
    ]
    setter.findings += found or [
        stop("control-character", "there is a control character", setter.place(0), "take it out")
    ]


def _read(setter: Setter, token: Token) -> Options:
    """Read the options of a directive; see that it is closed."""
    line = _line(token)
    last = setter.lines[token.map[1]].strip() if token.map and token.map[1] < len(setter.lines) else ""
    if not last or set(last) != {":"}:
        message = f"the directive {token.info.strip().partition(' ')[0]!r} is not closed"
        setter.findings.append(
            stop("open-directive", message, setter.place(line), f"add a line {token.markup} below it")
        )
    place = setter.place(line)
    options, findings = read_options(token.info, setter.lines[line], place.file, place.line, nearest)
    setter.findings += [*findings, *query_options(options)]
    return options


def _visit(setter: Setter, token: Token) -> None:
    """Check one token, and give it an id where it opens a block."""
    line = _line(token)
    if token.type == "html_block":
        setter.findings.append(_refuse_html(setter, token.content.strip().partition("\n")[0], line))
    elif token.type == "heading_open" and token.tag == "h1":
        hint = "begin subheads with ##; the headline stands in the front matter"
        setter.findings.append(stop("headline-in-copy", "# is the headline's", setter.place(line), hint))
    elif token.type == LONE:
        hint = "put it right above a paragraph, a list or another block; a directive takes lang=… among its options"
        message = "a language is said of no block"
        setter.findings.append(stop("lone-language", message, setter.place(line, "{lang="), hint))
    elif token.type == "inline":
        _visit_inline(setter, token.children or [], line, token.content)
    if "lang" in token.attrs:
        setter.speak(str(token.attrs["lang"]), setter.place(max(line - 1, 0), "{lang="))
    if token.type in _WITH_ID and not token.hidden and token.map:
        token.attrSet("id", setter.name_block(line))
    if token.type == "ordered_list_open" and "start" in token.attrs:
        first = int(token.attrs["start"]) - 1  # the press reads no start="…"
        token.attrSet("style", f"counter-reset: list-item {first} item {first}")


def _visit_inline(setter: Setter, children: list[Token], line: int, source: str) -> None:
    """Check what stands inside a line: links, pictures, raw HTML, marks that were not understood."""
    for child in children:
        if child.type == "html_inline":
            setter.findings.append(_refuse_html(setter, child.content, line))
        elif child.type == "image":
            hint = "give it a paragraph of its own, or a ::: figure"
            message = f"the picture {child.attrs.get('src')} stands inside a line"
            setter.findings.append(stop("picture-in-line", message, setter.place(line, "!["), hint))
        elif child.type == "link_open":
            _check_link(setter, child, line)
        elif child.type == "language_open":
            setter.speak(str(child.attrs["lang"]), setter.place(line, f"{{lang={child.attrs['lang']}"))
        elif child.type == RUBY:
            finding = check_ruby(child, setter.place(line, child.markup))
            setter.findings += [finding] if finding else []
        elif child.type == "text":
            setter.findings += [_query_stray(setter, stray, line) for stray in _find_strays(child.content, source)]
    if task := _TASK.match(source):
        setter.findings.append(_query_stray(setter, task[0], line))


def _query_stray(setter: Setter, stray: str, line: int) -> Finding:
    """Name a mark that prints as it stands."""
    return query("stray-mark", f"{stray} prints as it stands", setter.place(line, stray), _cure_stray(stray))


def _cure_stray(stray: str) -> str:
    """Say what to write for a mark that was not understood."""
    if stray.startswith("=="):
        return "write {.要点.} for dots, **重点** for weight"
    if "lang" not in stray and "=" not in stray and (stray[0] == "{" or stray[-1] == "}"):
        return "open and close it with one sign: {.要点.}; or write \\{ for the brace"
    if "=" in stray or "lang" in stray:
        return "write [mot]{lang=fr} for words, a line {lang=fr} above a block"
    return _CURES.get(stray[0], "no space stands inside the stars: **黑体**，后文; or write \\* for a star")


def _check_link(setter: Setter, token: Token, line: int) -> None:
    """Let links go to articles of the issue, and to addresses of the web and of mail, which nothing here fetches."""
    target = str(token.attrs.get("href", ""))
    place = setter.place(line, target if target in setter.article.copy else "](")
    if target in setter.slugs:
        token.attrSet("href", f"pressroom:{target}")
        return
    if _WEB.match(target):
        token.attrSet("class", "address" if token.info == "auto" else "web")
        token.attrSet("data-address", re.sub("^(?:mailto|tel):", "", target))
        return
    if check_reference(target, place):
        hint = "links go to articles of the issue, to https://…, mailto:… and tel:…; other addresses stand as text"
        message = f"{target[:80]} is no address that a link may have"
        setter.findings.append(stop("remote-reference", message, place, hint))
        return
    near = nearest(target, setter.slugs)
    hint = f"did you mean {near!r}?" if near else "name the slug of an article of this issue"
    setter.findings.append(stop("dead-link", f"there is no article {target!r}", place, hint))


def _refuse_html(setter: Setter, snippet: str, line: int) -> Finding:
    """Refuse raw HTML by name."""
    hint = "use Markdown or a directive; write &lt; for the sign <"
    return stop("raw-html", f"raw HTML: {snippet[:60]}", setter.place(line, snippet[:20]), hint)


def _lone_image(setter: Setter, tokens: list[Token], position: int) -> str | None:
    """Set a paragraph that is only ``![alt](src "caption")`` as a figure."""
    inline = tokens[position + 1] if position + 1 < len(tokens) else None
    if tokens[position].type != "paragraph_open" or inline is None or inline.type != "inline":
        return None
    children = inline.children or []
    if len(children) != 1 or children[0].type != "image":
        return None
    image, line = children[0], _line(tokens[position])
    ident = setter.name_block(line)
    caption, place = str(image.attrs.get("title", "")), setter.place(line, str(image.attrs["src"]))
    setter.findings += query_words(caption, place)
    picture = setter.find(str(image.attrs["src"]), image.content, place, caption)
    return figure_html(ident, picture, caption and f"<p>{escape(caption)}</p>")


def _find_strays(text: str, source: str) -> list[str]:
    """Find marks that print as they stand, if they were not meant to: in the source no backslash stands in them."""
    marks = [found[0] for found in _STRAY.finditer(text)]
    meant = [mark for mark in marks if re.search(rf"{_before(mark)}{re.escape(mark)}", source, re.M)]
    braces = [mark for mark in meant if "{" in mark or "}" in mark]  # one slip leaves two of them
    return [mark for mark in dict.fromkeys(meant) if mark not in braces[1:] or mark == braces[0]]


def _before(mark: str) -> str:
    """What stands before a mark that is meant: no backslash; for those that open a line nothing."""
    return r"^[ \t]*" if mark in {": ", "|"} else r"(?<!\\)"


def _line(token: Token) -> int:
    """The line of the copy, from 0, where a token starts."""
    return token.map[0] if token.map else 0


def _find_close(tokens: list[Token], position: int) -> int:
    """Find the token that closes a directive."""
    depth = 0
    for index in range(position, len(tokens)):
        depth += {DIRECTIVE_OPEN: 1, DIRECTIVE_CLOSE: -1}.get(tokens[index].type, 0)
        if depth == 0:
            return index
    return len(tokens)
