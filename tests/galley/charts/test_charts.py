"""Charts: every number is drawn as large as it is, every label can be read, and the bytes are the same anywhere."""

from __future__ import annotations

import io
import itertools
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
import pikepdf
import pypdfium2
import pytest
import weasyprint
from matplotlib.ft2font import FT2Font, LoadFlags

from pressroom.galley.charts import Chart, ChartType, Series, draw_chart
from pressroom.galley.charts.bars import draw_bars
from pressroom.galley.charts.donut import draw_donut
from pressroom.galley.charts.drawing import Bar, Dot, Drawing, Sector, Stroke
from pressroom.galley.charts.lettering import FIGURES, SANS, balance_lines, break_lines, measure
from pressroom.galley.charts.lines import draw_lines, draw_timeline
from pressroom.workshop.cache import Cache
from tests.support.charts import CHARTS, chart, series
from tests.support.paths import ROOT

FACES = {SANS: ROOT / "fonts/sans/PressroomSans.ttf", FIGURES: ROOT / "fonts/figures/PressroomFigures.ttf"}
SENTINELS = {"#0c0c00", "#0c0c01", "#0c0c02", "#0c0c03", "#0c0c0f", "none"}
SVG = "{http://www.w3.org/2000/svg}"
WIDTH = 81 * 72 / 25.4


def draw(chart: Chart, ident: str, width: float = 81.0) -> str:
    """Draw a chart; nothing is kept."""
    return draw_chart(chart, ident, Cache(), width)


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def boxes(svg: str) -> list[tuple[str, float, float, float, float]]:
    found = []
    for text in parse(svg).iter(f"{SVG}text"):
        x, y, size = (float(text.attrib[name]) for name in ("x", "y", "font-size"))
        words = text.text or ""
        found.append((words, x, y - 0.8 * size, x + measure(words, size, text.attrib["font-family"]), y + 0.1 * size))
    return found


def assert_legible(svg: str) -> None:
    width, height = map(float, parse(svg).attrib["viewBox"].split()[2:])
    found = boxes(svg)
    for words, left, top, right, bottom in found:
        assert left >= -0.1, f"{words} sticks out on the left"
        assert right <= width + 0.1, f"{words} sticks out on the right"
        assert top >= -0.1, f"{words} sticks out above"
        assert bottom <= height + 0.1, f"{words} sticks out below"
    for one, other in itertools.combinations(found, 2):
        apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
        assert apart, f"{one[0]} and {other[0]} overlap"


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", [50.0, 81.0, 170.0])
def test_nothing_overlaps_or_sticks_out(name: str, width: float) -> None:
    svg = draw(CHARTS[name], "c1", width)
    assert float(parse(svg).attrib["viewBox"].split()[2]) == pytest.approx(width * 72 / 25.4, abs=0.01)
    assert_legible(svg)


@pytest.mark.parametrize("seed", range(60))
def test_any_table_is_legible(seed: int) -> None:
    chance = random.Random(seed)
    kinds: tuple[ChartType, ...] = ("bar", "line", "donut", "timeline")
    kind = kinds[seed % 4]
    rows = chance.randint(2, 14)
    han = "江城新区产业园医药信息装备材料文化金融服务、（）2020A"
    labels = tuple("江" + "".join(chance.choices(han, k=chance.randint(0, 24))) for _ in range(rows))
    low = 0 if kind == "donut" else -50
    columns = []
    for _ in range(1 if kind in {"donut", "timeline"} else chance.randint(1, 3)):
        values = tuple(round(chance.uniform(low, 900), 1) for _ in range(rows))
        columns.append(Series("列" * chance.randint(1, 9), values, tuple(f"{value:g}" for value in values)))
    assert_legible(draw(Chart(kind, "随机", "万元", labels, tuple(columns)), "r", chance.choice([60.0, 81.0, 170.0])))


