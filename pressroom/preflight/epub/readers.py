"""Checks on what readers get who hear a book, or see it small, in the dark, or without its styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tinycss2 import color4

from pressroom.preflight.epub.registry import Found, check
from pressroom.preflight.epub.sheets import list_rules, style_sheets
from pressroom.preflight.epub.values import HTML, OpenBook, text_of, types_of
from pressroom.report import Severity

_BOOK_ERROR = "build again; if it stays, report it with the issue"
_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_SHORT = 8  # Han that fit on a line of every telephone
_SEEN = 2.9  # to 1: lines are no letters (WCAG 2.2, 1.4.11, but for rounding)


@check(Severity.QUERY)
def book_names(book: OpenBook) -> Found:
    """Every table has a caption or a name, every box with a title is called by it.

    Who hears a book chooses tables and boxes from a list of their names.
    """
    if book.fixed:
        return
    for name, tree in book.documents():
        for table in tree.iter(f"{HTML}table"):
            if table.find(f"{HTML}caption") is None and not _is_named(table):
                yield name, f"a table has no name ({text_of(table)[:12]})", "put it under a heading, or into a box"
        for box in tree.iter(f"{HTML}aside"):
            titled = any("box-title" in part.get("class", "").split() for part in box)
            if titled and not _is_named(box):
                yield name, f"a box is not called by its title ({text_of(box)[:12]})", _BOOK_ERROR


def _is_named(element: Element) -> bool:
    """Whether an element says what it is called."""
    return bool(element.get("aria-labelledby") or element.get("aria-label"))


@check(Severity.QUERY)
def book_phrases(book: OpenBook) -> Found:
    """Long headlines in Chinese say where their phrases may be parted.

    A telephone breaks them between any two characters else.
    """
    if book.fixed or not "".join(book.core("language")[:1]).startswith("zh"):
        return
    for name, tree in book.documents():
        if not tree.get("lang", "zh").startswith("zh"):
            continue
        for headline in tree.iter(f"{HTML}h1"):
            runs = re.findall(rf"{_HAN.pattern}+", text_of(headline))
            if any(len(run) > _SHORT for run in runs) and headline.find(f".//{HTML}wbr") is None:
                yield name, f"{text_of(headline)[:20]!r} has no place to break", _BOOK_ERROR


@check(Severity.QUERY)
def book_title_marks(book: OpenBook) -> Found:
    """A title under a wave keeps its marks for those who see no wave."""
    for name, tree in book.documents():
        for work in tree.iter(f"{HTML}cite"):
            if "work" in work.get("class", "").split() and text_of(work)[:1] not in {"《", "〈"}:
                yield name, f"{text_of(work)[:12]!r} has no marks where styles are left out", _BOOK_ERROR


@check(Severity.QUERY)
def book_codes(book: OpenBook) -> Found:
    """No chapter holds nothing but a code to be scanned.

    A telephone cannot scan itself; such pages are back matter.
    """
    for name, tree in book.documents():
        for chapter in tree.iter(f"{HTML}section"):
            if "chapter" in types_of(chapter) and _holds_codes_alone(chapter):
                yield name, f"{text_of(chapter)[:12]!r} is a chapter of codes alone", _BOOK_ERROR


def _holds_codes_alone(chapter: Element) -> bool:
    """Whether all that a chapter has beside its head are figures with codes."""
    rest = [part for part in chapter if part.tag not in {f"{HTML}header", f"{HTML}span"}]
    return bool(rest) and all("qr" in part.get("class", "").split() for part in rest)


@check(Severity.QUERY)
def book_tones(book: OpenBook) -> Found:
    """Lines in a colour stand out from white paper and from a black screen."""
    if book.fixed:
        return
    for part in style_sheets(book):
        for rule in list_rules(part):
            for declaration in rule.declarations:
                if not declaration.name.startswith("border"):
                    continue
                for colour, bright in _colours(declaration.tokens):
                    least = min(1.05 / (bright + 0.05), (bright + 0.05) / 0.05)
                    if least < _SEEN:
                        message = f"{rule.selector}: {colour} stands out {least:.1f} to 1"
                        yield part.name, message, "take a tone between light and dark, or currentColor"


def _colours(tokens: object) -> Iterator[tuple[str, float]]:
    """The colours among the tokens of a value, and how bright each is, as WCAG counts it."""
    for token in tokens if isinstance(tokens, (list, tuple)) else ():
        if token.type != "hash" and token.type != "function":
            continue
        colour = color4.parse_color(token)
        if colour is None or isinstance(colour, str) or not colour.alpha:
            continue
        parts = colour.to("srgb").coordinates
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts]
        yield token.serialize(), 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@check(Severity.STOP)
def book_shelved(book: OpenBook) -> Found:
    """The title says how it is filed, with a number that sorts as text, and somebody made the book.

    Shelves put No. 10 before No. 8 else, and books of nobody under Unknown.
    """
    titles = [line for line in book.package.iter() if str(line.tag).endswith("}title") and line.get("id")]
    filed = [value for line in titles[:1] for value in book.refined(line.get("id", ""), "file-as")]
    if not filed:
        yield "", "the title does not say how it is filed", _BOOK_ERROR
    for value in filed:
        if re.search(r"(?<![\d.])\d{1,3}(?!\d)", value):
            yield "", f"{value!r} does not sort by its number", _BOOK_ERROR
    if not any(book.core("creator")):
        yield "", "nobody is said to have made the book", "name a publisher in magazine.yaml"
