"""Find the faces of an issue: its layout, galleys and pasteups in; all faces that it may be set in out.

Nothing is set in a font of the machine, and nothing is left to the engine: a family that no face has stops the press
where it is named, a character that no face has where it is written.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from pydantic import TypeAdapter

from pressroom.fonts import Coverage, Face, rare_faces, read_catalogue, read_coverage
from pressroom.fonts.catalogue import CATALOGUE_FILE, Catalogue, fold_family
from pressroom.fonts.drawings import DrawnTexts, read_lettering
from pressroom.fonts.matching import GENERIC, known_families
from pressroom.fonts.own import make_own_faces
from pressroom.fonts.styles import Stack, Styles, StyleText, read_declarations, read_stack, read_styles, resolve_stack
from pressroom.galley import Galley
from pressroom.issue import Issue
from pressroom.language.words import printed_words
from pressroom.makeup.pasteup import Pasteup
from pressroom.pictures.drawings import LARGEST
from pressroom.read import Layout
from pressroom.report import Finding, Place, SourceError, nearest, stop
from pressroom.workshop import Workshop
from pressroom.workshop.cache import make_key, plain
from pressroom.workshop.files import digest
from pressroom.workshop.sources import read_source

_ADD = "write it otherwise, or add a face that has it: `pressroom fonts add {}`"
#: Packages that have the letters of a script, by the first word of their names in Unicode.
_PACKAGES = {
    "ARABIC": "@fontsource/noto-naskh-arabic",
    "ARMENIAN": "@fontsource/noto-sans-armenian",
    "BENGALI": "@fontsource/noto-sans-bengali",
    "DEVANAGARI": "@fontsource/noto-sans-devanagari",
    "GEORGIAN": "@fontsource/noto-sans-georgian",
    "HANGUL": "@fontsource/noto-serif-kr",
    "HEBREW": "@fontsource/noto-sans-hebrew",
    "KHMER": "@fontsource/noto-sans-khmer",
    "TAMIL": "@fontsource/noto-sans-tamil",
    "THAI": "@fontsource/noto-serif-thai",
}
_FAMILY = re.compile(r'\sfont-family="([^"]*)"')
_FONT = re.compile(r'\sfont="([^"]*)"')
_STYLE = re.compile(r'\sstyle="([^"]*font[^"]*)"')
_STYLES = re.compile(r"<style[^>]*>([^<]*)</style>")
_LINK = re.compile(r'<link\b[^>]*\bhref="([^"]+\.css)"', re.I)
_SHOWN = re.compile(r'>([^<]+)|\sdata-[\w-]+="([^"]*)"')
_DRAWING = re.compile(r'\b(?:src|href)="([^"]+\.svg)"', re.I)


@dataclass(frozen=True)
class FaceSearch:
    """What is looked through for families and letters: an issue made up, its style sheets and its drawings."""

    issue: Issue
    layout: Layout
    galleys: tuple[Galley, ...]
    pasteups: tuple[Pasteup, ...]
    sheets: tuple[tuple[Path, Styles], ...]
    drawings: tuple[tuple[Path, DrawnTexts], ...]

    @cached_property
    def shown(self) -> str:
        """What templates show, articles among it."""
        return "\n".join(_list_shown(self.pasteups))

    @cached_property
    def texts(self) -> str:
        """All that may be printed."""
        said = [word.text for _, styles in self.sheets for word in styles.texts]
        drawn = [word.text for _, lettering in self.drawings for word in lettering.texts]
        articles = (galley.text for galley in self.galleys)
        return "\n".join(
            [*articles, *list_words(self.issue), *dict(self.issue.words).values(), self.shown, *said, *drawn]
        )


def find_faces(
    issue: Issue, layout: Layout, galleys: Sequence[Galley], pasteups: Sequence[Pasteup], workshop: Workshop
) -> tuple[Face, ...]:
    """Find the faces of an issue, with two of its own for characters that only the full font has.

    :raises PressroomError: with every family and every character that no face has, and every face that is not sound.
    """
    sheets = tuple((file, _read_sheet(file, layout.folders, workshop)) for file in _list_sheets(layout))
    drawings = tuple((file, _read_drawing(file, workshop)) for file in _list_drawings(issue, pasteups, sheets))
    look = FaceSearch(issue, layout, tuple(galleys), tuple(pasteups), sheets, drawings)
    catalogue = _open_catalogue(look, workshop)
    coverage = read_coverage(catalogue, workshop)
    findings = [*_find_unknown(look, catalogue), *_find_missing(look, coverage)]
    if findings:
        raise SourceError(findings)
    return (*catalogue.faces, *rare_faces(coverage.find_rare(look.texts), workshop))


def find_unknown(file: Path, faces: Sequence[Face]) -> list[Finding]:
    """Find the families that an HTML file asks for, and neither it declares nor any face has.

    What cannot be read is said when it is set.
    """
    folders = (file.resolve().parent,)
    html = _read_text(file.resolve(), folders)
    sheets = [file.parent / unquote(urlsplit(name).path) for name in _LINK.findall(html) if not urlsplit(name).scheme]
    texts = [_read_text(sheet, folders) for sheet in sheets]
    page = f"{html}<style>{''.join(texts)}</style>"
    declared = {fold_family(rule.family) for css in _STYLES.findall(page) for rule in read_styles(css).rules}
    known = known_families(faces)
    right = declared | {fold_family(name) for name in (*known, *GENERIC)}
    families = [name for name in dict.fromkeys(_families_of(page)) if fold_family(name) not in right]
    return [_tell_family(name, known, _locate(name, [file, *sheets]) or Place(file)) for name in families]


def _open_catalogue(look: FaceSearch, workshop: Workshop) -> Catalogue:
    """The faces at hand: those that the layout declares, those of its folders, the magazine's, the house's.

    :raises FontError: if any of them is not right.
    """
    folders = [folder / "fonts" for folder in look.layout.folders if (folder / "fonts" / CATALOGUE_FILE).is_file()]
    catalogue = read_catalogue((*folders, *workshop.config.font_folders), workshop.cache)
    rules = [(file, rule) for file, styles in look.sheets for rule in styles.rules if file.name == "print.css"]
    own = make_own_faces(rules, look.layout.folders, workshop)
    taken = {fold_family(face.family) for face in own}
    others = tuple(face for face in catalogue.faces if fold_family(face.family) not in taken)
    return Catalogue(catalogue.folders, (*own, *others))


# What is looked through


def _list_sheets(layout: Layout) -> tuple[Path, ...]:
    """The style sheets of a layout, for pages and for books."""
    return (*layout.stylesheets("print"), *layout.stylesheets("epub"))


def _read_sheet(file: Path, folders: tuple[Path, ...], workshop: Workshop) -> Styles:
    """Read a style sheet, or find what was read of it before; what is wrong with it is said when it is set."""
    text = _read_text(file, folders)
    kept = workshop.remember(make_key("fonts-of-styles", text), lambda: _write(read_styles(text)))
    styles: Styles = _adapter(Styles).validate_json(kept)
    return styles


def _read_text(file: Path, folders: tuple[Path, ...]) -> str:
    """The text of a source; that of one that may not be read is empty."""
    try:
        return read_source(file, folders).decode("utf-8-sig", "replace").replace("\r\n", "\n")
    except OSError:
        return ""


def _read_drawing(file: Path, workshop: Workshop) -> DrawnTexts:
    """Read the letters of a drawing, or find what was read of it before.

    :raises SourceError: if it is not sound.
    """
    try:
        data = workshop.read(file, LARGEST)
    except OSError:  # it is said when it is set
        return DrawnTexts()
    key = make_key("letters-of-drawings", digest(data))
    kept = workshop.remember(key, lambda: _write(read_lettering(data, file)))
    lettering: DrawnTexts = _adapter(DrawnTexts).validate_json(kept)
    return lettering


def _write(value: object) -> bytes:
    return json.dumps(plain(value), ensure_ascii=False).encode("utf-8", "surrogatepass")


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _list_drawings(
    issue: Issue, pasteups: Sequence[Pasteup], sheets: Sequence[tuple[Path, Styles]]
) -> tuple[Path, ...]:
    """The drawings that pages show, each once."""
    named = {address for pasteup in pasteups for html in _list_html(pasteup) for address in name_drawings(html)}
    files = [_find_file(unescape(address), issue.folder) for address in sorted(named)]
    files += [_find_file(word.text, file.parent) for file, styles in sheets for word in styles.drawings]
    return tuple(dict.fromkeys(file for file in files if file and file.is_file()))


def name_drawings(html: str) -> list[str]:
    """The addresses of the drawings that a page or an article shows."""
    return _DRAWING.findall(html)


def _find_file(address: str, folder: Path) -> Path | None:
    """The file that an address leads to."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        return Path(url2pathname(parts.path))
    return None if parts.scheme or parts.netloc else folder / unquote(parts.path)


