"""Pack what was published of an issue: its editions and all that it was made from in, its bag in the archive out.

``data/sources`` is a magazine of its own: ``issues`` with the sheet of the magazine and the one issue, the layouts and
the fonts that it was set with. Wherever it is unpacked, `pressroom build` makes the issue of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pressroom import __version__
from pressroom.archive.bag import DATA, close_bag
from pressroom.issue import Issue
from pressroom.pipeline.publish import Published
from pressroom.proof import Proof
from pressroom.workshop.config import Config
from pressroom.workshop.files import digest_of, lock_folder
from pressroom.workshop.places import SHEET
from pressroom.workshop.release import put_folder, recover_release
from pressroom.workshop.sources import PICTURE, RefusedFileError, prove_source

EDITIONS, SOURCES, METADATA = "editions", "sources", "metadata"


@dataclass(frozen=True)
class Packed:
    """A bag in an archive: its name there, its seal, and its editions with their digests."""

    name: str
    seal: str
    editions: tuple[tuple[str, str], ...]


def pack(published: Published, config: Config, bench: Path, archive: Path, name: str) -> Packed:
    """Pack an issue on a bench, and move its bag into the archive in one step.

    The bag of an earlier printing stays; that of the same printing is replaced.

    :raises OSError: where the disk is full.
    """
    proof = published.proof
    fresh = bench / "bag"
    data = fresh / DATA
    (data / EDITIONS).mkdir(parents=True)
    for file in published.files:
        file.replace(data / EDITIONS / file.name)
    for file, target in _list_sources(proof, config):
        _copy(file, data / SOURCES / target)
    editions = tuple((file.name, digest_of(data / EDITIONS / file.name)) for file in published.files)
    bag = close_bag(fresh, describe(proof.issue))
    shelf = name if proof.issue.printing == 1 else f"{name}-printing-{proof.issue.printing}"
    _shelve(fresh, archive / shelf, bench)
    return Packed(shelf, bag.seal, editions)


def describe(issue: Issue) -> list[tuple[str, str]]:
    """What a bag says of itself; its date is that of the printing, for the same issue gives the same bag."""
    magazine = issue.magazine
    named = [
        ("Source-Organization", magazine.publisher),
        ("External-Description", issue.title),
        ("External-Identifier", f"urn:issn:{magazine.issn}:{issue.slug}" if magazine.issn else issue.slug),
        ("Bagging-Date", issue.modified[:10]),
        ("Bag-Group-Identifier", magazine.title),
        ("Internal-Sender-Identifier", f"{issue.slug}, printing {issue.printing}"),
        ("Bag-Software-Agent", f"Pressroom {__version__}"),
    ]
    return [(label, value) for label, value in named if value]


def _shelve(fresh: Path, shelf: Path, bench: Path) -> None:
    """Put a bag in its place."""
    shelf.parent.mkdir(parents=True, exist_ok=True)
    with lock_folder(shelf.parent):
        recover_release(shelf)
        put_folder(fresh, shelf, bench)


def _list_sources(proof: Proof, config: Config) -> Iterator[tuple[Path, Path]]:
    """All files that an issue is made from, each with its place among the sources."""
    issue = proof.issue
    sheets = Path("issues")
    yield from _walk(issue.folder, sheets / issue.slug, config)
    if not (issue.folder / SHEET).is_file():
        yield issue.magazine.place.file, sheets / SHEET
    for profile in sorted(issue.folder.parent.glob("*.ic[cm]")):
        yield profile, sheets / profile.name
    for folder in proof.layout.folders:
        yield from _walk(folder, Path("layouts") / folder.name, config)
    yield from _walk(config.font_folder, Path("fonts"), config)
    profiles: dict[str, Path] = {}
    for folder in config.profiles:
        for file in sorted(folder.glob("*.yaml")):
            profiles.setdefault(file.name, file)
    yield from ((file, Path("profiles") / name) for name, file in sorted(profiles.items()))


def _walk(folder: Path, target: Path, config: Config) -> Iterator[tuple[Path, Path]]:
    """The files of a folder that the press would read, hidden ones left out."""
    roots = (folder, *config.roots)
    for file in sorted(folder.rglob("*")):
        within = file.relative_to(folder)
        if any(part.startswith(".") for part in within.parts) or not file.is_file():
            continue
        try:
            prove_source(file, roots, PICTURE)
        except RefusedFileError:  # it leads out of the magazine, and was not read for these pages either
            continue
        yield file, target / within


def _copy(file: Path, target: Path) -> None:
    """Copy a file: a second name for it would change with it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)
