"""Coverage: a text in, the characters out that need the rare face or that no face has."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pylopdf_fonts_zh_cn import serif_path

from pressroom.fonts.catalogue import Catalogue, Face, fold_family
from pressroom.fonts.characters import spread_ranges
from pressroom.fonts.matching import chain_of, generic_families
from pressroom.report import Finding, FontError, Place, stop
from pressroom.workshop import Workshop
from pressroom.workshop.cache import make_key

FALLBACK_PACKAGE = "pylopdf-fonts-zh-cn"
LARGEST_FONT = 100_000_000  # bytes
_BLANKS = frozenset("\t\n\r")
_WEIGHTS = (400, 700, 900)


@dataclass(frozen=True)
class Coverage:
    """The code points that faces hold: those of each chain that text is set in, those of any face, the full font's.

    Text that is set in any face ends in one of the chains: serif and sans of the house, light and bold.
    """

    chains: tuple[frozenset[int], ...]
    held: frozenset[int]
    fallback: frozenset[int]

    def find_rare(self, text: str) -> tuple[str, ...]:
        """The characters of a text that some chain lacks and the full font has, in order of code point."""
        common = frozenset.intersection(*self.chains)
        return tuple(sorted(c for c in set(text) if ord(c) not in common and ord(c) in self.fallback))

    def find_missing(self, text: str) -> tuple[tuple[int, str], ...]:
        """Index and character of all that no face can show; marks that draw nothing are passed over."""
        lacking = {c for c in set(text) if not self._shows(ord(c)) and not _draws_nothing(c)}
        return tuple((index, c) for index, c in enumerate(text) if c in lacking) if lacking else ()

    def _shows(self, code: int) -> bool:
        return code in self.held or code in self.fallback


def read_coverage(catalogue: Catalogue, workshop: Workshop) -> Coverage:
    """Read what the faces of a catalogue hold.

    :raises FontError: with every face that is not what was recorded, or is not a font.
    """
    held: dict[str, frozenset[int]] = {}
    findings: list[Finding] = []
    for face in catalogue.faces:
        try:
            held[fold_family(face.family)] = _read_face(face, workshop)
        except FontError as error:
            findings += error.report.findings
    if findings:
        raise FontError(findings)
    kinds = [(name, weight) for name in ("serif", "sans-serif") for weight in _WEIGHTS]
    starts = {generic_families(name, catalogue.faces, weight) for name, weight in kinds}
    families = [chain_of(start, catalogue.faces) for start in sorted(starts)]
    chains = [frozenset[int]().union(*(held.get(fold_family(name), ()) for name in chain)) for chain in families]
    return Coverage(
        tuple(dict.fromkeys(chains)) or (frozenset(),),
        frozenset[int]().union(*held.values()),
        read_characters(fallback_file(), workshop),
    )


def _read_face(face: Face, workshop: Workshop) -> frozenset[int]:
    """The code points that a face is asked for and has.

    :raises FontError: if its file is not what was recorded, or is not a font.
    """
    findings = list(check_file(face, workshop))
    if findings:
        raise FontError(findings)
    held = read_characters(face.path, workshop)
    # Without bounds it is there too, but only for passages that name it so.
    return held & spread_ranges(face.asked) if face.asked else held


def check_file(face: Face, workshop: Workshop) -> list[Finding]:
    """Look whether the file of a face is the one that was recorded."""
    place = face.place or Place(face.path)
    if not face.path.is_file():
        return [stop("font-digest", f"{face.family}: there is no file {face.file}", place, REMAKE)]
    if face.path.stat().st_size > LARGEST_FONT:
        return [stop("font-size", f"{face.file} is larger than {LARGEST_FONT // 10**6} MB", place, "Cut it down.")]
    found = workshop.digest(face.path)
    if found != face.sha256:
        message = f"{face.file} has the digest {found[:12]}…, {face.sha256[:12] or 'none'}… is recorded"
        return [stop("font-digest", message, place, REMAKE)]
    return []


REMAKE = "Restore the file, or make it again with `pressroom fonts prepare`."


def read_characters(file: Path, workshop: Workshop) -> frozenset[int]:
    """The code points of a font file, kept from build to build: reading its character map takes long.

    :raises FontError: if it is not a font.
    """
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
    from pressroom.fonts.opening import open_font

    with open_font(file) as font:
        size = file.stat().st_size
        if any(table.offset + table.length > size for table in font.reader.tables.values()):
            raise ValueError("it is cut off")
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])  # true names would take long
        return "".join(map(chr, sorted(font.getBestCmap() or ()))).encode("utf-32-le", "surrogatepass")
