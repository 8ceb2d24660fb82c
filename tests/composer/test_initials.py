"""Initials: as high as the lines beside them, and with all their text."""

from __future__ import annotations

from itertools import pairwise

import pymupdf
import pypdfium2
import pytest

from tests.support.furniture import CSS, PLAIN, PT, leaves, set_page, words
from tests.support.pages import boxes, page, walk, write


def initials(line) -> list:
    return [
        box for box in walk(line) if str(getattr(box, "element_tag", "")).endswith("::first-letter") and box.children
    ]


@pytest.mark.parametrize(("text", "letters_of"), [(PLAIN, "潮"), (f"“{PLAIN}”", "“潮"), (f"A{PLAIN}", "A")])
@pytest.mark.parametrize("em", [17, 24, 40])
def test_an_initial_stands_beside_three_lines(text, letters_of, em):
    set_lines = set_page(f"<p class=initial>{text * 4}", em)
    (initial,) = [box for box in walk(set_lines[0]) if isinstance(box, boxes.TextBox) and box.text == letters_of]
    measure = em * 10 / PT
    for number, line in enumerate(set_lines[:5]):
        row = [leaf for leaf in leaves(line) if leaf is not initial]
        inset = min(leaf.position_x for leaf in row) - 30 / PT
        assert (inset > 20) == (number < 3)
        end = max(leaf.position_x + leaf.width for leaf in row)
        assert end - 30 / PT <= measure + 0.7 * 10 / PT
        assert inset == 0 or initial.position_x + initial.width <= 30 / PT + inset
    size = initial.style["font_size"] * PT
    assert 40 < size < 75
    # the face of a character ends where those of the third line do; a Latin letter stands on its baseline
    foot = (initial.position_y + initial.baseline) * PT
    third = (set_lines[2].position_y + set_lines[2].baseline) * PT
    below = 0.0 if letters_of == "A" else 0.08
    assert foot + below * size == pytest.approx(third + below * 10, abs=0.2)
    assert {round(b.position_y - a.position_y, 2) for a, b in pairwise(set_lines[:5])} == {round(16 / PT, 2)}


@pytest.mark.parametrize(("count", "beside"), [(40, 3), (16, 2), (10, 1)])
def test_a_short_paragraph_gets_a_smaller_initial(count, beside):
    set_lines = set_page(f"<p class=initial>{PLAIN[:count]}<p>{PLAIN}", 14)
    (initial,) = [leaf for leaf in leaves(set_lines[0]) if leaf.text == PLAIN[0]]
    size = initial.style["font_size"] * PT
    assert size == pytest.approx(10 if beside == 1 else 10 + (beside - 1) * 16 / 0.92, abs=0.2)
    after = next(line for line in set_lines if words(line).startswith(PLAIN[0]) and line is not set_lines[0])
    assert after.position_y >= set_lines[0].position_y + beside * 16 / PT - 0.1


def test_an_initial_loses_no_text(tmp_path):
    file = write(page(f"<p class=initial>“{PLAIN * 3}”", 17, CSS), tmp_path / "initial.pdf")
    for text in (
        pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range(),
        pymupdf.open(file)[0].get_text(),
    ):
        assert "".join(text.split()) == f"“{PLAIN * 3}”"
