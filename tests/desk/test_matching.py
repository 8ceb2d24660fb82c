"""From page to source and back, by letters alone."""

from __future__ import annotations

import pytest

from pressroom.desk.matching import find_line_box, find_spot, fold_letters, nearest_letter, strip_text

SOURCE = """---
headline: The river
---
It *runs* slowly. It runs to the sea, and nobody
asks why it runs.

清晨五点，渡口的灯先亮。**老船工**把缆绳绕了三圈。
"""


@pytest.mark.parametrize(
    ("page", "letter", "place"),
    [
        ("THE RIVER It runs slowly. It runs to the sea", "RIV", (2, 15)),
        ("slowly. It runs to the sea, and no-\nbody asks why", "sea", (4, 34)),
        ("sea, and nobody asks why it runs.", "why", (5, 6)),
        ("清晨五点，渡口的灯先亮。老船工把缆绳绕了三圈", "船工", (7, 16)),
    ],
)
def test_a_letter_of_a_page_is_found_in_its_source(page: str, letter: str, place: tuple[int, int]) -> None:
    here = fold_letters("".join(filter(str.isalnum, page)))
    at = here.index(fold_letters(letter))
    bare = strip_text(SOURCE)
    spot = find_spot(here, at, bare.letters)
    assert spot is not None
    assert bare.places[spot] == place


def test_the_place_whose_surroundings_agree_is_taken() -> None:
    bare = strip_text(SOURCE)
    for words, line in (("itrunstothesea", 4), ("askswhyitruns", 5)):
        spot = find_spot(words, words.index("runs"), bare.letters)
        assert spot is not None
        assert bare.places[spot][0] == line


def test_what_stands_nowhere_is_not_found() -> None:
    assert find_spot("mountains", 3, strip_text(SOURCE).letters) is None
    assert find_spot("", 0, "river") is None


def test_the_nearest_letter_is_taken_and_none_far_away() -> None:
    boxes = [(0.1, 0.1, 0.12, 0.12), (0.2, 0.1, 0.22, 0.12)]
    assert nearest_letter(0.21, 0.11, boxes) == 1
    assert nearest_letter(0.13, 0.11, boxes) == 0
    assert nearest_letter(0.8, 0.8, boxes) is None


def test_a_line_ends_where_its_column_does() -> None:
    line = [(0.1 + 0.02 * n, 0.1, 0.12 + 0.02 * n, 0.12) for n in range(5)]
    beside = [(0.5, 0.1, 0.52, 0.12)]
    below = [(0.1, 0.13, 0.12, 0.15)]
    left, top, right, bottom = find_line_box(2, [*line, *beside, *below])
    assert (left, top, round(right, 2), bottom) == (0.1, 0.1, 0.2, 0.12)
