"""Preparation: published packages in, the faces of ``fonts.yaml`` out, always to the same bytes."""

from __future__ import annotations

import difflib
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

from pressroom.fonts.catalogue import CATALOGUE_FILE, Catalogue, Face, Source, read_catalogue
from pressroom.fonts.characters import repertoire_characters
from pressroom.fonts.check import LICENCE_FILE
from pressroom.fonts.derive import STEPS, derive_face
from pressroom.report import Finding, FontError, Place, stop
from pressroom.workshop.files import digest, write_file

Progress = Callable[[str], None]
# Seconds that one package may take to arrive: the largest is 69 MB.
_PATIENCE = 900


def prepare_fonts(folder: Path, work: Path, progress: Progress = lambda _: None) -> Catalogue:
    """Make every face of a folder again from its source, fetching packages into ``work``; record the digests.

    Raises FontError when a package cannot be had, a file in it is not the recorded one, or a step is unknown.
    """
    catalogue = read_catalogue(folder)
    problems = [problem for face in catalogue.faces for problem in _check_recipe(face)]
    if problems:
        raise FontError(problems)
    for number, face in enumerate(catalogue.faces, 1):
        source = _source_of(face)
        package = _fetch_package(source, work, progress)
        upstream = _read_member(package, source, source.file)
        _prove_source(face, source, upstream)
        progress(f"Making {face.family} ({number} of {len(catalogue.faces)})")
        data = derive_face(upstream, face, repertoire_characters(face.repertoire, folder))
        write_file(face.path, data)
        write_file(face.path.with_name(LICENCE_FILE), _read_member(package, source, source.licence_file))
        _record_digest(face, digest(data))
    return read_catalogue(folder)


def _check_recipe(face: Face) -> list[Finding]:
    place = Place(face.folder / CATALOGUE_FILE)
    known = {"steps": tuple(STEPS), "repertoire": ("chinese", "latin", "figures"), "registry": ("npm",)}
    used = {"steps": face.steps, "repertoire": (face.repertoire,), "registry": (_source_of(face).registry,)}
    return [
        stop("fonts", f"{face.family}: unknown {what}: {name}", place, _suggest(name, known[what]))
        for what, names in used.items()
        for name in names
        if name not in known[what]
    ]


def _suggest(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."


def _source_of(face: Face) -> Source:
    if face.source is None:
        raise FontError([stop("fonts", f"{face.family} has no source", Place(face.folder / CATALOGUE_FILE))])
    return face.source


def _fetch_package(source: Source, work: Path, progress: Progress) -> Path:
    """Have npm download a package, unless it lies there already."""
    package = work / f"{source.package.strip('@').replace('/', '-')}-{source.version}.tgz"
    if package.is_file():
        return package
    name = f"{source.package}@{source.version}"
    npm = shutil.which("npm")
    if npm is None:
        hint = "Install Node.js, which brings npm; only making the faces needs it."
        raise FontError([stop("fonts", f"npm is not there to fetch {name}", Place(package), hint)])
    work.mkdir(parents=True, exist_ok=True)
    progress(f"Fetching {name}")
    command = [npm, "pack", name, "--silent", "--pack-destination", str(work)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False, cwd=work)
        reason = "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["npm gave no reason"])[-1]
    except subprocess.TimeoutExpired:
        reason = f"nothing came for {_PATIENCE} seconds"
    if reason or not package.is_file():
        hint = "Check the name, the version and the network, then prepare again."
        raise FontError([stop("fonts", f"npm could not fetch {name}: {reason}", Place(package), hint)])
    return package


def _read_member(package: Path, source: Source, name: str) -> bytes:
    try:
        with tarfile.open(package) as archive:
            stream = archive.extractfile(f"package/{name}")
            if stream is not None:
                return stream.read()
    except KeyError:
        pass
    except (tarfile.TarError, EOFError, OSError) as error:
        hint = "Delete the file and prepare again."
        raise FontError([stop("fonts", f"the package is damaged: {error}", Place(package), hint)]) from error
    message = f"no file {name} in {source.package} {source.version}"
    raise FontError([stop("fonts", message, Place(package), "Correct the name in fonts.yaml.")])


def _prove_source(face: Face, source: Source, upstream: bytes) -> None:
    found = digest(upstream)
    if found != source.sha256:
        message = f"{source.file} of {source.package} {source.version} has the digest {found}, not the recorded one"
        hint = "The package is not the one the faces were made from: look into it before recording the new digest."
        raise FontError([stop("fonts", message, Place(face.folder / CATALOGUE_FILE), hint)])


def _record_digest(face: Face, found: str) -> None:
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
