"""What templates see: nouns in, plain views of them out.

A layout comes from other people, and opening one must be harmless: a template is never handed a value of ours with its
methods, still less a path. It is given texts, numbers, lists, mappings, and views whose fields are listed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from pressroom.issue import Article, Credit, Issue, Magazine, Picture, Slot
from pressroom.makeup.contents import Entry, Section

#: The fields of each noun that templates may name, each with what it holds. docs/designers.md shows this table.
FIELDS: Mapping[type, Mapping[str, str]] = {
    Issue: {
        "title": "the magazine's title with the number",
        "number": "the number, as readers call it",
        "volume": "the volume",
        "whole_number": "the number counted from the first issue of all",
        "date": "YYYY, YYYY-MM, YYYY-MM-DD or a season",
        "theme": "the theme",
        "cover_lines": "the lines on the cover, a list",
        "labels": "the labels of all pages, a list",
        "slug": "the name of the issue's folder",
        "articles": "all articles in page order, a list",
        "printing": "which printing it is, 1 for the first",
        "magazine": "the magazine",
    },
    Magazine: {
        "title": "the name",
        "subtitle": "a second line of the nameplate",
        "subtitle_language": "the language of that line, where it is another one",
        "language": "its language, as BCP 47 writes it",
        "publisher": "who publishes it",
        "issn": "the ISSN",
        "cn": "the CN number",
        "rights": "who holds the rights",
        "address": "lines of the address, a list",
        "departments": "the standing sections, a list",
        "masthead": "who makes it, a list of credits",
    },
    Slot: {
        "kind": "the kind",
        "name": "a name alone in the issue, as 013-feature",
        "folio": "the first folio; none on the cover",
        "labels": "the labels of its pages, a list",
        "pages": "how many pages it has",
        "recto": "whether its first page lies on the right",
        "spread": "whether it is planned as spreads",
        "department": "the department",
        "part": "the part of the department",
        "articles": "its articles, a list",
        "note": "what the contents page adds to its entry",
        "art": "its picture, or none",
    },
    Article: {
        "slug": "the name of its file, and the id where links to it land",
        "headline": "the headline, a list of lines",
        "title": "the headline in one line",
        "short_headline": "the headline for the contents page, where it differs",
        "listed_as": "the headline as the contents page prints it",
        "kicker": "the line over the headline",
        "tag": "the section tag",
        "deck": "the standfirst",
        "bylines": "who made it, a list of credits",
        "keywords": "its keywords, a list",
        "language": "its language; empty where it is the magazine's",
        "lead": "the picture that it opens with, or none",
    },
    Credit: {"role": "what they did", "names": "their names, a list"},
    Picture: {
        "name": "the name of its file",
        "alt": "the picture in words",
        "caption": "its caption",
        "credit": "who made it",
    },
    Entry: {
        "slot": "the slot",
        "article": "the article",
        "headline": "the headline as it is listed",
        "folio": "the folio, a text; empty where none is printed",
        "part": "the part of the department",
    },
    Section: {"department": "the department", "colour": "its colour", "entries": "its entries, a list"},
}


class View:
    """A noun as templates see it: fields that are listed, and nothing else."""

    __slots__ = ("_noun",)

    def __init__(self, noun: Any) -> None:
        object.__setattr__(self, "_noun", noun)

    def __getattr__(self, name: str) -> Any:
        """A field that is listed."""
        if name not in FIELDS[type(self._noun)]:
            raise AttributeError(f"{type(self._noun).__name__} has no field {name!r}")
        return view_of(getattr(self._noun, name))

    def __setattr__(self, name: str, value: Any) -> None:
        """Nothing is changed."""
        raise AttributeError(f"{name} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and bool(self._noun == other._noun)

    def __hash__(self) -> int:
        return hash((type(self._noun), getattr(self._noun, "slug", None)))

    def __repr__(self) -> str:
        return f"({type(self._noun).__name__.lower()})"


#: A view for each noun, called as the noun is: messages name it.
_VIEWS = {noun: type(noun.__name__, (View,), {"__slots__": ()}) for noun in FIELDS}


def view_of(value: Any) -> Any:
    """What templates are given of a value: itself where it is plain, else a view.

    :raises TypeError: for what templates have no business with, as paths.
    """
    if type(value) in FIELDS:
        return _VIEWS[type(value)](value)
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, tuple | list):
        return tuple(view_of(entry) for entry in value)
    if isinstance(value, Mapping):
        return {str(key): view_of(entry) for key, entry in value.items()}
    raise TypeError(f"a template is given no {type(value).__name__}")


def noun_of(view: Any, kind: type) -> Any:
    """The noun behind a view that a template hands back.

    :raises TypeError: where it is something else.
    """
    noun = view._noun if isinstance(view, View) else None
    if type(noun) is not kind:
        raise TypeError(f"expected a {kind.__name__.lower()}, not {view!r}"[:200])
    return noun
