"""The flatplan is read from its sheet alone: pages, labels, sides, listing, and what does not come out, at its place."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pressroom.issue import Article, Listing, Slot
from pressroom.read.flatplan import read_fillers, read_flatplan
from pressroom.read.folios import FolioPlan, plan_pages
from pressroom.read.schema import IssueSheet
from pressroom.read.sheet import Sheet, fill, read_sheet
from pressroom.report import Finding
from tests.support.flatplans import article
from tests.support.paths import GOOD
from tests.support.press import art_of

ARTICLES = {slug: article(slug) for slug in ("ferry", "bridge", "market")}
FILE = GOOD / "issue" / "issue.yaml"
HEAD = "number: 3\ndate: 2020-05\nlayout: plain\n"
KINDS = ("cover", "contents", "story", "ad")


def open_sheet(slots: tuple[str, ...], more: str = "") -> tuple[Sheet, IssueSheet]:
    text = HEAD + more + "flatplan:\n" + "".join(f"  - {{{slot}}}\n" for slot in slots)
    sheet = read_sheet(text, FILE)
    return sheet, fill(IssueSheet, sheet)


def read(
    *slots: str,
    more: str = "",
    counts: Mapping[int, int] | None = None,
    articles: Mapping[str, Article] = ARTICLES,
    unread: frozenset[str] = frozenset(),
) -> tuple[tuple[Slot, ...], list[Finding]]:
    sheet, values = open_sheet(slots, more)
    with art_of(GOOD / "issue") as art:
        return read_flatplan(plan_pages(values, counts or {}), sheet, art, articles, ("特写", "短讯"), KINDS, unread)


def planned(*slots: str, **named: object) -> tuple[Slot, ...]:
    found, findings = read(*slots, **named)  # type: ignore[arg-type]
    assert [str(finding) for finding in findings] == []
    return found


def faults(*slots: str, **named: object) -> list[tuple[str, int]]:
    """The checks that find something, and the line of the slot, from 1."""
    found, findings = read(*slots, **named)  # type: ignore[arg-type]
    assert found == ()
    return [(finding.check, finding.place.line - 4) for finding in findings]


SOUND = (
    "kind: cover",
    "kind: ad",
    "kind: contents, folio: 1",
    "kind: story, folio: 2, pages: 2, spread: true, department: 特写, copy: ferry, part: 上",
    "kind: story, folio: 4, pages: 3, department: 短讯, copy: [bridge, market], note: 等2则",
    "kind: ad",
    "kind: cover",
)


def test_slots_have_the_pages_up_to_the_next_folio() -> None:
    slots = planned(*SOUND)
    assert [slot.labels for slot in slots] == [
        ("C1",), ("C2",), ("1",), ("2", "3"), ("4", "5", "6"), ("C3",), ("C4",),
    ]  # fmt: skip
    assert [slot.recto for slot in slots] == [True, False, True, False, False, True, False]
    assert [slot.index for slot in slots] == list(range(7))
    assert [slot.folio for slot in slots] == [None, None, 1, 2, 4, None, None]


def test_what_a_slot_says_is_kept() -> None:
    ferry, briefs = planned(*SOUND)[3:5]
    assert (ferry.kind, ferry.department, ferry.part, ferry.spread) == ("story", "特写", "上", True)
    assert ferry.articles == (ARTICLES["ferry"],)
    assert briefs.articles == (ARTICLES["bridge"], ARTICLES["market"])
    assert briefs.note == "等2则"
    assert (ferry.place.file, ferry.place.line) == (FILE, 8)


@pytest.mark.parametrize(
    ("slot", "listing"),
    [
        ("kind: story, folio: 1, pages: 1, department: 特写, copy: ferry", Listing.NUMBERED),
        ("kind: story, folio: 1, pages: 1, copy: ferry", Listing.NONE),
        ("kind: story, folio: 1, pages: 1, department: 特写", Listing.NONE),
        ("kind: story, department: 特写, copy: ferry", Listing.NONE),
        ("kind: story, folio: 1, pages: 1, copy: ferry, contents: all", Listing.ALL),
        ("kind: story, folio: 1, pages: 1, department: 特写, copy: ferry, contents: none", Listing.NONE),
        ("kind: story, folio: 1, pages: 1, department: 特写, copy: ferry, contents: unnumbered", Listing.UNNUMBERED),
    ],
)
def test_a_slot_of_a_department_with_copy_and_folio_is_listed(slot: str, listing: Listing) -> None:
    articles = {"ferry": ARTICLES["ferry"]} if "ferry" in slot else {}
    assert planned(slot, articles=articles)[0].listing is listing


@pytest.mark.parametrize(
    ("slots", "labels"),
    [
        (("kind: cover, pages: 2", "kind: story, folio: 1, pages: 1", "kind: cover, pages: 2"), "C1-C2 1 C3-C4"),
        (("kind: story, folio: 1, pages: 1", "kind: cover"), "1 C4"),
        (("kind: cover", "kind: cover", "kind: cover"), "C1 C2 C3"),
        (("kind: story, folio: 1, pages: 1", "kind: cover", "kind: cover"), "1 C3 C4"),
    ],
)
def test_cover_pages_are_counted_from_both_ends(slots: tuple[str, ...], labels: str) -> None:
    found = planned(*slots, articles={})
    assert " ".join("-".join(dict.fromkeys((slot.labels[0], slot.labels[-1]))) for slot in found) == labels


def test_the_pages_of_the_issue_end_its_last_slot() -> None:
    assert planned("kind: story, folio: 1", more="pages: 4\n", articles={})[0].labels == ("1", "2", "3", "4")


ONE = "kind: story, folio: 1, pages: 2"


@pytest.mark.parametrize(
    ("slots", "more", "found"),
    [
        (("kind: storey, folio: 1, pages: 1",), "", [("unknown-kind", 1)]),
        (("kind: story, folio: 1, pages: 1, department: 特稿",), "", [("unknown-department", 1)]),
        (("kind: story, folio: 3, pages: 1",), "", [("folio-hole", 1)]),
        ((ONE, "kind: story, folio: 1, pages: 1"), "", [("folio-clash", 2)]),
        ((ONE, "kind: story, folio: 5, pages: 1", "kind: story, folio: 4, pages: 1"), "",
         [("folio-hole", 1), ("folio-backwards", 3)]),
        ((ONE, "kind: story, folio: 2, pages: 1"), "", [("folio-clash", 1)]),
        ((ONE, "kind: story, folio: 4, pages: 1"), "", [("folio-hole", 1)]),
        ((ONE,), "pages: 1\n", [("folio-clash", -1)]),
        ((ONE,), "pages: 3\n", [("folio-hole", 1)]),
        (("kind: story, folio: 1",), "", [("missing-key", 1)]),
        ((ONE, "kind: ad", "kind: story, folio: 3, pages: 1"), "", [("missing-key", 2)]),
        (("kind: ad", "kind: ad", "kind: ad", ONE), "", [("too-many-covers", 1)]),
        ((ONE, "kind: ad, pages: 3"), "", [("too-many-covers", 2)]),
        (("kind: story, folio: 1, pages: 2, spread: true",), "", [("spread-on-recto", 1)]),
        (("kind: ad, folio: 1", "kind: story, folio: 2, pages: 3, spread: true"), "", [("odd-spread", 2)]),
        (("kind: story, folio: 1, pages: 1, art: art/wave.svg",), "", [("missing-key", 1)]),
        (("kind: story, folio: 1, pages: 1, art: art/gone.svg, art_alt: 浪",), "", [("missing-art", 1)]),
        (("kind: story, folio: 1, pages: 1, copy: fery",), "", [("missing-copy", 1)]),
    ],
)  # fmt: skip
def test_a_plan_that_does_not_come_out_is_told_at_its_slot(
    slots: tuple[str, ...], more: str, found: list[tuple[str, int]]
) -> None:
    said = faults(*slots, more=more, articles={})
    assert [(check, line - more.count("\n")) for check, line in said] == found


def test_each_copy_stands_in_one_slot() -> None:
    twice = ("kind: story, folio: 1, pages: 1, copy: ferry", "kind: story, folio: 2, pages: 1, copy: [bridge, ferry]")
    _, findings = read(*twice)
    assert [(finding.check, "ferry" in finding.message) for finding in findings] == [
        ("copy-named-twice", True),
        ("copy-never-named", False),
    ]
    assert "market" in findings[1].message


def test_copy_that_could_not_be_read_is_not_missed_again() -> None:
    found, findings = read("kind: story, folio: 1, pages: 1, copy: torn", articles={}, unread=frozenset({"torn"}))
    assert (found, findings) == ((), [])


def test_near_words_are_proposed() -> None:
    _, findings = read("kind: storey, folio: 1, pages: 1, department: 特稿", articles={})
    assert [finding.hint for finding in findings] == ["did you mean 'story'?", "did you mean '特写'?"]


def test_the_picture_of_a_slot_is_found() -> None:
    (slot,) = planned("kind: cover, art: art/wave.svg, art_alt: 一道浪", articles={})
    assert slot.art is not None
    assert (slot.art.file.name, slot.art.alt) == ("wave.svg", "一道浪")


def test_fillers_are_read_with_their_copy() -> None:
    sheet, values = open_sheet(SOUND, "fillers: [{kind: ad, copy: market}, {kind: ad, copy: gone}]\n")
    (filler,) = read_fillers(values, sheet, ARTICLES)
    assert (filler.kind, filler.article) == ("ad", ARTICLES["market"])


# ---- folios that follow on ----


def plan(*slots: str, more: str = "", counts: Mapping[int, int] | None = None) -> FolioPlan:
    return plan_pages(open_sheet(slots, more)[1], counts or {})


def folios(found: FolioPlan) -> list[tuple[object, object]]:
    return [(slot.folio, slot.pages) for slot in found.values.flatplan]


AUTO = "kind: story, folio: auto"


def test_a_plan_of_pinned_folios_stays_as_it_is() -> None:
    _, values = open_sheet(SOUND)
    assert plan_pages(values, {}) == FolioPlan(values)


def test_open_slots_take_a_page_until_it_is_known_what_they_need() -> None:
    guess = plan("kind: cover", AUTO, AUTO)
    assert folios(guess) == [(None, None), (1, 1), (2, 1)]
    assert (guess.auto, guess.open, guess.settled) == (frozenset({1, 2}), frozenset({1, 2}), False)
    known = plan("kind: cover", AUTO, AUTO, counts={1: 3, 2: 2})
    assert folios(known) == [(None, None), (1, 3), (4, 2)]
    assert known.settled


def test_an_open_spread_is_rounded_up_to_whole_sheets() -> None:
    found = plan("kind: ad, folio: 1, pages: 1", f"{AUTO}, spread: true", AUTO, counts={1: 3, 2: 1})
    assert folios(found) == [(1, 1), (2, 4), (6, 1)]


def test_a_slot_before_a_pinned_one_fills_what_lies_between() -> None:
    found = plan(AUTO, "kind: story, folio: 5, pages: 1", AUTO, more="pages: 9\n")
    assert folios(found) == [(1, None), (5, 1), (6, None)]
    assert found.open == frozenset()
