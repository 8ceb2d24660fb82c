"""What the body says in short lines: the lines of a body in, where a headline stands out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from pressroom.importers.ocr.text import fold
from pressroom.importers.pages import SourceLine

_LONGEST = 100  # letters of a headline
_ALIKE = 86  # of 100
_SHORTEST = 2


@dataclass(frozen=True)
class Sayings:
    """The short lines of a body, folded; a paragraph is an empty text, which parts what stands around it."""

    lines: tuple[str, ...]
    places: dict[str, list[int]] = field(repr=False, default_factory=dict)

    def find(self, text: str) -> tuple[int, ...]:
        """The lines that say a text, or begin to and go on in the next one or two."""
        return tuple(self.places.get(fold(text), ()))

    def likest(self, text: str) -> int | None:
        """The line that is most like a text, slips of the scanner allowed for; none where nothing is like it."""
        wanted = fold(text)
        if len(wanted) < _SHORTEST:
            return None
        if wanted in self.places:
            return self.places[wanted][0]
        if len(wanted) < 4:
            return None
        found = process.extractOne(wanted, self.places.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return self.places[found[0]][0] if found else None


def listen(body: Sequence[SourceLine]) -> Sayings:
    """Note where each short line of a body stands, and each two or three that follow each other."""
    said = tuple(text if len(text := fold(line.text)) <= _LONGEST else "" for line in body)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index in range(len(said)):
        joined = ""
        for size in range(3):
            part = said[index + size] if index + size < len(said) else ""
            if not part:
                break
            joined += part
            if len(joined) <= _LONGEST:
                places[joined].append(index)
    return Sayings(said, dict(places))
