"""What places tell: initials, contents pages that are designed, furniture at the edges."""

from __future__ import annotations

import pytest

from pressroom.importers.ocr.furniture import drop_furniture
from pressroom.importers.pages import Region, SourceLine, SourcePage
from pressroom.importers.places.contents import read_contents_pages
from pressroom.importers.places.furniture import find_furniture
from pressroom.importers.places.initials import join_initials
from pressroom.importers.places.values import ScannedPage
from pressroom.importers.readers.pdf_pages import LetterRun, _merge
from tests.support.scans import lines_of


def at(text: str, left: float, top: float, size: float = 10, page: int = 1, width: float = 0) -> SourceLine:
    wide = width or size * len(text)
    return SourceLine(0, text, page=page, box=Region(left, top, left + wide, top + size), size=size)


def page_of(*lines: SourceLine, number: int = 1) -> ScannedPage:
    return ScannedPage(SourcePage(number, width=600, height=800), tuple(lines))


@pytest.mark.parametrize(
    ("initial", "rest", "whole"),
    [("雾", "从河心漫上来，船停", "雾从河心漫上来，船停"), ("T", "he keeper of the", "The keeper of the")],
)
def test_an_initial_goes_back_to_its_word(initial, rest, whole):
    text = [at(rest, 100, 100), at("在离岸三丈的地方，只", 100, 118), at("听见对岸的鸡叫。", 60, 154)]
    joined = join_initials([at(initial, 60, 98, size=36), *text], 10)
    assert [line.text for line in joined] == [whole, text[1].text, text[2].text]
    assert [line.box.left for line in joined if line.box] == [60, 60, 60]


def test_a_large_letter_alone_is_no_initial():
    lines = (at("山", 60, 98, size=36), at("山里的冬天", 60, 160))
    assert join_initials(lines, 10) == lines


def contents(*lines: SourceLine, said: dict[int, tuple[str, ...]]) -> list[str]:
    others = [
        page_of(*(at(text, 60, 60 + 40 * n, 14) for n, text in enumerate(some)), number=p) for p, some in said.items()
    ]
    pages = [page_of(at("目录", 60, 40, 24, 9), *lines, number=9), *others]
    led = read_contents_pages(pages, frozenset({9}), {page: page for page in said})
    return [line.text for line in led[9].lines if line.text != "目录"]


SAID = {
    12: ("手艺", "修钟的人", "手艺"), 18: ("手艺", "盐田记", "水里的天"), 25: ("手艺", "末班车以后的", "站台上还有灯"),
    26: ("修钟的人",), 27: ("修钟的人",),
}  # fmt: skip


def test_a_department_above_a_folio_is_not_its_entry_whatever_runs_over_pages():
    """The headline runs over more pages than the name of the department; it stands beside the folio."""
    lines = (at("手艺", 60, 100, 11), at("12", 60, 118, 14, 9, 16), at("修钟的人", 92, 121), at("18", 60, 150, 14, 9, 16), at("盐田记", 92, 153))  # fmt: skip
    third = (at("25", 60, 180, 14, 9, 16), at("末班车以后的站台上还有灯", 92, 183))
    assert contents(*lines, *third, said=SAID)[:4] == [
        "手艺",
        "12 / 修钟的人",
        "18 / 盐田记",
        "25 / 末班车以后的站台上还有灯",
    ]


def test_a_headline_that_is_broken_otherwise_than_on_its_page_is_one():
    lines = (at("12", 60, 118, 14, 9, 16), at("修钟的人", 92, 121), at("18", 60, 150, 14, 9, 16), at("盐田记", 92, 153))
    third = (at("25", 60, 180, 14, 9, 16), at("末班车", 92, 183), at("以后的站台", 92, 196), at("上还有灯", 92, 209))
    assert "25 / 末班车以后的站台上还有灯" in contents(*lines, *third, said=SAID)


def test_a_folio_close_to_its_words_is_parted_from_them():
    runs = (LetterRun("100", 60, 84, 700, 14, True), LetterRun("河湾大事记", 90, 140, 700, 10, False))
    assert [run.text for run in _merge(iter(runs))] == ["100 河湾大事记"]
    runs = (LetterRun("2011", 60, 84, 700, 10, False), LetterRun("年的河湾", 86.5, 126, 700, 10, False))
    assert [run.text for run in _merge(iter(runs))] == ["2011年的河湾"]


def test_a_last_line_at_the_edge_of_a_page_is_text():
    """A sentence that ends at the top of a page, above a picture, is no running head because text stands there elsewhere."""
    pages = [page_of(at("他说钟走得准不准", 60, 60), *(at("要看楼下的人急不急", 60, 300 + 15 * n) for n in range(9)), number=n) for n in range(1, 7)]  # fmt: skip
    last = at("晒盐的人不抬头，也知道云走到哪里了。", 60, 60, page=7)
    pages.append(page_of(last, *(at("盐田里的水浅", 60, 300 + 15 * n) for n in range(9)), number=7))
    assert last not in find_furniture(pages, 10).lines


def test_a_line_of_a_headline_that_runs_over_pages_stays_in_it():
    """The theme of an issue is a line of its opening, and its running head."""
    text = (
        "从码头往北走，一路上都是新开的铺面，卖缆绳的、修船的、做鱼丸的，老板们说这条街已经很久没有这么热闹过了，夜里也"
    )
    body = lines_of("旧城这一年", "水陆两相宜", text, "水陆两相宜", text, "水陆两相宜", text)
    kept, left = drop_furniture(body, (), "河湾", ("旧城这一年水陆两相宜",))
    assert [line.text for line in kept if line.text != text] == ["旧城这一年", "水陆两相宜"]
    assert [one.line for one in left] == [4, 6]


def test_figures_at_the_edges_of_a_few_pages_label_none():
    """Pages of pictures have numbers of captions where others have folios."""
    pages = [page_of(at(str(n), 60, 760), number=n) for n in range(1, 61) if n not in range(20, 24)]
    pages += [page_of(at(str(n - 19), 60, 760), number=n) for n in range(20, 24)]
    assert find_furniture(pages, 10).labels[21] == "21"
