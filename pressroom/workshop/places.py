"""Find where things lie: the magazine that somebody stands in, its issues, and the house that comes with Pressroom."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
SHEET, ISSUE = "magazine.yaml", "issue.yaml"


def house() -> Path:
    """The folder of what comes with Pressroom: ``layouts/base``, ``fonts``, ``profiles``.

    It lies inside the package that was installed, and beside it in a clone.
    """
    inside = _PACKAGE / "house"
    return inside if inside.is_dir() else _PACKAGE.parent


def find_magazine(start: Path) -> Path | None:
    """Find the magazine that a folder belongs to, upwards, as git does: a folder with ``issues/magazine.yaml``."""
    here = start.resolve()
    return next((folder for folder in (here, *here.parents) if (folder / "issues" / SHEET).is_file()), None)


def magazine_of(issue: Path) -> Path:
    """The folder of the magazine that an issue belongs to, where its layouts and fonts lie.

    An issue that lies in no magazine's ``issues`` has its sheet with it or beside it: what lies there is its magazine.
    """
    found = find_magazine(issue)
    if found:
        return found
    folder = issue.resolve()
    return folder if (folder / SHEET).is_file() else folder.parent


def list_issues(magazine: Path) -> list[Path]:
    """The folders of all issues of a magazine, by name."""
    return sorted(file.parent for file in (magazine / "issues").glob(f"*/{ISSUE}"))
