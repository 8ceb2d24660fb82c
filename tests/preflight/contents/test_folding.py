"""Labels and texts are compared as people read them."""

from __future__ import annotations

import pytest

from pressroom.preflight.contents.folding import find_folded, fold, read_label, unfold


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        *[("12", "12"), ("- 012 -", "12"), ("第12页", "12"), ("P.12", "12"), ("１２", "12"), ("xii", "xii")],
        *[("A12", "a12"), ("C4", "c4"), ("2021·01", ""), ("等", ""), ("", ""), ("No.8", ""), ("12345", "")],
    ],
)
def test_labels_are_read_as_people_read_them(printed, label):
    assert read_label(printed) == label


def test_text_is_compared_without_marks_widths_and_capitals():
    assert fold("“一带一路” ＡＢ-c\u00ad\n１") == fold("「一带一路」abC1")


def test_every_place_of_a_text_is_found_those_that_overlap_too():
    assert list(find_folded("江江江", "江江")) == [0, 1]
    assert list(find_folded("江江江", "")) == []
    assert list(find_folded("", "江")) == []


def test_a_folded_letter_leads_back_to_the_sign_that_it_comes_from():
    signs = ["“", "ﬁ", "，", "①", "潮"]
    assert fold("".join(signs)) == "fi1潮"
    assert unfold(signs) == [1, 1, 3, 4]
