"""What is asked for: which issue, which editions, where they go, and how deep they are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pressroom.report import Place, PressError, stop
from pressroom.workshop.cache import make_key
from pressroom.workshop.config import Config

USUAL_PROFILE = "sheet-coated"


@dataclass(frozen=True)
class Scrutiny:
    """How deep finished files are looked at: by the limits of which profile, and with what takes long, or without.

    Of a ``deep`` look every mark on every page is read, other programs draw the pages, and validators are asked.
    ``reports`` are the files that what is found goes to.
    """

    profile: str = USUAL_PROFILE
    deep: bool = False
    reports: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Order:
    """What is asked of the press: an issue, its editions, and the folder that they are released to."""

    folder: Path
    config: Config
    editions: tuple[str, ...]
    out: Path = Path("out")
    jobs: int = 1
    scrutiny: Scrutiny = field(default_factory=Scrutiny)

    @property
    def target(self) -> Path:
        """The folder that the files of the issue are released to."""
        return self.out / self.folder.resolve().name

    def prove(self) -> None:
        """Prove that all places have names that PDFs, books and programs of others can be told.

        :raises PressError: if one is not UTF-8.
        """
        for place in (self.folder, self.config.magazine, self.out):
            try:
                str(place.resolve()).encode("utf-8")
            except UnicodeEncodeError:
                message = "the name of this folder, or of one around it, is not UTF-8"
                raise PressError([stop("not-utf-8", message, Place(place), "give it another name")]) from None

    @property
    def key(self) -> str:
        """The name that the last build of this order is kept under."""
        config = self.config
        folders = (self.folder, *config.layouts, *config.fonts, *config.profiles, self.out)
        places = [str(self.folder), *(str(path.resolve()) for path in folders)]
        return make_key("builds", places, self.editions, self.scrutiny.profile)
