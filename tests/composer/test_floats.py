"""Lines beside floats stay in the measure."""

from __future__ import annotations

import pytest

from tests.support.pages import STRICT, boxes, lines, page, render, walk


def test_a_float_narrows_the_lines_beside_it():
    body = f"<p style='text-indent:0'><span style='float:left;width:4em;height:3.2em'></span>{STRICT * 6}</p>"
    found = [line for line in lines(render(page(body, 20))) if line.width > 1]
    assert [round(line.width / 13.333, 2) for line in found[2:4]] == [20, 20]
    assert next(box.position_x for box in walk(found[1]) if isinstance(box, boxes.TextBox)) == pytest.approx(
        40 + 4 * 13.333, abs=0.05
    )


def placed(body: str, em: float = 10, css: str = "") -> list[tuple[str, float, float]]:
    """Texts with their places in em from the corner of the text area."""
    document = render(page(body, em, f"p{{text-indent:0}}{css}"))
    found = []
    for line in lines(document):
        for box in walk(line):
            if isinstance(box, boxes.TextBox) and box.text:
                found.append((box.text, round((box.position_x - 40) * 0.075, 2), round((box.position_y - 40) * 0.075)))
    return found


def test_a_float_is_as_wide_as_it_says():
    """The engine takes a float for as wide as its words, and lets those that say otherwise push a line off the page."""
    beside = "<span style='float:left;width:4em;margin-right:1em;line-height:3em'></span>"
    wide = "<span style='float:left;width:100%'>栏</span>"
    assert placed(f"<p>水<br>{beside}江岸</p>")[1][:2] == ("江岸", 5.0)
    assert [x for _, x, _ in placed(f"<p>江{wide}岸</p>")] == [0, 1, 0, 0]
    assert all(x <= 9 for _, x, _ in placed(f"<p>{STRICT}<b>{wide}</b>{STRICT}</p>"))


@pytest.mark.parametrize("align", ["left", "center", "right", "justify"])
def test_a_full_line_beside_a_float_stays_in_the_measure(align):
    beside = "<span style='float:left;width:3em;height:3em'></span>"
    css = f"p{{text-align:{align};--composer:on}}"
    for size in range(18, 26):
        found = placed(f"<p>{beside}{(STRICT * 3)[:size]}</p>", 20, css)
        assert all(x >= 2.99 and x + len(text) <= 20.01 for text, x, y in found if y < 2), (size, found)


@pytest.mark.parametrize(("side", "align", "first", "floated"), [
    ("left", "center", 11.0, 0.0), ("left", "right", 20.0, 0.0), ("right", "center", 9.0, 22.0), ("right", "right", 18.0, 22.0),
])  # fmt: skip
def test_a_float_stays_at_the_edge_when_its_line_is_aligned(side, align, first, floated):
    body = f"<p>江岸<b><span style='float:{side};width:2em;text-align:left'>首</span>水上</b></p>"
    found = {text: x for text, x, _ in placed(body, 24, f"p{{text-align:{align};--composer:on}}")}
    assert (found["江岸"], found["首"]) == pytest.approx((first, floated), abs=0.02)


def test_many_initials_beside_each_other_leave_room_for_the_first_word():
    css = "p::first-letter{float:left;font-size:3em;line-height:1}p{text-indent:2em!important}"
    found = placed("<p>一<p>百<p>据<p>增新", 17, css)
    assert max(x + len(text) for text, x, _ in found if text == "新") <= 17


def test_a_float_that_clears_another_leaves_its_line_alone():
    first = "<span style='float:left;width:3em;height:3em'></span>"
    second = "<span style='float:left;clear:left;width:5em;height:3em'></span>"
    assert placed(f"<p>江{first}{second}岸</p>")[0] == ("江", 3.0, 0)
