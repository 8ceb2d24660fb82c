"""The print edition: boxes, marks, inks, plates, and what the standards want of it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy
import pikepdf
import pymupdf
import pypdfium2
import pytest
from pikepdf import Name
from PIL import Image

from tests.support import vera
from tests.support.needs import needs
from tests.support.paths import GOOD, PRINT_PROFILE
from tests.support.press import Pulled, config_in, config_of_house, edition, edition_of_folder, pull, write_edition

PROFILE = PRINT_PROFILE
MM = 72 / 25.4
SPOT = "PANTONE 871 C"
LIMIT = 300
FERRY = """---
headline: 最后一班渡轮
---
清晨五点，渡口的灯先亮。

::: figure {src=art/photo.jpg alt="一块明暗"}
一块明暗。
:::

::: figure {src=art/blend.svg alt="渐变"}
渐变与透明。
:::
"""
BRIDGE = """---
headline: 新桥试通车
---
只有黑字的一页。
"""
MARKET = """---
headline: 早市搬进顶棚
---
::: figure {src=art/glass.png alt="一块玻璃"}
玻璃。
:::

::: figure {src=art/line.png alt="线条"}
线条。
:::
"""
BLEND = """<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 60 40"><defs>
<linearGradient id="a"><stop offset="0" stop-color="#d02020"/><stop offset=".5" stop-color="#f0e030"/><stop offset="1" stop-color="#2050c0"/></linearGradient>
<radialGradient id="b"><stop offset="0" stop-color="#ffffff"/><stop offset="1" stop-color="#004488" stop-opacity="0"/></radialGradient>
<radialGradient id="s"><stop offset="0" stop-color="#000000" stop-opacity=".55"/><stop offset=".6" stop-color="#000000" stop-opacity=".3"/><stop offset="1" stop-color="#000000" stop-opacity="0"/></radialGradient>
<mask id="m"><rect width="60" height="40" fill="#808080"/></mask></defs>
<rect width="60" height="20" fill="url(#a)"/><rect y="20" width="30" height="20" fill="url(#b)"/>
<ellipse cx="49" cy="11" rx="10" ry="8" fill="url(#s)"/><rect x="41" y="4" width="14" height="11" fill="#f4f1e8"/>
<g opacity=".5"><rect x="20" y="10" width="20" height="20" fill="#884400"/></g>
<rect x="40" y="22" width="16" height="14" fill="#206040" mask="url(#m)"/>
<path d="M2 38 L20 24" stroke="#000000" stroke-width=".4" fill="none"/></svg>"""
STYLE = """
@page { background: #dde8f3 }
h1 { color: #884400 }
.kind-cover .bare { position: relative; height: 160mm; background: linear-gradient(90deg, #004488, #000000); color: #ffffff }
.kind-cover .bare::before { content: ""; position: absolute; top: -3mm; left: -3mm; width: 126mm; height: 20mm; background: #004488 }
.kind-back-cover p { color: oklch(0.6 0.1 150); border-bottom: .5pt solid #000000 }
"""
CONTENTS = '{% extends "page.html" %}\n{% block page %}<h1>{{ words.contents }}</h1>{% endblock %}'


@dataclass(frozen=True)
class Pressed:
    pulled: Pulled
    print: Path
    screen: Path


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Pressed:
    desk = tmp_path_factory.mktemp("print")
    furnish(desk)
    pulled = pull(desk / "issue", config_in(desk))
    assert all(not run.findings for run in pulled.runs)
    print_pdf = write_edition("print", pulled, desk / "print.pdf")
    return Pressed(pulled, print_pdf, write_edition("screen", pulled, desk / "screen.pdf"))


def furnish(desk: Path) -> None:
    shutil.copytree(GOOD, desk, dirs_exist_ok=True)
    for name, text in (("ferry", FERRY), ("bridge", BRIDGE), ("market", MARKET)):
        (desk / f"issue/copy/{name}.md").write_text(text, encoding="utf-8")
    plain = desk / "layouts/plain"
    (plain / "kinds/contents.html").write_text(CONTENTS, encoding="utf-8")
    with (plain / "layout.yaml").open("a", encoding="utf-8") as sheet:
        sheet.write(f'inks: {{"#884400": "{SPOT}: 20 45 80 15", "#004488": 100 70 0 10}}\n')
    with (plain / "print.css").open("a", encoding="utf-8") as sheet:
        sheet.write(STYLE)
    art = desk / "issue/art"
    (art / "blend.svg").write_text(BLEND, encoding="utf-8")
    wave = numpy.linspace(0, 255, 1600).astype("uint8")
    photo = numpy.stack(
        [numpy.tile(wave, (1200, 1)), numpy.tile(wave[:1200, None], (1, 1600)), numpy.full((1200, 1600), 90)], 2
    )
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(photo.astype("uint8")).save(art / "photo.jpg", quality=90, exif=exif)
    glass = numpy.zeros((60, 90, 4), "uint8")
    glass[..., 0], glass[..., 3] = 200, numpy.linspace(0, 255, 90).astype("uint8")
    Image.fromarray(glass).save(art / "glass.png")
    Image.fromarray(numpy.indices((50, 70)).sum(0) % 7 > 1).save(art / "line.png")


@pytest.fixture
def opened(pressed: Pressed) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(pressed.print) as pdf:
        yield pdf


def box(page: pikepdf.Page, name: str) -> list[float]:
    return [float(value) for value in page.obj[name]]


def test_every_page_has_its_boxes(opened: pikepdf.Pdf) -> None:
    for page in opened.pages:
        assert box(page, "/TrimBox") == pytest.approx([0, 0, 120 * MM, 160 * MM], abs=0.03)
        assert box(page, "/BleedBox") == pytest.approx([-3 * MM, -3 * MM, 123 * MM, 163 * MM], abs=0.03)
        media, bleed = box(page, "/MediaBox"), box(page, "/BleedBox")
        assert all(m < b - 6 for m, b in zip(media[:2], bleed[:2], strict=True))
        assert all(m > b + 6 for m, b in zip(media[2:], bleed[2:], strict=True))
        assert not {"/CropBox", "/ArtBox", "/Rotate", "/UserUnit", "/Annots", "/StructParents"} & set(page.obj.keys())
        assert Name.DeviceCMYK == page.obj.Group.CS


def test_the_screen_shows_the_trim_and_what_is_beyond_is_in_the_runs(pressed: Pressed) -> None:
    with pikepdf.open(pressed.screen) as pdf:
        for page in pdf.pages:
            assert box(page, "/MediaBox") == pytest.approx([0, 0, 120 * MM, 160 * MM], abs=0.03)
            assert box(page, "/MediaBox") == box(page, "/TrimBox") == box(page, "/BleedBox")


def draw(file: Path, page: int, scale: float = 2.0) -> Any:
    document = pypdfium2.PdfDocument(file)
    try:
        return numpy.asarray(document[page].render(scale=scale).to_pil().convert("RGB"))
    finally:
        document.close()


def test_art_runs_to_the_edge_of_the_bleed_and_not_beyond(opened: pikepdf.Pdf, pressed: Pressed) -> None:
    media, bleed = (box(opened.pages[0], key) for key in ("/MediaBox", "/BleedBox"))
    left, top = 2 * (bleed[0] - media[0]), 2 * (media[3] - bleed[3])
    picture = draw(pressed.print, 0)
    blue = picture[int(top) + 3 : int(top) + 30, int(left) + 3 : -int(left) - 3]
    assert (blue.min(axis=2) < 200).all(), "the band over the head of the cover bleeds on three sides"
    assert (picture[int(top) + 3 :, int(left) - 3] == 255).all(axis=-1).mean() > 0.9
    ground = picture[-int(top) - 8, int(left) + 3 : -int(left) - 3]
    assert (ground != 255).any(axis=1).all(), "the ground of the page bleeds at the foot"


def test_marks_stand_outside_the_bleed_on_every_plate(opened: pikepdf.Pdf) -> None:
    for page in opened.pages:
        marks = page.obj.Resources.XObject["/Marks"]
        assert marks.Resources.ColorSpace["/Registration"][1] == Name.All
        left, bottom, right, top = box(page, "/BleedBox")
        lines = re.findall(r"^(\S+) (\S+) m (\S+) (\S+) l S$", marks.read_bytes().decode(), re.M)
        assert len(lines) == 16
        for line in lines:
            x, y, x2, y2 = map(float, line)
            for across, up in ((x, y), (x2, y2)):
                assert across < left or across > right or up < bottom or up > top
        ends = {(x, x2) for x, _, x2, _ in lines if x == x2} | {(y, y2) for _, y, _, y2 in lines if y == y2}
        for value in box(page, "/TrimBox"):
            assert min(abs(float(end) - value) for pair in ends for end in pair) < 0.002


def test_the_slug_says_issue_and_page(pressed: Pressed) -> None:
    document = pypdfium2.PdfDocument(pressed.print)
    for number, (page, planned) in enumerate(zip(document, pressed.pulled.pages, strict=True), 1):
        left, bottom, _, _ = page.get_bleedbox()
        text = page.get_textpage().get_text_bounded(left=left, right=600, top=bottom - 1, bottom=-100)
        assert " ".join(text.split()) == f"江声 No. 3 2020-05 p. {planned.label} {number}/8 FOGRA39"
    document.close()


def streams(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every stream of instructions: pages, groups, tiles."""
    yield from (page for page in pdf.pages)
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and (item.get("/Subtype") == Name.Form or "/PatternType" in item):
            yield item


def test_nothing_is_painted_in_colours_of_the_screen(opened: pikepdf.Pdf) -> None:
    known = {"k", "K", "cs", "CS", "scn", "SCN", "g", "G"}
    found: set[str] = set()
    masks = {
        state.SMask.G.objgen
        for item in opened.objects
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream))
        for state in item.get("/Resources", item).get("/ExtGState", {}).values()
        if isinstance(state.get("/SMask"), pikepdf.Dictionary)
    }
    for stream in streams(opened):
        for operands, operator in pikepdf.parse_content_stream(stream):
            if str(operator) in {"rg", "RG"}:
                pytest.fail(f"{operands} {operator}")
            if str(operator) in known:
                found.add(str(operator))
            if str(operator) in {"g", "G"}:
                assert getattr(stream, "objgen", None) in masks, "grey is for masks"
    assert {"k", "K", "cs", "scn", "g"} <= found
    for item in opened.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ShadingType" in item:
            assert item.ColorSpace in (Name.DeviceCMYK, Name.DeviceGray)
        if isinstance(item, pikepdf.Stream) and "/Group" in item:
            assert item.Group.CS in (Name.DeviceCMYK, Name.DeviceGray)
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image:
            assert item.ColorSpace in (Name.DeviceCMYK, Name.DeviceGray)
            assert "/Interpolate" not in item


@dataclass(frozen=True)
class State:
    """What a checker of its own knows while it reads a page: colours, and what overprints of lines and areas."""

    fill: tuple[float, ...] = (0, 0, 0, 1)
    line: tuple[float, ...] = (0, 0, 0, 1)
    over: tuple[bool, bool] = (False, False)


def drawn(page: pikepdf.Page) -> Iterator[tuple[str, State]]:
    """What is drawn on a page, with the state it is drawn in."""
    state, saved = State(), []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "q":
            saved.append(state)
        elif name == "Q":
            state = saved.pop()
        elif name in {"k", "K"}:
            state = replace(state, **{"fill" if name == "k" else "line": tuple(float(value) for value in operands)})
        elif name in {"cs", "CS"}:
            state = replace(state, **{"fill" if name == "cs" else "line": ()})
        elif name == "gs":
            found = page.obj.Resources.ExtGState[str(operands[0])]
            state = replace(state, over=(bool(found.OP), bool(found.op))) if "/OP" in found else state
        else:
            yield name, state


def test_what_is_not_black_never_overprints(opened: pikepdf.Pdf) -> None:
    """White that overprints is not there at all on paper (GWG 2022, R0007 and R0008)."""
    black = (0, 0, 0, 1)
    letters = lines = 0
    for name, state in (found for page in opened.pages for found in drawn(page)):
        if name in {"TJ", "Tj"}:
            assert state.over[1] == (state.fill == black)
            letters += state.over[1]
        elif name in {"f", "f*", "B"}:
            assert not state.over[1], "areas knock out"
        elif name == "S":
            assert not state.over[0] or state.line == black
            lines += state.over[0]
        elif name in {"Do", "sh"}:
            assert state.over == (False, False)
    assert letters > 10
    assert lines


def test_output_intents_are_the_printers(opened: pikepdf.Pdf) -> None:
    intents = list(opened.Root.OutputIntents)
    assert [str(intent.S) for intent in intents] == ["/GTS_PDFX", "/GTS_PDFA1"]
    assert {str(intent.OutputConditionIdentifier) for intent in intents} == {"FOGRA39"}
    assert {intent.DestOutputProfile.objgen for intent in intents} == {intents[0].DestOutputProfile.objgen}
    assert intents[0].DestOutputProfile.read_bytes() == PROFILE.read_bytes()
    packet = opened.Root.Metadata.read_bytes().decode()
    assert "PDF/X-4" in packet
    assert "<pdfaid:conformance>U</pdfaid:conformance>" in packet
    assert opened.docinfo["/Trapped"] == Name("/False")
    assert opened.pdf_version == "1.6"
    assert "/ID" in opened.trailer
    assert [page.label for page in opened.pages] == ["C1", "1", "2", "3", "4", "5", "6", "C4"]


@pytest.fixture(scope="module")
def plates(pressed: Pressed, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The plates of every page inside its bleed: parts of full ink, by name."""
    folder = tmp_path_factory.mktemp("plates")
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", "-r144", "-dUseBleedBox"]
    subprocess.run([*command, f"-sOutputFile={folder}/s%d.tif", str(pressed.print)], check=True)
    pages: list[dict[str, Any]] = [{} for _ in pressed.pulled.pages]
    for file in folder.glob("*).tif"):
        match = re.fullmatch(r"s(\d+)\((.*)\)", file.stem)
        assert match
        with Image.open(file) as image:
            pages[int(match[1]) - 1][match[2]] = 1 - numpy.asarray(image.convert("L")) / 255
    return pages


def test_there_are_no_plates_but_those_of_the_inks(plates: list[dict[str, Any]]) -> None:
    assert {name for page in plates for name in page} == {"Cyan", "Magenta", "Yellow", "Black", SPOT}
    assert any(page.get(SPOT, numpy.zeros(1)).max() > 0.9 for page in plates)


def test_no_spot_takes_more_ink_than_the_limit(plates: list[dict[str, Any]]) -> None:
    window = round(2 * 15 * MM)
    for page in plates:
        total = sum(page.values())
        summed = numpy.pad(total.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
        means = (
            summed[window:, window:]
            - summed[:-window, window:]
            - summed[window:, :-window]
            + summed[:-window, :-window]
        )
        assert means.max() / window**2 <= LIMIT / 100
        assert total.max() <= LIMIT / 100 + 0.03


def test_black_text_is_on_the_black_plate_only(plates: list[dict[str, Any]], pressed: Pressed) -> None:
    """On the page of words alone the letters print black over the tint of the ground, which goes on below them."""
    number = next(i for i, page in enumerate(pressed.pulled.pages) if page.label == "3")
    page = plates[number]
    letters = page["Black"] > 0.8
    assert letters.sum() > 50
    for name in ("Cyan", "Magenta", "Yellow"):
        ground = numpy.median(page[name])
        assert abs(page[name][letters] - ground).max() < 0.02, f"{name} goes on below the letters"


def test_the_same_issue_gives_the_same_bytes(pressed: Pressed, tmp_path: Path) -> None:
    furnish(tmp_path)
    # The folder of the issue is called the same: its name is the issue's.
    assert edition_of_folder("print", tmp_path) == pressed.print.read_bytes()


def picture_items(pdf: pikepdf.Pdf) -> list[Any]:
    items = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image]
    masks = {item.SMask.objgen for item in items if "/SMask" in item}
    return [item for item in items if item.objgen not in masks]


def test_photos_are_upright_in_inks_and_no_finer_than_they_need(opened: pikepdf.Pdf) -> None:
    (photo,) = [item for item in picture_items(opened) if item.ColorSpace == Name.DeviceCMYK and "/SMask" not in item]
    assert photo.Filter == Name.DCTDecode
    assert list(photo.Decode) == [1, 0] * 4
    width, height = int(photo.Width), int(photo.Height)
    assert width < height, "it is turned upright"
    high = 3 * 16 / 72  # inches: three lines of 16 points
    assert height == pytest.approx(high * 300 * 1.15, abs=3)
    with Image.open(io.BytesIO(photo.read_raw_bytes())) as image:
        inks = numpy.asarray(image)
    assert (inks.sum(axis=2) <= LIMIT * 2.55 + 12).all()


def test_line_art_stays_line_art_and_glass_stays_clear(opened: pikepdf.Pdf) -> None:
    items = picture_items(opened)
    (line,) = [item for item in items if int(item.BitsPerComponent) == 1]
    assert (int(line.Width), int(line.Height), line.ColorSpace) == (70, 50, Name.DeviceGray)
    assert line.read_bytes() == Image.fromarray(numpy.indices((50, 70)).sum(0) % 7 > 1).tobytes()
    (glass,) = [item for item in items if "/SMask" in item]
    assert (int(glass.Width), int(glass.Height)) == (90, 60), "it is never made larger"
    assert glass.SMask.read_bytes()[:90] == numpy.linspace(0, 255, 90).astype("uint8").tobytes()


def test_the_printed_page_looks_like_the_one_on_the_screen(pressed: Pressed, opened: pikepdf.Pdf) -> None:
    """Gradients, masks and transparency keep their looks, as far as inks can show them."""
    media, trim = (box(opened.pages[3], key) for key in ("/MediaBox", "/TrimBox"))
    edge = round(2 * (trim[0] - media[0]))
    for number in (2, 3, 5):
        paper, screen = draw(pressed.print, number), draw(pressed.screen, number)
        cut = paper[edge : edge + screen.shape[0], edge : edge + screen.shape[1]].astype(int)
        small = [numpy.asarray(Image.fromarray(a.astype("uint8")).resize((60, 80))).astype(int) for a in (cut, screen)]
        assert numpy.abs(small[0] - small[1]).mean() < 12
        assert numpy.abs(small[0] - small[1]).max() < 120


def test_mupdf_agrees_on_gradients_and_transparency(pressed: Pressed) -> None:
    for number in (0, 2, 4):
        with pymupdf.open(pressed.print) as document:
            pixels = document[number].get_pixmap(dpi=36)
            theirs = numpy.frombuffer(pixels.samples, "uint8").reshape(pixels.height, pixels.width, 3)
        assert distance(draw(pressed.print, number, 0.5), theirs) < 14


def distance(one: Any, other: Any) -> float:
    """How far two pictures of a page are apart, from 0 to 255."""
    small = [
        numpy.asarray(Image.fromarray(picture).convert("RGB").resize((40, 50))).astype(int) for picture in (one, other)
    ]
    return float(numpy.abs(small[0] - small[1]).mean())


RENDERERS = {
    "pdftoppm": ["pdftoppm", "-r", "36", "-png", "-f", "{page}", "-l", "{page}", "{file}", "{out}"],
    "gs": [
        "gs",
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-dSAFER",
        "-sDEVICE=png16m",
        "-r36",
        "-dFirstPage={page}",
        "-dLastPage={page}",
        "-sOutputFile={out}.png",
        "{file}",
    ],
}


@needs("ghostscript", "poppler")
@pytest.mark.parametrize("name", RENDERERS)
@pytest.mark.parametrize("page", [1, 3, 5])
def test_renderers_agree_on_gradients_and_transparency(pressed: Pressed, tmp_path: Path, name: str, page: int) -> None:
    values = {"page": str(page), "file": str(pressed.print), "out": str(tmp_path / "page")}
    subprocess.run([part.format(**values) for part in RENDERERS[name]], check=True, capture_output=True)
    with Image.open(next(tmp_path.glob("*.png"))) as image:
        assert distance(draw(pressed.print, page - 1, 0.5), numpy.asarray(image.convert("RGB"))) < 14


@needs("ghostscript", "poppler")
def test_a_gradient_a_shadow_and_glass_look_the_same_in_four_renderers(pressed: Pressed, tmp_path: Path) -> None:
    """Spot by spot: one renderer that leaves out a gradient leaves a hole in a page that is else the same."""
    for number, (left, top, right, bottom) in ((2, (42.5, 138.5, 114.5, 186.5)), (4, (42.5, 112, 114, 160))):
        edge = 34.0  # pt: the slug around the page
        spot = [round(100 / 72 * (edge + value)) for value in (left, top, right, bottom)]
        shown = {"pdfium": draw(pressed.print, number, 100 / 72)}
        with pymupdf.open(pressed.print) as document:
            pixels = document[number].get_pixmap(dpi=100)
            shown["mupdf"] = numpy.frombuffer(pixels.samples, "uint8").reshape(pixels.height, pixels.width, 3)
        for name, command in RENDERERS.items():
            values = {"page": str(number + 1), "file": str(pressed.print), "out": str(tmp_path / f"{name}{number}")}
            subprocess.run([part.format(**values).replace("36", "100") for part in command], check=True)
            with Image.open(next(tmp_path.glob(f"{name}{number}*.png"))) as image:
                shown[name] = numpy.asarray(image.convert("RGB"))
        cut = {
            name: numpy.asarray(Image.fromarray(page).crop(spot).resize((12, 8), Image.Resampling.BOX)).astype(int)
            for name, page in shown.items()
        }
        assert cut["pdfium"].std() > 40, "this is where the picture stands"
        for name, theirs in cut.items():
            apart = numpy.abs(theirs - cut["pdfium"]).mean(2)
            assert apart.mean() < 20, (number, name)
            assert apart.max() < 60, (number, name)


@needs("verapdf")
def test_it_is_pdf_a_2u(pressed: Pressed) -> None:
    assert vera.validate("2u", pressed.print) == {("2u", "print.pdf"): []}


def test_photos_are_kept_from_build_to_build(pressed: Pressed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = config_of_house(tmp_path)
    first = edition("print", pressed.pulled, kept)
    monkeypatch.setattr("pressroom.editions.print.photos.press_picture", None)
    again = edition("print", pressed.pulled, kept)
    assert first == again == pressed.print.read_bytes()
