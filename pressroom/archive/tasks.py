"""What makers are given and what they hand back: paths and digests, never pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pressroom.archive.journal import Record
from pressroom.workshop.config import Config


@dataclass(frozen=True)
class Task:
    """An issue to be archived: its name, its folder, what the press needs, the archive, and what is known of it.

    ``only_changed`` leaves issues alone whose sources are what they were, whatever the engine is; ``retry`` tries those
    again that were stopped.
    """

    name: str
    folder: Path
    config: Config
    archive: Path
    editions: tuple[str, ...]
    before: Record | None = None
    only_changed: bool = False
    retry: bool = False


@dataclass(frozen=True)
class Answer:
    """What became of an issue, and whether that is new."""

    record: Record
    fresh: bool = True
