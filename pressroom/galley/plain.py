"""Look for marks of Markdown where words are plain: front matter, options of directives, captions in quotes.

Nothing reads marks there, so they would print as they stand: stars, braces, the calls of notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressroom.galley.options import Options
from pressroom.issue import Article
from pressroom.report import Finding, Place, query

_MARKS = re.compile(
    r"\*\*[^\s*][^*\n]*\*\*|(?<![0-9A-Za-z*])\*[^\s*][^*\n]*\*(?![0-9A-Za-z*])"  # weight, emphasis
    r"|(?<!\w)__?[^\W\d_][^_\n]*__?(?!\w)|~~[^\s~][^~\n]*~~|==[^\s=][^=\n]*==|`[^`\n]+`"
    r"|\{([._~])[^{}\n]+\1\}|\{[^{}|｜\n]*[|｜][^{}\n]*\}"  # signs
    r"|\][\[{(][^\])}\n]*[\])}]|\[\^[^\]\n]+\]"  # links, notes
    r"|<!--.*?-->|</?[A-Za-z][^<>\n]*>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});|\\[*_{}~`\[\]]"
)
_HINT = "words are plain here: take the marks out"
#: Options that hold words; the others are files, numbers, choices.
_WORDED = frozenset({"title", "by", "name", "role", "label", "credit", "source", "unit", "number", "alt"})


def query_furniture(article: Article) -> list[Finding]:
    """Name the marks in the front matter of an article."""
    lines = article.head.split("\n")
    return [
        _query(mark, _place(article, lines, mark))
        for mark in dict.fromkeys(mark for words in _furniture(article) for mark in find_marks(words))
    ]


def query_options(options: Options) -> list[Finding]:
    """Name the marks in the options of a directive."""
    return [
        _query(mark, place) for name, value, place in options.values if name in _WORDED for mark in find_marks(value)
    ]


def query_words(words: str, place: Place) -> list[Finding]:
    """Name the marks in plain words that stand at a place."""
    return [_query(mark, place) for mark in find_marks(words)]


def find_marks(words: str) -> list[str]:
    """Find the marks of Markdown in words that nothing reads as Markdown."""
    return [found[0] for found in _MARKS.finditer(words)]


def _query(mark: str, place: Place) -> Finding:
    return query("stray-mark", f"{mark} prints as it stands", place, _HINT)


def _furniture(article: Article) -> Iterator[str]:
    """All plain words of an article."""
    yield from (*article.headline, article.short_headline, article.kicker, article.tag, article.deck)
    for line in article.bylines:
        yield from (line.role, *line.names)
    if article.lead:
        yield from (article.lead.caption, article.lead.credit, article.lead.alt)


def _place(article: Article, lines: list[str], mark: str) -> Place:
    """Find a mark in the front matter, which begins on the second line of its file."""
    for number, line in enumerate(lines):
        if mark in line:
            return Place(article.place.file, number + 2, line.find(mark) + 1)
    return article.place
