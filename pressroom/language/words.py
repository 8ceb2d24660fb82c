"""Read the words that Pressroom writes itself: a language in, words by their names out.

Each language has one catalogue, a TOML file beside this one. A region may have a file that says what differs there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any

from pressroom.language.tags import read_tag

_FOLDER = Path(__file__).parent
_FIRST = "pages"  # the section whose words are known by their own names alone
_LAST = "en"  # where no catalogue is nearer
_REGIONS = {"MO": "HK"}
#: Roles of bylines by the names that catalogues have for them, and their MARC relators.
_RELATORS = {
    "reporting": "aut",
    "words": "aut",
    "contribution": "ctb",
    "photographs": "pht",
    "illustrations": "ill",
    "interview": "ivr",
    "translation": "trl",
    "compilation": "com",
    "editing": "edt",
}


def read_words(tag: str) -> Mapping[str, str]:
    """Read the words of a language; those of a section have its name before their own, as ``epub-notes``.

    A language that has no catalogue is served in English.
    """
    return MappingProxyType(dict(_flatten(_read(_find(tag)))))


def default_roles(words: Mapping[str, str]) -> dict[str, str]:
    """The roles that bylines may name where a magazine names none, each with its MARC relator."""
    return {words[f"roles-{name}"]: relator for name, relator in _RELATORS.items()}


def printed_words(words: Mapping[str, str]) -> tuple[str, ...]:
    """Those words that may stand on pages."""
    sections = tuple(f"{section}-" for section in _read(_LAST) if section != _FIRST)
    return tuple(word for name, word in words.items() if not name.startswith(sections))


def blanks_of(text: str) -> frozenset[str]:
    """The names in braces that stand for what is filled in.

    :raises ValueError: if a brace is lost.
    """
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def list_catalogues() -> tuple[str, ...]:
    """The tags of all catalogues."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


def _find(text: str) -> str:
    """Find the catalogue that is nearest to a tag: of its region, its script, its language, at last the English one."""
    tag = read_tag(text)
    there = f"{tag.language}-{_REGIONS.get(tag.region, tag.region)}"
    nearer = [f"{tag.language}-{tag.script}", tag.language]
    if read_tag(there).script == tag.script:  # the region does not write another one
        nearer.insert(0, there)
    return next((name for name in nearer if (_FOLDER / f"{name}.toml").is_file()), _LAST)


def _read(name: str) -> dict[str, Any]:
    """Read a catalogue, laid over the one that it extends."""
    own = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    extends = own.pop("extends", "")
    sections = _read(extends) if extends else {}
    return {section: sections.get(section, {}) | own.get(section, {}) for section in (*sections, *own)}


def _flatten(sections: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for section, words in sections.items():
        yield from ((name if section == _FIRST else f"{section}-{name}", word) for name, word in words.items())
