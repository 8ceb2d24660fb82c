"""The catalogue of faces: ``fonts.yaml`` in, faces and their style sheet out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from pressroom.fonts.characters import CHINESE, bounds_of
from pressroom.read.sheet import Sheet, read_sheet, read_text
from pressroom.report import FontError, Place, SourceError, stop
from pressroom.workshop.cache import Cache

CATALOGUE_FILE = "fonts.yaml"


@dataclass(frozen=True)
class Source:
    """The file of a published package that a face is made from."""

    registry: str
    package: str
    version: str
    file: str
    sha256: str
    licence_file: str


@dataclass(frozen=True)
class Face:
    """One font file with a family name of its own, and how it was made; ``weight`` is 100 to 900."""

    folder: Path
    family: str
    role: str
    weight: int
    file: str
    sha256: str
    repertoire: str = CHINESE
    steps: tuple[str, ...] = ()
    licence: str = "OFL-1.1"
    copyright: str = ""
    source: Source | None = None

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.folder / self.file

    @property
    def chinese(self) -> bool:
        """Whether the face sets Chinese text."""
        return self.repertoire == CHINESE


@dataclass(frozen=True)
class Catalogue:
    """All faces of the press and the folder they lie in."""

    folder: Path
    faces: tuple[Face, ...]

    def face(self, family: str) -> Face:
        """Find the face of a family; raises KeyError when there is none."""
        for face in self.faces:
            if face.family == family:
                return face
        raise KeyError(family)

    def stylesheet(self, base_url: str = "") -> str:
        """Write the @font-face rules; ``base_url`` goes before each file and is empty or ends in a slash."""
        return "".join(font_face_rule(face, base_url) for face in self.faces)


def font_face_rule(face: Face, base_url: str = "") -> str:
    """Write the @font-face rule of one face.

    The Latin and figure faces are declared a second time, as ``<family> Full``, without the bounds that keep
    quotation marks and dashes in the Chinese face: for passages that are wholly in a Latin script.
    """
    url = base_url + quote(face.file)
    bounds = ", ".join(f"U+{first:X}-{last:X}" for first, last in bounds_of(face.repertoire))
    if not bounds:
        return _rule(face.family, url, face.weight)
    full = _rule(f"{face.family} Full", url, face.weight) if face.repertoire == "latin" else ""
    return _rule(face.family, url, face.weight, bounds) + full


def _rule(family: str, url: str, weight: int, bounds: str = "") -> str:
    limits = f"  unicode-range: {bounds};\n" if bounds else ""
    return (
        f'@font-face {{\n  font-family: "{family}";\n  src: url("{url}");\n  font-weight: {weight};\n'
        f"  font-style: normal;\n{limits}}}\n"
    )


def read_catalogue(folder: Path, cache: Cache | None = None) -> Catalogue:
    """Read ``fonts.yaml`` of a folder; raises FontError when it is absent or not of the right shape."""
    file = folder / CATALOGUE_FILE
    if not file.is_file():
        hint = "Name the folder that holds the faces, or restore the file."
        raise FontError([stop("fonts", f"no {CATALOGUE_FILE} here", Place(folder), hint)])
    sheet, entries = _load(file, cache)
    faces: list[Face] = []
    problems = []
    for index, entry in enumerate(entries):
        try:
            faces.append(_read_face(folder, entry))
        except (TypeError, ValueError) as error:
            hint = "Compare it with the other faces of the file."
            problems.append(
                stop("fonts", f"face {index + 1} is not right: {error}", sheet.place(("faces", index)), hint)
            )
    if problems:
        raise FontError(problems)
    return Catalogue(folder, tuple(faces))


def _load(file: Path, cache: Cache | None) -> tuple[Sheet, list[Any]]:
    try:
        sheet = read_sheet(read_text(file), file, cache=cache)
    except SourceError as error:
        raise FontError(error.report.findings) from error
    entries = sheet.values.get("faces")
    if not isinstance(entries, list):
        raise FontError([stop("fonts", "expected a list named faces", sheet.place(), "See docs/fonts.md.")])
    return sheet, entries


def _read_face(folder: Path, entry: dict[str, Any]) -> Face:
    for key in ("source", "file", "steps"):
        if key not in entry:
            raise ValueError(f"{key} is lacking")
    source = dict(entry["source"])
    source["version"] = str(source.get("version", ""))
    for name in (entry["file"], source.get("file", "")):
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise ValueError(f"{name} leaves its folder")
    return Face(**{**entry, "folder": folder, "steps": tuple(entry["steps"]), "source": Source(**source)})


@dataclass(frozen=True)
class Faces:
    """The style sheet of the fonts, and the folders that their files lie in."""

    css: str
    folders: tuple[Path, ...]


def faces_of(faces: Sequence[Face]) -> Faces:
    """The style sheet of the fonts, with their files' own addresses."""
    css = "".join(font_face_rule(face, f"{face.folder.resolve().as_uri()}/") for face in faces)
    return Faces(css, tuple(dict.fromkeys(face.path.resolve().parent for face in faces)))
