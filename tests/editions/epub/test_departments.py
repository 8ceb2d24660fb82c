"""Departments in a book: their classes, and their colours by day and by night."""

from __future__ import annotations

import re

import pytest

from pressroom.editions.epub.departments import class_of, other_tones, tone
from tests.support.paths import LAYOUTS

#: Paper, yellowed paper, a black screen and a grey one.
GROUNDS = ("#ffffff", "#fbf0d9", "#000000", "#2b2b2b")


def brightness(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def layout_colours() -> list[str]:
    sheets = (file.read_text(encoding="utf-8") for file in LAYOUTS.glob("*/layout.yaml"))
    return sorted({colour for sheet in sheets for colour in re.findall(r"#[0-9a-fA-F]{6}", sheet)})


@pytest.mark.parametrize(
    "colour", ["#000000", "#ffffff", "#ffff00", "#0000ff", "#123f63", "#e2eaf0", *layout_colours()]
)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_colour_can_be_seen_by_day_and_by_night(colour, ground):
    assert contrast(tone(colour), ground) >= 2.99


def test_a_colour_that_can_be_seen_stays():
    assert tone("#3f7fb5") == "#3f7fb5"


def test_tones_of_a_chart_are_told_apart():
    for colour in layout_colours():
        one, two = other_tones(tone(colour))
        assert len({tone(colour), one, two}) == 3


def test_departments_have_plain_classes():
    assert class_of("特别策划", "城") == "department-tebiecehua part-cheng"
    assert class_of("Long reads") == "department-long-reads"
    assert class_of("") == ""
    assert re.fullmatch(r"department-[0-9a-f-]+", class_of("Ω"))


def test_documents_carry_their_department_and_what_they_are_about(book):
    department = next(slot for slot in book.pulled.issue.flatplan if slot.department)
    slug = department.articles[0].slug
    text = book.zip.read(f"EPUB/{slug}.xhtml").decode()
    assert re.search(rf'<section id="{slug}" class="article [^"]*{class_of(department.department)}', text)
