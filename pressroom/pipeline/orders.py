"""What a check is asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

USUAL_PROFILE = "sheet-coated"


@dataclass(frozen=True)
class Inquiry:
    """Which finished editions are looked at too, by the limits of which profile, and the files the report goes to."""

    editions: tuple[str, ...] = ()
    profile: str = USUAL_PROFILE
    reports: tuple[Path, ...] = ()
