"""Lettering of charts: widths are those of the fonts, lines break where Chinese may."""

from __future__ import annotations

import pytest
from matplotlib.ft2font import FT2Font, LoadFlags

from pressroom.galley.charts.lettering import FIGURES, SANS, balance_lines, break_lines, measure
from tests.support.charts import FACES


@pytest.mark.parametrize("family", FACES)
def test_widths_are_those_of_the_fonts(family: str) -> None:
    font = FT2Font(str(FACES[family]))
    font.set_size(1000, 72)
    letters = {
        SANS: "".join(map(chr, range(32, 127))) + "—–°²−€¥£，。（）《》、；：“”·江阔①％",
        FIGURES: "0123456789 +,-./:;<=>±×÷–−$£¥€%‰",
    }
    for letter in letters[family]:
        assert font.get_char_index(ord(letter)), f"{family} has no {letter}"
        real = font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536
        assert measure(letter, 1000, family) == pytest.approx(real, abs=1), letter


def test_lines_break_where_chinese_may() -> None:
    lines = break_lines("江边的老厂房（一九五八年建成）改造，完成了。", 8 * 7.5)
    assert "".join(lines) == "江边的老厂房（一九五八年建成）改造，完成了。"
    assert all(line[0] not in "）》，。、" and line[-1] not in "（《" for line in lines)
    assert all(measure(line, 7.5) <= 60.01 for line in lines)
    assert break_lines("到2020年底 Metro Line 7", 36) == ("到2020年", "底 Metro", "Line 7")
    assert balance_lines("一二三四五六", 5 * 7.5) == ("一二三", "四五六")
    assert break_lines("incomprehensibilities", 30)[0] != "incomprehensibilities"
    assert break_lines("  ", 30) == ()
