"""The quotation marks of Latin words: told from Chinese ones, narrow on the page and in the book."""

from __future__ import annotations

import itertools
from pathlib import Path

import pymupdf
import pytest

from pressroom.editions.epub.dressing import narrow_quotes
from pressroom.editions.epub.markup import read_tree, text_of, write_tree
from pressroom.typography.quotes import latin_quotes
from tests.support.pages import page, render, texts, write

EM = 10


@pytest.mark.parametrize(
    "marked",
    [
        "他说：“McDonald[’]s在Xi[’]an开店”，又说",
        "Xi[’]an",
        "回到 [’]90s，rock [’]n[’] roll",
        "他说‘引’abc",
        "readers[’] letters",
        "原文是：The [“]tide[”] waits",
        "[“]Hello,[”] he said.",
        "he said [“]no[”].",
        "She said [“]it[’]s [‘]mine[’] now[”] again",
        "老王[’]s书店，[’]99年，国庆[’]21",
        "张三[’]s，‘丙’s，他说引’abc，’2021年",
        "“IPO”",
        "（“IPO”）",
        "从“A”到“B”，iPhone“Pro”版",
        "又说 “Hello, world” 都好",
        "他问：“‘OK’吗？”",
        "他说——“Yes”——就走",
        "“A” “B”",
        "The “潮” waits",
        "",
        "’",
        "”’“‘",
    ],
)
def test_marks_of_latin_words_are_told_from_chinese_ones(marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    found = latin_quotes(text)
    assert "".join(f"[{sign}]" if place in found else sign for place, sign in enumerate(text)) == marked


def widths(file: Path) -> list[tuple[str, float]]:
    """Each letter of the first page in its order, with the room that it takes on its line, in em."""
    with pymupdf.open(file) as document:
        raw = document[0].get_text("rawdict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)
    signs = [
        [(sign["c"], sign["origin"][0]) for span in line["spans"] for sign in span["chars"]]
        for block in raw["blocks"]
        for line in block["lines"]
    ]
    return [(sign, (following[1] - x) / EM) for line in signs for (sign, x), following in itertools.pairwise(line)]


@pytest.mark.parametrize("family", ["Song", "Song Bold", "Sans", "Sans Bold", "Sans Black", "Kai"])
@pytest.mark.parametrize("compose", ["auto", "none"])
def test_apostrophes_are_narrow_in_every_face_and_chinese_marks_stay_wide(
    tmp_path: Path, family: str, compose: str
) -> None:
    """In composed lines and in the engine's own, alone and where the face stands behind a Latin one."""
    text = "潮水说“来”，在Xi’an与McDonald’s说‘去’了"
    css = f'p{{font-family:"Pressroom {family}";--composer:{compose};--text-spacing-trim:space-all;letter-spacing:0}}'
    file = write(page(f"<p>{text}</p>", 40, css), tmp_path / "page.pdf")
    found = widths(file)
    assert "".join(sign for sign, _ in found).replace(" ", "") in text
    apostrophes = [one for (sign, one), (after, _) in itertools.pairwise(found) if sign == "’" and after in "as"]
    assert len(apostrophes) == 2
    assert max(apostrophes) < 0.45
    if compose == "none":
        assert [round(room, 2) for sign, room in found if sign in "“‘"] == [1.0, 1.0]


def test_a_word_in_two_faces_and_a_word_at_the_end_of_a_line_keep_their_apostrophes(tmp_path: Path) -> None:
    text = "<p>" + "江岸上的人说他去过<b>Xi</b>’an也去过Xi’an，" * 9 + "</p>"
    for measure in range(9, 20):
        document = render(page(text, measure))
        assert texts(document).count("’an") == 18
        found = widths(write(page(text, measure), tmp_path / "page.pdf"))
        rooms = [room for sign, room in found if sign == "’"]
        assert len(rooms) == 18, "none stands at the end of a line"
        assert max(rooms) < 0.45


def test_what_one_text_asks_for_does_not_stay_for_the_next(tmp_path: Path) -> None:
    """Layouts are shared by all texts of a face: the byte that was an apostrophe's may be a mark's in the next."""
    text = "<p>Xi’an是城</p><p>ab“潮”是水</p><p>Xi’an是城</p><p>ab‘潮’是水</p>"
    found = widths(write(page(text, 40, "p{text-indent:0;--composer:none}"), tmp_path / "page.pdf"))
    rooms = [round(room, 1) for sign, room in found if sign in "’“‘"]
    assert rooms[0] < 0.5
    assert rooms[1] == 1.0
    assert rooms[2] == rooms[0]
    assert rooms[3] == 1.0


def test_a_book_marks_what_is_narrow_and_loses_nothing() -> None:
    source = (
        "<section><p>在Xi’an，<em>McDonald’s</em>与“IPO”，the ’90s。</p>"
        '<svg xmlns="http://www.w3.org/2000/svg"><text>Xi’an</text></svg></section>'
    )
    root = read_tree(source)
    said = text_of(root)
    narrow_quotes(root)
    assert text_of(root) == said
    mark = '<span class="narrow">’</span>'
    assert write_tree(root) == source.replace("Xi’an，", f"Xi{mark}an，").replace("d’s", f"d{mark}s").replace(
        " ’90s", f" {mark}90s"
    )
