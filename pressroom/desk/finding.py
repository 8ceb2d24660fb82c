"""Go from a page to its source and back: a spot in; file, line and column out; a caret in; boxes on pages out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pressroom.desk.look import IssueLook
from pressroom.desk.matching import Bare, find_line_box, find_spot, fold_letters, nearest_letter, strip_text
from pressroom.desk.pages import PageShelf
from pressroom.desk.sources import RefusedNameError, SourceShelf
from pressroom.run import Run

_NEAR = 200  # letters around the caret that are looked for


@dataclass(frozen=True)
class Finder:
    """Where things stand: the sources of an issue, and the pages that were drawn."""

    sources: SourceShelf
    pages: PageShelf

    def find_source(self, look: IssueLook, index: int, page: int, x: float, y: float) -> dict[str, Any] | None:
        """The file, line and column of what stands at a spot, given in shares of the page; none where nothing is."""
        run = _run_of(look, index)
        if run is None:
            return None
        letters = self.pages.read(run.file, run.digest, page)
        number = nearest_letter(x, y, letters.boxes)
        if number is None:
            return self._opening(look, index)
        here = fold_letters(letters.text)
        best: tuple[int, str, Bare, int] | None = None
        for name, bare in self._texts(look, index):
            spot = find_spot(here, number, bare.letters)
            if spot is not None:
                length = _count_common(here, number, bare.letters, spot)
                if best is None or length > best[0]:
                    best = (length, name, bare, spot)
        if best is None:
            return self._opening(look, index)
        line, column = best[2].places[best[3]]
        return {"file": best[1], "line": line, "column": column, "box": list(find_line_box(number, letters.boxes))}

    def find_pages(self, look: IssueLook, name: str, line: int, column: int, text: str | None) -> list[dict[str, Any]]:
        """The boxes on pages of the line that a caret stands in; ``text`` is that of the editor, saved or not."""
        bare = strip_text(self.sources.read(name).text if text is None else text)
        at = next((n for n, place in enumerate(bare.places) if place >= (line, column)), len(bare.places) - 1)
        if at < 0 or abs(bare.places[at][0] - line) > 1:
            return []
        around = bare.letters[max(at - _NEAR, 0) : at + _NEAR]
        found = [
            hit for index in self._slots_of(look, name) for hit in self._search(look, index, around, min(at, _NEAR))
        ]
        return [max(found, key=lambda hit: int(hit["length"]))] if found else []

    def _search(self, look: IssueLook, index: int, around: str, at: int) -> Iterator[dict[str, Any]]:
        """Where letters stand on the pages of a slot."""
        run = _run_of(look, index)
        for page in range(run.set_pages if run else 0):
            assert run is not None
            letters = self.pages.read(run.file, run.digest, page)
            there = fold_letters(letters.text)
            spot = find_spot(around, at, there)
            if spot is not None:
                box = list(find_line_box(spot, letters.boxes))
                yield {"slot": index, "page": page, "box": box, "length": _count_common(around, at, there, spot)}

    def _texts(self, look: IssueLook, index: int) -> Iterator[tuple[str, Bare]]:
        """The sources that the words of a slot may come from, the nearest first."""
        slot = look.prepared.issue.flatplan[index]
        others = [article for article in look.prepared.issue.articles if article not in slot.articles]
        files = [article.place.file for article in (*slot.articles, *(others if not slot.articles else ()))]
        root = look.prepared.issue.folder
        for file in [*files, root / "issue.yaml", look.prepared.issue.magazine.place.file]:
            name = file.resolve().relative_to(self.sources.magazine).as_posix()
            try:
                yield name, strip_text(self.sources.read(name).text)
            except (RefusedNameError, OSError):
                continue

    def _slots_of(self, look: IssueLook, name: str) -> list[int]:
        """The slots that show a source."""
        file = self.sources.find(name)
        return [
            slot.index
            for slot in look.prepared.issue.flatplan
            if any(article.place.file.resolve() == file for article in slot.articles)
        ]

    def _opening(self, look: IssueLook, index: int) -> dict[str, Any] | None:
        """Where the first article of a slot begins, or the slot itself: better than nothing."""
        slot = look.prepared.issue.flatplan[index]
        place = slot.articles[0].place if slot.articles else slot.place
        name = place.file.resolve().relative_to(self.sources.magazine).as_posix()
        return {"file": name, "line": max(place.line, 1), "column": 1, "box": None}


def _run_of(look: IssueLook, index: int) -> Run | None:
    state = look.states.get(index)
    return state.shown if state and isinstance(state.shown, Run) else None


def _count_common(here: str, at: int, there: str, other: int) -> int:
    """How many letters agree around two places."""
    before = after = 0
    while at > before and other > before and here[at - before - 1] == there[other - before - 1]:
        before += 1
    while at + after < len(here) and other + after < len(there) and here[at + after] == there[other + after]:
        after += 1
    return before + after
