"""Open fonts: a file or its bytes in, fontTools' font out; what is damaged, or no font, is a finding."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont, TTLibError

from pressroom.report import FontError, Place, stop

#: What fontTools raises where a font is damaged.
FONT_ERRORS = (
    TTLibError,
    AssertionError,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    TypeError,
    UnicodeError,
    ValueError,
    struct.error,
)


@contextmanager
def open_font(file: Path, data: bytes | None = None) -> Iterator[Any]:
    """Open a font, from its bytes where they are at hand.

    :raises FontError: if it is damaged, or not a font; also for what shows only while it is read.
    """
    try:
        with TTFont(file if data is None else BytesIO(data), lazy=True, recalcTimestamp=False, fontNumber=0) as font:
            yield font
    except FONT_ERRORS as error:
        message = f"not a readable font: {str(error) or type(error).__name__}"
        raise FontError([stop("font-format", message, Place(file), "take it from its source again")]) from error
