"""Read what the printer asks for: the entry of ``magazine.yaml`` in, a :class:`Printer` out."""

from __future__ import annotations

from pathlib import Path

from pressroom.issue import Printer
from pressroom.read.schema import PrinterSheet
from pressroom.read.sheet import Sheet
from pressroom.report import SourceError, stop
from pressroom.workshop.sources import MEGABYTE, RefusedFileError, read_source

_ENDINGS = (".icc", ".icm")
_CMYK, _MARK = slice(16, 20), slice(36, 40)  # ISO 15076-1, 7.2
_LARGEST = 50 * MEGABYTE
_CURE = "put the profile that the printer names beside magazine.yaml, or leave the line out"


def read_printer(values: PrinterSheet, sheet: Sheet) -> Printer:
    """Read what the printer asks for; a profile lies beside the magazine's sheet and is one of CMYK.

    :raises SourceError: if the profile is not there, or is not one.
    """
    usual = Printer()
    known = usual.described if values.condition == usual.condition else values.condition
    return Printer(
        profile=_find_profile(values.profile, sheet) if values.profile else None,
        condition=values.condition,
        registry=values.registry,
        described=values.described or known,
        ink_limit=values.ink_limit,
        caliper=values.caliper,
        section=values.section,
    )


def _find_profile(name: str, sheet: Sheet) -> Path:
    """Find a profile beside the sheet, and look whether it is one."""
    place = sheet.place(("printer", "profile"))
    file = sheet.file.parent / name
    if Path(name).name != name or file.suffix.lower() not in _ENDINGS:
        raise SourceError([stop("profile", f"{name[:80]} is not the name of an ICC profile", place, _CURE)])
    try:
        head = read_source(file, (file.parent,), _LARGEST)[:40]
    except RefusedFileError as error:
        raise SourceError([stop("refused-file", f"{name} {error}", place, _CURE)]) from None
    except OSError:
        raise SourceError([stop("profile", f"there is no profile {name}", place, _CURE)]) from None
    if head[_MARK] != b"acsp" or head[_CMYK] != b"CMYK":
        raise SourceError([stop("profile", f"{name} is no ICC profile of CMYK", place, _CURE)])
    return file
