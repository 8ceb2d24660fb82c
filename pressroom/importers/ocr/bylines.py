"""Read bylines: ``记者 / 甲 通讯员 / 乙 丙``, ``[整理 丁]``, ``本刊记者 戊`` in, people and what they did out."""

from __future__ import annotations

import re

from pressroom.importers.ocr.text import count_han, undress
from pressroom.importers.ocr.words import DOUBLE_SURNAMES, ROLES, SURNAMES
from pressroom.issue import Credit
from pressroom.typography.normaliser import HAN

_ROLE = re.compile("|".join(sorted((re.escape(role) for role in ROLES), key=len, reverse=True)))
_NAME = re.compile(rf"[{HAN}]{{2,4}}|[A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+)*")


def read_byline(text: str) -> tuple[Credit, ...]:
    """Read a line that names people by role; nothing where the line is no byline."""
    bare = undress(text).replace("\u3000", " ").strip()
    if len(bare) > 70 or "。" in bare or not _ROLE.match(bare):
        return ()
    credits: list[Credit] = []
    marks = [found for found in _ROLE.finditer(bare) if _opens_role(bare, found)]
    following_marks: list[re.Match[str] | None] = [*marks[1:], None]
    for found, following in zip(marks, following_marks, strict=False):
        names_text = bare[found.end() : following.start() if following else len(bare)]
        if not re.match(r"\s*[/:：|丨、]|\s+|$", names_text):
            return ()
        names = split_names(names_text)
        if names:
            credits.append(Credit(found[0], names))
        elif following is None and not re.sub(r"[\s/:：|丨]", "", names_text) and credits:
            credits.append(Credit(found[0], credits[-1].names))
        elif re.sub(r"[\s/:：|丨]", "", names_text):
            return ()
    return tuple(credits)


def _opens_role(text: str, found: re.Match[str]) -> bool:
    """Whether a role's word stands as a role: at the start or after a space, before a slash, colon or space."""
    before = text[found.start() - 1 : found.start()]
    after = text[found.end() : found.end() + 1]
    return (not before or before in " /|丨)）") and (not after or after in " /:：|丨")


def split_names(text: str) -> tuple[str, ...]:
    """Split names that spaces, commas or nothing divide; ``林 一`` is one name, ``许帆沈逸川`` are two."""
    parts = [part for part in re.split(r"[\s/、,，;；|丨:：]+", text.strip()) if part]
    merged: list[str] = []
    for part in parts:
        if (
            merged
            and len(merged[-1]) == 1
            and len(part) <= 2
            and count_han(merged[-1] + part) == len(merged[-1] + part)
        ):
            merged[-1] += part
        else:
            merged.append(part)
    names: list[str] = []
    for part in merged:
        names += _split_run(part)
    return tuple(names) if all(_NAME.fullmatch(name) for name in names) else ()


def _split_run(text: str) -> list[str]:
    """Split a run of names that nothing divides, where each begins with a surname."""
    if count_han(text) != len(text) or len(text) <= 4:
        if (
            len(text) == 4
            and count_han(text) == 4
            and text[:2] not in DOUBLE_SURNAMES
            and _are_names(text[:2], text[2:])
        ):
            return [text[:2], text[2:]]
        return [text]
    for size in (3, 2):
        head, rest = text[:size], text[size:]
        if head[0] in SURNAMES and rest[0] in SURNAMES:
            return [head, *_split_run(rest)]
    for size in (2, 3):
        head, rest = text[:size], text[size:]
        if head[0] in SURNAMES:
            return [head, *_split_run(rest)]
    return [text]


def _are_names(*names: str) -> bool:
    return all(name[0] in SURNAMES for name in names)
