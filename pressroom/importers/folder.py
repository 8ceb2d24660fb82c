"""Write an issue folder: texts in, files out, never over others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pressroom.report import Place, SourceError, stop
from pressroom.workshop.files import open_bench

#: Writes texts and files into a folder, and says what it found there.
Write = Callable[[Path, Mapping[str, str], Mapping[str, bytes]], tuple[str, ...]]


def refuse_taken(folder: Path) -> None:
    """Refuse a folder that holds something already.

    :raises SourceError: if it does, or is a file.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        hint = "name a folder that does not exist yet"
        raise SourceError([stop("exists", "there is something already", Place(folder), hint)])


def write_folder(folder: Path, texts: Mapping[str, str], files: Mapping[str, bytes] | None = None) -> tuple[str, ...]:
    """Write texts and files into a folder beside, then move it into place."""
    with open_bench(folder.parent) as bench:
        made = bench / "issue"
        (made / "art").mkdir(parents=True)
        (made / "copy").mkdir()
        for name, data in {**{name: text.encode() for name, text in texts.items()}, **(files or {})}.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(data)
        if folder.is_dir():
            folder.rmdir()
        made.replace(folder)
    return ()
