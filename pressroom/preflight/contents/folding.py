"""Fold text for comparing: what a page shows in, its letters and figures alone out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

_ROMAN = re.compile(r"(?=[ivxlc])(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$")
_PREFIXED = re.compile(r"(?!no)([a-z]{1,2})0*(\d{1,4})$")


class _Folds(dict[str, str]):
    """The fold of each character, worked out once."""

    def __missing__(self, sign: str) -> str:
        folded = "".join(part for part in unicodedata.normalize("NFKC", sign).casefold() if part.isalnum())
        self[sign] = folded
        return folded


_FOLDS = _Folds()


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Leave spaces, marks, widths and capitals out of a text, so that what looks the same is the same."""
    return "".join(map(_FOLDS.__getitem__, text))


def find_folded(folded: str, wanted: str) -> Iterator[int]:
    """Find where a folded text stands in another."""
    start = folded.find(wanted) if wanted else -1
    while start >= 0:
        yield start
        start = folded.find(wanted, start + 1)


def unfold(text: Sequence[str]) -> list[int]:
    """For each character of the folded text, the index of the character that it comes from."""
    return [index for index, sign in enumerate(text) for _ in _FOLDS[sign]]


def read_label(text: str) -> str:
    """What a printed folio says, without what decorates it: ``- 012 -``, ``P12`` and ``第12页`` are all 12.

    Empty for what is no folio.
    """
    folded = fold(text).removeprefix("第").removesuffix("页").removesuffix("頁")
    for prefix in ("page", "p"):
        if folded.removeprefix(prefix).isdecimal():
            folded = folded.removeprefix(prefix)
    if folded.isdecimal():
        return str(int(folded)) if len(folded) <= 4 else ""
    if found := _PREFIXED.match(folded):
        return f"{found[1]}{int(found[2])}"
    return folded if _ROMAN.match(folded) else ""
