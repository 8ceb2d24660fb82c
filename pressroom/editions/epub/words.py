"""The few words that a book prints besides the magazine's own: those of the issue, by the names that books know."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pressroom.proof import Proof

_SECTION = "epub-"
#: Words that stand on printed pages too, and in books unless these have their own.
_SHARED = ("cover", "contents", "masthead", "issn", "byline", "name-separator")


def find_words(proof: Proof) -> Mapping[str, str]:
    """Find the words of a book by name."""
    known = dict(proof.issue.words)
    own = {name.removeprefix(_SECTION): word for name, word in known.items() if name.startswith(_SECTION)}
    return MappingProxyType({name: known[name] for name in _SHARED} | own)
