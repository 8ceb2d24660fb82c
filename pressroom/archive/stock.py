"""What there is to archive: magazines and roots of many in; the folders of their issues, each with a name, out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pressroom.report import Place, SourceError, stop
from pressroom.workshop.places import ISSUE, SHEET, list_issues, magazine_of

_BAG = "bagit.txt"


@dataclass(frozen=True)
class StockIssue:
    """An issue to be archived: its name in the archive, ``magazine/slug``; its folder and that of its magazine."""

    name: str
    folder: Path
    magazine: Path


def list_stock(folders: Iterable[Path]) -> tuple[StockIssue, ...]:
    """List all issues in folders: of an issue, of a magazine, or of many magazines, whatever lies between.

    :raises SourceError: where a folder holds none, or where two would have the same name.
    """
    found: dict[str, StockIssue] = {}
    for folder in folders:
        here = [_name(issue) for issue in _find(folder)]
        if not here:
            hint = "name an issue, a magazine (a folder with issues/magazine.yaml), or a folder of magazines"
            raise SourceError([stop("no-issue", "there is no issue in this folder", Place(folder), hint)])
        for one in here:
            other = found.setdefault(one.name, one)
            if other.folder.resolve() != one.folder.resolve():
                message = f"{other.folder} would be called {one.name} too"
                raise SourceError([stop("same-name", message, Place(one.folder), "give its magazine another folder")])
    return tuple(found[name] for name in sorted(found))


def _find(folder: Path) -> Iterator[Path]:
    """The folders of issues in a folder, or the folder itself."""
    if (folder / ISSUE).is_file():
        yield folder
        return
    for path, folders, _ in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(path)
        if (here / _BAG).is_file():  # it holds the sources of an issue that is archived
            folders.clear()
        elif (here / "issues" / SHEET).is_file():
            yield from list_issues(here)
            folders.clear()


def _name(folder: Path) -> StockIssue:
    """The name of an issue in the archive."""
    magazine = magazine_of(folder)
    return StockIssue(f"{magazine.resolve().name}/{folder.resolve().name}", folder, magazine)
