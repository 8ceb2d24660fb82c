"""Checks on how a book looks: colours that the night would hide, letters that fonts lack, rules that readers refuse."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from fontTools.ttLib import TTFont, TTLibError

from pressroom.preflight.epub.registry import Found, check
from pressroom.preflight.epub.values import HTML, OpenBook, Part
from pressroom.report import Severity

_BOOK_ERROR = "build again; if it stays, report it with the issue"
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_COLOURED = re.compile(r"(?<![\w-])(color|background(?:-color)?)\s*:\s*([^;}]+)")
_READERS = re.compile(r"inherit|currentcolor|transparent|none|initial|unset", re.I)
_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})\b", re.I)
_ENOUGH = 4.5  # WCAG 2.2, 1.4.3
_FONTS = frozenset({"font/ttf", "font/otf", "font/woff", "application/vnd.ms-opentype"})


@check(Severity.QUERY)
def book_colours(book: OpenBook) -> Found:
    """The style sheet leaves the colours of text and ground to the reader.

    Dark letters that are fixed cannot be read by night, a ground that is fixed dazzles.
    """
    if book.fixed:
        return
    for part, rules in _sheets(book):
        for selector, body in rules:
            for name, value in _COLOURED.findall(body):
                if not _READERS.match(value.strip()):
                    message = f"{selector} sets {name}: {value.strip()}"
                    yield part.name, message, "leave it out of epub.css, or write currentColor"


@check(Severity.STOP)
def book_contrast(book: OpenBook) -> Found:
    """Letters stand out from white paper 4.5 to 1 at least."""
    for part, rules in _sheets(book):
        for selector, body in rules:
            for name, value in _COLOURED.findall(body):
                colour = _HEX.match(value.strip())
                if name == "color" and colour and (contrast := _contrast(colour[1])) < _ENOUGH:
                    yield part.name, f"{selector}: {value.strip()} on white is {contrast:.1f} to 1", "take a darker one"


def _sheets(book: OpenBook) -> Iterator[tuple[Part, list[tuple[str, str]]]]:
    """The style sheets with their rules: selector and what it sets."""
    for part in book.parts:
        if part.media_type == "text/css":
            text = _COMMENT.sub("", part.data.decode("utf-8", "replace"))
            yield part, [(" ".join(selector.split()), body) for selector, body in _RULE.findall(text)]


def _contrast(colour: str) -> float:
    """The contrast of a colour with white, as WCAG counts it."""
    digits = "".join(2 * digit for digit in colour) if len(colour) == 3 else colour
    values = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@check(Severity.STOP)
def book_plain_style(book: OpenBook) -> Found:
    """The style sheet has nothing that readers stumble over: variables, nesting, imports, two hyphens in a comment."""
    for part in book.parts:
        if part.media_type != "text/css":
            continue
        text = part.data.decode("utf-8", "replace")
        plain = _COMMENT.sub("", text)
        for what, found in (
            ("a variable", re.search(r"var\(|(?<![\w-])--[\w-]+\s*:", plain)),
            ("nesting", re.search(r"(?<![\w\"'])&", plain)),
            ("@import", re.search(r"@import", plain)),
            ("two hyphens in a comment", re.search(r"/\*(?:(?!\*/).)*--", text, re.S)),
        ):
            if found:
                yield part.name, f"there is {what}: {found[0].strip()[-40:]!r}", "write it plainly in epub.css"


@check(Severity.STOP)
def book_fonts(book: OpenBook) -> Found:
    """Every font is TrueType or OpenType, is asked for by its own name, and comes with a licence."""
    asked = {name: family for part, _ in _sheets(book) for family, name in _faces(part)}
    fonts = [
        part
        for part in book.parts
        if part.media_type in _FONTS or part.media_type.startswith(("font/", "application/font"))
    ]
    for part in fonts:
        family = _family(part)
        if part.media_type not in _FONTS or not family:
            yield part.name, "is no font that all readers load", _BOOK_ERROR
        elif asked.get(part.name.rpartition("/")[2]) != family:
            yield part.name, f"no rule asks for it by its name {family!r}", _BOOK_ERROR
    if fonts and not any(part.name.endswith("OFL.txt") for part in book.parts):
        yield "", "the fonts come without a licence", _BOOK_ERROR


def _faces(part: Part) -> Iterator[tuple[str, str]]:
    """The families that a style sheet declares, each with its file."""
    for body in _FACE.findall(part.data.decode("utf-8", "replace")):
        family = re.search(r"font-family:\s*[\"']?([^\"';]+)", body)
        address = re.search(r"url\(\s*[\"']?([^\"')]+)", body)
        if family and address:
            yield family[1].strip(), address[1].rpartition("/")[2]


def _family(part: Part) -> str:
    """The family name that a font gives itself; empty where it cannot be read."""
    try:
        with TTFont(io.BytesIO(part.data), lazy=True) as font:
            return str(font["name"].getBestFamilyName() or "")
    except (TTLibError, KeyError):
        return ""


@check(Severity.STOP)
def book_letters(book: OpenBook) -> Found:
    """The fonts of the book have every character that it shows.

    A blank box is what readers complain of most; what they have themselves is not known.
    """
    held: set[int] = set()
    for part in book.parts:
        if part.media_type in _FONTS and _family(part):
            with TTFont(io.BytesIO(part.data), lazy=True) as font:
                held |= set(font.getBestCmap() or ())
    if not held:
        return
    for part in book.spine:
        body = part.tree.find(f"{HTML}body") if part.tree is not None else None
        text = "".join(body.itertext()) if body is not None else ""
        lacking = sorted({sign for sign in text if not sign.isspace() and ord(sign) not in held and sign.isprintable()})
        if lacking:
            signs = " ".join(f"{sign} (U+{ord(sign):04X})" for sign in lacking[:6])
            yield part.name, f"no font of the book has {signs}", _BOOK_ERROR
