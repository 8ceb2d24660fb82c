"""Read and write the sources of an issue for the browser: a name in; a text and its digest out, and back.

Only files that people write are reached: copy, art, sheets and layouts of this magazine. A text is written beside its
place and then moved there, and only where its file still holds what the writer has seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pressroom.workshop.files import digest, write_file
from pressroom.workshop.sources import TEXT, RefusedFileError, read_source

LARGEST_TEXT = 4_000_000
LARGEST_ART = 400_000_000
_TEXTS = (".md", ".yaml", ".css", ".html")
_ART = (".png", ".jpg", ".jpeg", ".webp", ".svg")
_BOM = b"\xef\xbb\xbf"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


class RefusedNameError(Exception):
    """A name that is none of a source."""


class ChangedFileError(Exception):
    """A file holds something else than the writer has seen: ``source`` is what it holds."""

    def __init__(self, source: SourceText) -> None:
        super().__init__(f"{source.name} was changed elsewhere")
        self.source = source


@dataclass(frozen=True)
class SourceText:
    """A source as an editor has it: plain line ends, and the digest of the bytes that it stands in."""

    name: str
    text: str
    digest: str


class SourceShelf:
    """The sources of one issue, its magazine's sheet and its layouts, by their names within the magazine."""

    def __init__(self, folder: Path, magazine: Path) -> None:
        self.folder, self.magazine = folder.resolve(), magazine.resolve()

    def list(self) -> Iterator[str]:
        """The names of all texts that may be edited, in order."""
        issue = [self.folder / "issue.yaml", *sorted((self.folder / "copy").glob("*.md"))]
        sheets = [self.folder / "magazine.yaml", self.folder.parent / "magazine.yaml"]
        layouts = sorted(file for file in (self.magazine / "layouts").rglob("*") if file.suffix in _TEXTS)
        for file in [*issue, *sheets, *layouts]:
            if file.is_file() and not file.is_symlink():
                yield file.relative_to(self.magazine).as_posix()

    def find(self, name: str) -> Path:
        """The file of a name.

        :raises RefusedNameError: if it is not one of a source.
        """
        parts = PurePosixPath(name).parts
        if not parts or "\\" in name or any(part.startswith(".") or "\0" in part for part in parts) or name[0] == "/":
            raise RefusedNameError(name)
        file = self.magazine.joinpath(*parts)
        own = [self.folder / "copy", self.magazine / "layouts"]
        single = [self.folder / "issue.yaml", self.folder / "magazine.yaml", self.folder.parent / "magazine.yaml"]
        inside = any(file.is_relative_to(folder) for folder in own) or file in single
        if not inside or file.suffix not in _TEXTS or file.resolve() != file:
            raise RefusedNameError(name)
        return file

    def read(self, name: str) -> SourceText:
        """Read a source.

        :raises RefusedNameError: if it is none, or is no text.
        :raises OSError: if it cannot be read.
        """
        try:
            data = read_source(self.find(name), (self.magazine,), TEXT)
            text = data.removeprefix(_BOM).decode("utf-8")
        except (RefusedFileError, UnicodeDecodeError) as error:
            raise RefusedNameError(f"{name}: {error}") from None
        return SourceText(name, text.replace("\r\n", "\n").replace("\r", "\n"), digest(data))

    def write(self, name: str, text: str, seen: str) -> SourceText:
        """Write a source, where its file holds what was ``seen``; line ends stay what they were. A new file: ``""``.

        :raises ChangedFileError: if it holds something else.
        :raises RefusedNameError: if it is none.
        :raises OSError: if it cannot be written; it is then what it was.
        """
        file = self.find(name)
        before = read_source(file, (self.magazine,), TEXT) if file.exists() else b""
        if (digest(before) if file.exists() else "") != seen:
            raise ChangedFileError(self.read(name))
        data = text.encode("utf-8")
        if b"\r\n" in before:
            data = data.replace(b"\n", b"\r\n")
        if before.startswith(_BOM):
            data = _BOM + data
        if data != before:
            write_file(file, data)
        return SourceText(name, text, digest(data))

    def add_art(self, name: str, data: bytes) -> str:
        """Put a picture into the issue's art; give what copy calls it. One of the same name is never replaced.

        :raises RefusedNameError: if it has no ending of a picture.
        :raises OSError: if it cannot be written.
        """
        path = PurePosixPath(name.replace("\\", "/"))
        ending = path.suffix.lower()
        if ending not in _ART:
            raise RefusedNameError(f"{path.name}: pictures end in {', '.join(_ART)}")
        stem = "-".join(_NAME.findall(path.stem.lower())) or "picture"
        for number in range(1, 1000):
            file = self.folder / "art" / (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}")
            if file.is_file() and not file.is_symlink() and digest(file.read_bytes()) == digest(data):
                return f"art/{file.name}"
            if not file.exists() and not file.is_symlink():
                write_file(file, data)
                return f"art/{file.name}"
        raise RefusedNameError(f"{path.name}: there are too many of that name")