@pytest.mark.parametrize("name", CHARTS)
def test_only_what_every_engine_understands(name: str) -> None:
    svg = draw(CHARTS[name], "p3-chart")
    root = parse(svg)
    assert svg.startswith("<svg xmlns=")
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "一张图"
    width, height = root.attrib["viewBox"].split()[2:]
    assert (root.attrib["width"], root.attrib["height"]) == (f"{width}pt", f"{height}pt")
    assert {element.tag for element in root.iter()} == {f"{SVG}svg", f"{SVG}path", f"{SVG}text"}
    for element in root.iter():
        assert not {"style", "class", "text-anchor", "clip-path", "transform", "opacity"} & set(element.attrib)
        assert {element.get("fill", "none"), element.get("stroke", "none")} <= SENTINELS
        assert element.get("font-family", SANS) in FACES
    idents = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert idents == ["p3-chart-drawing"]


@pytest.mark.parametrize("name", [name for name in CHARTS if name != "months"])
def test_every_label_is_there_in_full(name: str) -> None:
    drawn = "".join(text.text or "" for text in parse(draw(CHARTS[name], "c")).iter(f"{SVG}text"))
    for label in CHARTS[name].labels:
        assert label.replace(" ", "") in drawn.replace(" ", "")


@pytest.mark.parametrize("name", [name for name in CHARTS if name not in {"months", "timeline"}])
def test_every_number_is_printed(name: str) -> None:
    drawn = [text.text for text in parse(draw(CHARTS[name], "c")).iter(f"{SVG}text")]
    numbers = [text for text in CHARTS[name].figures if text not in {"", "–"} and len(text) < 6]
    for text in set(numbers):
        assert drawn.count(text) >= numbers.count(text), f"{text} is missing"


def test_dense_labels_keep_the_last() -> None:
    drawn = "".join(text.text or "" for text in parse(draw(CHARTS["months"], "c")).iter(f"{SVG}text"))
    assert drawn.endswith("2020年24月")


def shapes(drawing: Drawing, kind: type[Any]) -> list[Any]:
    return [shape for shape in drawing.shapes if isinstance(shape, kind)]


@pytest.mark.parametrize("name", ["columns", "falls", "two-columns"])
def test_columns_are_as_high_as_their_numbers(name: str) -> None:
    drawing = draw_bars(CHARTS[name], WIDTH)
    bars = sorted(shapes(drawing, Bar), key=lambda bar: bar.x)
    bars = [bar for bar in bars if bar.height != 6.0]  # without the key
    values = [
        column.values[row]
        for row in range(len(CHARTS[name].labels))
        for column in CHARTS[name].series
        if column.values[row]
    ]
    scale = max(bar.height for bar in bars) / max(abs(value or 0) for value in values)
    assert [bar.height for bar in bars] == pytest.approx([abs(value or 0) * scale for value in values])
    baseline = shapes(drawing, Stroke)[-1].points[0][1]
    for bar, value in zip(bars, values, strict=True):
        assert (bar.y if (value or 0) < 0 else bar.y + bar.height) == pytest.approx(baseline)


@pytest.mark.parametrize("name", ["lying", "falls-lying"])
def test_lying_bars_are_as_long_as_their_numbers(name: str) -> None:
    bars = shapes(draw_bars(CHARTS[name], WIDTH), Bar)
    numbers = CHARTS[name].numbers
    scale = bars[0].width / abs(numbers[0])
    assert [bar.width for bar in bars] == pytest.approx([abs(number) * scale for number in numbers])


def test_long_labels_lie_and_short_ones_stand() -> None:
    standing, lying = (shapes(draw_bars(CHARTS[name], WIDTH), Stroke)[-1].points for name in ("columns", "lying"))
    assert standing[0][1] == standing[1][1]
    assert lying[0][0] == lying[1][0]


def test_bars_are_named_beside_themselves_where_names_fit() -> None:
    drawing = draw_bars(CHARTS["lying-two"], WIDTH)
    assert "二〇一九年" in [word.text for word in drawing.words]
    assert not [bar for bar in shapes(drawing, Bar) if bar.width == bar.height == 6.0]
    keyed = draw_bars(CHARTS["two-columns"], WIDTH)
    assert len([bar for bar in shapes(keyed, Bar) if bar.width == bar.height == 6.0]) == 2