def _list_html(pasteup: Pasteup) -> tuple[str, ...]:
    return pasteup.html, pasteup.blank, *pasteup.fillers


def _list_shown(pasteups: Iterable[Pasteup]) -> Iterator[str]:
    """The texts of pages, and what style sheets may print of their attributes."""
    pages = dict.fromkeys(html for pasteup in pasteups for html in _list_html(pasteup))
    for html in pages:
        for text, attribute in _SHOWN.findall(_STYLES.sub("", html)):
            yield unescape(text or attribute)


def list_words(issue: Issue) -> list[str]:
    """What the templates print besides articles."""
    magazine = issue.magazine
    people = [word for credit in magazine.masthead for word in (credit.role, *credit.names)]
    slots = [word for slot in issue.flatplan for word in (slot.department, slot.part, slot.note)]
    names = [magazine.title, magazine.subtitle, magazine.publisher, *magazine.address]
    return [*names, issue.theme, *issue.cover_lines, *people, *slots, *printed_words(dict(issue.words))]


# Families that no face has


def _find_unknown(look: FaceSearch, catalogue: Catalogue) -> Iterator[Finding]:
    """Find families that are asked for and that no face has, each where it is named."""
    known = known_families(catalogue.faces)
    right = {fold_family(name) for name in (*known, *GENERIC)}
    asked = [*_ask_sheets(look), *_ask_drawings(look), *_ask_templates(look)]
    for family, place in dict.fromkeys(asked):
        if fold_family(family) not in right:
            yield _tell_family(family, known, place)


