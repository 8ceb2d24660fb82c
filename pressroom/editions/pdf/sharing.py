"""Share what runs have in common: each picture, mask, profile, pattern and group stands in a bound file once.

Two things are one if their bytes are: pictures under two names too, as the same art in two slots is.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

#: What pages draw with, besides fonts.
_KINDS = ("/XObject", "/Pattern", "/Shading", "/ColorSpace", "/ExtGState")


def share_pictures(target: pikepdf.Pdf) -> None:
    """Put one thing in the place of all that are the same, in all that the pages draw with."""
    sharer = _Sharer(target)
    for resources in resources_of(target):
        sharer.share_parts(resources, _KINDS)


def resources_of(target: pikepdf.Pdf) -> Iterator[Any]:
    """The resources of all pages, each once: the pages of a run have theirs in common."""
    seen: set[tuple[int, int]] = set()
    for page in target.pages:
        resources = page.obj.Resources
        if resources.objgen not in seen:
            seen.add(resources.objgen)
            yield resources


class _Sharer:
    """Remembers what has been seen, by what it says."""

    def __init__(self, target: pikepdf.Pdf) -> None:
        self.shared: dict[tuple[int, int], Any] = {}
        self.known: dict[bytes, Any] = {}
        self.lengths = Counter(int(item.get("/Length", 0)) for item in target.objects if isinstance(item, Stream))

    def share_parts(self, whole: Any, keys: Iterator[str] | tuple[str, ...]) -> None:
        """Share the parts of a dictionary."""
        for key in keys:
            part = whole.get(key)
            if isinstance(part, (Dictionary, Array, Stream)):
                whole[key] = self._share(part)

    def _share(self, item: Any) -> Any:
        """Give the thing that stands for this one; what is written in place is shared part by part."""
        if not item.is_indirect:
            self._share_within(item)
            return item
        if item.objgen not in self.shared:
            self.shared[item.objgen] = item  # while its parts are looked at
            self._share_within(item)
            self.shared[item.objgen] = self.known.setdefault(self._digest(item), item)
        return self.shared[item.objgen]

    def _share_within(self, item: Any) -> None:
        """Share the parts of a thing; fonts are shared already."""
        if isinstance(item, Array):
            for index, part in enumerate(item):
                if isinstance(part, (Dictionary, Array, Stream)):
                    item[index] = self._share(part)
        else:
            self.share_parts(item, tuple(key for key in item if key not in ("/Font", "/StructParents")))

    def _digest(self, item: Any) -> bytes:
        """What a thing says, in short; a stream as long as no other, or one with tags, is told by its number."""
        if not isinstance(item, Stream):
            return hashlib.sha256(item.unparse(resolved=True)).digest()
        if self.lengths[int(item.get("/Length", 0))] == 1 or "/StructParents" in item:
            return b"%d %d" % item.objgen
        digest = hashlib.sha256(item.stream_dict.unparse(resolved=True))
        digest.update(item.read_raw_bytes())
        return digest.digest()
