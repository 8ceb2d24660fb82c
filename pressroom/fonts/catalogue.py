"""The catalogue of faces: the ``fonts.yaml`` of some folders in, the nearest first; faces and their style sheet out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from pressroom.fonts.characters import CHINESE, bounds_of
from pressroom.read.faces import FaceSheet, FontsSheet
from pressroom.read.sheet import Sheet, fill, read_sheet, read_text
from pressroom.report import Finding, FontError, Place, SourceError, nearest, stop
from pressroom.workshop.cache import Cache

CATALOGUE_FILE, LICENCE_FILE = "fonts.yaml", "OFL.txt"
#: The families that are made for each issue, of characters that only the full font has.
RARE_FAMILY, RARE_BOLD_FAMILY = "Pressroom Rare", "Pressroom Rare Bold"
_LARGEST = 1_000_000  # bytes of a fonts.yaml
Range = tuple[int, int]


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
    """One font file with a family name of its own, and how it was made; ``weight`` is 100 to 900.

    ``companions`` are the families that have what it lacks. A face that a style sheet declares has the ``bounds`` of
    its rule, and is ``declared`` under a family that it may share with other weights and styles.
    """

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
    style: str = "normal"
    companions: tuple[str, ...] = ()
    scale: int = 1000
    without: tuple[str, ...] = ()
    bounds: tuple[Range, ...] = ()
    declared: str = ""
    licence_at: Path | None = None
    place: Place | None = field(default=None, compare=False)

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.folder / self.file

    @property
    def licence_file(self) -> Path:
        """Where the text of its licence lies."""
        return self.licence_at or self.path.with_name(LICENCE_FILE)

    @property
    def chinese(self) -> bool:
        """Whether the face sets Chinese text."""
        return self.repertoire == CHINESE

    @property
    def asked(self) -> tuple[Range, ...]:
        """The ranges of characters that it is asked for in a mixed line; none means all."""
        return self.bounds or bounds_of("latin" if self.role == "latin" else self.repertoire)

    @property
    def full_family(self) -> str:
        """The family that the same file has without bounds; empty where there is none."""
        return f"{self.family} Full" if self.role == "latin" else ""


@dataclass(frozen=True)
class Catalogue:
    """All faces at hand and the folders they lie in, the nearest first: the layout's, the magazine's, the house's."""

    folders: tuple[Path, ...]
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
    bounds = ", ".join(f"U+{first:X}-{last:X}" for first, last in face.asked)
    if not bounds:
        return _rule(face.family, url, face.weight)
    full = _rule(face.full_family, url, face.weight) if face.full_family else ""
    return _rule(face.family, url, face.weight, bounds) + full


def _rule(family: str, url: str, weight: int, bounds: str = "") -> str:
    limits = f"  unicode-range: {bounds};\n" if bounds else ""
    return (
        f'@font-face {{\n  font-family: "{family}";\n  src: url("{url}");\n  font-weight: {weight};\n'
        f"  font-style: normal;\n{limits}}}\n"
    )


def fold_family(family: str) -> str:
    """A family as engines compare it: neither case nor blanks tell two apart."""
    return "".join(family.split()).casefold()


def read_catalogue(folders: Sequence[Path], cache: Cache | None = None) -> Catalogue:
    """Read the ``fonts.yaml`` of some folders; a face of a nearer folder stands before one of its name farther off.

    :raises FontError: with everything in them that is not right.
    """
    faces: dict[str, Face] = {}
    findings: list[Finding] = []
    for folder in folders:
        try:
            found = _read_folder(folder, cache)
        except SourceError as error:
            findings += error.report.findings
        else:
            faces = {fold_family(face.family): face for face in found} | faces
    if findings:
        raise FontError(findings)
    # The nearer folder's come first, as style sheets and books look for the first of a role.
    order = {folder: number for number, folder in enumerate(folders)}
    kept = tuple(sorted(faces.values(), key=lambda face: order[face.folder]))
    findings += (finding for face in kept for finding in _check_companions(face, faces))
    if findings:
        raise FontError(findings)
    return Catalogue(tuple(folders), kept)


def _read_folder(folder: Path, cache: Cache | None) -> list[Face]:
    """Read the faces of one folder.

    :raises SourceError: with everything that is not right.
    """
    file = folder / CATALOGUE_FILE
    if not file.is_file():
        hint = "Name the folder that holds the faces, or restore the file."
        raise SourceError([stop("fonts", f"no {CATALOGUE_FILE} here", Place(folder), hint)])
    if file.stat().st_size > _LARGEST:
        raise SourceError([stop("fonts", f"larger than {_LARGEST // 10**6} MB", Place(file), "See docs/fonts.md.")])
    sheet = read_sheet(read_text(file), file, cache=cache)
    values = fill(FontsSheet, sheet)
    faces = [_make_face(folder, entry, sheet, index) for index, entry in enumerate(values.faces)]
    findings = [*_find_twice(faces), *_find_outside(faces, folder)]
    if findings:
        raise SourceError(findings)
    return faces


def _make_face(folder: Path, entry: FaceSheet, sheet: Sheet, index: int) -> Face:
    """A face as its entry says."""
    values = {name: value for name, value in entry if name != "source"}
    source = Source(**dict(entry.source))
    return Face(folder=folder, source=source, place=sheet.place(("faces", index, "family")), **values)


def _find_twice(faces: Sequence[Face]) -> Iterator[Finding]:
    """Find families and files that stand twice."""
    for what in ("family", "file"):
        seen: set[str] = set()
        for face in faces:
            name = fold_family(getattr(face, what))
            if name in seen:
                assert face.place is not None
                hint = "Faces are told apart by family: one family, one file."
                yield stop("font-family", f"a second face with the {what} {getattr(face, what)}", face.place, hint)
            seen.add(name)


def _find_outside(faces: Sequence[Face], folder: Path) -> Iterator[Finding]:
    """Find files that links lead to from outside."""
    for face in faces:
        if not face.path.resolve().is_relative_to(folder.resolve()):
            assert face.place is not None
            yield stop("fonts", f"{face.file} leaves its folder", face.place, "Copy the file there.")


def _check_companions(face: Face, faces: Mapping[str, Face]) -> Iterator[Finding]:
    """Find companions that no folder has."""
    known = [other.family for other in faces.values()] + [RARE_FAMILY, RARE_BOLD_FAMILY]
    for family in face.companions:
        if fold_family(family) not in {fold_family(name) for name in known}:
            assert face.place is not None
            near = nearest(family, known)
            hint = f"Did you mean {near!r}?" if near else "Name a family of this folder or of the house."
            yield stop("font-family", f"{face.family}: no face is called {family!r}", face.place, hint)
