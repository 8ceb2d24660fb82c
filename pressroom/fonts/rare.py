"""The rare face: the few characters of an issue that no prepared face has, in; a small TrueType font out."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from pressroom.fonts.catalogue import Face
from pressroom.fonts.coverage import fallback_characters, fallback_version
from pressroom.workshop.files import digest, write_file

RARE_FAMILY = "Pressroom Rare"
# Goes into the file name: raise it when the outlines below come out otherwise.
_RECIPE = 1


def rare_face(characters: Iterable[str], folder: Path) -> Face | None:
    """Make the face of some rare characters in a cache folder, or find it there; None when there are none.

    Characters that the full font lacks too are passed over: ``missing_characters`` names them.
    """
    codes = sorted({ord(character) for character in characters} & fallback_characters())
    if not codes:
        return None
    key = f"{_RECIPE};{fallback_version()};{','.join(map(str, codes))}"
    name = f"rare-{digest(key.encode())[:24]}"
    file = _find_face(folder, name)
    if file is None:
        from pressroom.fonts.drawing import draw_face  # takes long to load

        data = draw_face(codes, RARE_FAMILY)
        file = folder / f"{name}-{digest(data)}.ttf"
        write_file(file, data)
    return Face(folder, RARE_FAMILY, "rare", 400, file.name, file.stem.removeprefix(f"{name}-"), repertoire="rare")


def _find_face(folder: Path, name: str) -> Path | None:
    """Find a face that was made before; its name says its digest, so that a damaged one is noticed."""
    found = sorted(folder.glob(f"{name}-*.ttf"))
    return next((file for file in found if digest(file.read_bytes()) == file.stem.removeprefix(f"{name}-")), None)


def _find_rare_face(characters: Sequence[str], folder: Path) -> Face | None:
    """Find the rare face in the shop's folder; where that cannot be written, make it for this once."""
    try:
        return rare_face(characters, folder)
    except OSError:
        desk = Path(tempfile.mkdtemp(prefix="pressroom-"))
        atexit.register(shutil.rmtree, desk, ignore_errors=True)
        return rare_face(characters, desk)
