"""Articles made up on real pages: columns end on the last line, nothing is lost, over anything or past the foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pressroom.makeup.pasteup import Pasteup
from pressroom.read.layout import Leeway
from pressroom.run import Run
from pressroom.setting.columns.page import PageSetter
from tests.support.articles import Ink, ink_of, paste_random
from tests.support.layouts import SENTENCE, write_issue
from tests.support.press import lay_out, paste, set_once
from tests.support.tags import below, faults_of, spots_of

LEADING = 24.0  # px
FIGURE = '::: figure {{src=art/wave.svg alt="一道浪" {}}}\n江面。\n:::'
BOX = "::: databox {{title=三个数 {}}}\n- 一：1\n- 二：2\n- 三：3\n:::"


def text(*counts: int) -> list[str]:
    """Paragraphs of so many sentences."""
    return [SENTENCE * count for count in counts]


def paste_article(
    folder: Path, pieces: list[str], pages: int, columns: int = 2, kind: str = "feature", lead: bool = False
) -> Pasteup:
    """Paste one article up, in one, two or three columns."""
    picture = "lead: {src: art/wave.svg, alt: 一道浪}\n" if lead else ""
    copy = f"---\nheadline: 第一座桥\ndeck: {SENTENCE}\n{picture}---\n" + "\n\n".join(pieces)
    plan: list[dict[str, object]] = [{"kind": kind, "folio": 1, "pages": pages, "copy": ["a"], "department": "甲"}]
    pasteup = paste(write_issue(folder, "base", plan, {"a": copy}))[0][0]
    tokens = dict(pasteup.tokens) | {"columns": str(columns), "column-least": "90pt"}
    return replace(pasteup, tokens=tuple(tokens.items()))


def pages_of(pasteup: Pasteup, run: Run) -> list[tuple[float, list[Ink]]]:
    return list(ink_of(lay_out(pasteup, run)))


def feet_of(page: tuple[float, list[Ink]]) -> list[float]:
    """How many lines each column ends above the foot of its page, by what stands lowest in it."""
    foot, inks = page
    lefts = sorted({round(ink.left) for ink in inks if "　" not in ink.what and ink.right - ink.left > 100})
    columns = [left for at, left in enumerate(lefts) if not at or left - lefts[at - 1] > 60]
    lowest = [
        max(ink.bottom for ink in inks if left - 5 <= ink.left and (not more or ink.left < more[0] - 30))
        for left, *more in ((left, *columns[at + 1 : at + 2]) for at, left in enumerate(columns))
    ]
    return [(foot - low) / LEADING for low in lowest]


def faults_on(pasteup: Pasteup, run: Run) -> Iterator[str]:
    """What is wrong with an article on its pages, whatever it looks like."""
    if run.lost:
        yield f"lost: {run.lost[:3]}"
    yield from (str(finding) for finding in run.findings)
    for foot, inks in pages_of(pasteup, run):
        for number, ink in enumerate(inks):
            if ink.bottom > foot + 1 and ink.bottom - ink.top < foot - 200:
                yield f"past the foot: {ink}"
            yield from (f"over one another: {ink}, {other}" for other in inks[number + 1 :] if ink.covers(other))


# ---- what is wanted ----


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_columns_that_run_on_end_on_the_last_line(tmp_path: Path, columns: int) -> None:
    pieces = [*text(9, 3, 7), "## 小标题", *text(8, 5, 11), FIGURE.format(""), *text(6, 12, 7), "## 小标题"]
    pieces += [*text(5, 4, 9), BOX.format(""), *text(7, 6, 9, 12, 8, 9), FIGURE.format("size=wide"), *text(9, 7, 11)]
    pasteup = paste_article(tmp_path, pieces, 3 if columns < 3 else 4, columns, lead=True)
    run = set_once(pasteup)
    assert list(faults_on(pasteup, run)) == []
    (made,) = run.made_up
    assert (made.article, made.short, made.left) == ("a", (), None)
    for page in pages_of(pasteup, run)[: made.pages - 1]:
        assert all(abs(lines) < 0.5 for lines in feet_of(page)), feet_of(page)


def test_a_picture_stands_where_its_copy_says(tmp_path: Path) -> None:
    for place in ("top", "foot"):
        pieces = [*text(9, 9, 7), FIGURE.format(f"place={place}"), *text(9, 9, 9, 9, 9)]
        pasteup = paste_article(tmp_path / place, pieces, 2)
        run = set_once(pasteup)
        (moved,) = run.made_up[0].moved
        assert moved[3] == place
        _, inks = pages_of(pasteup, run)[moved[1]]
        (picture,) = (ink for ink in inks if ink.what == "a picture")
        words = [ink for ink in inks if ink.what != "江面。" and abs(ink.left - picture.left) < 60]
        above = [ink for ink in words if ink.bottom <= picture.top + 1]
        assert (not above) is (place == "top")
    here = paste_article(tmp_path / "here", [*text(9, 9, 7), FIGURE.format("place=here"), *text(9, 9)], 2)
    assert set_once(here).made_up[0].moved == ()


def test_a_layout_that_allows_nothing_moves_and_stretches_nothing(tmp_path: Path) -> None:
    pieces = [*text(9, 3, 7, 8, 5), FIGURE.format(""), *text(6, 12, 7, 5, 4, 9), BOX.format(""), *text(7, 6, 9)]
    pasteup = paste_article(tmp_path, pieces, 3, lead=True)
    run = set_once(replace(pasteup, leeway=Leeway()))
    assert (run.made_up[0].moved, run.made_up[0].opening) == ((), 0)
    assert list(faults_on(pasteup, run)) == []


def test_the_opening_picture_gives_lines_and_what_is_below_moves_along(tmp_path: Path) -> None:
    pieces = [BOX.format("place=here")] * 9 + text(4)
    wide = Leeway(stretch=(("lead", (-4, 4)),))
    pasteup = paste_article(tmp_path, pieces, 2, lead=True)
    stiff, given = set_once(replace(pasteup, leeway=Leeway())), set_once(replace(pasteup, leeway=wide))
    opening = given.made_up[0].opening
    assert opening
    tops = [
        min(ink.top for ink in pages_of(replace(pasteup, leeway=leeway), run)[0][1])
        for leeway, run in ((Leeway(), stiff), (wide, given))
    ]
    assert tops[1] - tops[0] == pytest.approx(opening * LEADING, abs=0.5)


def test_drawings_with_letters_are_shown_whole(tmp_path: Path) -> None:
    pasteup = paste_article(tmp_path, [*text(9), FIGURE.format("crop=none"), *text(9)], 2)
    assert 'data-crop="none"' in pasteup.html
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 60 40"><text y="9">北</text></svg>'
    )
    folder = tmp_path / "letters"
    paste_article(folder, text(2), 2)
    (folder / "2020-01/art/wave.svg").write_text(drawing, encoding="utf-8")
    (folder / "2020-01/copy/a.md").write_text(
        f"---\nheadline: 桥\n---\n{FIGURE.format('')}\n\n{FIGURE.format('crop=edges')}", encoding="utf-8"
    )
    html = paste(folder / "2020-01")[0][0].html
    assert html.count('data-crop="none"') == 1


# ---- tags and readers ----


def test_what_is_moved_is_tagged_where_it_belongs(tmp_path: Path) -> None:
    pieces = [*text(9, 9, 7), FIGURE.format("place=foot"), *text(9, 9), BOX.format("place=top"), *text(9, 9, 9, 9)]
    pasteup = paste_article(tmp_path, pieces, 3)
    run = set_once(pasteup)
    assert len(run.made_up[0].moved) == 2
    with pikepdf.open(run.file) as pdf:
        assert faults_of(pdf) == []
        order = [str(element.S) for element in below(pdf.Root.StructTreeRoot.K[0]) if list(spots_of(element))]
    kinds = [name for name in order if name in ("/P", "/Figure")]
    assert kinds.index("/Figure") == 4  # behind the deck and three paragraphs


# ---- the last resort ----


@pytest.mark.parametrize("page", [0, 1, 2])
@pytest.mark.parametrize("columns", [1, 2])
def test_what_cannot_be_made_up_is_left_to_the_engine_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: int, columns: int
) -> None:
    pieces = [*text(9, 9, 7), FIGURE.format("size=wide"), *text(9, 9, 8), "## 小标题", *text(9, 9, 9)]
    pieces += [BOX.format("place=top"), *text(9, 9, 9), FIGURE.format("place=foot"), *text(9, 9, 9, 9, 9)]
    pasteup = paste_article(tmp_path, pieces, 4, columns)
    check = PageSetter._check

    def fail(self: PageSetter, *rest: Any) -> None:
        check(self, *rest)
        if self.page == page:
            self.failed, self.truth = True, {}

    monkeypatch.setattr(PageSetter, "_check", fail)
    run = set_once(pasteup)
    assert run.lost == ()
    assert run.made_up[0].left == page


def test_columns_with_what_cannot_be_measured_are_the_engines(tmp_path: Path) -> None:
    pasteup = paste_article(tmp_path, text(9, 9, 9, 9), 2)
    html = pasteup.html.replace('<p id="a-b2">', '<p id="a-b2" style="break-before: column">')
    run = set_once(replace(pasteup, html=html))
    assert (run.made_up, run.lost) == ((), ())


# ---- any article ----


@pytest.mark.parametrize("seed", range(24))
def test_any_article_is_whole_and_stands_on_its_pages(tmp_path: Path, seed: int) -> None:
    pasteup = paste_random(tmp_path, seed)
    run = set_once(pasteup)
    assert list(faults_on(pasteup, run)) == []
    if seed % 10 == 0:
        assert set_once(pasteup).pdf == run.pdf


def test_a_table_runs_across_where_the_style_sheet_says_so(tmp_path: Path) -> None:
    table = "| 甲头 | 乙头 | 丙头 |\n|---|---|---|\n| 甲一 | 乙一 | 丙一 |\n| 甲二 | 乙二 | 丙二 |"
    narrow = paste_article(tmp_path, [*text(9, 9), table, *text(9, 9, 9)], 2)
    style = "<style>.body > table { column-span: all }</style></head>"
    wide = replace(narrow, html=narrow.html.replace("</head>", style))
    reach = {}
    for pasteup in (narrow, wide):
        run = set_once(pasteup)
        assert list(faults_on(pasteup, run)) == []
        cells = [ink for _, inks in pages_of(pasteup, run) for ink in inks if ink.what in {"甲一", "丙一"}]
        reach[pasteup.html] = max(ink.left for ink in cells) - min(ink.left for ink in cells)
    assert reach[wide.html] > 1.8 * reach[narrow.html] > 0
