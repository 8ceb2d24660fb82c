"""Coverage: a text in, the characters out that need the rare face or that no face has."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pylopdf_fonts_zh_cn import serif_path

from pressroom.fonts.catalogue import Catalogue
from pressroom.fonts.characters import bounds_of, spread_ranges
from pressroom.workshop import Workshop
from pressroom.workshop.cache import make_key

FALLBACK_PACKAGE = "pylopdf-fonts-zh-cn"
_BLANKS = frozenset("\t\n\r")


@dataclass(frozen=True)
class Coverage:
    """The code points that faces hold: each Chinese one, the Latin ones in common, and the full font."""

    chinese: tuple[frozenset[int], ...]
    latin: frozenset[int]
    fallback: frozenset[int]

    def find_rare(self, text: str) -> tuple[str, ...]:
        """The characters of a text that some Chinese face lacks and the full font has, in order of code point."""
        common = frozenset.intersection(*self.chinese) | self.latin
        return tuple(sorted(c for c in set(text) if ord(c) not in common and ord(c) in self.fallback))

    def find_missing(self, text: str) -> tuple[tuple[int, str], ...]:
        """Index and character of all that no face can show; marks that draw nothing are passed over."""
        lacking = {c for c in set(text) if not self._shows(ord(c)) and not _draws_nothing(c)}
        return tuple((index, c) for index, c in enumerate(text) if c in lacking) if lacking else ()

    def _shows(self, code: int) -> bool:
        return code in self.latin or code in self.fallback or any(code in held for held in self.chinese)


def read_coverage(catalogue: Catalogue, workshop: Workshop) -> Coverage:
    """Read what the faces of a catalogue hold."""
    held = {face: read_characters(face.path, workshop) for face in catalogue.faces}
    chinese = tuple(held[face] for face in catalogue.faces if face.chinese) or (frozenset(),)
    latin = [held[face] for face in catalogue.faces if face.repertoire == "latin"]
    within = frozenset.intersection(*latin) & spread_ranges(bounds_of("latin")) if latin else frozenset[int]()
    return Coverage(chinese, within, read_characters(fallback_file(), workshop))


def read_characters(file: Path, workshop: Workshop) -> frozenset[int]:
    """The code points of a font file, kept from build to build: reading its character map takes long."""
    kept = workshop.remember(make_key("characters", workshop.digest(file)), lambda: _list_characters(file))
    return frozenset(map(ord, kept.decode("utf-32-le", "surrogatepass")))


def fallback_file() -> Path:
    """The full font that rare characters are taken from."""
    return Path(serif_path())


def fallback_version() -> str:
    """Name and version of the package that the full font comes in."""
    return f"{FALLBACK_PACKAGE} {version(FALLBACK_PACKAGE)}"


def _draws_nothing(character: str) -> bool:
    """Whether a character is a blank of the source, a format mark or a variation selector."""
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return character in _BLANKS or selector or unicodedata.category(character) == "Cf"


def _list_characters(file: Path) -> bytes:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])  # true names would take long
        return "".join(map(chr, sorted(font.getBestCmap()))).encode("utf-32-le", "surrogatepass")
