"""Labels and texts are compared as people read them."""

from __future__ import annotations

import pytest

from pressroom.preflight.contents.folding import fold, read_label


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