def test_points_stand_at_their_numbers() -> None:
    drawing = draw_lines(CHARTS["line"], WIDTH)
    dots, baseline = shapes(drawing, Dot), shapes(drawing, Stroke)[0].points[0][1]
    scale = (baseline - dots[0].y) / 31.2
    assert [baseline - dot.y for dot in dots] == pytest.approx([number * scale for number in CHARTS["line"].numbers])
    steps = [after.x - before.x for before, after in itertools.pairwise(dots)]
    assert steps == pytest.approx([steps[0]] * 5)


def test_a_baseline_stands_for_nought() -> None:
    flat = chart("line", "甲|乙|丙", series("", "96.1", "97.2", "98.8"))
    assert not [stroke for stroke in shapes(draw_lines(flat, WIDTH), Stroke) if stroke.colour == "#0c0c00"]
    falling = draw_lines(chart("line", "甲|乙", series("", "-4", "4")), WIDTH)
    baseline = next(stroke for stroke in shapes(falling, Stroke) if stroke.colour == "#0c0c00").points[0][1]
    assert baseline == pytest.approx(sum(dot.y for dot in shapes(falling, Dot)) / 2)


def test_a_missing_number_breaks_the_line() -> None:
    lines = [stroke for stroke in shapes(draw_lines(CHARTS["gap"], WIDTH), Stroke) if stroke.colour == "#0c0c01"]
    assert [len(line.points) for line in lines if line.points[1][0] - line.points[0][0] > 6] == [2, 2]


def test_parts_are_as_wide_as_their_numbers() -> None:
    sectors = shapes(draw_donut(CHARTS["donut"], WIDTH), Sector)
    middles = [(sector.start + sector.end) / 2 for sector in sectors]
    assert middles == pytest.approx([360 * share for share in (0.2275, 0.6925, 0.965)])
    many = shapes(draw_donut(CHARTS["donut-many"], WIDTH), Sector)
    assert all(before.colour != after.colour for before, after in zip(many, [*many[1:], many[0]], strict=True))


def test_a_donut_says_its_whole() -> None:
    assert {"100", "亿元"} <= {
        word.text for word in draw_donut(chart("donut", "甲|乙", series("", "45.5", "54.5"), unit="亿元"), WIDTH).words
    }
    percent = chart("donut", "甲|乙", series("", "45.5%", "54.5%"), unit="%")
    assert "100%" in [word.text for word in draw_donut(percent, WIDTH).words]
    large = chart("donut", "甲|乙", series("", "1,200", "300"), unit="")
    assert "1,500" in [word.text for word in draw_donut(large, WIDTH).words]


@pytest.mark.parametrize("parts", ["97|1|1|1", "1|1|1|97", "50|1|1|1|1|1|45", "1|2|3|90|2|1|1", "1|0|5"])
def test_leaders_stay_outside_the_ring(parts: str) -> None:
    numbers = parts.split("|")
    labels = "|".join(f"第{number}个部分的名称" for number in range(len(numbers)))
    drawing = draw_donut(chart("donut", labels, series("", *numbers)), WIDTH)
    ring = shapes(drawing, Sector)[0]
    for leader in shapes(drawing, Stroke):
        for (x, y), (to_x, to_y) in itertools.pairwise(leader.points):
            for part in range(11):
                at = (x + (to_x - x) * part / 10 - ring.x, y + (to_y - y) * part / 10 - ring.y)
                assert (at[0] ** 2 + at[1] ** 2) ** 0.5 > ring.outer


