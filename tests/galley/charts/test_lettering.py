"""Lettering of charts: widths are those of the fonts, lines break where Chinese may."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from pressroom.galley.charts.lettering import FIGURES, SANS, balance_lines, break_lines, measure
from tests.support.charts import FACES


@pytest.mark.parametrize("family", FACES)
def test_widths_are_those_of_the_fonts(family: str) -> None:
    font = TTFont(FACES[family])
    names, widths, units = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    letters = {
        SANS: "".join(map(chr, range(32, 127))) + "—–°²−€¥£，。（）《》、；：“”·江阔①％",
        FIGURES: "0123456789 +,-./:;<=>±×÷–−$£¥€%‰",
    }
    for letter in letters[family]:
        assert ord(letter) in names, f"{family} has no {letter}"
        real = widths[names[ord(letter)]][0] / units * 1000
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
