"""The sheet of a folder of fonts: what may stand in ``fonts.yaml``."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

#: A family: letters first, nothing that a style sheet or a list of families would read as anything but a name.
FAMILY = r"^[^\W\d_][\w .+&-]{0,62}$"
Family = Annotated[str, Field(strict=True, pattern=FAMILY)]
Digest = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
Role = Literal["text", "song", "sans", "kai", "latin", "figures", "letters", "signs", "display"]
ROLES: tuple[str, ...] = get_args(Role)
Repertoire = Literal["chinese", "latin", "figures", "letters", "signs", "hangul", "whole"]


def _stay_inside(name: str) -> str:
    """Refuse a name that leads out of its folder."""
    parts = PurePosixPath(name).parts
    if not name or "\\" in name or "\0" in name or ".." in parts or PurePosixPath(name).is_absolute():
        raise ValueError(f"{name or 'nothing'} leaves its folder: expected a name inside it")
    return name


Inside = Annotated[str, AfterValidator(_stay_inside)]


class _FontSheet(BaseModel):
    """A part of the sheet refuses keys that it does not know; versions may be written as numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class SourceSheet(_FontSheet):
    """What a face is made from."""

    registry: Literal["npm", "pypi", "file"] = Field(description="Where the package is published; file: from none")
    package: str = Field("", max_length=214, pattern=r"^(@?[A-Za-z0-9][\w.-]*(/[\w.-]+)?)?$", description="Its name")
    version: str = Field("", max_length=64, pattern=r"^[\w.+!-]*$", description="Its version")
    file: Inside = Field(description="The font in the package; * stands for the parts of one that is cut in slices")
    sha256: Digest = Field(description="The digest of that file")
    licence_file: Inside = Field("OFL.txt", description="The text of the licence in the package")


class FaceSheet(_FontSheet):
    """One font file with a family of its own."""

    family: Family = Field(description="The name that style sheets call it by: letters, figures, spaces, . + & -")
    role: Role = Field(description="What it is for: text, song, sans, kai, latin, figures, letters, signs or display")
    weight: Annotated[int, Field(ge=1, le=1000)] = Field(description="Its weight: 400 is regular, 700 bold")
    style: Literal["normal", "italic"] = Field("normal", description="normal or italic")
    file: Inside = Field(description="The font, a name inside this folder")
    sha256: Digest = Field(description="Its digest; `pressroom fonts prepare` writes it")
    repertoire: Repertoire = Field("chinese", description="Which characters it keeps; whole: all that it has")
    companions: Annotated[tuple[Family, ...], Field(max_length=16)] = Field(
        (), description="Families that have what it lacks, the first one first"
    )
    without: Annotated[tuple[Family, ...], Field(max_length=16)] = Field(
        (), description="Families of this folder whose characters it leaves out"
    )
    scale: Annotated[int, Field(ge=500, le=2000)] = Field(1000, description="How large it is drawn, in thousandths")
    steps: tuple[str, ...] = Field((), description="How it is made from its source: see docs/fonts.md")
    licence: str = Field("OFL-1.1", min_length=1, max_length=64, description="Its licence, as SPDX calls it")
    copyright: str = Field("", max_length=1000, description="Whose it is")
    source: SourceSheet = Field(description="What it is made from")


class FontsSheet(_FontSheet):
    """A folder of fonts."""

    faces: Annotated[tuple[FaceSheet, ...], Field(max_length=200)] = Field(description="The faces, one file each")