def test_a_timeline_has_a_point_for_each_row() -> None:
    drawing = draw_timeline(CHARTS["timeline"], WIDTH)
    labels = {word.text: word.y for word in drawing.words}
    heights = [dot.y for dot in shapes(drawing, Dot)]
    for label, height in zip(CHARTS["timeline"].labels, heights, strict=True):
        assert labels[label] - 5 < height < labels[label]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (chart("bar", "甲|乙", series("a", "1")), "uneven columns: 2 labels, but 1 cells in a"),
        (chart("bar", "甲|乙", series("a", "x", "y")), "has no numbers"),
        (chart("line", "甲|乙", series("a", "1", "")), "the line a has 1 numbers: expected two or more"),
        (chart("donut", "甲|乙", series("a", "1", "-2")), "a donut with -2 for 乙: expected no negative number"),
        (chart("donut", "甲|乙", series("a", "1", "—")), "no number for 乙"),
        (chart("donut", "甲|乙", series("a", "0", "0")), "all nought"),
        (chart("donut", "甲", series("a", "1"), series("b", "2")), "a donut with 2 series: expected one"),
        (chart("bar", "甲", *(series(name, "1") for name in "abcd")), "a bar chart with 4 series: expected 3 at most"),
        (chart("bar", "甲"), "no series"),
        (Chart("bar", "", "", (), (series("a"),)), "no rows"),
        (Chart("bar", "", "", ("甲",), (Series("a", (float("nan"),), ("",)),)), "nan cannot be drawn"),
        (Chart("pie", "", "", ("甲",), (series("a", "1"),)), "unknown type of chart: pie (known: bar, line"),  # type: ignore[arg-type]  # what a bad source could hold
        (chart("bar", "甲\x07", series("a", "1")), "control character U+0007"),
    ],
)
def test_a_table_that_cannot_be_drawn(wrong: Chart, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        draw(wrong, "c")


def test_a_chart_too_narrow() -> None:
    with pytest.raises(ValueError, match="20 mm wide cannot be read: expected 40 mm or more"):
        draw(CHARTS["columns"], "c", 20)


def test_markup_in_words_stays_words() -> None:
    odd = Chart("bar", "A \"<b>\" & 'c'", "", ("<i>&amp;",), (series("", "1"),))
    root = parse(draw(odd, "c"))
    assert root.attrib["aria-label"] == odd.title
    assert "<i>&amp;" in [text.text for text in root.iter(f"{SVG}text")]


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


def test_the_same_bytes_whatever_the_machine_is_set_to(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text(
        "path.sketch: 5, 100, 2\nlines.antialiased: False\nsavefig.bbox: tight\nsvg.fonttype: path\n"
        "patch.linewidth: 4\nfigure.constrained_layout.use: True\nfigure.dpi: 200\npatch.force_edgecolor: True\n",
        encoding="utf-8",
    )
    code = (
        "import sys\nsys.path.insert(0, '.')\nfrom tests.support.charts import CHARTS\n"
        "from pressroom.galley.charts import draw_chart\nfrom pressroom.workshop.cache import Cache\n"
        "sys.stdout.buffer.write(''.join(draw_chart(c, n, Cache()) for n, c in CHARTS.items()).encode())\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    environment = {
        **os.environ,
        "MPLCONFIGDIR": str(tmp_path),
        "TZ": "Asia/Tokyo",
        "PYTHONHASHSEED": "7",
        "LC_ALL": "C",
    }
    other = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert other.stdout.decode() == "".join(draw(one, name) for name, one in CHARTS.items())


def test_no_setting_is_left_changed() -> None:
    before = matplotlib.rcParams.copy()
    draw(CHARTS["donut"], "c")
    assert matplotlib.rcParams.copy() == before


def test_weasyprint_draws_it_as_it_was_meant() -> None:
    svg = draw(CHARTS["columns"], "c").replace("#0c0c01", "#ff0000")
    faces = "".join(f"@font-face{{font-family:'{name}';src:url('{file.as_uri()}')}}" for name, file in FACES.items())
    page = "@page{size:81mm 81mm;margin:0}body{margin:0}svg{display:block}"
    data = weasyprint.HTML(string=f"<style>{faces}{page}</style>{svg}").write_pdf()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        # A group of transparency would be blended in RGB, and black text printed in four colours.
        assert not [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Group" in item]
        fonts = {str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()}
    assert any("Pressroom-Sans" in font for font in fonts)
    assert any("Pressroom-Figures" in font for font in fonts)
    with pypdfium2.PdfDocument(data) as document:
        page_of = document[0]
        text = page_of.get_textpage().get_text_range()
        image = page_of.render(scale=2).to_pil().convert("RGB")
    assert {"2016", "2020", "203.5"} <= set(text.split())
    for bar in shapes(draw_bars(CHARTS["columns"], WIDTH), Bar):
        middle = (round((bar.x + bar.width / 2) * 2), round((bar.y + bar.height / 2) * 2))
        assert image.getpixel(middle) == (255, 0, 0)
        assert image.getpixel((round((bar.x - 4) * 2), middle[1])) == (255, 255, 255)
