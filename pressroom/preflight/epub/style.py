"""Checks on how a book looks: colours that the night would hide, letters that fonts lack, rules that readers refuse."""

from __future__ import annotations

import io
from collections.abc import Iterator
from math import inf

from fontTools.ttLib import TTFont, TTLibError
from tinycss2 import color4

from pressroom.preflight.epub.registry import Found, check
from pressroom.preflight.epub.sheets import Declaration, list_addresses, list_rules, list_tokens, style_sheets
from pressroom.preflight.epub.values import HTML, BookPart, OpenBook
from pressroom.report import Severity

_BOOK_ERROR = "build again; if it stays, report it with the issue"
_COLOURS = frozenset({"color", "background", "background-color"})
_READERS = frozenset({"inherit", "currentcolor", "transparent", "none", "initial", "unset"})
_ENOUGH = 4.5  # WCAG 2.2, 1.4.3
_FONTS = frozenset({"font/ttf", "font/otf", "font/woff", "application/vnd.ms-opentype"})


@check(Severity.QUERY)
def book_colours(book: OpenBook) -> Found:
    """The style sheet leaves the colours of text and ground to the reader.

    Dark letters that are fixed cannot be read by night, a ground that is fixed dazzles.
    """
    if book.fixed:
        return
    for part in style_sheets(book):
        for rule in list_rules(part):
            for declaration in rule.declarations:
                if declaration.name in _COLOURS and not _is_readers(declaration):
                    message = f"{rule.selector} sets {declaration.name}: {declaration.text}"
                    yield part.name, message, "leave it out of epub.css, or write currentColor"


def _is_readers(declaration: Declaration) -> bool:
    """Whether a value leaves a colour to the reader."""
    first = next(iter(declaration.tokens), None)
    return first is not None and first.type == "ident" and first.lower_value in _READERS


@check(Severity.STOP)
def book_contrast(book: OpenBook) -> Found:
    """Letters stand out from white paper 4.5 to 1 at least."""
    for part in style_sheets(book):
        for rule in list_rules(part):
            for declaration in rule.declarations:
                if declaration.name == "color" and (contrast := _contrast(declaration)) < _ENOUGH:
                    message = f"{rule.selector}: {declaration.text} on white is {contrast:.1f} to 1"
                    yield part.name, message, "take a darker one"


def _contrast(declaration: Declaration) -> float:
    """The contrast of a colour with white, as WCAG counts it; without end where the value is none that can be told."""
    colour = color4.parse_color(declaration.tokens[0]) if declaration.tokens else None
    if colour is None or isinstance(colour, str) or not colour.alpha:
        return inf
    try:
        parts = colour.to("srgb").coordinates
    except NotImplementedError:  # spaces wider than those of screens
        return inf
    values: list[float] = [part * colour.alpha + 1 - colour.alpha for part in parts]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@check(Severity.STOP)
def book_plain_style(book: OpenBook) -> Found:
    """The style sheet has nothing that readers stumble over: variables, nesting, :not(), imports, `--` in a comment."""
    for part in style_sheets(book):
        found: dict[str, str] = {}
        for what, text in _list_stumbles(part):
            found.setdefault(what, text)
        for what, text in found.items():
            yield part.name, f"there is {what}: {text!r}", "write it plainly in epub.css"


def _list_stumbles(part: BookPart) -> Iterator[tuple[str, str]]:
    """What readers stumble over, and how it is written."""
    for rule in list_rules(part):
        for declaration in rule.declarations:
            if declaration.name.startswith("--"):
                yield "a variable", f"{declaration.name}:"
    for token in list_tokens(part):
        if token.type == "function" and token.lower_name == "var":
            yield "a variable", "var("
        elif token.type == "function" and token.lower_name == "not":
            yield "a selector that MuPDF and calibre drop", ":not("
        elif token.type == "literal" and token.value == "&":
            yield "nesting", "&"
        elif token.type == "at-keyword" and token.lower_value == "import":
            yield "@import", "@import"
        elif token.type == "comment" and "--" in token.value:
            yield "two hyphens in a comment", f"/*{token.value[: token.value.index('--') + 2]}"[-40:]


@check(Severity.STOP)
def book_fonts(book: OpenBook) -> Found:
    """Every font is TrueType or OpenType, is asked for by its own name, and comes with a licence."""
    asked = {name: family for part in style_sheets(book) for family, name in _faces(part)}
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


def _faces(part: BookPart) -> Iterator[tuple[str, str]]:
    """The families that a style sheet declares, each with its file."""
    for rule in list_rules(part):
        if rule.selector == "@font-face":
            declarations = {declaration.name: declaration for declaration in rule.declarations}
            family = declarations["font-family"].text.strip("\"'") if "font-family" in declarations else ""
            address = next(list_addresses(declarations["src"].tokens), "") if "src" in declarations else ""
            if family and address:
                yield family, address.rpartition("/")[2]


def _family(part: BookPart) -> str:
    """The family name that a font gives itself; empty where it cannot be read."""
    try:
        with TTFont(io.BytesIO(part.data), lazy=True) as font:
            return str(font["name"].getBestFamilyName() or "")
    except (TTLibError, KeyError):
        return ""


def _is_seen(sign: str) -> bool:
    """Whether a character is drawn: no space, and no variation selector, which only chooses a form."""
    return (
        sign.isprintable()
        and not sign.isspace()
        and not ("\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef")
    )


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
        lacking = sorted({sign for sign in text if ord(sign) not in held and _is_seen(sign)})
        if lacking:
            signs = " ".join(f"{sign} (U+{ord(sign):04X})" for sign in lacking[:6])
            yield part.name, f"no font of the book has {signs}", _BOOK_ERROR
