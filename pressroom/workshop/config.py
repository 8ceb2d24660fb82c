"""Where the press finds its things, and what a slot may take."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pressroom.workshop.places import house

GIGABYTE = 1_000_000_000


@dataclass(frozen=True)
class Limits:
    """What setting one slot may take: seconds, and megabytes of memory; 0 is no limit."""

    seconds: float = 300
    megabytes: int = 2000


@dataclass(frozen=True)
class Config:
    """Where the press finds the things of a magazine: layouts, fonts, profiles, and what it keeps between builds.

    Of each there may be several folders, the nearest first: those of the magazine, then those of the house. ``keep``
    says whether runs, drawings and finished builds are kept in the folder ``cache``, ``room`` how many bytes of them.
    """

    magazine: Path
    layouts: tuple[Path, ...]
    fonts: tuple[Path, ...]
    profiles: tuple[Path, ...]
    cache: Path
    keep: bool = True
    room: int = 2 * GIGABYTE
    limits: Limits = field(default_factory=Limits)

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders that sources may be read from."""
        return tuple(dict.fromkeys((self.magazine, *self.layouts, *self.fonts, *self.profiles)))

    @property
    def font_folders(self) -> tuple[Path, ...]:
        """The folders that have faces, the nearest first; at least that of the house."""
        own = (folder for folder in self.fonts[:-1] if (folder / "fonts.yaml").is_file())
        return (*own, self.fonts[-1])


def config_of(magazine: Path, cache: Path | None = None) -> Config:
    """Where the press finds the things of a magazine; of the house it always has the base layout."""
    homes = tuple(dict.fromkeys((magazine, house())))

    def folders(name: str) -> tuple[Path, ...]:
        return tuple(home / name for home in homes)

    return Config(magazine, folders("layouts"), folders("fonts"), folders("profiles"), cache or magazine / ".pressroom")
