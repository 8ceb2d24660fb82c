"""Widths of punctuation, and the styles that change them."""

from __future__ import annotations

import pytest

from pressroom.composer import ComposerStyle
from tests.support.pages import boxes, lines, page, render, walk


def test_centred_text_is_composed_when_asked():
    html = "<p>“‘双引’”（上）；“四新”（下）。</p>"
    plain, ours = (
        lines(render(page(html, 24, f"p{{text-indent:0;text-align:center;--composer:{how}}}")))
        for how in ("none", "on")
    )
    width = lambda line: sum(box.width for box in walk(line) if isinstance(box, boxes.TextBox))  # noqa: E731
    assert width(ours[0]) < width(plain[0]) - 30
    left = next(box.position_x for box in walk(ours[0]) if isinstance(box, boxes.TextBox))
    assert left - 40 == pytest.approx((24 * 10 / 0.75 - width(ours[0])) / 2, abs=0.1)


def width_of(text: str, css: str = "", language: str = "zh-CN") -> float:
    """The width of a line that is not filled, in em."""
    document = render(page(f"<p>{text}</p>", 40, f"p{{text-indent:0}}{css}", language))
    return sum(box.width for box in walk(lines(document)[0]) if isinstance(box, boxes.TextBox)) * 0.075


@pytest.mark.parametrize(
    ("text", "em"),
    [
        ("江岸", 2), ("江，岸", 3), ("江。”岸", 3.5), ("江”，岸", 3.5), ("江（“岸", 3.5), ("江）（岸", 3.5), ("江？！岸", 3),
        ("江！！！岸", 4), ("江。", 1.5), ("江？", 1.5), ("“江", 1.5), ("江——岸", 4), ("江……岸", 4), ("江·岸", 3), ("江：“岸", 3.5),
    ],
)  # fmt: skip
def test_marks_take_the_width_of_the_rule(text, em):
    assert width_of(text) == pytest.approx(em, abs=0.002)


@pytest.mark.parametrize(
    ("css", "text", "em"),
    [
        ("p{--punctuation:kaiming}", "江，岸。水", 4.5), ("p{--punctuation:half}", "江，岸。水", 4),
        ("p{--punctuation:half}", "江（岸）水", 4), ("p{--trim-end:off}", "江。", 2), ("p{--trim-start:none}", "“江", 2),
        ("p{--trim-start:lines}", "“江", 2), ("p{--hanging-punctuation:force-end}", "江。", 1),
        ("html{--punctuation:half} p{--punctuation:full}", "江，岸", 3), ("p{--marks:centre}", "江。", 1.75),
    ],
)  # fmt: skip
def test_styles_are_read_from_css(css, text, em):
    assert width_of(text, css) == pytest.approx(em, abs=0.002)


def test_han_and_latin_stand_apart():
    solid = width_of("江A岸", "p{--text-autospace:0}")
    assert width_of("江A岸") == pytest.approx(solid + 0.5, abs=0.002)
    assert width_of("江 A 岸") == pytest.approx(solid + 0.5, abs=0.002)
    assert width_of("江A岸", "p{--text-autospace:.125em}") == pytest.approx(solid + 0.25, abs=0.002)
    assert width_of("江<b>A</b>岸", "b{font-family:inherit;font-weight:400}") == pytest.approx(solid + 0.5, abs=0.002)
    assert width_of("江<sup>A</sup>岸", "sup{font-size:1em}") == pytest.approx(solid, abs=0.002)


def test_a_wrong_option_is_complained_of_and_left(caplog):
    with caplog.at_level("WARNING", "weasyprint"):
        assert width_of("江，岸", "p{--punctuation:wide;--text-autospace:1px}") == pytest.approx(3)
    assert "--punctuation" in caplog.text
    assert "full, kaiming, half" in caplog.text
    assert "--text-autospace" in caplog.text


def test_a_style_refuses_what_is_no_option():
    with pytest.raises(ValueError, match="line-break is one of none, basic, gb, strict"):
        ComposerStyle(line_break="loose")
    with pytest.raises(ValueError, match="0 to 100"):
        ComposerStyle(text_autospace=-1)


def test_a_short_line_can_be_spread():
    (line,) = lines(render(page("<p style='text-align-last:justify;text-indent:0;width:6em'>主编</p>", 20)))
    assert line.width == pytest.approx(80, abs=0.05)
