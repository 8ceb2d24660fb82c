"""Hold folios against the order of the body: entries in, entries with misread folios mended or doubted out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pressroom.importers.ocr.numbers import twins_of
from pressroom.importers.ocr.sayings import Sayings
from pressroom.importers.ocr.text import fold
from pressroom.importers.ocr.values import ContentsEntry
from pressroom.importers.values import Doubt

_LEAST = 3  # entries whose order tells anything
_MOST_WRONG = 0.4  # of the folios
GUESSED = ": misread"
_SHORTEST = 3  # letters of a headline that is sought in the body


@dataclass(frozen=True)
class EntryOrder:
    """Entries with their folios settled, what was doubtful, and which share of the folios agrees with the body.

    ``places`` are the lines of the body where they open by the looks of it.
    """

    entries: tuple[ContentsEntry, ...]
    doubts: tuple[Doubt, ...] = ()
    share: float = 1
    places: tuple[int | None, ...] = ()


def settle_folios(entries: Sequence[ContentsEntry], said: Sayings) -> EntryOrder:
    """Mend folios that stand against the order of the articles in the body, or else of the entries as printed."""
    places = _places(entries, said)
    known = [(place, index) for index, place in sorted(places.items(), key=lambda one: one[1])]
    by_body = [index for _, index in known if entries[index].folio is not None]
    printed = [index for index, entry in enumerate(entries) if entry.folio is not None]
    kept = _longest_rise([entries[index].folio or 0 for index in by_body])
    made = list(entries)
    doubts: list[Doubt] = []
    if len(by_body) >= _LEAST and len(kept) >= (1 - _MOST_WRONG) * len(by_body):
        _mend(made, by_body, {by_body[at] for at in kept}, doubts)
    rise = _longest_rise([made[index].folio or 0 for index in printed if made[index].folio is not None])
    in_order = [index for index in printed if made[index].folio is not None]
    if len(in_order) >= _LEAST and len(rise) < len(in_order) and len(rise) >= 0.75 * len(in_order):
        loose = {index for index in in_order if index not in places}
        _mend(made, in_order, {in_order[at] for at in rise} | (set(in_order) - loose), doubts)
    good = [made[index].folio or 0 for index in by_body if made[index].folio is not None]
    share = len(_longest_rise(good)) / len(good) if good else 1.0
    near = (places.get(index, said.likest("".join(line.text for line in one.lines))) for index, one in enumerate(made))
    return EntryOrder(tuple(made), tuple(doubts), share, tuple(near))


def _places(entries: Sequence[ContentsEntry], said: Sayings) -> dict[int, int]:
    """Where the body says a headline, for those that it says as one line, once."""
    found: dict[int, int] = {}
    for index, entry in enumerate(entries):
        text = "".join(line.text for line in entry.lines)
        places = said.find(text) if len(fold(text)) >= _SHORTEST else ()
        if len(places) == 1:
            found[index] = places[0]
    return found


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """The positions of the longest run of numbers that never falls, by patience sorting."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, number in enumerate(numbers):
        pile = bisect_right(tops, number)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(number)
            ends.append(position)
        else:
            tops[pile], ends[pile] = number, position
    chosen: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chosen.append(at)
        at = before[at]
    return chosen[::-1]


def _mend(made: list[ContentsEntry], order: Sequence[int], kept: set[int], doubts: list[Doubt]) -> None:
    """Mend the folios that are not kept, each between those of its neighbours."""
    for at, index in enumerate(order):
        if index in kept:
            continue
        before = next((made[one].folio or 0 for one in reversed(order[:at]) if one in kept), 0)
        behind = next((made[one].folio or 0 for one in order[at + 1 :] if one in kept), 0)
        folio = made[index].folio or 0
        right = twins_of(folio, before + 1, (behind or folio * 10) - 1)
        between = f"between {before} and {behind}" if behind else f"behind {before}"
        what = f"folio {folio} of {made[index].text!r} stands {between}{GUESSED}"
        if len(right) == 1:
            made[index] = replace(made[index], folio=right[0])
            doubts.append(Doubt(made[index].lines[0].number, what, f"took {right[0]}"))
        else:
            made[index] = replace(made[index], folio=None, near=before + 0.5)
            doubts.append(Doubt(made[index].lines[0].number, what, "took it for an entry without a folio"))
