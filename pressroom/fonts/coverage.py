"""Coverage: a text in, the characters out that need the rare face or that no face has."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

from pylopdf_fonts_zh_cn import serif_path

from pressroom.fonts.catalogue import Catalogue, Face
from pressroom.fonts.characters import bounds_of, spread_ranges
from pressroom.workshop.cache import cache_in_use, make_key
from pressroom.workshop.ledger import file_digest

FALLBACK_PACKAGE = "pylopdf-fonts-zh-cn"
_BLANKS = frozenset("\t\n\r")


def coverage(catalogue: Catalogue) -> Mapping[str, frozenset[int]]:
    """The code points that each family holds."""
    return MappingProxyType({face.family: face_characters(face) for face in catalogue.faces})


def face_characters(face: Face) -> frozenset[int]:
    """The code points that a face holds; only its character map is read, once."""
    return _file_characters(face.path, face.path.stat().st_mtime_ns)


def fallback_file() -> Path:
    """The full font that rare characters are taken from."""
    return Path(serif_path())


def fallback_version() -> str:
    """Name and version of the package that the full font comes in."""
    return f"{FALLBACK_PACKAGE} {version(FALLBACK_PACKAGE)}"


@cache
def fallback_characters() -> frozenset[int]:
    """The code points that the full font holds."""
    return _read_characters(fallback_file())


def rare_characters(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The characters of a text that some Chinese face lacks and the full font has, in order of code point."""
    common = frozenset.intersection(*_chinese_characters(catalogue)) | _latin_characters(catalogue)
    return tuple(sorted(c for c in set(text) if ord(c) not in common and ord(c) in fallback_characters()))


def missing_characters(text: str, catalogue: Catalogue) -> tuple[tuple[int, str], ...]:
    """Index and character of all that no face can show; marks that draw nothing are passed over."""
    shown = frozenset.union(*_chinese_characters(catalogue)) | _latin_characters(catalogue) | fallback_characters()
    lacking = {c for c in set(text) if ord(c) not in shown and not _draws_nothing(c)}
    return tuple((index, c) for index, c in enumerate(text) if c in lacking) if lacking else ()


def _chinese_characters(catalogue: Catalogue) -> tuple[frozenset[int], ...]:
    return tuple(face_characters(face) for face in catalogue.faces if face.chinese) or (frozenset(),)


def _latin_characters(catalogue: Catalogue) -> frozenset[int]:
    """What the Latin faces all hold inside the bounds that their style rules set."""
    held = [face_characters(face) for face in catalogue.faces if face.repertoire == "latin"]
    return frozenset.intersection(*held) & spread_ranges(bounds_of("latin")) if held else frozenset()


def _draws_nothing(character: str) -> bool:
    """Whether a character is a blank of the source, a format mark or a variation selector."""
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return character in _BLANKS or selector or unicodedata.category(character) == "Cf"


@lru_cache(maxsize=256)
def _file_characters(file: Path, _changed: int) -> frozenset[int]:
    return _read_characters(file)


def _read_characters(file: Path) -> frozenset[int]:
    """The code points of a font file, kept from build to build: reading its character map takes long."""
    kept = cache_in_use().remember(make_key("characters", file_digest(file)), lambda: _list_characters(file))
    return frozenset(map(ord, kept.decode("utf-32-le", "surrogatepass")))


def _list_characters(file: Path) -> bytes:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])  # true names would take long
        return "".join(map(chr, sorted(font.getBestCmap()))).encode("utf-32-le", "surrogatepass")
