"""What may stand here: the text of a line up to the caret in; words that fit, and what a name leads to, out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pressroom.galley.options import COMMON, RULES

_ART = re.compile(r"(?:src|art|portrait)[=:]\s*\"?([\w./-]*)$")
_DIRECTIVE = re.compile(r"^:{3,}\s*([\w-]*)$")
_OPTION = re.compile(r"^:{3,}\s*(\w+).*[{\s]([\w-]*)$")
_CHOICE = re.compile(r"^:{3,}\s*(\w+).*[{\s]([\w-]+)=([\w-]*)$")
_KIND = re.compile(r"\bkind:\s*([\w-]*)$")
_DEPARTMENT = re.compile(r"\bdepartment:\s*([^,{}\s]*)$")
_COPY = re.compile(r"\bcopy:\s*(?:\[[^\]]*?)?([\w-]*)$")
_LINK = re.compile(r"\]\(([\w-]*)$")
_WORD = re.compile(r"[\w./-]+")


@dataclass(frozen=True)
class KnownWords:
    """The names that there are in an issue."""

    kinds: Sequence[str] = ()
    departments: Sequence[str] = ()
    slugs: Sequence[str] = ()
    art: Sequence[str] = ()


def complete_line(before: str, known: KnownWords) -> tuple[str, list[str]]:
    """What has been typed of a word, and the words that may be meant."""
    choice = _CHOICE.search(before)
    if choice and choice[1] in RULES:
        choices = dict(RULES[choice[1]].choices).get(choice[2], ())
        if choices:
            return choice[3], _beginning(choices, choice[3])
    option = _OPTION.search(before)
    rows = [
        (_ART, known.art),
        (_DIRECTIVE, tuple(RULES)),
        (_KIND, known.kinds),
        (_DEPARTMENT, known.departments),
        (_COPY, known.slugs),
        (_LINK, known.slugs),
    ]
    for pattern, words in rows:
        found = pattern.search(before)
        if found:
            return found[1], _beginning(words, found[1])
    if option and option[1] in RULES:
        names = [f"{name}=" for name in (*RULES[option[1]].names, *COMMON)]
        return option[2], _beginning(names, option[2])
    return "", []


def word_at(line: str, column: int) -> str:
    """The word of a line that a column (from 0) stands in; empty where there is none."""
    return next((found[0] for found in _WORD.finditer(line) if found.start() <= column <= found.end()), "")


def _beginning(words: Sequence[str], typed: str) -> list[str]:
    return [word for word in words if word.startswith(typed)]
