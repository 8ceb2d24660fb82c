"""Collect the pictures of a book: files in, each once under a name made from its content out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from pressroom.editions.epub.book import Resource
from pressroom.editions.epub.drawings import DrawingLetterer
from pressroom.editions.epub.photos import fit_photo
from pressroom.fonts import Face
from pressroom.pictures.drawings import LARGEST
from pressroom.pictures.plain import write_plainly
from pressroom.workshop import Workshop
from pressroom.workshop.sources import read_source

_TYPES = {
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
FOLDER = "art"


def picture_type(file: Path) -> str:
    """The media type of a picture."""
    return _TYPES[file.suffix.lower()]


class PictureBox:
    """The pictures put into a book so far; only regular files below given folders are taken."""

    def __init__(self, folders: Collection[Path], workshop: Workshop, faces: Sequence[Face] = ()) -> None:
        self.workshop = workshop
        self.folders = tuple(folder.resolve() for folder in folders)
        self._letterer = DrawingLetterer(faces, self.folders, workshop)
        self._resources: dict[str, Resource] = {}
        self._names: dict[Path, str] = {}

    @property
    def resources(self) -> tuple[Resource, ...]:
        """The pictures as files of the book, in order of their names."""
        return tuple(self._resources[name] for name in sorted(self._resources))

    def put_address(self, address: str) -> str:
        """Put in the picture that an image of a galley shows, by its file's address; give its name in the book."""
        parts = urlsplit(address)
        if parts.scheme != "file":
            raise ValueError(f"{address[:100]} is not the address of a picture")
        return self.put(Path(url2pathname(parts.path)))

    def put(self, file: Path) -> str:
        """Put a picture in; give its name in the book."""
        file = file.resolve()
        if file not in self._names:
            if not any(file.is_relative_to(folder) for folder in self.folders):
                raise ValueError(f"{file.name} lies outside the issue and its layout")
            data = self._read(file)
            ending = ".jpg" if picture_type(file) == "image/jpeg" else file.suffix.lower()
            name = f"{FOLDER}/{hashlib.sha256(data).hexdigest()[:16]}{ending}"
            self._names[file] = name
            self._resources[name] = Resource(name, picture_type(file), data)
        return self._names[file]

    def _read(self, file: Path) -> bytes:
        """What a picture is in the book."""
        if file.suffix.lower() == ".svg":
            data = read_source(file, self.folders, LARGEST)
            return self._letterer.letter(write_plainly(data, book=True)).encode()
        return fit_photo(file, self.workshop)
