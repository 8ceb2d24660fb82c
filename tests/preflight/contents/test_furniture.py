"""Furniture of pages: where folios are printed is learned from the pages, and running heads of other pages are found."""

from __future__ import annotations

from pressroom.preflight.contents.furniture import Stray, find_strays, plan_pages, read_printed_folios
from tests.support.flatplans import article, contents, cover, issue_of, story
from tests.support.printed import printed_page

ISSUE = issue_of(
    cover("cover", "C1"),
    contents(1),
    story(2, 2, "特写", article("ferry", "最后一班渡轮与对岸的灯", short="渡轮")),
    story(4, 3, "短讯", article("bridge", "新桥试通车")),
    cover("back-cover", "C4"),
)
PLAN = plan_pages(ISSUE)
FOOT, HEAD = 380.0, 10.0


def pages(**words: list[tuple[float, float, str]]):
    """The pages of the issue, each with the words at its edges that are given for its label."""
    return [printed_page(page.label, *words.get(f"p{page.label}", ())) for page in PLAN]


def numbered(**more: list[tuple[float, float, str]]):
    """Pages that print their folios outside at the foot."""
    words = {}
    for page in PLAN:
        if page.label.isdigit():
            left = 30 if int(page.label) % 2 == 0 else 250
            words[f"p{page.label}"] = [(left, FOOT, page.label), (30 if left == 250 else 250, FOOT, "江声")]
    for name, found in more.items():
        words[name] = [*words.get(name, ()), *found]
    return pages(**words)


def test_pages_are_planned_with_their_sides():
    assert [(page.label, page.recto) for page in PLAN] == [
        ("C1", True), ("1", False), ("2", True), ("3", False), ("4", True), ("5", False), ("6", True), ("C4", False),
    ]  # fmt: skip


def test_folios_are_read_where_they_change_from_page_to_page():
    assert read_printed_folios(numbered(), PLAN) == ("", "1", "2", "3", "4", "5", "6", "")


def test_a_wrong_folio_is_read_as_it_stands_and_a_missing_one_is_empty():
    wrong = numbered()
    wrong[3] = printed_page("3", (250, FOOT, "30"))
    wrong[4] = printed_page("4")
    assert read_printed_folios(wrong, PLAN) == ("", "1", "2", "30", "", "5", "6", "")


def test_a_number_that_stands_everywhere_is_no_folio():
    year = {f"p{page.label}": [(150, HEAD, "2020")] for page in PLAN}
    assert read_printed_folios(numbered(**year), PLAN) == ("", "1", "2", "3", "4", "5", "6", "")
    assert read_printed_folios(pages(**year), PLAN) == ("",) * 8


def test_a_folio_beside_other_words_is_read():
    words = {f"p{n}": [(30, FOOT, f"{n} 江声 2020年5月")] for n in range(1, 7)}
    assert read_printed_folios(pages(**words), PLAN)[1:7] == ("1", "2", "3", "4", "5", "6")


def heads(**more: str):
    """Pages whose running heads name the department."""
    words = {"p2": "特写", "p3": "特写", "p4": "短讯", "p5": "短讯", "p6": "短讯"} | more
    return pages(**{name: [(30, HEAD, text)] for name, text in words.items()})


def test_running_heads_of_their_own_pages_are_right():
    assert find_strays(heads(), PLAN, ISSUE) == ()
    assert find_strays(heads(p3="渡轮", p5="新桥试通车"), PLAN, ISSUE) == ()


def test_a_running_head_of_another_department_or_article_is_a_stray():
    assert find_strays(heads(p4="特写"), PLAN, ISSUE) == (Stray(4, "特写"),)
    assert find_strays(heads(p6="渡轮"), PLAN, ISSUE) == (Stray(6, "渡轮"),)


def test_a_headline_that_is_cut_short_is_known():
    assert find_strays(heads(p3="最后一班渡轮与对…"), PLAN, ISSUE) == ()
    assert find_strays(heads(p6="最后一班渡轮与对…"), PLAN, ISSUE) == (Stray(6, "最后一班渡轮与对…"),)
    assert find_strays(heads(p6="最后…"), PLAN, ISSUE) == ()  # too short to say whose it is


def test_words_at_a_height_of_their_own_are_no_running_head():
    lone = heads()
    lone[6] = printed_page("6", (30, HEAD, "短讯"), (30, FOOT, "特写"))
    assert find_strays(lone, PLAN, ISSUE) == ()


def test_covers_and_the_contents_page_have_no_running_heads():
    assert find_strays(heads(pC1="特写", p1="短讯", pC4="短讯"), PLAN, ISSUE) == ()


def test_a_number_in_the_middle_of_a_cover_is_no_folio():
    folios = read_printed_folios(numbered(pC4=[(150, FOOT, "3"), (160, FOOT, "期")]), PLAN)
    assert folios == ("", "1", "2", "3", "4", "5", "6", "")


def test_the_figures_under_a_bar_code_are_no_folios():
    figures = [(230 + 9 * at, FOOT, figure) for at, figure in enumerate("9772999")]
    assert read_printed_folios(numbered(pC1=figures), PLAN)[0] == ""
