"""The board of a flatplan by values alone: what lies together, how it stands with each page, and how that is said."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter

import pytest

from pressroom.flatplan.board import Board, Leaf, Problem, Stand, lay_out
from pressroom.flatplan.showing import describe, list_facts
from pressroom.issue import Issue
from pressroom.language.words import read_words
from pressroom.run import Overset, Run, Tail
from tests.support.flatplans import article, contents, cover, issue_of, story
from tests.support.press import Pulled

ISSUE = issue_of(
    cover("cover", "C1"),
    cover("inside-front", "C2"),
    contents(1),
    story(2, 2, "特写", article("ferry", "最后一班渡轮", short="渡轮")),
    story(4, 1, "短讯", article("bridge", "新桥试通车")),
    story(5, 1, "短讯", article("market", "早市")),
)


def flatplan_words(tag: str) -> dict[str, str]:
    """The words that a language has for flatplans."""
    return {
        name.removeprefix("flatplan-"): word for name, word in read_words(tag).items() if name.startswith("flatplan-")
    }


WORDS = flatplan_words("zh-CN")


@pytest.fixture
def run(good: Pulled) -> Run:
    """A run of one page that is half full."""
    return replace(good.runs[0], set_pages=1, blank_pages=0, overset=None, fills=(0.5,))


def board(good: Pulled, run: Run, issue: Issue = ISSUE, **changes: Run | Problem) -> Board:
    """The issue with a sound run for every slot, some of them changed by their number."""
    runs: dict[int, Run | Problem] = {
        slot.index: replace(run, set_pages=slot.pages, fills=(1.0,) * (slot.pages - 1) + (0.5,))
        for slot in issue.flatplan
    }
    return lay_out(issue, good.layout, runs | {int(name.removeprefix("s")): found for name, found in changes.items()})


def leaf(found: Board, label: str) -> Leaf:
    return next(leaf for leaf in found.leaves if leaf.label == label)


def test_pages_lie_beside_each_other_as_they_lie_open(good: Pulled, run: Run) -> None:
    assert [spread.name for spread in board(good, run).spreads] == ["C1", "C2–1", "2–3", "4–5"]


def test_departments_are_listed_once_and_open_where_they_begin(good: Pulled, run: Run) -> None:
    found = board(good, run)
    assert [department.name for department in found.departments] == ["特写", "短讯"]
    assert [leaf.label for leaf in found.leaves if leaf.opens] == ["2", "4"]
    assert [leaf.label for leaf in found.leaves if leaf.lead] == ["C1", "C2", "1", "2", "4", "5"]


def test_a_full_page_a_blank_one_and_one_too_many(good: Pulled, run: Run) -> None:
    blank = board(good, run, s3=replace(run, set_pages=1, blank_pages=1, fills=(0.25,)))
    assert [(leaf(blank, label).stand, leaf(blank, label).fill) for label in "23"] == [
        (Stand.SET, 0.25), (Stand.BLANK, 0.0),
    ]  # fmt: skip
    over = Overset(2, (Tail(2, "ferry-b1", 0, 3, 40), Tail(3, "ferry-b1", 40, 1, 8)))
    much = board(good, run, s3=replace(run, set_pages=4, fills=(1.0,) * 4, overset=over))
    assert [spread.name for spread in much.spreads] == ["C1", "C2–1", "2–3", "3+1–3+2", "4–5"]
    assert leaf(much, "3").note == "超 48 字"
    assert (leaf(much, "3+1").stand, leaf(much, "3+1").note) == (Stand.OVER, "超出")


def test_a_slot_that_could_not_be_set_or_was_not_asked_for(good: Pulled, run: Run) -> None:
    found = board(good, run, s4=Problem("it ran away"))
    assert (leaf(found, "4").stand, leaf(found, "4").note, leaf(found, "4").fill) == (Stand.UNSET, "it ran away", None)
    nothing = lay_out(ISSUE, good.layout, {})
    assert {leaf.note for leaf in nothing.leaves} == {WORDS["unset"]}
    assert nothing.pdfs == {}


def test_the_facts_of_a_board_and_what_is_bad_among_them(good: Pulled, run: Run) -> None:
    assert list(list_facts(board(good, run))) == [("", "7 页"), ("", "6 个版位")]
    worse = board(
        good,
        run,
        s3=replace(run, set_pages=3, fills=(1.0,) * 3, overset=Overset(1, (Tail(2, "x", 0, 1, 9),))),
        s4=Problem("x"),
        s5=replace(run, set_pages=0, blank_pages=1, fills=()),
    )
    assert list(list_facts(worse)) == [
        ("", "7 页"), ("", "6 个版位"), ("", "1 页空白"), ("bad", "超出: 2"), ("bad", "未能排出: 4"),
    ]  # fmt: skip


def test_a_page_in_words(good: Pulled, run: Run) -> None:
    found = board(good, run, s4=Problem("it ran away"))
    assert describe(leaf(found, "3"), WORDS) == "第 3 页, 特写, story, 渡轮, 排满 50%"
    assert describe(leaf(found, "4"), WORDS) == "第 4 页, 短讯, story, 新桥试通车, 未能排出, it ran away"
    assert describe(leaf(found, "C2"), flatplan_words("en")) == "Page C2, inside-front, 50% full"


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    chinese, english = flatplan_words("zh-Hant"), flatplan_words("en-GB")
    assert chinese.keys() == english.keys()
    assert chinese["flatplan"] != english["flatplan"]
    for name, text in chinese.items():
        places = [[part[1] for part in Formatter().parse(one)] for one in (text, english[name])]
        assert set(places[0]) - {None} == set(places[1]) - {None}, name
