"""The rare face: the few characters of an issue that no prepared face has, in; a small TrueType font out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from pressroom.fonts.catalogue import Face
from pressroom.fonts.coverage import fallback_version
from pressroom.workshop import Workshop
from pressroom.workshop.files import digest, write_file

RARE_FAMILY = "Pressroom Rare"
# Goes into the file name: raise it when the outlines below come out otherwise.
_RECIPE = 1


def rare_face(characters: Iterable[str], workshop: Workshop) -> Face | None:
    """Make the face of some rare characters of the full font, or find one that was made before; None without any.

    It is kept beside the cache; where that cannot be written, it stands on the bench for this once.
    """
    codes = sorted({ord(character) for character in characters})
    if not codes:
        return None
    key = f"{_RECIPE};{fallback_version()};{','.join(map(str, codes))}"
    name = f"rare-{digest(key.encode())[:24]}"
    file = _find_face(workshop.config.cache / "fonts", name)
    if file is None:
        from pressroom.fonts.drawing import draw_face  # takes long to load

        file = _keep_face(name, draw_face(codes, RARE_FAMILY), workshop)
    found = file.stem.removeprefix(f"{name}-")
    return Face(file.parent, RARE_FAMILY, "rare", 400, file.name, found, repertoire="rare")


def _keep_face(name: str, data: bytes, workshop: Workshop) -> Path:
    """Write a face where it is found again, or where it is not in the way."""
    file = f"{name}-{digest(data)}.ttf"
    with contextlib.suppress(OSError):
        write_file(workshop.config.cache / "fonts" / file, data)
        return workshop.config.cache / "fonts" / file
    write_file(workshop.bench / file, data)
    return workshop.bench / file


def _find_face(folder: Path, name: str) -> Path | None:
    """Find a face that was made before; its name says its digest, so that a damaged one is noticed."""
    found = sorted(folder.glob(f"{name}-*.ttf"))
    return next((file for file in found if digest(file.read_bytes()) == file.stem.removeprefix(f"{name}-")), None)
