"""Where the press finds its things, and what a slot may take."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

GIGABYTE = 1_000_000_000
_HOUSE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Limits:
    """What setting one slot may take: seconds, and megabytes of memory; 0 is no limit."""

    seconds: float = 300
    megabytes: int = 2000


@dataclass(frozen=True)
class Config:
    """Where the press finds its things: layouts, fonts, and a folder for what it keeps between builds.

    ``fonts`` are the folders of faces, the nearest first: the magazine's own, where it has one, and the house's.
    ``keep`` says whether runs, drawings and finished builds are kept there, ``room`` how many bytes of them.
    """

    layouts: Path
    fonts: tuple[Path, ...]
    cache: Path
    keep: bool = True
    room: int = 2 * GIGABYTE
    limits: Limits = field(default_factory=Limits)

    @property
    def profiles(self) -> tuple[Path, ...]:
        """Where the limits of printers lie: beside the layouts, and beside those of the house."""
        return self.layouts.parent / "profiles", _HOUSE / "profiles"
