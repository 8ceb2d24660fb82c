"""The proof of the faces: a folder of fonts in, a report out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from fontTools.ttLib import TTFont

from pressroom.fonts.catalogue import Catalogue, Face, read_catalogue
from pressroom.fonts.characters import required_characters
from pressroom.fonts.coverage import REMAKE
from pressroom.fonts.derive import ASCENT, DESCENT
from pressroom.fonts.opening import open_font
from pressroom.report import Finding, FontError, Place, Report, query, stop
from pressroom.workshop.files import digest

# Bytes: what the faces may weigh together in the repository.
LARGEST_SIZE = 60_000_000
_LISTED = 12


def check_fonts(folders: Sequence[Path]) -> Report:
    """Prove the faces of some folders, the house's last: digests, coverage, embedding rights, format, names, licences.

    :raises FontError: when a ``fonts.yaml`` cannot be read.
    """
    catalogue = read_catalogue(folders)
    findings = list(_check_size(catalogue))
    for face in catalogue.faces:
        findings += _check_licence(face)
        findings += _check_file(face, folders[-1])
    return Report.of(findings)


def _check_size(catalogue: Catalogue) -> Iterator[Finding]:
    for folder in catalogue.folders:
        files = [face.path for face in catalogue.faces if face.folder == folder and face.path.is_file()]
        size = sum(file.stat().st_size for file in files)
        if size > LARGEST_SIZE:
            message = f"the faces weigh {size / 1e6:.1f} MB, at most {LARGEST_SIZE / 1e6:.0f} MB are wanted"
            yield query("font-size", message, Place(folder), "Cut a repertoire down, or leave a face out.")


def _check_licence(face: Face) -> Iterator[Finding]:
    file = face.licence_file
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    if "SIL OPEN FONT LICENSE" not in text.upper():
        message = f"no text of the licence {face.licence} beside {face.path.name}"
        yield stop("font-licence", message, Place(file), "The licence asks for its text beside every copy. " + REMAKE)


def _check_file(face: Face, house: Path) -> Iterator[Finding]:
    place = Place(face.path)
    if not face.path.is_file():
        yield stop("font-digest", f"the file of {face.family} is absent", place, REMAKE)
        return
    data = face.path.read_bytes()
    found = digest(data)
    if found != face.sha256:
        message = f"the digest is {found[:12]}…, {face.sha256[:12] or 'none'}… is recorded"
        yield stop("font-digest", message, place, REMAKE)
    try:
        with open_font(face.path, data) as font:
            findings = [*_check_format(face, font), *_check_tables(face, font, house)]
    except FontError as error:
        findings = list(error.report.findings)
    yield from findings


def _check_format(face: Face, font: TTFont) -> Iterator[Finding]:
    place = Place(face.path)
    if font.flavor is not None or "glyf" not in font:
        hint = "WOFF2 is slow to open, and CFF glyph ids can be written wrongly into a PDF: convert it."
        yield stop("font-format", "not a plain TrueType font", place, hint)
    if "fvar" in font:
        hint = "Make one static face a weight: variable fonts are slow and measured wrongly."
        yield stop("font-format", "a variable font", place, hint)
    if "BASE" in font or (font["hhea"].ascent, -font["hhea"].descent, font["hhea"].lineGap) != _line_box(font):
        hint = "Give it the step one-line-box: mixed lines leave the grid otherwise."
        yield stop("font-line-box", "its line box differs from the other faces", place, hint)


def _line_box(font: TTFont) -> tuple[int, int, int]:
    em = font["head"].unitsPerEm
    return ASCENT * em // 1000, DESCENT * em // 1000, 0


def _check_tables(face: Face, font: TTFont, house: Path) -> Iterator[Finding]:
    place = Place(face.path)
    family, system = font["name"].getDebugName(1), font["OS/2"]
    if family != face.family:
        yield stop("font-family", f"the file calls itself {family}, expected {face.family}", place, REMAKE)
    if system.usWeightClass != face.weight:
        message = f"the file has weight {system.usWeightClass}, expected {face.weight}"
        yield stop("font-family", message, place, REMAKE)
    if system.fsType != 0:
        hint = "Only a font with fsType 0 may be embedded, cut down and printed by anybody: use another source."
        yield stop("font-embedding", f"embedding is restricted (fsType {system.fsType})", place, hint)
    if not font["name"].getDebugName(0) or not font["name"].getDebugName(13):
        yield stop("font-licence", "copyright or licence is not named inside the font", place, REMAKE)
    if ord(" ") not in (font.getBestCmap() or ()):
        hint = "A space after one of its letters is set in it, and would be a box: take another source."
        yield stop("font-coverage", f"{face.family} has no space", place, hint)
    if face.chinese:
        yield from _check_coverage(face, font, house)


def _check_coverage(face: Face, font: TTFont, house: Path) -> Iterator[Finding]:
    lacking = sorted(required_characters(house) - set(font.getBestCmap()))
    if lacking:
        listed = " ".join(f"{chr(code)} U+{code:04X}" for code in lacking[:_LISTED])
        more = f" and {len(lacking) - _LISTED} more" if len(lacking) > _LISTED else ""
        message = f"{len(lacking)} characters of GB 2312 and 通用规范汉字表 are lacking: {listed}{more}"
        hint = "Take another source, or make it again with `pressroom fonts prepare`."
        yield stop("font-coverage", message, Place(face.path), hint)
