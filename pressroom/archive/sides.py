"""The sides of a comparison: a PDF, a build, a bag, an issue's folder or a revision of git in; a screen edition out."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

from pressroom.archive.bag import SIGN
from pressroom.pipeline.orders import Order
from pressroom.pipeline.publish import publish_issue
from pressroom.report import Place, PressError, stop
from pressroom.workshop.config import Config, config_of
from pressroom.workshop.places import ISSUE, magazine_of

_ENDING = "*.screen.pdf"


def find_side(name: str, other: Path, bench: Path, configure: Callable[[Path], Config] = config_of) -> Path:
    """Find or make the screen edition that is meant; a revision is one of the issue in the folder ``other``.

    :raises PressroomError: where there is none, or it does not build.
    """
    place = Path(name)
    if place.is_file():
        return place
    if (place / SIGN).is_file():
        return _only(place / "data" / "editions")
    if (place / ISSUE).is_file():
        return _build(place, bench, configure(magazine_of(place)))
    if place.is_dir():
        return _only(place)
    return _build(_check_out(name, other, bench), bench, None)


def _only(folder: Path) -> Path:
    """The screen edition in a folder.

    :raises PressError: where there is none.
    """
    found = sorted(folder.glob(_ENDING))
    if len(found) != 1:
        hint = "name an issue's folder, a folder of `build` with one screen edition, a bag, a PDF, or a revision of git"
        raise PressError([stop("no-side", f"{len(found)} screen editions are in this folder", Place(folder), hint)])
    return found[0]


def _build(folder: Path, bench: Path, config: Config | None) -> Path:
    """Build the screen edition of an issue.

    :raises PressError: where preflight stops it.
    """
    published = publish_issue(Order(folder, config or config_of(magazine_of(folder)), ("screen",), bench / "built"))
    if not published.report.clear:
        raise PressError(published.report.findings)
    return next(file for file in published.files if file.suffix == ".pdf")


def _check_out(revision: str, issue: Path, bench: Path) -> Path:
    """Have the magazine of an issue as it was at a revision of git.

    :raises PressError: where there is no such revision, or no issue in it.
    """
    home = magazine_of(issue).resolve()
    command = ["git", "-C", str(home), "archive", "--format=tar", "--end-of-options", revision, "."]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        message = f"{revision!r} is no folder, and no revision of git: {said[-1] if said else ''}"
        raise PressError([stop("no-side", message, Place(home), "name a folder, a bag, a PDF or a revision")])
    target = bench / "revision"
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
        tar.extractall(target, filter="data")
    return target / issue.resolve().relative_to(home)
