"""Write the copy of a first issue: the words of a language and a page in, one article of each kind out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pressroom.language.words import default_roles
from pressroom.read.sheet import write_yaml
from pressroom.starting.sizes import PagePlan

_PARAGRAPHS = 10  # that speak of how an issue is made, and stand wherever a page has room
_SUBHEADS = 3
_LETTER = 0.8  # signs in a line of a letter to the reader, to those of the columns it stands across
_SENTENCE = re.compile(r".*?(?:[.!?](?= |$) ?|[。！？]|$)")


@dataclass(frozen=True)
class Writer:
    """What copy is written of: words, the page that it should fill, and the year and month of the issue."""

    words: Mapping[str, str]
    page: PagePlan
    date: str

    def say(self, name: str) -> str:
        """A word of those that first issues are made of."""
        return self.words[f"new-{name}"].strip()

    def fill(self, first: Sequence[str], lines: float, begin: int, heads: bool = True) -> str:
        """Write paragraphs until so many lines of a column are taken, with subheads if these are wanted.

        ``begin`` says which paragraph is the first to be taken.
        """
        parts, left, number = list(first), lines, 0
        left -= sum(self._lines(text) for text in first)
        while number < _PARAGRAPHS:
            text = self.say(f"more-{(begin + number) % _PARAGRAPHS + 1}")
            head = 2 if heads and number % 3 == 1 else 0
            text = self._cut(text, left - head)
            if not text:
                break
            if head:
                parts.append(f"## {self.say(f'subhead-{(begin + number) // 3 % _SUBHEADS + 1}')}")
            parts.append(text)
            left -= self._lines(text) + head
            number += 1
        return "\n\n".join(parts)

    def _cut(self, text: str, lines: float) -> str:
        """As many sentences of a text as so many lines hold."""
        kept = ""
        for sentence in _SENTENCE.findall(text):
            if self._lines(kept + sentence) > lines + 0.5:
                break
            kept += sentence
        return kept.strip()

    def _lines(self, text: str) -> int:
        """How many lines of a column a text takes, about."""
        return math.ceil(len(text) / self.page.signs + 0.4)

    def column_lines(self, used: float) -> float:
        """The lines of all columns of a page below something that takes so many across it."""
        return self.page.columns * (self.page.lines - used)


def write_articles(writer: Writer) -> dict[str, str]:
    """Write all articles by their slugs."""
    made = [*_write_short(writer), *_write_long(writer), *_write_talk(writer), *_write_rest(writer)]
    return dict(made)


def _article(writer: Writer, name: str, body: str, **furniture: Any) -> str:
    """An article with its front matter; where nothing else is said, its headline is the word of its name."""
    sheet = {"headline": writer.say(f"{name}-headline")} | {key: value for key, value in furniture.items() if value}
    return f"---\n{write_yaml(sheet)}---\n{body.strip()}\n"


def _lead(writer: Writer, name: str, caption: str = "") -> dict[str, str]:
    """The picture that an article opens with."""
    lead = {"src": f"art/{name}.svg", "alt": writer.say(f"alt-{name}")}
    return lead | ({"caption": caption} if caption else {})


def _by(writer: Writer, *people: int) -> list[dict[str, Any]]:
    """A byline in the first role that the language has for those who write."""
    role = writer.words["roles-words"]
    assert role in default_roles(writer.words)
    return [{"role": role, "names": [writer.say(f"person-{number}") for number in people]}]


def _write_short(writer: Writer) -> Iterator[tuple[str, str]]:
    """The letter of the editors, and briefs."""
    page, say = writer.page, writer.say
    letter = replace(page, signs=page.signs * page.columns * _LETTER)  # its lines run across the page
    text = replace(writer, page=letter).fill(say("editorial-text").split("\n\n"), (page.lines - 8) / 1.45, 4, False)
    yield "editorial", _article(writer, "editorial", f"{text}\n\n{say('editorial-signature')}")
    for number in (1, 2, 3):
        name = f"brief-{number}"
        lead = _lead(writer, "place") if number == 2 else None
        share = writer.page.columns * writer.page.lines * (0.16 if number == 2 else 0.2)
        body = writer.fill([writer.say(f"{name}-text")], share, 3 * number, heads=False)
        yield name, _article(writer, name, body, lead=lead)


def _write_long(writer: Writer) -> Iterator[tuple[str, str]]:
    """What stands in columns: opener, feature, part, focus, profile."""
    say, lead = writer.say, writer.page.lead
    body = writer.fill([say("opener-text")], 0.9 * writer.column_lines(lead + 11), 0)
    yield "opener", _article(writer, "opener", body, deck=say("opener-deck"), lead=_lead(writer, "opener"))
    box = [f"| {say(f'box-{number}')} | {count} |" for number, count in ((1, 16), (2, 19), (3, 16))]
    boxed = f"::: databox {{title={_quoted(say('box-title'))}}}\n| | |\n|---|---:|\n" + "\n".join(box) + "\n:::"
    quote = f"::: pullquote\n{say('feature-quote')}\n:::"
    text = writer.fill([say("feature-text")], 0.96 * writer.column_lines(lead + 11) - 12, 1)
    yield (
        "feature",
        _article(
            writer,
            "feature",
            f"{text}\n\n{quote}\n\n{boxed}",
            kicker=say("feature-kicker"),
            deck=say("feature-deck"),
            bylines=_by(writer, 1, 2),
            lead=_lead(writer, "feature", say("caption-1")),
        ),
    )
    items = "\n".join(f"{number}. {say(f'part-item-{number}')}" for number in (1, 2, 3))
    yield "part", _article(writer, "part", f"::: list {{type=numbered}}\n{items}\n:::", deck=say("part-deck"))
    rows = [f"| {say(f'chart-{number}')} | {count} |" for number, count in ((1, 4), (2, 2), (3, 1))]
    head = f"| {say('chart-name')} | {say('chart-count')} |\n|---|---:|\n"
    options = f"type=bar title={_quoted(say('chart-heading'))} unit={_quoted(say('chart-unit'))}"
    chart = f"::: chart {{{options}}}\n{head}" + "\n".join(rows) + "\n:::"
    text = writer.fill([say("focus-text")], 0.96 * writer.column_lines(5) - 12, 4)
    yield "focus", _article(writer, "focus", f"{text}\n\n{chart}", bylines=_by(writer, 1))
    text = writer.fill([say("profile-text")], 0.95 * writer.column_lines(lead + 14), 6)
    first, _, rest = text.partition("\n\n")
    body = f"{first}\n\n::: pullquote\n{say('profile-quote')}\n:::\n\n{rest}"
    yield (
        "profile",
        _article(writer, "profile", body, deck=say("profile-deck"), lead=_lead(writer, "profile")),
    )


def _write_talk(writer: Writer) -> Iterator[tuple[str, str]]:
    """The pieces of a forum: two pages."""
    say, lines = writer.say, writer.column_lines(0)
    yield "report", _article(writer, "report", writer.fill([say("report-text")], 0.46 * lines, 2))
    tags = {name: writer.words[f"tag-{name}"] for name in ("observation", "lecture", "roundtable", "exchange")}
    body = writer.fill([say("observation-text")], 0.2 * lines, 5)
    yield "observation", _article(writer, "observation", body, tag=tags["observation"])
    body = writer.fill([say("lecture-text")], 0.24 * lines, 7)
    yield "lecture", _article(writer, "lecture", body, tag=tags["lecture"])
    panels = [
        f"::: panel {{name={_quoted(say(f'person-{number}'))} role={_quoted(say(f'post-{number}'))} "
        f"portrait=art/portrait-{number}.svg alt={_quoted(say('alt-portrait'))}}}\n{say(f'statement-{number}')}\n:::"
        for number in (1, 2)
    ]
    body = "\n\n".join([say("roundtable-text"), *panels])
    yield "roundtable", _article(writer, "roundtable", body, tag=tags["roundtable"])
    yield "exchange", _article(writer, "exchange", say("exchange-text"), tag=tags["exchange"])


def _write_rest(writer: Writer) -> Iterator[tuple[str, str]]:
    """Pieces from elsewhere and near by, pictures, dates, an advertisement."""
    say, piece = writer.say, round(0.63 * writer.page.lead)
    note = f"::: note {{title={_quoted(say('digest-note-title'))}}}\n{say('digest-note')}\n:::"
    text = writer.fill([say("digest-text")], 0.96 * writer.column_lines(8) - 6, 8)
    yield "digest", _article(writer, "digest", f"{text}\n\n{note}", tag=say("digest-tag"))
    text = writer.fill([say("place-text")], 0.96 * writer.column_lines(piece + 8), 9)
    yield "place", _article(writer, "place", text, tag=say("place-tag"), lead=_lead(writer, "place"))
    figures = "\n\n".join(
        f"::: figure {{src=art/photo-{number}.svg alt={_quoted(say(f'alt-photo-{number}'))} number={number}}}\n"
        f"{say(f'caption-{number}')}\n:::"
        for number in (1, 2, 3)
    )
    body = f"{say('photos-text')}\n\n:::: gallery\n{figures}\n::::"
    yield "photos", _article(writer, "photos", body, deck=say("photos-deck"))
    year, month = writer.date.split("-")[:2]
    events = "\n".join(
        f"- **{year}.{month}.{day:02}** {say(f'event-{number}')}" for number, day in ((1, 2), (2, 9), (3, 17), (4, 28))
    )
    text = writer.fill([], 0.95 * writer.column_lines(5) - 20, 3)
    body = f"::: list {{type=events}}\n{events}\n:::\n\n{text}"
    yield "chronicle", _article(writer, "chronicle", body)
    options = f"title={_quoted(say('ad-title'))} src=art/ad.svg alt={_quoted(say('alt-ad'))}"
    yield "ad", _article(writer, "ad", f"::: ad {{{options}}}\n{say('ad-text')}\n:::")


def _quoted(text: str) -> str:
    """A value of a directive's option."""
    return '"' + text.replace('"', "”") + '"'
