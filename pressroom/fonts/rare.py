"""The rare faces: the few characters of an issue that no prepared face has, in; two small fonts, one bold, out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from pressroom.fonts.catalogue import RARE_BOLD_FAMILY, RARE_FAMILY, Face
from pressroom.fonts.characters import SPACES
from pressroom.fonts.coverage import fallback_version
from pressroom.workshop import Workshop
from pressroom.workshop.files import digest, write_file

# Goes into the file name: raise it when the outlines below come out otherwise.
_RECIPE = {400: 2, 700: 3}
_FAMILIES = {400: RARE_FAMILY, 700: RARE_BOLD_FAMILY}


def rare_faces(characters: Iterable[str], workshop: Workshop) -> tuple[Face, ...]:
    """Make the faces of some rare characters of the full font, or find those that were made before; none without any.

    They are kept beside the cache; where that cannot be written, they stand on the bench for this once.
    """
    codes = sorted({ord(character) for character in characters})
    codes = sorted({*codes, *SPACES}) if codes else []
    return tuple(_make_face(codes, weight, workshop) for weight in _FAMILIES) if codes else ()


def _make_face(codes: list[int], weight: int, workshop: Workshop) -> Face:
    """Make or find the face of one weight; the bold one is drawn from the same outlines."""
    family = _FAMILIES[weight]
    bold = ";bold" if weight == 700 else ""
    key = f"{_RECIPE[weight]};{fallback_version()};{','.join(map(str, codes))}{bold}"
    name = f"rare-{digest(key.encode())[:24]}"
    file = find_face(workshop.config.cache / "fonts", name)
    if file is None:
        from pressroom.fonts.drawing import draw_face  # takes long to load

        file = keep_face(name, draw_face(codes, family, weight), workshop)
    found = file.stem.removeprefix(f"{name}-")
    return Face(file.parent, family, "rare", weight, file.name, found, repertoire="rare")


def keep_face(name: str, data: bytes, workshop: Workshop) -> Path:
    """Write a face where it is found again, or where it is not in the way."""
    file = f"{name}-{digest(data)}.ttf"
    with contextlib.suppress(OSError):
        write_file(workshop.config.cache / "fonts" / file, data)
        return workshop.config.cache / "fonts" / file
    write_file(workshop.bench / file, data)
    return workshop.bench / file


def find_face(folder: Path, name: str) -> Path | None:
    """Find a face that was made before; its name says its digest, so that a damaged one is noticed."""
    found = sorted(folder.glob(f"{name}-*.ttf"))
    return next((file for file in found if digest(file.read_bytes()) == file.stem.removeprefix(f"{name}-")), None)