def _tell_family(family: str, known: Sequence[str], place: Place) -> Finding:
    near = nearest(family, [*known, *GENERIC])
    mean = f"did you mean {near!r}? Else" if near else "name one of docs/fonts.md, or"
    hint = f"{mean} add it with `pressroom fonts add`: fonts of the machine are never used"
    return stop("font-family", f"no face is called {family!r}", place, hint)


def _ask_sheets(look: FaceSearch) -> Iterator[tuple[str, Place]]:
    """The families that style sheets ask for, by themselves, through variables and through tokens."""
    variables: defaultdict[str, list[tuple[Path, Stack]]] = defaultdict(list)
    for file, styles in look.sheets:
        for name, stack in styles.variables:
            variables[name].append((file, stack))
    for name, value, place in _list_tokens(look.layout):
        variables[f"--{name}"].append((place.file, _stand_at(read_stack(value, shorthand=True), place)))
    waiting = [(file, stack) for file, styles in look.sheets for stack in styles.stacks]
    seen: set[str] = set()
    while waiting:
        file, stack = waiting.pop(0)
        yield from ((word.text, Place(file, *word.spot)) for word in stack.families)
        for variable in stack.variables:
            waiting += variables[variable.text] if variable.text not in seen else []
            seen.add(variable.text)


def _stand_at(stack: Stack, place: Place) -> Stack:
    """A stack whose families all stand at a place."""
    spot = (place.line, place.column)
    return Stack(tuple(StyleText(word.text, spot) for word in stack.families), stack.variables)


def _list_tokens(layout: Layout) -> Iterator[tuple[str, str, Place]]:
    """All values that tokens may have, copyfit's too, each with its place in a sheet of the layout."""
    steps = (token for step in (*layout.fit.tighter, *layout.fit.looser) for token in step.tokens)
    for name, value in dict.fromkeys((*layout.tokens, *steps)):
        yield name, value, _find_token(name, value, layout)


def _find_token(name: str, value: str, layout: Layout) -> Place:
    """Find the line of a token's value in the sheets of a layout."""
    for folder in layout.folders:
        file = folder / "layout.yaml"
        for number, line in enumerate(_read_text(file, (folder,)).split("\n"), 1):
            if name in line and value.strip("'\"") in line:
                return Place(file, number, line.index(name) + 1)
    return layout.place


