"""Hear what the engine says while it works, and turn it into findings."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pressroom.composer import hearing
from pressroom.makeup.pasteup import Pasteup
from pressroom.report import Finding, Place, stop

_POSITION = re.compile(r" at (\d+):(\d+)")
#: What the engine raises where a document is too odd for it.
ENGINE_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,  # selectors are compiled as Python
    TypeError,
    ValueError,
    struct.error,
)
NOT_OURS = ("No anchor #", "Anchor defined twice")


@contextmanager
def listen_to_slot(pasteup: Pasteup, findings: list[Finding]) -> Iterator[None]:
    """Turn what the engine says of a slot into findings."""
    with hearing() as heard:
        yield
    for said in heard:
        if said.startswith(NOT_OURS):
            continue
        check = "missing-glyph" if ".notdef" in said else "engine-complaint"
        message = f"{pasteup.slot.name}: {said}"
        hint = "mend the template, the style or the copy of this slot"
        findings.append(stop(check, message, pasteup.slot.place, hint))


@contextmanager
def listen_to_sheet(file: Path, findings: list[Finding]) -> Iterator[None]:
    """Turn what the engine says of a style sheet into findings at line and column."""
    with hearing() as heard:
        try:
            yield
        except ENGINE_ERRORS as error:
            heard.append(f"cannot be read: {error}"[:300])
    for said in heard:
        found = _POSITION.search(said)
        place = Place(file, int(found[1]), int(found[2])) if found else Place(file)
        findings.append(stop("css", _POSITION.sub("", said), place, "mend the style sheet"))
