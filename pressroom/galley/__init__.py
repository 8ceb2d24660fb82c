"""Set copy into galleys: Markdown in, semantic HTML of one article out, the same for print and EPUB."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pressroom.galley.html import measure_blocks
from pressroom.galley.plain import query_furniture
from pressroom.galley.setter import Setter
from pressroom.galley.tokens import parse_copy
from pressroom.galley.typeset import refuse_controls, refuse_depth, refuse_notes, set_tokens
from pressroom.issue import Article, Picture
from pressroom.pictures import Art
from pressroom.report import Finding, Place, Severity, SourceError


@dataclass(frozen=True)
class Block:
    """A piece of a galley that has an id: the line of copy it came from, and how many characters are its own.

    White space is not counted, nor what stands in a block inside it, in a drawing, or in what layouts may leave out
    (the table of a chart, the head of a table, the way back from a note).
    """

    ident: str
    line: int
    length: int = 0


@dataclass(frozen=True)
class Galley:
    """One article as set type: HTML that says what things are, not how they look.

    ``html`` is well-formed XML. Its blocks have ids that begin with the article's slug. ``spoken`` are the languages
    that passages of it are said to be in, each with the place where that is said.
    """

    article: Article
    html: str
    blocks: tuple[Block, ...]
    pictures: tuple[Picture, ...]
    queries: tuple[Finding, ...] = field(default=(), compare=False)
    spoken: tuple[tuple[str, Place], ...] = field(default=(), compare=False)

    @property
    def text(self) -> str:
        """What the article says, its furniture included, without markup."""
        article = self.article
        furniture = [*article.headline, article.short_headline, article.kicker, article.tag, article.deck]
        people = [word for credit in article.bylines for word in (credit.role, *credit.names)]
        lead = [article.lead.caption, article.lead.credit] if article.lead else []
        body = re.sub(r"<[^>]*>", "", self.html)
        return "\n".join([*furniture, *people, *lead, body])

    def place(self, ident: str) -> Place:
        """Find the line of copy that a block came from."""
        line = next((block.line for block in self.blocks if block.ident == ident), 1)
        return Place(self.article.place.file, line)


def set_galley(
    article: Article, art: Art, slugs: Collection[str] = (), words: Mapping[str, str] = MappingProxyType({})
) -> Galley:
    """Set one article; ``art`` are the pictures of its issue, ``slugs`` the articles that links may go to.

    ``words`` are what the issue writes itself.

    :raises SourceError: with everything in the copy that cannot be set.
    """
    setter = Setter(article, art, tuple(slugs), words, set_tokens)
    tokens, uncalled = parse_copy(article)
    refuse_notes(setter, uncalled)
    refuse_depth(setter, tokens)
    setter.findings += query_furniture(article)
    html = setter.set(tokens)
    refuse_controls(setter, html)
    stops = [finding for finding in setter.findings if finding.severity == Severity.STOP]
    if stops:
        raise SourceError(setter.findings)
    lengths = measure_blocks(html, {ident for ident, _ in setter.blocks})
    blocks = tuple(Block(ident, line, lengths.get(ident, 0)) for ident, line in setter.blocks)
    lead = (article.lead,) if article.lead else ()
    spoken = tuple(dict.fromkeys(setter.spoken))
    return Galley(article, html, blocks, (*lead, *setter.pictures), tuple(setter.findings), spoken)
