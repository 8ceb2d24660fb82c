"""Read dates as copy writes them: ``2020.11.03``, ``11月3日``, ``2020年11月`` in, values of ``datetime`` out."""

from __future__ import annotations

import re
from datetime import date

_FULL = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2})\s*日?|\s*月)?$")
_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日$")
_YEAR = re.compile(r"(\d{4})\s*年?$")
_LEAP = 2000  # a day without a year may be the last of February


def read_date(text: str) -> str:
    """Read a day, a month, a year, or a day of any year; empty where a text is none of these."""
    text = text.strip()
    if found := _FULL.match(text):
        year, month, day = int(found[1]), int(found[2]), found[3]
        known = _is_day(year, month, int(day or 1))
        return (f"{year:04}-{month:02}" + (f"-{int(day):02}" if day else "")) if known else ""
    if found := _DAY.match(text):
        month, number = int(found[1]), int(found[2])
        return f"{month:02}-{number:02}" if _is_day(_LEAP, month, number) else ""
    found = _YEAR.match(text)
    return found[1] if found else ""


def _is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
