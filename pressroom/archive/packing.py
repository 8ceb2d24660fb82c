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
from pressroom.archive.alto import write_alto
from pressroom.archive.bag import DATA, close_bag
from pressroom.archive.describing import write_dublin_core, write_mets, write_mods
from pressroom.archive.reading import read_screen
from pressroom.archive.works import WORKS, describe_serial, write_works
from pressroom.issue import Issue
from pressroom.pipeline.publish import Published
from pressroom.proof import Proof
from pressroom.workshop.config import Config
from pressroom.workshop.files import digest_of, lock_folder, write_file
from pressroom.workshop.places import SHEET
from pressroom.workshop.release import put_folder, recover_release
from pressroom.workshop.sources import PICTURE, RefusedFileError, prove_source

EDITIONS, SOURCES, METADATA, ALTO = "editions", "sources", "metadata", "alto"
#: Among the sources: faces of the house, apart from those of the magazine.
HOUSE_FONTS = Path("house", "fonts")


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
    _describe(proof.issue, data)
    editions = tuple((file.name, digest_of(data / EDITIONS / file.name)) for file in published.files)
    bag = close_bag(fresh, describe(proof.issue))
    shelf = name if proof.issue.printing == 1 else f"{name}-printing-{proof.issue.printing}"
    _shelve(fresh, archive / shelf, bench)
    return Packed(shelf, bag.seal, editions)


def _describe(issue: Issue, data: Path) -> None:
    """Write what libraries want to know, where there is a screen edition that says which pages were printed."""
    screen = next((data / EDITIONS).glob("*.screen.pdf"), None)
    if screen is None:
        return
    read = read_screen(screen)
    serial = describe_serial(issue, read)
    about = data / METADATA
    for number, page in enumerate(read.pages, 1):
        write_file(data / ALTO / f"{number:04}.xml", write_alto(page, number, screen.name, read.titles).encode())
    write_file(about / WORKS, write_works(serial))
    write_file(about / "mods.xml", write_mods(serial).encode())
    write_file(about / "dc.xml", write_dublin_core(serial).encode())
    files = sorted(file for file in data.rglob("*") if file.is_file())
    named = {_seen_from(file, about): (digest_of(file), file.stat().st_size) for file in files}
    write_file(about / "mets.xml", write_mets(serial, named).encode("utf-8", "backslashreplace"))


def _seen_from(file: Path, folder: Path) -> str:
    """A file's name as seen from a folder beside its own."""
    if file.is_relative_to(folder):
        return file.relative_to(folder).as_posix()
    return f"../{file.relative_to(folder.parent).as_posix()}"


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
    *own, of_house = config.font_folders
    for folder in own:
        yield from _walk(folder, Path("fonts"), config)
    yield from _walk(of_house, HOUSE_FONTS, config)
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
