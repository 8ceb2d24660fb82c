"""Made-up magazines in many manners: plan, headlines, and each article in its own slot."""

from __future__ import annotations

from collections import Counter

import pytest

from pressroom.importers.ocr import import_scan
from pressroom.importers.ocr.text import count_han, fold
from tests.support.press import read
from tests.support.scans import MANNERS, Made, make_scan


@pytest.mark.parametrize("manner", MANNERS)
def test_made_up_magazines(manner, tmp_path):
    wrong: list[str] = []
    for seed in range(8):
        text, entries, title = make_scan(seed, manner)
        scan = tmp_path / f"{seed}.txt"
        scan.write_text(text, encoding="utf-8", newline="")
        result = import_scan(scan, tmp_path / str(seed))
        issue, _ = read(tmp_path / str(seed))
        assert (issue.magazine.title, issue.number, issue.date) == (title, "45", "2011-07")
        wrong += [f"{seed}: {what}" for what in compare(issue, entries)]
        wrong += [f"{seed}: {doubt.what}" for doubt in result.doubts if "missing" in doubt.what]
    assert not wrong


def compare(issue, entries: list[Made]) -> list[str]:
    """Hold an issue against what was made up: plan, headlines, and each article's characters in its own slot."""
    wrong: list[str] = []
    slots = {slot.folio: slot for slot in issue.flatplan if slot.department}
    if list(slots) != [entry.folio for entry in entries]:
        return [f"folios {list(slots)}, not {[entry.folio for entry in entries]}"]
    for entry in entries:
        slot = slots[entry.folio]
        first = slot.articles[0]
        pairs = {
            "department": (slot.department, entry.department),
            "note": (slot.note, entry.note),
            "listed": (fold(first.listed_as), fold(entry.tag or entry.headline)),
            "headline": (fold(first.title), fold(entry.headline)),
            "kicker": (fold(first.kicker), fold(entry.kicker)),
            "pieces": (len(slot.articles), entry.pieces),
        }
        wrong += [f"{entry.folio} {name}: {a!r}, not {b!r}" for name, (a, b) in pairs.items() if a != b]
        got = Counter("".join(f"{article.title}{article.deck}{article.copy}" for article in slot.articles))
        want = Counter(letter for said in entry.said for letter in said if count_han(letter))
        lost, more = want - got, sum(map(count_han, got.elements())) - want.total() - count_han(entry.headline)
        wrong += [f"{entry.folio} lost {lost}"] if lost else []
        wrong += [f"{entry.folio} has {more} characters of others"] if more > 2 * entry.pieces else []
    return wrong
