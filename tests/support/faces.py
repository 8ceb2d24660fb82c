"""Folders of fonts to spoil, and how alike two drawings of a letter are."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pressroom.fonts import Face, rare_faces, read_catalogue
from pressroom.workshop.config import config_of
from tests.support.paths import FONTS
from tests.support.press import reading

RARE = "㵘騰龍㐀"


def rare_in(characters: Iterable[str], folder: Path) -> tuple[Face, ...]:
    """The rare faces of some characters, kept in a folder."""
    config = config_of(folder, folder)
    with reading(folder, config) as workshop:
        return rare_faces(characters, workshop)


def folder_of(family: str, folder: Path) -> Path:
    """Make a folder of fonts that holds one face."""
    face = read_catalogue([FONTS]).face(family)
    text = (FONTS / "fonts.yaml").read_text(encoding="utf-8")
    entry = next(e for e in re.split(r"(?m)^(?=  - family:)", text) if e.startswith(f"  - family: {family}\n"))
    (folder / "fonts.yaml").write_text(f"faces:\n{entry}", encoding="utf-8")
    shutil.copytree(face.path.parent, (folder / face.file).parent)
    shutil.copytree(FONTS / "characters", folder / "characters")
    return folder


def drawn(file: Path, character: str) -> numpy.ndarray:
    page = Image.new("L", (80, 80))
    ImageDraw.Draw(page).text((8, 60), character, fill=255, font=ImageFont.truetype(file, 64), anchor="ls")
    return numpy.asarray(page.filter(ImageFilter.GaussianBlur(1)), dtype=float)


def likeness(left: numpy.ndarray, right: numpy.ndarray) -> float:
    """How alike two pieces of a page are, 0 to 1; ink against blank is 0."""
    product = float(numpy.sqrt((left * left).sum() * (right * right).sum()))
    return float((left * right).sum()) / product if product else 0.0
