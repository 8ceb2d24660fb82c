"""Hear what the engine says while it works, and turn it into findings."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pressroom.makeup.pasteup import Pasteup
from pressroom.report import Finding, Place, stop

_POSITION = re.compile(r" at (\d+):(\d+)")


_NOT_OURS = ("Using fontTools instead of HarfBuzz", "No anchor #", "Anchor defined twice")


class _Ear(logging.Handler):
    """Keeps what the engine says."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.said.append(record.getMessage())


@contextmanager
def _hear() -> Iterator[_Ear]:
    """Listen to the engine, and keep it from the terminal."""
    logger, ear = logging.getLogger("weasyprint"), _Ear()
    handlers, propagates = list(logger.handlers), logger.propagate
    logger.handlers, logger.propagate = [ear], False
    try:
        yield ear
    finally:
        logger.handlers, logger.propagate = handlers, propagates


@contextmanager
def _listen(pasteup: Pasteup, findings: list[Finding]) -> Iterator[None]:
    """Turn what the engine says of a slot into findings."""
    with _hear() as ear:
        yield
    for said in ear.said:
        if said.startswith(_NOT_OURS):
            continue
        check = "missing-glyph" if ".notdef" in said else "engine-complaint"
        message = f"{pasteup.slot.name}: {said}"
        hint = "mend the template, the style or the copy of this slot"
        findings.append(stop(check, message, pasteup.slot.place, hint))


@contextmanager
def _listen_to_sheet(file: Path, findings: list[Finding]) -> Iterator[None]:
    """Turn what the engine says of a style sheet into findings at line and column."""
    with _hear() as ear:
        try:
            yield
        except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
            ear.said.append(f"cannot be read: {error}")
    for said in ear.said:
        found = _POSITION.search(said)
        place = Place(file, int(found[1]), int(found[2])) if found else Place(file)
        findings.append(stop("css", _POSITION.sub("", said), place, "mend the style sheet"))
