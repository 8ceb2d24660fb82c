"""Read the limits of a printer: a file of ``profiles/`` in, a :class:`Profile` out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from pressroom.read.sheet import fill, read_sheet, read_text
from pressroom.report import Place, SourceError, nearest, stop


def _dashed(name: str) -> str:
    return name.replace("_", "-")


class ProfileSheet(BaseModel):
    """What a printer accepts; what a sheet does not say is as here."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_dashed, populate_by_name=True)

    title: str = Field(min_length=1, description="What these limits are for")
    source: str = Field("", description="Where they come from")
    bleed: float = Field(3, ge=0, le=20, description="Millimetres of art beyond each edge that is cut")
    safe: float = Field(5, ge=0, le=50, description="Millimetres from the edge that text keeps away")
    inner: float = Field(8, ge=0, le=50, description="The same from the spine, where leaves are glued")
    ink: float = Field(320, ge=100, le=400, description="Per cent of ink, on the average of 15 mm squares")
    photo_least: float = Field(150, ge=1, description="Pixels an inch that stop the press where a photo has fewer")
    photo_wanted: float = Field(225, ge=1, description="Pixels an inch that a photo should have")
    line_art_least: float = Field(550, ge=1, description="Pixels an inch that stop the press where line art has fewer")
    line_art_wanted: float = Field(800, ge=1, description="Pixels an inch that line art should have")
    hairline: float = Field(0.25, ge=0, le=2, description="Points: lines are no thinner")
    reversed_text: float = Field(8, ge=0, le=20, description="Points: white letters are no smaller")
    rich_text: float = Field(8, ge=0, le=20, description="Points: letters of two or more inks are no smaller")
    rich_han: float = Field(10, ge=0, le=20, description="Points: Han of three or more inks is no smaller")
    screened_line: float = Field(0.5, ge=0, le=2, description="Points: lines that are tints are no thinner")
    rich_black: float = Field(280, ge=100, le=400, description="Per cent of ink that black letters may have")
    overprinting_text: float = Field(12, ge=0, le=72, description="Points: smaller black letters overprint")
    spots: tuple[str, ...] = Field((), description="Names of spot colours that may be used")
    multiple: int = Field(4, ge=1, le=64, description="The count of pages is a multiple of this")
    stitched_most: int = Field(96, ge=4, le=400, description="Pages that can be stitched through the fold")
    difference: float = Field(0.35, gt=0, le=1, description="How far renderers may differ in a spot: 0 to 1")


@dataclass(frozen=True)
class Profile:
    """The limits of a printer: the name of their file, where that is, and the limits."""

    name: str
    place: Place
    limits: ProfileSheet


def read_profile(folders: Sequence[Path], name: str) -> Profile:
    """Read the limits of a name, from the first folder that has them.

    :raises SourceError: if there are none of that name, or their sheet does not fit.
    """
    files = {file.stem: file for folder in reversed(folders) for file in sorted(folder.glob("*.yaml"))}
    if name not in files:
        near = nearest(name, tuple(files))
        hint = f"did you mean {near!r}?" if near else f"known profiles: {', '.join(sorted(files)) or 'none'}"
        raise SourceError([stop("unknown-profile", f"there is no profile {name!r}", Place(folders[0]), hint)])
    file = files[name]
    return Profile(name, Place(file, 1, 1), fill(ProfileSheet, read_sheet(read_text(file), file)))
