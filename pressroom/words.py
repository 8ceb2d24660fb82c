"""Find the word that an editor meant."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches


def nearest(word: str, known: Sequence[str]) -> str:
    """Find the known word nearest to a word, or nothing."""
    return next(iter(get_close_matches(word, known, 1, 0.5)), "")