def _ask_drawings(look: FaceSearch) -> Iterator[tuple[str, Place]]:
    """The families that drawings ask for."""
    for file, lettering in look.drawings:
        yield from ((word.text, Place(file, *word.spot)) for word in lettering.families)


def _ask_templates(look: FaceSearch) -> Iterator[tuple[str, Place]]:
    """The families that templates ask for in attributes and in style sheets of their own."""
    found: dict[str, Place] = {}
    for pasteup in look.pasteups:
        for html in _list_html(pasteup):
            for family in _families_of(html) if "font" in html else ():
                found.setdefault(family, pasteup.slot.place)
    for family, place in found.items():
        yield family, _locate(family, _list_templates(look.layout)) or place


def _families_of(html: str) -> Iterator[str]:
    """The families that a page names itself."""
    stacks = [read_stack(unescape(value)) for value in dict.fromkeys(_FAMILY.findall(html))]
    stacks += [read_stack(unescape(value), shorthand=True) for value in dict.fromkeys(_FONT.findall(html))]
    styles = [read_declarations(unescape(value)) for value in dict.fromkeys(_STYLE.findall(html))]
    styles += [read_styles(value) for value in dict.fromkeys(_STYLES.findall(html)) if "font" in value]
    variables: Mapping[str, list[Stack]] = defaultdict(list)
    for one in styles:
        for name, stack in one.variables:
            variables[name].append(stack)
    for stack in (*stacks, *(stack for one in styles for stack in one.stacks)):
        yield from (word.text for word in resolve_stack(stack, variables))


def _list_templates(layout: Layout) -> list[Path]:
    """The templates of a layout, the nearest first."""
    return [file for folder in layout.folders for file in sorted(folder.rglob("*.html"))]


def _locate(text: str, files: Iterable[Path]) -> Place | None:
    """Find the first place that a text stands at in some files."""
    for file in files:
        if file.is_file():
            content = _read_text(file, (file.parent,))
            index = content.find(text)
            if index >= 0:
                return Place(file, content.count("\n", 0, index) + 1, index - content.rfind("\n", 0, index))
    return None


# Characters that no face has


def _find_missing(look: FaceSearch, coverage: Coverage) -> Iterator[Finding]:
    """Find characters that no face has, each where it is written."""
    if not coverage.find_missing(look.texts):
        return
    seen: set[str] = set()
    for galley in look.galleys:
        file = galley.article.place.file
        for char in _missing_in(galley.text, coverage):
            seen.add(char)
            yield _tell(char, _locate(char, [file]) or Place(file))
    for file, lettering in look.drawings:
        yield from _find_in_words(file, lettering.texts, coverage)
    for file, styles in look.sheets:
        yield from _find_in_words(file, styles.texts, coverage)
    files = [look.issue.place.file, look.issue.magazine.place.file]
    files += [folder / "layout.yaml" for folder in look.layout.folders]
    files += _list_templates(look.layout)
    words = "\n".join([*list_words(look.issue), look.shown])
    for char in _missing_in(words, coverage):
        if char not in seen:
            yield _tell(char, _locate(char, files) or look.issue.place)


def _missing_in(text: str, coverage: Coverage) -> Iterable[str]:
    """The characters of a text that no face has, each once."""
    return dict.fromkeys(char for _, char in coverage.find_missing(text))


def _find_in_words(file: Path, words: Iterable[StyleText], coverage: Coverage) -> Iterator[Finding]:
    """Find what no face has in texts whose places are known."""
    seen: set[str] = set()
    for word in words:
        for index, char in coverage.find_missing(word.text):
            if char not in seen:
                seen.add(char)
                before = word.text[:index]
                line = word.spot[0] + before.count("\n")
                column = len(before) - before.rfind("\n") if "\n" in before else word.spot[1] + index
                yield _tell(char, Place(file, line, column))


def _tell(char: str, place: Place) -> Finding:
    package = _PACKAGES.get(unicodedata.name(char, "").partition(" ")[0], "PACKAGE")
    return stop("missing-glyph", f"no font has {char!r} (U+{ord(char):04X})", place, _ADD.format(package))
