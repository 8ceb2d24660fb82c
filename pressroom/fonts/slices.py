"""Join slices: the parts that a font is cut into for the web in, one font out."""

from __future__ import annotations

from collections.abc import Sequence, Set
from io import BytesIO

from fontTools.merge import Merger
from fontTools.merge import Options as MergeOptions
from fontTools.ttLib import TTFont

from pressroom.fonts.opening import FONT_ERRORS
from pressroom.report import FontError, Place, stop


def join_slices(slices: Sequence[bytes], place: Place) -> bytes:
    """Join the slices of a font; what several of them have is taken from the first.

    :raises FontError: if one of them is damaged, or they are not of one font.
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    try:
        with TemporaryDirectory(prefix="pressroom-") as folder:
            files = []
            held: set[int] = set()
            for number, data in enumerate(slices):
                with TTFont(BytesIO(data), recalcTimestamp=False) as font:
                    font.flavor = None
                    _leave_out(font, held)
                    held |= set(font.getBestCmap() or ())
                    font.save(Path(folder, f"{number:04}.ttf"))
                files.append(str(Path(folder, f"{number:04}.ttf")))
            merged = Merger(MergeOptions(drop_tables=["vmtx", "vhea", "DSIG", "gasp"])).merge(files)
            buffer = BytesIO()
            merged.save(buffer)
            return buffer.getvalue()
    except FONT_ERRORS as error:
        message = f"the slices cannot be joined: {str(error) or type(error).__name__}"
        raise FontError([stop("font-format", message, place, "take a package that holds the font whole")]) from error


def _leave_out(font: TTFont, held: Set[int]) -> None:
    """Take characters that other slices hold out of a font, as none may come from two."""
    for table in font["cmap"].tables:
        if table.format != 14:
            table.cmap = {code: name for code, name in table.cmap.items() if code not in held}
