"""Drawings said in what the engine draws, and what no page would show, by name."""

from __future__ import annotations

import io
from pathlib import Path

import pymupdf
import pypdfium2
import pytest
from defusedxml.ElementTree import fromstring

from pressroom.pictures.plain import find_undrawn, write_plainly
from pressroom.report import SourceError
from tests.support.paths import SAMPLE
from tests.support.press import config_of_house, prepare, set_fitted
from tests.support.small import copy_case, write_small

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="200" height="100" fill="#ffffff"/>'


def draw(folder: Path, inside: str, head: str = HEAD) -> io.BytesIO:
    """The page with a drawing on it, as a PDF."""
    issue = write_small(folder, '正文。\n\n![图](art/a.svg "图注")\n')
    (issue / "art" / "a.svg").write_text(f"{head}{inside}</svg>", encoding="utf-8")
    made = prepare(issue, config_of_house(folder))
    return io.BytesIO(set_fitted(made.pasteups[2], made.layout.fit).pdf)


def colours(pdf: io.BytesIO) -> set[tuple[int, int, int]]:
    """The colours of many pixels of the page."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("RGB")
    return {colour for count, colour in image.getcolors(1 << 24) if count > 60}


def words(pdf: io.BytesIO) -> str:
    return "".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().split())


@pytest.mark.parametrize(
    ("inside", "colour"),
    [
        ("<style>:root{--c:#0a0} .b{fill:var(--c)}</style><rect class='b' width='90' height='80'/>", (0, 170, 0)),
        ("<g style='--c: #00a'><rect fill='var(--c)' width='90' height='80'/></g>", (0, 0, 170)),
        ("<rect style='fill: var(--none, #a00)' width='90' height='80'/>", (170, 0, 0)),
        ("<style>:root{--a:var(--b);--b:#0aa}</style><rect fill='var(--a)' width='90' height='80'/>", (0, 170, 170)),
        ("<mask id='m'><rect width='90' height='80' fill='white'/></mask><rect width='200' height='100' fill='#00f' mask='url(#m)'/>", (0, 0, 255)),
        ("<rect width='90' height='80' fill='#0ff'/><rect width='90' height='80' fill='#ff0' style='mix-blend-mode:multiply'/>", (0, 255, 0)),
        ("<style>.k{mix-blend-mode:multiply}</style><rect width='90' height='80' fill='#f0f'/><rect class='k' width='90' height='80' fill='#ff0'/>", (255, 0, 0)),
        ("<switch><rect systemLanguage='en' width='90' height='80' fill='#f00'/><rect width='90' height='80' fill='#00f'/></switch>", (0, 0, 255)),
        ("<switch><rect systemLanguage='de, zh' width='90' height='80' fill='#0f0'/><rect width='90' height='80' fill='#00f'/></switch>", (0, 255, 0)),
    ],
)  # fmt: skip
def test_what_can_be_said_otherwise_is_drawn(tmp_path, inside, colour):
    assert colour in colours(draw(tmp_path, inside))


def test_percentages_are_of_the_drawing_where_it_has_no_view_box():
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm">'
    data = write_plainly(f'{head}<rect x="50%" width="50%" height="100%" fill="red"/></svg>'.encode())
    (shape,) = fromstring(data)
    assert [round(float(shape.get(key))) for key in ("x", "width", "height")] == [76, 76, 76]


@pytest.mark.parametrize(
    ("font", "wanted"),
    [
        ("font:bold 20px sans-serif", "font-style:normal;font-weight:bold;font-size:20px;font-family:sans-serif"),
        ("font: italic 700 12pt/1.5 'A B', serif", "font-style:italic;font-weight:700;font-size:12pt;font-family:'A B', serif"),
        ("fill:red;font:.9em x;stroke:none", "fill:red;font-style:normal;font-weight:normal;font-size:.9em;font-family:x;stroke:none"),
        ("font-size:20px", "font-size:20px"),
    ],
)  # fmt: skip
def test_font_is_what_it_is_short_for(font, wanted):
    data = f'<svg xmlns="http://www.w3.org/2000/svg"><g style="{font}"/><!-- font: --></svg>'.encode()
    assert fromstring(write_plainly(data))[0].get("style") == wanted


@pytest.mark.parametrize(
    ("inside", "face"),
    [
        ("<text y='50' style='font: bold 20px sans-serif'>粗体ab</text>", "SansBold"),
        ("<text y='50'>字体ab</text>", "Sans"),
        ("<text y='50' font-family='Pressroom Song' font-weight='700'>字体ab</text>", "SongBold"),
        ("<style>text{font-weight:bold}</style><text y='50' font-family='Pressroom Sans'>字体ab</text>", "SansBold"),
        ("<g font-family='serif'><text y='50'><tspan>字体ab</tspan></text></g>", "Song"),
    ],
)
def test_letters_stand_in_faces_of_the_house(tmp_path, inside, face):
    pdf = draw(tmp_path, inside)
    assert "ab" in words(pdf)
    spans = [
        span
        for block in pymupdf.open(stream=pdf.getvalue())[0].get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
    ]
    fonts = {
        span["font"].replace("-", "").partition(",")[0]
        for span in spans
        if "ab" in span["text"] or "体" in span["text"]
    }
    assert fonts == {f"Pressroom{face}"}


@pytest.mark.parametrize("family", ["Tideline Sans Bold", "'Newsreader', serif"])
@pytest.mark.parametrize("weight", ["400", "700"])
def test_a_face_of_the_magazine_is_left_alone(family, weight):
    data = f'{HEAD}<text font-family="{family}" font-weight="{weight}">ab</text></svg>'.encode()
    (text,) = [element for element in fromstring(write_plainly(data)).iter() if element.tag.endswith("text")]
    names = text.get("font-family") if "style" not in text.attrib else text.get("style")
    assert family.split(",")[0].strip("'") in names
    assert "Pressroom" not in names


@pytest.mark.parametrize("family", ["Arial", "SimSun", "Times, serif"])
def test_families_that_no_face_has_are_named(tmp_path, family):
    with pytest.raises(SourceError, match=r"a\.svg:1:\d+: stop: no face is called"):
        draw(tmp_path, f"<text y='50' font-family='{family}'>字体ab</text>")


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<text><textPath href='#p'>字</textPath></text>", "<textPath>"),
        ("<filter id='f'><feGaussianBlur stdDeviation='6'/></filter>", "<feGaussianBlur>"),
        ("<filter id='f'><feDropShadow/></filter>", "<feDropShadow>"),
        ("<text text-decoration='underline'>字</text>", "text-decoration"),
        ("<style>.u{text-decoration: line-through}</style>", ".u with text-decoration"),
        ("<text>שלום</text>", "right to left"),
        ("<text><tspan>سلام</tspan></text>", "right to left"),
        ("<text style='writing-mode: vertical-rl'>字</text>", "writing-mode"),
        ("<rect fill='var(--nowhere)'/>", "var(--nowhere)"),
        ("<rect style='mix-blend-mode: plus-lighter'/>", "plus-lighter"),
    ],
)
def test_what_no_page_shows_is_named_with_picture_and_element(tmp_path, inside, said):
    with pytest.raises(SourceError) as caught:
        draw(tmp_path, inside)
    (finding,) = caught.value.report.findings
    assert finding.check == "undrawable-picture"
    assert said in finding.message
    assert "art/a.svg" in finding.message
    assert finding.place.line == 6


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<text font-family='Pressroom Sans'>字</text>",
        "<g opacity='50%'/>",
        "<filter id='f'><feOffset dx='1'/></filter>",
    ],
)
def test_plain_drawings_stay_byte_for_byte(inside):
    data = f"{HEAD}{inside}</svg>".encode()
    assert write_plainly(data) is data
    assert list(find_undrawn(fromstring(data))) == []


def test_drawings_of_the_sample_are_plain():
    for file in sorted((SAMPLE / "art").glob("*.svg")):
        data = file.read_bytes()
        assert list(find_undrawn(fromstring(data))) == [], file.name
        assert write_plainly(data, book=True) is data, file.name


def test_the_book_shows_the_branch_that_the_page_shows():
    inside = "<switch><text systemLanguage='en'>English</text><text>中文</text></switch>"
    data = write_plainly(f"{HEAD}{inside}</svg>".encode(), book=True)
    assert "".join(fromstring(data).itertext()) == "中文"


def test_the_drawings_that_lost_parts(tmp_path):
    issue = copy_case("07-drawings-lose-parts", tmp_path)
    with pytest.raises(SourceError) as caught:
        prepare(issue, config_of_house(tmp_path))
    named = {finding.message.split()[0] for finding in caught.value.report.findings}
    assert named == {"art/blur.svg", "art/textpath.svg", "art/bold-underline.svg"}
