"""Preparation: published packages in, the faces of ``fonts.yaml`` out, always to the same bytes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import Path

from pressroom.fonts.catalogue import CATALOGUE_FILE, LICENCE_FILE, Catalogue, Face, Source, fold_family, read_catalogue
from pressroom.fonts.characters import SPACES, repertoire_characters, spread_ranges
from pressroom.fonts.derive import STEPS, derive_face
from pressroom.fonts.opening import open_font
from pressroom.fonts.slices import join_slices
from pressroom.fonts.sources import Package, Progress, fetch_package
from pressroom.report import Finding, FontError, Place, stop
from pressroom.workshop.files import digest, write_file


def prepare_fonts(
    folder: Path,
    work: Path,
    progress: Progress = lambda _: None,
    families: Sequence[str] = (),
    house: Path | None = None,
) -> Catalogue:
    """Make the faces of a folder again from their sources, fetching packages into ``work``; record the digests.

    Where ``families`` are named, these alone. ``house`` is the folder of the house's faces, which may be companions.

    :raises FontError: when a package cannot be had, a file in it is not the recorded one, or a step is unknown.
    """
    folders = tuple(dict.fromkeys([folder, house or folder]))
    catalogue = read_catalogue(folders)
    wanted = _choose(catalogue, folder, families)
    problems = [problem for face in wanted for problem in _check_recipe(face)]
    if problems:
        raise FontError(problems)
    for number, face in enumerate(wanted, 1):
        source = _source_of(face)
        package = fetch_package(source.registry, source.package, source.version, work, progress)
        upstream = _read_source(face, source, package)
        progress(f"Making {face.family} ({number} of {len(wanted)})")
        data = derive_face(upstream, face, _choose_characters(face, catalogue.faces, house or folder))
        write_file(face.path, data)
        write_file(face.path.with_name(LICENCE_FILE), package.read(source.licence_file))
        record_digest(face, digest(data))
    return read_catalogue(folders)


def _choose(catalogue: Catalogue, folder: Path, families: Sequence[str]) -> list[Face]:
    """The faces that are to be made; one that was added from a file has no source to be made from.

    :raises FontError: if a family is named that the folder does not have.
    """
    own = [face for face in catalogue.faces if face.folder == folder]
    unknown = [name for name in families if fold_family(name) not in {fold_family(face.family) for face in own}]
    if unknown:
        known = tuple(face.family for face in own)
        place = Place(folder / CATALOGUE_FILE)
        raise FontError(
            [stop("fonts", f"no face is called {name!r}", place, _suggest(name, known)) for name in unknown]
        )
    if families:
        return [face for face in own if fold_family(face.family) in map(fold_family, families)]
    return [face for face in own if _source_of(face).registry != "file"]


def _choose_characters(face: Face, faces: Sequence[Face], house: Path) -> frozenset[int] | None:
    """The characters that a face keeps: those of its repertoire that the faces named in ``without`` do not have."""
    characters = repertoire_characters(face.repertoire, house)
    for family in face.without if characters is not None else ():
        other = next((one for one in faces if one.family == family), None)
        if other is None or not other.path.is_file():
            message, hint = f"{face.family}: there is no {family} to be without", "Prepare that family before."
            raise FontError([stop("fonts", message, Place(face.folder / CATALOGUE_FILE), hint)])
        with open_font(other.path) as font:
            held = frozenset(font.getBestCmap())
        asked = held & spread_ranges(other.asked) if other.asked else held
        characters = characters - asked if characters else characters
    return characters if characters is None else characters | SPACES


def _check_recipe(face: Face) -> list[Finding]:
    place, known = face.place or Place(face.folder / CATALOGUE_FILE), tuple(STEPS)
    return [
        stop("fonts", f"{face.family}: unknown steps: {name}", place, _suggest(name, known))
        for name in face.steps
        if name not in known
    ]


def _suggest(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."


def _source_of(face: Face) -> Source:
    assert face.source is not None, "what is read from a sheet has a source"
    return face.source


def _read_source(face: Face, source: Source, package: Package) -> bytes:
    """Read the font that a face is made from, in one piece; prove that it is the one that was recorded."""
    slices = [package.read(name) for name in package.matching(source.file) or (source.file,)]
    found = digest(b"".join(slices))
    if found != source.sha256:
        message = f"{source.file} of {source.package} {source.version} has the digest {found}, not the recorded one"
        hint = "The package is not the one the faces were made from: look into it before recording the new digest."
        raise FontError([stop("fonts", message, Place(face.folder / CATALOGUE_FILE), hint)])
    return slices[0] if len(slices) == 1 else join_slices(slices, Place(package.file))


def record_digest(face: Face, found: str) -> None:
    """Write the digest of a face into its entry, leaving every other line of the file as it is."""
    if found == face.sha256:
        return
    file = face.folder / CATALOGUE_FILE
    entry = re.compile(rf"(^ +file: {re.escape(face.file)}\n +sha256: ).*$", re.MULTILINE)
    text, count = entry.subn(rf"\g<1>{found}", file.read_text(encoding="utf-8"))
    if count != 1:
        message = f"the entry of {face.family} needs a line sha256 after its line file"
        raise FontError([stop("fonts", message, Place(file), f"Write it there: sha256: {found}")])
    write_file(file, text.encode())
