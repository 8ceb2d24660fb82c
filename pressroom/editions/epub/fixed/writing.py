"""Write a fixed page: its tags and its letters in, XHTML with every letter in its place out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType

from pressroom.editions.epub.fixed.tagging import PageTag
from pressroom.editions.epub.fixed.values import LetterStyle, TwinLetter, TwinPage, TwinPiece
from pressroom.workshop.markup import escape

_TAGS = {
    **{f"H{level}": f"h{level}" for level in range(1, 7)},
    "P": "p",
    "BlockQuote": "blockquote",
    "L": "ul",
    "LI": "li",
    "Table": "table",
    "THead": "thead",
    "TBody": "tbody",
    "TFoot": "tfoot",
    "TR": "tr",
    "TH": "th",
    "TD": "td",
}
#: What is a part of the line that it stands in.
_IN_LINE = frozenset({"Link", "Span", "Ruby", "RB", "RT"})
_BLOCKS = frozenset(_TAGS.values())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS = _HEADINGS | {"p"}
_UPRIGHT = (1.0, 0.0, 0.0, 1.0)
_SAME_LINE = 0.05  # points
#: What may hold paragraphs of its own; elsewhere a tag that has none of its own becomes one.
_CLOSED = frozenset({"ul", "table", "thead", "tbody", "tfoot", "tr"})


class PageWriter:
    """Writes one page; ``name_hand`` gives the class for a hand, ``pages`` has the page of each article by its slug."""

    def __init__(
        self,
        leaf: TwinPage,
        size: tuple[float, float],
        name_hand: Callable[[LetterStyle], str],
        pages: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.leaf, self.name_hand, self.pages = leaf, name_hand, pages
        self.width, self.height = size
        self.box = f"0 0 {self.width:g} {self.height:g}"

    def write(self, tags: Sequence[PageTag | TwinPiece]) -> str:
        """Write what a screen reader reads, in its order, and after it the furniture, which it passes over."""
        said = "".join(self._write(kid, "body") for kid in tags)
        furniture = [letter for piece, letters in self.leaf.letters.items() if piece.mark < 0 for letter in letters]
        shown = f'<div aria-hidden="true">{self._draw(furniture)}</div>\n' if furniture else ""
        return f"{said}{shown}"

    def _write(self, kid: PageTag | TwinPiece, around: str) -> str:
        """Write a tag, or letters that stand in one."""
        if isinstance(kid, TwinPiece):
            return self._letters([kid], around)
        if kid.role == "Figure":
            return self._picture(kid, around)
        name = self._choose(kid, around)
        inner = "".join(self._write_kids(kid.kids, name or around))
        if not inner:
            return ""
        if kid.target in self.pages:
            words = escape(self._text(kid))
            return f'<a href="{escape(self.pages[kid.target])}" aria-label="{words}">{inner}</a>'
        if not name:
            return inner
        if name == "th":
            # Validators find no words in a head cell that is drawn.
            hidden = inner.replace("<svg ", '<svg aria-hidden="true" ')
            inner = f'<span class="said">{escape(self._text(kid))}</span>{hidden}'
        return f"<{name}{self._attributes(kid, name)}>{inner}</{name}>" + ("\n" if name in _BLOCKS else "")

    def _text(self, kid: PageTag | TwinPiece) -> str:
        """What a tag says on this page."""
        letters = (letter for piece in _pieces(kid) for letter in self.leaf.letters.get(piece, ()))
        return "".join(letter.text for letter in letters).strip()

    def _choose(self, tag: PageTag, around: str) -> str:
        """The element for a tag; none for one that only groups, or where it may not stand."""
        name = _TAGS.get(tag.role, "")
        if tag.role == "Caption":
            name = "caption" if around == "table" else "p"
        if around in _PARAGRAPHS or around == "caption":
            return ""
        if name == "p" and around in _CLOSED:
            return ""
        return name

    def _attributes(self, tag: PageTag, name: str) -> str:
        """The scope of a head cell, the words of a heading, and the language of what is in another."""
        scope = f' scope="{"row" if tag.scope == "row" else "col"}"' if name == "th" else ""
        scope += f' aria-label="{escape(self._text(tag))}"' if name in _HEADINGS else ""
        tongue = escape(tag.language)
        return scope + (f' lang="{tongue}" xml:lang="{tongue}"' if tongue else "")

    def _write_kids(self, kids: Sequence[PageTag | TwinPiece], around: str) -> Iterator[str]:
        """Write the kids of a tag; pieces side by side are one text."""
        for loose, group in groupby(kids, self._is_loose):
            if loose:
                kids_here = list(group)
                yield self._letters([piece for kid in kids_here for piece in _pieces(kid)], around)
                # Behind their words, so that these are found and copied in one piece.
                yield self._letters(
                    [piece for kid in kids_here for piece in _readings(kid)], around if around in _CLOSED else "span"
                )
            else:
                yield from (self._write(kid, around) for kid in group)

    def _is_loose(self, kid: PageTag | TwinPiece) -> bool:
        """Whether something is a part of the line that it stands in."""
        return isinstance(kid, TwinPiece) or (kid.role in _IN_LINE and kid.target not in self.pages)

    def _letters(self, pieces: Sequence[TwinPiece], around: str) -> str:
        """Write letters; in a paragraph where there is none around them."""
        letters = [letter for piece in pieces for letter in self.leaf.letters.get(piece, ())]
        if not letters or around in _CLOSED:
            return ""
        drawn = self._draw(letters)
        return f"<p>{drawn}</p>\n" if around in {"body", "blockquote"} else drawn

    def _picture(self, tag: PageTag, around: str) -> str:
        """Write the words of a picture at its place; it is drawn on the ground of the page."""
        if not tag.words or around in _CLOSED:
            return ""
        left, bottom, right, top = tag.box if len(tag.box) == 4 else (0.0, 0.0, self.width, self.height)
        words = escape(tag.words)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{self.box}" role="img" aria-label="{words}">'
            f'<rect x="{left:g}" y="{self.height - top:g}" width="{right - left:g}" height="{top - bottom:g}" '
            'fill="none" /></svg>\n'
        )

    def _draw(self, letters: Sequence[TwinLetter]) -> str:
        """Draw letters where they stand."""
        lines = "".join(self._lines(letters))
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{self.box}" xml:space="preserve">{lines}</svg>'

    def _lines(self, letters: Sequence[TwinLetter]) -> Iterator[str]:
        """The texts of letters: one for each way that they are turned, so that they can be searched and copied."""
        for turn, group in groupby(letters, lambda letter: letter.hand.turn):
            turned = "" if turn == _UPRIGHT else f' transform="matrix({" ".join(f"{value:g}" for value in turn)} 0 0)"'
            yield f"<text{turned}>{''.join(self._spans([_turn_back(letter) for letter in group]))}</text>"

    def _spans(self, letters: Sequence[TwinLetter]) -> Iterator[str]:
        """Spans of one hand on one line; a space between two words that stand on two lines."""
        last: TwinLetter | None = None
        for run in _split(letters):
            if last and last.y != run[0].y and _is_latin(last.text[-1:]) and _is_latin(run[0].text[:1]):
                yield " "
            places = " ".join(f"{letter.x:g}" for letter in run)
            text = escape("".join(letter.text for letter in run))
            yield f'<tspan class="{self.name_hand(run[0].hand)}" x="{places}" y="{run[0].y:g}">{text}</tspan>'
            last = run[-1]


def _turn_back(letter: TwinLetter) -> TwinLetter:
    """A letter as it stands in its turned space."""
    a, b, c, d = letter.hand.turn
    area = a * d - b * c
    if letter.hand.turn == _UPRIGHT or not area:
        return letter
    across, down = (d * letter.x - c * letter.y) / area, (a * letter.y - b * letter.x) / area
    return replace(letter, x=round(across, 2), y=round(down, 2))


def _is_latin(sign: str) -> bool:
    """Whether a sign is part of a word that spaces keep apart from others."""
    return sign.isascii() and sign.isalnum()


def _pieces(kid: PageTag | TwinPiece) -> Iterator[TwinPiece]:
    """The pieces of a tag and of those in it, but for readings."""
    if isinstance(kid, TwinPiece):
        yield kid
    elif kid.role != "RT":
        for inner in kid.kids:
            yield from _pieces(inner)


def _readings(kid: PageTag | TwinPiece) -> Iterator[TwinPiece]:
    """The pieces of the readings in a tag."""
    if isinstance(kid, PageTag):
        for inner in kid.kids:
            yield from ([inner] if kid.role == "RT" and isinstance(inner, TwinPiece) else _readings(inner))


def _split(letters: Sequence[TwinLetter]) -> Iterator[list[TwinLetter]]:
    """Split letters where the hand or the line changes, and round glyphs that say several signs."""
    run: list[TwinLetter] = []
    for letter in letters:
        if run and (
            letter.hand != run[-1].hand
            or abs(letter.y - run[-1].y) > _SAME_LINE
            or not _is_single(letter)
            or not _is_single(run[-1])
        ):
            yield run
            run = []
        run.append(letter)
    if run:
        yield run


def _is_single(letter: TwinLetter) -> bool:
    """Whether a letter is one sign for every counter: one unit of UTF-16."""
    return len(letter.text) == 1 and ord(letter.text) < 0x10000
