"""Write dates, numbers and lists as a language does: values in, text out. The only place that asks Babel.

Slow to load: what needs it loads it where it is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

_MONTH, _YEAR = "yMMMM", "y"
_PRIVATE = 0xE000  # characters that stand for things in a row: no list is written with them


def write_issue_date(text: str, tag: str, words: Mapping[str, str]) -> str:
    """Write the date of an issue in words; a season, ``2021-spring``, as ``words`` say it."""
    year, _, season = text.partition("-")
    named = words.get(f"season-{season}", "")
    return named.format(year=year) if named else write_date(text, tag)


def write_date(text: str, tag: str) -> str:
    """Write ``2021``, ``2021-01`` or ``2021-01-15`` in words: January 2021, 2021年1月; what is none stays as it is."""
    locale, parts = find_locale(tag), text.split("-")
    try:
        day = date.fromisoformat("-".join([*parts, "01", "01"][:3]))
    except ValueError:
        return text
    if locale is None:
        return text
    if len(parts) < 3:
        return str(format_skeleton(_MONTH if len(parts) == 2 else _YEAR, day, locale=locale))
    return format_date(day, "long", locale=locale)


def write_list(items: Sequence[str], tag: str) -> str:
    """Write several things in a row: A, B and C."""
    locale = find_locale(tag)
    return format_list(list(items), locale=locale) if locale else ", ".join(items)


def list_separators(count: int, tag: str) -> tuple[str, ...]:
    """What stands between so many things in a row: ``", "`` and ``" and "`` between three."""
    signs = [chr(_PRIVATE + number) for number in range(count)]
    return tuple(re.split(f"[{signs[0]}-{signs[-1]}]", write_list(signs, tag))[1:-1]) if count > 1 else ()


def write_number(value: int | float | Decimal, tag: str) -> str:
    """Write a number with the signs of a language: 1,024.5 or 1.024,5."""
    locale = find_locale(tag)
    return format_decimal(value, locale=locale) if locale else str(value)


def find_locale(tag: str) -> Locale | None:
    """Find what is known of a language, in its region if may be."""
    parts = tag.replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("-".join(parts[:length]), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def likely_script(language: str, region: str) -> str:
    """The script that a language is usually written in, in a region."""
    likely = get_global("likely_subtags")
    found = likely.get(f"{language}_{region}") or likely.get(language) or ""
    return next((part for part in found.split("_")[1:] if len(part) == 4), "Latn")


def find_unknown(tag: str) -> str:
    """Find the part of a tag that no registry knows: its language, script or region; nothing where all are known."""
    names = Locale("en")
    language, *others = tag.split("-")
    if language.lower() not in names.languages:
        return language
    for part in others:
        if len(part) == 1:
            return ""
        if len(part) == 4 and part.isalpha() and part.title() not in names.scripts:
            return part
        if len(part) == 2 and part.upper() not in names.territories:
            return part
    return ""


def name_language(tag: str) -> str:
    """The English name of a language; its tag where it has none."""
    locale = find_locale(tag)
    return (locale.get_display_name("en") if locale else None) or tag
