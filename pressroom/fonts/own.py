"""The faces that a layout declares: ``@font-face`` rules of its style sheets in, faces fit for the press out.

The files are made as those of the house are: plain TrueType of one weight, with the line box of all others. What was
made is kept beside the cache.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pressroom.fonts.catalogue import LICENCE_FILE, RARE_BOLD_FAMILY, RARE_FAMILY, Face
from pressroom.fonts.characters import WHOLE
from pressroom.fonts.opening import open_font
from pressroom.fonts.rare import find_face, keep_face
from pressroom.fonts.styles import FontRule
from pressroom.read.faces import FAMILY
from pressroom.report import Finding, FontError, Place, stop
from pressroom.workshop import Workshop
from pressroom.workshop.files import digest

LICENCES = (LICENCE_FILE, "LICENSE_FONT", "LICENSE.txt", "LICENSE", "LICENCE.txt", "LICENCE")
_RECIPE = 2  # raise it when what is made of a font comes out otherwise
_LARGEST = 100_000_000  # bytes
_WEIGHTS = {100: "Thin", 200: "Extra Light", 300: "Light", 500: "Medium", 600: "Semi Bold", 700: "Bold"}
_WEIGHTS |= {800: "Extra Bold", 900: "Black"}
_SERIF, _BOLD_SERIF = ("Pressroom Song", RARE_FAMILY), ("Pressroom Song Bold", RARE_BOLD_FAMILY)


@dataclass(frozen=True)
class _Wanted:
    """A face that a rule declares: its file, one weight, and the family that it alone goes by."""

    rule: FontRule
    file: Path
    weight: int
    family: str
    place: Place


def make_own_faces(
    rules: Sequence[tuple[Path, FontRule]], folders: Sequence[Path], workshop: Workshop
) -> tuple[Face, ...]:
    """Make the faces that style sheets declare; the last rule for a family, weight and style stands.

    :raises FontError: with every rule whose file is absent, lies elsewhere, is no font, or may not be embedded.
    """
    findings: list[Finding] = []
    wanted: dict[str, _Wanted] = {}
    for sheet, rule in rules:
        try:
            wanted |= {one.family: one for one in _read_rule(sheet, rule, folders)}
        except FontError as error:
            findings += error.report.findings
    faces = []
    for one in wanted.values():
        try:
            faces.append(_make_face(one, workshop))
        except FontError as error:
            findings += [stop(f.check, f.message, one.place, f.hint) for f in error.report.findings]
    if findings:
        raise FontError(findings)
    return tuple(faces)


def _read_rule(sheet: Path, rule: FontRule, folders: Sequence[Path]) -> Iterator[_Wanted]:
    """The faces of a rule: one for each of its weights.

    :raises FontError: if its family is no name, or its file none that may be read.
    """
    place = Place(sheet, *rule.spot)
    if not re.fullmatch(FAMILY, rule.family):
        hint = "letters, figures, spaces and . + & - make a name"
        raise FontError([stop("font-family", f"{rule.family!r} is no name for a family", place, hint)])
    file = _find_file(sheet, rule.address, folders, place)
    weights = rule.weights if len(rule.weights) == 1 else _usual(rule.weights)
    for weight in weights:
        yield _Wanted(rule, file, weight, _name_face(rule.family, weight, rule.style), place)


def _usual(span: Sequence[int]) -> tuple[int, ...]:
    """The weights that a variable font is taken in: regular and bold, as far as it goes."""
    return tuple(dict.fromkeys(max(min(weight, max(span)), min(span)) for weight in (400, 700)))


def _name_face(family: str, weight: int, style: str) -> str:
    """The name that one face of a declared family goes by: regular and upright is the family itself."""
    nearest = min(_WEIGHTS, key=lambda known: abs(known - weight))
    parts = [family, *([_WEIGHTS[nearest]] if weight != 400 else []), *(["Italic"] if style == "italic" else [])]
    return " ".join(parts)


def _find_file(sheet: Path, address: str, folders: Sequence[Path], place: Place) -> Path:
    """Find the file of a rule.

    :raises FontError: if it is an address, lies outside the layout, or is not there.
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or "\\" in address:
        message = f"{address[:80]} is an address: nothing is ever fetched"
        raise FontError([stop("remote-reference", message, place, "put the font into the layout")])
    file = (sheet.parent / unquote(parts.path)).resolve()
    if not any(file.is_relative_to(folder.resolve()) for folder in folders):
        raise FontError(
            [stop("path-leaves-folder", f"{address[:80]} leaves the layout", place, "put the font into it")]
        )
    if not file.is_file():
        raise FontError([stop("missing-file", f"there is no font {address[:80]}", place, "put the font there")])
    if file.stat().st_size > _LARGEST:
        message = f"{file.name} is larger than {_LARGEST // 10**6} MB"
        raise FontError([stop("font-size", message, place, "take a smaller one")])
    return file


def _make_face(wanted: _Wanted, workshop: Workshop) -> Face:
    """Make the face of a rule, or find it where it was made before.

    :raises FontError: if its file is no font, or may not be embedded.
    """
    found = workshop.digest(wanted.file)
    name = f"own-{digest(f'{_RECIPE};{found};{wanted.family};{wanted.weight}'.encode())[:24]}"
    made = find_face(workshop.config.cache / "fonts", name)
    companions = _BOLD_SERIF if wanted.weight >= 600 else _SERIF
    face = Face(
        Path(),
        wanted.family,
        "own",
        wanted.weight,
        "",
        "",
        repertoire=WHOLE,
        steps=("one-line-box",),
        companions=companions,
        style=wanted.rule.style,
        bounds=wanted.rule.bounds,
        declared=wanted.rule.family,
        licence="",
        licence_at=_find_licence(wanted.file),
        place=wanted.place,
    )
    if made is None:
        from pressroom.fonts.convert import check_rights, read_portrait
        from pressroom.fonts.derive import derive_face  # takes long to load

        data = wanted.file.read_bytes()
        findings = check_rights(read_portrait(wanted.file, data), wanted.file.name, wanted.place)
        if findings:
            raise FontError(findings)
        made = keep_face(name, derive_face(data, face, None), workshop)
    return _at(face, made, name)


def _at(face: Face, file: Path, name: str) -> Face:
    """A face whose file is made."""
    with open_font(file) as font:
        copyright = str(font["name"].getDebugName(0) or "")
    text = face.licence_file.read_text(encoding="utf-8", errors="replace") if face.licence_file.is_file() else ""
    return replace(
        face,
        folder=file.parent,
        file=file.name,
        sha256=file.stem.removeprefix(f"{name}-"),
        copyright=copyright,
        licence="OFL-1.1" if "SIL OPEN FONT LICENSE" in text.upper() else "",
    )


def _find_licence(file: Path) -> Path:
    """The text of the licence that lies beside a font; the name that it should have where there is none."""
    return next(
        (file.with_name(name) for name in LICENCES if file.with_name(name).is_file()), file.with_name(LICENCE_FILE)
    )
