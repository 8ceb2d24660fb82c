"""What is known of books: relators, check digits, and texts that are missing."""

from __future__ import annotations

import re

import pytest

from pressroom.preflight.epub.documents import find_missing
from pressroom.preflight.epub.metadata import RELATORS, check_digit


@pytest.mark.parametrize("number", ["0317-8471", "1050-124X", "2434-561X", "1000-0208"])
def test_check_digits_of_real_numbers(number):
    assert check_digit(number[:4] + number[5:8]) == number[8]


def test_relators_are_codes():
    assert {"aut", "edt", "pht", "ctb", "isb", "ill"} <= RELATORS
    assert all(re.fullmatch("[a-z]{3}", code) for code in RELATORS)
    assert len(RELATORS) > 250


@pytest.mark.parametrize(
    ("text", "said", "missing"),
    [
        ("一二\n三", "一 二（注）三", ""),
        ("一二\n三", "三一二", "三"),
        ("一二", "一（五）二", "一二"),
        ("", "一", ""),
    ],
)
def test_what_is_missing_is_found(text, said, missing):
    assert find_missing(text, said) == missing
