"""Walk the tokens of copy: check what they ask for, give blocks their ids, and render them."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it.token import Token

from pressroom.galley.directives import set_directive
from pressroom.galley.furniture import RUBY, STRAY, check_ruby
from pressroom.galley.html import escape, figure_html
from pressroom.galley.options import Options, read_options
from pressroom.galley.tokens import DEEPEST, DIRECTIVE_CLOSE, DIRECTIVE_OPEN, render_tokens
from pressroom.issue import Article, Picture
from pressroom.pictures import check_reference, find_picture
from pressroom.report import Finding, Place, query, stop
from pressroom.words import nearest

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
_HOLDING = {"blockquote_open", "list_item_open", DIRECTIVE_OPEN}
_STRAY = re.compile(rf"\*\*|:::|!\[|\[\^|{STRAY}")


class Setter:
    """The state of setting one article: its lines, the blocks, pictures and findings so far."""

    def __init__(self, article: Article, folder: Path, slugs: tuple[str, ...]) -> None:
        self.article = article
        self.folder = folder
        self.slugs = slugs
        self.lines = article.copy.split("\n")
        self.blocks: list[tuple[str, int]] = []
        self.pictures: list[Picture] = []
        self.findings: list[Finding] = []

    def place(self, token_line: int, snippet: str = "") -> Place:
        """The place of a line of the copy (from 0), and of a snippet on it or below it."""
        for line in range(token_line, len(self.lines)) if snippet else ():
            column = self.lines[line].find(snippet)
            if column >= 0:
                return Place(self.article.place.file, self.article.copy_line + line, column + 1)
        return Place(self.article.place.file, self.article.copy_line + token_line, 1)

    def name_block(self, token_line: int) -> str:
        """Give the next block its id."""
        ident = f"{self.article.slug}-b{len(self.blocks) + 1}"
        self.blocks.append((ident, self.article.copy_line + token_line))
        return ident

    def set(self, tokens: list[Token]) -> str:
        """Render tokens, directives included."""
        parts: list[str] = []
        plain: list[Token] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            if token.type == DIRECTIVE_OPEN:
                parts.append(render_tokens(plain, self.article))
                plain = []
                end = _find_close(tokens, position)
                parts.append(set_directive(self, self._read(token), tokens[position + 1 : end], _line(token)))
                position = end + 1
                continue
            figure = self._lone_image(tokens, position)
            if figure is not None:
                parts.append(render_tokens(plain, self.article) + figure)
                plain = []
                position += 3
                continue
            self._visit(token)
            plain.append(token)
            position += 1
        return "".join([*parts, render_tokens(plain, self.article)])

    def refuse_notes(self, labels: list[str]) -> None:
        """Refuse notes that nothing calls: the parser leaves their words out."""
        for label in labels:
            hint = f"put [^{label}] where the note belongs, or take the note out"
            message = f"nothing calls the note [^{label}]"
            self.findings.append(stop("uncalled-note", message, self.place(0, f"[^{label}]:"), hint))

    def refuse_depth(self, tokens: list[Token]) -> None:
        """Refuse what stands so deep in quotations or lists that the parser leaves its words out."""
        deep = (token for token in tokens if token.type in _HOLDING and token.level >= DEEPEST - 1)
        if token := next(deep, None):
            message = f"quotations or lists stand {DEEPEST} deep in each other"
            self.findings.append(stop("too-deep", message, self.place(_line(token)), "take some of the > or - out"))

    def _read(self, token: Token) -> Options:
        """Read the options of a directive; see that it is closed."""
        line = _line(token)
        last = self.lines[token.map[1]].strip() if token.map and token.map[1] < len(self.lines) else ""
        if not last or set(last) != {":"}:
            message = f"the directive {token.info.strip().partition(' ')[0]!r} is not closed"
            self.findings.append(
                stop("open-directive", message, self.place(line), f"add a line {token.markup} below it")
            )
        place = self.place(line)
        options, findings = read_options(token.info, self.lines[line], place.file, place.line, nearest)
        self.findings += findings
        return options

    def _visit(self, token: Token) -> None:
        """Check one token, and give it an id where it opens a block."""
        line = _line(token)
        if token.type == "html_block":
            self.findings.append(self._refuse_html(token.content.strip().partition("\n")[0], line))
        elif token.type == "heading_open" and token.tag == "h1":
            hint = "begin subheads with ##; the headline stands in the front matter"
            self.findings.append(stop("headline-in-copy", "# is the headline's", self.place(line), hint))
        elif token.type == "inline":
            self._visit_inline(token.children or [], line, token.content)
        if token.type in _WITH_ID and not token.hidden and token.map:
            token.attrSet("id", self.name_block(line))

    def _visit_inline(self, children: list[Token], line: int, source: str) -> None:
        """Check what stands inside a line: links, pictures, raw HTML, marks that were not understood."""
        for child in children:
            if child.type == "html_inline":
                self.findings.append(self._refuse_html(child.content, line))
            elif child.type == "image":
                hint = "give it a paragraph of its own, or a ::: figure"
                message = f"the picture {child.attrs.get('src')} stands inside a line"
                self.findings.append(stop("picture-in-line", message, self.place(line, "!["), hint))
            elif child.type == "link_open":
                self._check_link(child, line)
            elif child.type == RUBY:
                finding = check_ruby(child, self.place(line, child.markup))
                self.findings += [finding] if finding else []
            elif child.type == "text" and (stray := _find_stray(child.content, source)):
                hint = "put a space outside the stars, or move the mark: **黑体**，后文"
                if stray[0] == "{" or stray[-1] == "}":
                    hint = "open and close it with one sign: {.要点.}; or write \\{ for the brace"
                place = self.place(line, stray)
                self.findings.append(query("stray-mark", f"{stray} prints as it stands", place, hint))

    def _check_link(self, token: Token, line: int) -> None:
        """Let links go to articles of the issue only."""
        target = str(token.attrs.get("href", ""))
        place = self.place(line, target if target in self.article.copy else "](")
        if target in self.slugs:
            token.attrSet("href", f"pressroom:{target}")
            return
        if check_reference(target, place):
            hint = "print the address as text, or show it with ::: qr"
            message = f"{target[:80]} is an address: links go to articles of the issue"
            self.findings.append(stop("remote-reference", message, place, hint))
            return
        near = nearest(target, self.slugs)
        hint = f"did you mean {near!r}?" if near else "name the slug of an article of this issue"
        self.findings.append(stop("dead-link", f"there is no article {target!r}", place, hint))

    def _refuse_html(self, snippet: str, line: int) -> Finding:
        """Refuse raw HTML by name."""
        hint = "use Markdown or a directive; write &lt; for the sign <"
        return stop("raw-html", f"raw HTML: {snippet[:60]}", self.place(line, snippet[:20]), hint)

    def _lone_image(self, tokens: list[Token], position: int) -> str | None:
        """Set a paragraph that is only ``![alt](src "caption")`` as a figure."""
        inline = tokens[position + 1] if position + 1 < len(tokens) else None
        if tokens[position].type != "paragraph_open" or inline is None or inline.type != "inline":
            return None
        children = inline.children or []
        if len(children) != 1 or children[0].type != "image":
            return None
        image, line = children[0], _line(tokens[position])
        ident = self.name_block(line)
        caption = str(image.attrs.get("title", ""))
        picture = self.find(str(image.attrs["src"]), image.content, self.place(line, str(image.attrs["src"])), caption)
        return figure_html(ident, picture, caption and f"<p>{escape(caption)}</p>")

    def find(self, reference: str, alt: str, place: Place, caption: str = "", credit: str = "") -> Picture | None:
        """Find a picture; note what is wrong with it."""
        file, findings = find_picture(self.folder, reference, place)
        if not alt.strip():
            hint = 'say what it shows: alt="…"'
            findings.append(stop("missing-alt", f"{reference} has no words for those who cannot see it", place, hint))
        self.findings += findings
        if file is None or findings:
            return None
        picture = Picture(file, alt, place, caption, credit)
        self.pictures.append(picture)
        return picture


def _find_stray(text: str, source: str) -> str:
    """Find a mark that prints as it stands, if it was not meant to: in the source no backslash stands in it."""
    for found in _STRAY.finditer(text):
        if re.search(rf"(?<!\\){re.escape(found[0])}", source):
            return found[0]
    return ""


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
