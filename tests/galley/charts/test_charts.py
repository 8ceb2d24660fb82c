"""Charts whole: every label can be read, only what every engine understands, and the same bytes anywhere."""

from __future__ import annotations

import io
import itertools
import os
import random
import re
import subprocess
import sys

import pikepdf
import pypdfium2
import pytest
import weasyprint

from pressroom.galley.charts import Chart, ChartType, Series, draw_chart
from pressroom.galley.charts.bars import draw_bars
from pressroom.galley.charts.drawing import Bar
from pressroom.galley.charts.lettering import SANS, measure
from pressroom.workshop.cache import Cache
from tests.support.charts import CHARTS, FACES, SVG, WIDTH, chart, parse, series, shapes
from tests.support.paths import ROOT

SENTINELS = {"#0c0c00", "#0c0c01", "#0c0c02", "#0c0c03", "#0c0c0f", "none"}


def draw(chart: Chart, ident: str, width: float = 81.0) -> str:
    """Draw a chart; nothing is kept."""
    return draw_chart(chart, ident, Cache(), width)


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


def test_the_same_bytes_whatever_the_machine_is_set_to() -> None:
    code = (
        "import sys\nsys.path.insert(0, '.')\nfrom tests.support.charts import CHARTS\n"
        "from pressroom.galley.charts import draw_chart\nfrom pressroom.workshop.cache import Cache\n"
        "sys.stdout.buffer.write(''.join(draw_chart(c, n, Cache()) for n, c in CHARTS.items()).encode())"
    )
    environment = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    other = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert other.stdout.decode() == "".join(draw(one, name) for name, one in CHARTS.items())


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
